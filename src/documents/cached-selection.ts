import type { Audience } from '../article/audience.ts';
import type { Term } from '../article/terms.ts';
import type { View } from '../article/view.ts';
import { windowEnd } from '../article/windows.ts';
import type { Selection } from '../feeds/selection.ts';
import type { Instant } from '../text/instant.ts';
import { SELECTED_VIEW_BYTES } from './cache-costs.ts';
import type { InvalidationKeys } from './change-tracker.ts';
import { linksOf } from './context.ts';
import type { Making } from './dependency-cache.ts';

/** A selection in the cache; `undefined` if there is no such feed. */
export interface CachedSelection {
  readonly selection: Selection | undefined;
  readonly invalidatedBy: InvalidationKeys;
  readonly audience: Audience;
  /** The instant for which it was selected. */
  readonly instant: Instant;
}

/** Kinds of terms whose feeds have a name from settings or vocabularies, and the usual order. */
export const STABLE_TERMS: ReadonlySet<string> = new Set(['all', 'section', 'language', 'access', 'subject', 'genre']);

/** Returns a selection as the cache keeps it, with the changes that affect it. */
export function cachedSelection(
  { selection, audience, instant }: Omit<CachedSelection, 'invalidatedBy'>,
  terms: readonly Term[],
): Making<CachedSelection> {
  const views = selection?.views ?? [];
  const invalidatedBy = { articles: views.flatMap((view) => [view.id, ...linksOf(view)]), terms };
  const size = SELECTED_VIEW_BYTES * (views.length + 1);
  return { value: { selection, invalidatedBy, audience, instant }, invalidatedBy, size };
}

/** True if a period of a view ends after an instant and until another one. */
export function endsBetween(view: View, since: Instant, until: Instant): boolean {
  const ends =
    view.kind === 'story'
      ? [
          ...view.notices.flatMap(({ kind, at }) => (kind === 'correction' ? [windowEnd('correction', at)] : [])),
          ...(view.live?.updates.map(({ at }) => windowEnd('correction', at)) ?? []),
        ]
      : [windowEnd('notice', view.hiddenAt), windowEnd('tombstone', view.hiddenAt)];
  return ends.some((end) => end > since && end <= until);
}

/** Nothing that is stored affects it. */
export const NOTHING: InvalidationKeys = { articles: [] };
