import { PUBLIC } from '../article/audience.ts';
import { ALL, type Term } from '../article/terms.ts';
import type { Story } from '../article/view.ts';
import { currentStories, viewsAt } from '../feeds/views-at.ts';
import { type FormatContext, settingsContext } from '../formats/format.ts';
import { type Instant, latest } from '../text/instant.ts';
import { contextFor } from './context.ts';
import { type DocumentResult, type MadeDocument, NOT_FOUND } from './document-cache.ts';
import type { DocumentDeps } from './documents.ts';

/** A period of the archive: its parts, or the stories of a day. */
export interface CalendarPart {
  /** `2026-03`, `2026-03-02`, or empty for the whole archive. */
  readonly name: string;
  readonly parts: readonly string[];
  readonly stories: readonly Story[];
}

/** Renders the page of a period. */
export type CalendarPage = (part: CalendarPart, context: FormatContext) => string;

const MAX_VALUES = 10_000;
/** Largest number of stories on the page of a day. */
const MAX_STORIES = 500;

/** The archive by day, as pages: months, the days of a month, the stories of a day. */
export class CalendarDocuments {
  readonly #deps: DocumentDeps;

  constructor(deps: DocumentDeps) {
    this.#deps = deps;
  }

  /** @param name `2026-03`, `2026-03-02`, or empty for the whole archive */
  get(name: string, page: CalendarPage, now: Instant): Promise<DocumentResult> {
    return this.#deps.documentCache.get(`calendar ${name}`, now, async (instant) => {
      const made = name.length === 10 ? await this.#day(name, page, instant) : await this.#list(name, page, instant);
      return made;
    });
  }

  async #list(name: string, page: CalendarPage, instant: Instant): Promise<MadeDocument> {
    const { archive } = this.#deps;
    const kind = name === '' ? 'month' : 'day';
    const values = (await archive.feeds.termValues(kind, name, MAX_VALUES)).filter((value) => value.startsWith(name));
    const parts: string[] = [];
    let noticed: Instant | undefined;
    for (const value of values.toReversed()) {
      const period = await archive.feeds.period({ kind, value }, { until: instant, limit: 1 });
      noticed = latest([noticed, period?.noticedAt]);
      if (period !== undefined && period.count > 0) parts.push(value);
    }
    const terms: Term[] = name === '' ? [ALL] : [{ kind: 'month', value: name }];
    const invalidatedBy = { articles: [], terms };
    if (name !== '' && parts.length === 0) return { made: NOT_FOUND, invalidatedBy };
    const context = settingsContext(this.#deps.site());
    const text = page({ name, parts, stories: [] }, context);
    return { made: { text, mediaType: 'text/html', lastModified: noticed ?? instant }, invalidatedBy };
  }

  async #day(name: string, page: CalendarPage, instant: Instant): Promise<MadeDocument> {
    const { archive } = this.#deps;
    const term: Term = { kind: 'day', value: name };
    const entries = await archive.feeds.entries({ terms: [term], until: instant, limit: MAX_STORIES });
    const stories = currentStories(await viewsAt(archive.articles, entries, { audience: PUBLIC, instant }));
    const invalidatedBy = { articles: entries.map(({ id }) => id), terms: [term] };
    if (stories.length === 0) return { made: NOT_FOUND, invalidatedBy };
    const deps = { archive, site: this.#deps.site() };
    const context = await contextFor(stories, deps, { audience: PUBLIC, instant });
    const noticed = (await archive.feeds.period(term, { until: instant, limit: 1 }))?.noticedAt;
    const lastModified = latest([noticed, ...stories.map(({ lastChangedAt }) => lastChangedAt)]) ?? instant;
    return {
      made: { text: page({ name, parts: [], stories }, context), mediaType: 'text/html', lastModified },
      invalidatedBy,
    };
  }
}
