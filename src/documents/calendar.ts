import type { Archive } from '../archive/archive.ts';
import { ALL, type Term } from '../archive/terms.ts';
import { PUBLIC, type Story, viewOf } from '../article/view.ts';
import type { FormatContext } from '../formats/format.ts';
import { type Instant, latest } from '../text/instant.ts';
import { contextFor, type Site } from './context.ts';
import type { Answer, DocumentKeeper, MadeAnswer } from './keeper.ts';

/** A period of the archive: its parts, or the stories of a day. */
export interface CalendarPart {
  /** `2026-03`, `2026-03-02`, or empty for the whole archive. */
  readonly name: string;
  readonly parts: readonly string[];
  readonly stories: readonly Story[];
}

/** Dependencies of the calendar. */
export interface CalendarReach {
  readonly archive: Archive;
  readonly keeper: DocumentKeeper;
  readonly site: () => Site;
}

/** Renders the page of a period. */
export type CalendarPage = (part: CalendarPart, context: FormatContext) => string;

const MANY = 10_000;
/** Largest number of stories on the page of a day. */
const MOST_STORIES = 500;

/** The archive by day, as pages: months, the days of a month, the stories of a day. */
export class CalendarDocuments {
  readonly #reach: CalendarReach;

  constructor(reach: CalendarReach) {
    this.#reach = reach;
  }

  /** @param name `2026-03`, `2026-03-02`, or empty for the whole archive */
  answer(name: string, page: CalendarPage, now: Instant): Promise<Answer> {
    return this.#reach.keeper.answer(`calendar ${name}`, now, async (instant) => {
      const made = name.length === 10 ? await this.#day(name, page, instant) : await this.#list(name, page, instant);
      return made;
    });
  }

  async #list(name: string, page: CalendarPage, instant: Instant): Promise<MadeAnswer> {
    const { archive } = this.#reach;
    const kind = name === '' ? 'month' : 'day';
    const values = (await archive.termValues(kind, name, MANY)).filter((value) => value.startsWith(name));
    const parts: string[] = [];
    let noticed: Instant | undefined;
    for (const value of values.toReversed()) {
      const period = await archive.period({ kind, value }, { until: instant, limit: 1 });
      noticed = latest([noticed, period?.noticedAt]);
      if (period !== undefined && period.count > 0) parts.push(value);
    }
    const terms: Term[] = name === '' ? [ALL] : [{ kind: 'month', value: name }];
    const dependsOn = { articles: [], terms };
    if (name !== '' && parts.length === 0) return { made: { status: 404 }, dependsOn };
    const context: FormatContext = { ...this.#reach.site(), storyOf: () => undefined };
    const text = page({ name, parts, stories: [] }, context);
    return { made: { text, mediaType: 'text/html', lastModified: noticed ?? instant }, dependsOn };
  }

  async #day(name: string, page: CalendarPage, instant: Instant): Promise<MadeAnswer> {
    const { archive } = this.#reach;
    const term: Term = { kind: 'day', value: name };
    const places = await archive.places({ terms: [term], until: instant, limit: MOST_STORIES });
    const articles = await archive.byIds(places.map(({ id }) => id));
    const views = new Map(articles.map((article) => [article.id, viewOf(article, PUBLIC, instant)]));
    const stories = places.flatMap(({ id }) => {
      const view = views.get(id);
      return view?.kind === 'story' && !view.expired ? [view] : [];
    });
    const dependsOn = { articles: places.map(({ id }) => id), terms: [term] };
    if (stories.length === 0) return { made: { status: 404 }, dependsOn };
    const reach = { archive, site: this.#reach.site() };
    const context = await contextFor(stories, reach, { audience: PUBLIC, instant });
    const noticed = (await archive.period(term, { until: instant, limit: 1 }))?.noticedAt;
    const lastModified = latest([noticed, ...stories.map(({ lastChangedAt }) => lastChangedAt)]) ?? instant;
    return {
      made: { text: page({ name, parts: [], stories }, context), mediaType: 'text/html', lastModified },
      dependsOn,
    };
  }
}
