import { defined } from '../text/defined.ts';
import { type Instant, latest } from '../text/instant.ts';
import type { Article, Content, RecordedChange, Status } from './article.ts';
import type { Change, ChangeKind } from './change.ts';
import { type HiddenMedia, hiddenMedia, mediaKey } from './media.ts';

/** A refused change. Nothing was stored. */
export interface Refusal {
  readonly refused: string;
}

/** The state of a story before a change: all that the change is judged by. */
export type Life = Pick<Article, 'status' | 'created' | 'changes'>;

/** The statuses from which each change is possible, and the status that it leads to. */
const STEPS: Record<ChangeKind, { readonly from: readonly Status[]; readonly to: Status | 'same' }> = {
  amend: { from: ['usable', 'canceled'], to: 'same' },
  update: { from: ['usable'], to: 'same' },
  correct: { from: ['usable'], to: 'same' },
  withhold: { from: ['usable'], to: 'withheld' },
  restore: { from: ['withheld'], to: 'usable' },
  kill: { from: ['usable', 'withheld'], to: 'canceled' },
};

/**
 * Returns the status after a change. Changes may precede publication: a scheduled story can be killed.
 * @returns the status, or the reason for the refusal
 */
export function step(life: Life, change: Change): Status | Refusal {
  const { from, to } = STEPS[change.kind];
  if (!from.includes(life.status)) return { refused: impossible(life.status, change.kind) };
  const before = life.changes.findLast(({ unlisted }) => unlisted !== true)?.at ?? life.created;
  if (before !== undefined && change.at < before) {
    return { refused: `a ${change.kind} at ${change.at} is earlier than the version that it changes (${before})` };
  }
  const missing = missingPart(change, life.status);
  if (missing !== undefined) return { refused: missing };
  return to === 'same' ? life.status : to;
}

function impossible(status: Status, kind: ChangeKind): string {
  if (status === 'canceled') return `a killed story stays killed: ${kind} is impossible, new content needs a new id`;
  const remedies: Partial<Record<ChangeKind, string>> = {
    restore: 'only a withheld story can be restored',
    withhold: 'it is withheld already',
  };
  return remedies[kind] ?? `a ${status} story cannot be changed by ${kind}: restore it first`;
}

function missingPart({ kind, notice, note, severity }: Change, status: Status): string | undefined {
  if (kind === 'correct' && notice === undefined)
    return 'a correction needs a `notice` that describes the error to readers';
  if ((kind === 'withhold' || kind === 'kill') && note === undefined) return `a ${kind} needs a \`note\`: the reason`;
  if (kind === 'amend' && status === 'usable' && notice !== undefined) {
    return 'a silent edit has no `notice`: make it an update or a correction';
  }
  if (kind === 'amend' && status === 'canceled' && notice === undefined) {
    return 'of a killed story only the public `notice` may be amended';
  }
  if (severity !== undefined && kind !== 'correct' && kind !== 'update') return '`severity` belongs to a correction';
  return undefined;
}

/** Creates the first version of a story. */
export function firstVersion(id: string, content: Content, publishAt: Instant): Article {
  return {
    ...content,
    id,
    version: 1,
    status: 'usable',
    publishAt,
    versionCreatedAt: publishAt,
    changes: [],
  };
}

/**
 * Creates the next version of a story.
 * @param content the new content; a killed story keeps its old content
 */
export function nextVersion(article: Article, change: Change, content: Content): Article | Refusal {
  const status = step(article, change);
  if (typeof status === 'object') return status;
  const version = article.version + 1;
  const kept = article.status === 'canceled' ? article : content;
  const recorded: RecordedChange = { ...change, version };
  const { formerMedia: _, ...rest } = kept as Content & Pick<Article, 'formerMedia'>;
  const former = formerMedia(article, rest);
  return defined({
    ...rest,
    ...(former.length === 0 ? {} : { formerMedia: former }),
    id: article.id,
    publishAt: article.publishAt,
    releasedAt: article.releasedAt,
    version,
    status,
    // An unlisted silent edit may be newer than the listed entry that follows it.
    versionCreatedAt: latest([change.at, ...article.changes.map(({ at }) => at)]) ?? change.at,
    changes: [...article.changes, recorded],
  });
}

/** Returns the media of earlier versions that this version no longer has. */
function formerMedia(before: Article, { media }: Content): HiddenMedia[] {
  const shown = new Set(media.map(mediaKey));
  const all = [...(before.formerMedia ?? []), ...hiddenMedia(before.media)];
  return [...new Map(all.map((one) => [one.key, one])).values()].filter(({ key }) => !shown.has(key));
}

/**
 * Replays the history of a story that is new to the archive, such as a file with a list of changes: each change is
 * judged in order, the content is the current one.
 * @returns version n + 1 for n changes, or the refusal with the index of the refused change
 */
export function replayed(first: Article, changes: readonly Change[]): Article | (Refusal & { readonly index: number }) {
  let article = first;
  for (const [index, change] of changes.entries()) {
    const next = nextVersion(article, change, article);
    if ('refused' in next) return { ...next, index };
    article = next;
  }
  return article;
}
