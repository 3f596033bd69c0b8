import type { Period } from '../archive/feed-index.ts';
import { PUBLIC } from '../article/audience.ts';
import { ALL, type Term } from '../article/terms.ts';
import type { Story } from '../article/view.ts';
import { MAX_COUNT, type PageNumbers, pageNumbers, STORIES_ON_PAGE } from '../feeds/page-numbers.ts';
import { currentStories, viewsAt } from '../feeds/views-at.ts';
import { type FormatContext, settingsContext } from '../formats/format.ts';
import { type Instant, latest } from '../text/instant.ts';
import { MONTH_BYTES, MONTHS_BUDGET_BYTES } from './cache-costs.ts';
import { contextFor } from './context.ts';
import { DependencyCache } from './dependency-cache.ts';
import { type DocumentResult, type MadeDocument, NOT_FOUND } from './document-cache.ts';
import type { DocumentDeps } from './documents.ts';

/** A part of a period: a month or a day with its stories. */
export interface CalendarEntry {
  /** `2026-03` or `2026-03-02`. */
  readonly name: string;
  /** Number of its stories, up to `MAX_COUNT`. */
  readonly count: number;
}

/** A period of the archive: its parts, or a page of the stories of a day. */
export interface CalendarPart extends PageNumbers {
  /** `2026-03`, `2026-03-02`, or empty for the whole archive. */
  readonly name: string;
  readonly parts: readonly CalendarEntry[];
  readonly stories: readonly Story[];
}

/** A page of a period. */
export interface CalendarRequest {
  /** `2026-03`, `2026-03-02`, or empty for the whole archive. */
  readonly name: string;
  /** Of the stories of a day; counts from 1. */
  readonly page: number;
  /** Ending of the address of a day in Markdown; absent for a page. */
  readonly ending?: '.md';
}

/** Renders the page of a period. */
export type CalendarPage = (part: CalendarPart, context: FormatContext) => string;

const MAX_VALUES = 10_000;

/** The archive by day, as pages: months, the days of a month, the stories of a day. */
export class CalendarDocuments {
  readonly #deps: DocumentDeps;
  /** The page of all months is invalidated by each change, the count of a month by changes of its stories alone. */
  readonly #periods: DependencyCache<{ readonly period: Period | undefined }>;

  constructor(deps: DocumentDeps) {
    this.#deps = deps;
    this.#periods = new DependencyCache(deps.archive, deps.tracker, { budget: MONTHS_BUDGET_BYTES });
  }

  /** Returns a page of the archive. */
  get(request: CalendarRequest, page: CalendarPage, now: Instant): Promise<DocumentResult> {
    const isDay = request.name.length === 10;
    return this.#deps.documentCache.get(
      `calendar ${request.name}${request.ending ?? ''} ${request.page}`,
      now,
      async (instant) => {
        return isDay ? this.#day(request, page, instant) : this.#list(request, page, instant);
      },
    );
  }

  async #list({ name, page: number }: CalendarRequest, page: CalendarPage, instant: Instant): Promise<MadeDocument> {
    const { archive } = this.#deps;
    const kind = name === '' ? 'month' : 'day';
    const values = (await archive.feeds.termValues(kind, name, MAX_VALUES)).filter((value) => value.startsWith(name));
    const parts: CalendarEntry[] = [];
    let noticed: Instant | undefined;
    for (const value of values.toReversed()) {
      const period = await this.#period({ kind, value }, instant);
      noticed = latest([noticed, period?.noticedAt]);
      if (period !== undefined && period.count > 0) parts.push({ name: value, count: period.count });
    }
    const terms: Term[] = name === '' ? [ALL] : [{ kind: 'month', value: name }];
    const invalidatedBy = { articles: [], terms };
    if ((name !== '' && parts.length === 0) || number > 1) return { made: NOT_FOUND, invalidatedBy };
    const context = settingsContext(this.#deps.site());
    const count = parts.reduce((sum, part) => sum + part.count, 0);
    const text = page({ name, parts, stories: [], ...pageNumbers(count, count, 1) }, context);
    return { made: { text, mediaType: 'text/html', lastModified: noticed ?? instant }, invalidatedBy };
  }

  async #period(term: Term, now: Instant): Promise<Period | undefined> {
    const { period } = await this.#periods.get(term.value, now, async (instant) => ({
      value: { period: await this.#deps.archive.feeds.period(term, { until: instant, limit: MAX_COUNT }) },
      invalidatedBy: { articles: [], terms: [term] },
      size: MONTH_BYTES,
    }));
    return period;
  }

  async #day(
    { name, page: number, ending }: CalendarRequest,
    page: CalendarPage,
    instant: Instant,
  ): Promise<MadeDocument> {
    const { archive } = this.#deps;
    const term: Term = { kind: 'day', value: name };
    const count = (await this.#period(term, instant))?.count ?? 0;
    const { pages } = pageNumbers(count, STORIES_ON_PAGE, number);
    if (number > pages) return { made: NOT_FOUND, invalidatedBy: { articles: [], terms: [term] } };
    const limit = number * STORIES_ON_PAGE;
    const entries = await archive.feeds.entries({ terms: [term], until: instant, limit });
    const shown = entries.slice(limit - STORIES_ON_PAGE);
    const stories = currentStories(await viewsAt(archive.articles, shown, { audience: PUBLIC, instant }));
    const invalidatedBy = { articles: shown.map(({ id }) => id), terms: [term] };
    if (count === 0) return { made: NOT_FOUND, invalidatedBy };
    const deps = { archive, site: this.#deps.site() };
    const context = await contextFor(stories, deps, { audience: PUBLIC, instant });
    const noticed = (await archive.feeds.period(term, { until: instant, limit: 1 }))?.noticedAt;
    const lastModified = latest([noticed, ...stories.map(({ lastChangedAt }) => lastChangedAt)]) ?? instant;
    return {
      made: {
        text: page({ name, parts: [], stories, ...pageNumbers(count, STORIES_ON_PAGE, number) }, context),
        mediaType: ending === undefined ? 'text/html' : 'text/markdown',
        lastModified,
      },
      invalidatedBy,
    };
  }
}
