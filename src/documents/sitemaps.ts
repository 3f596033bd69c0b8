import { originalElsewhere } from '../addresses/copies.ts';
import { RESOURCE_NAMES, resourceOf } from '../addresses/resources.ts';
import type { FeedEntry } from '../archive/feed-index.ts';
import { PUBLIC } from '../article/audience.ts';
import { ALL, type Term } from '../article/terms.ts';
import type { Story } from '../article/view.ts';
import { windowStart } from '../article/windows.ts';
import { currentStories, viewsAt } from '../feeds/views-at.ts';
import type { Site } from '../formats/format.ts';
import { MAX_URLS, pageUrl, type SitemapFile, sitemapIndex, storyUrl, urlSet } from '../formats/sitemap/url-set.ts';
import { epochOf } from '../publication/epoch.ts';
import { machineUses } from '../publication/machine-uses.ts';
import { rightsOfStory } from '../publication/rights-of.ts';
import { defined } from '../text/defined.ts';
import { addSeconds, type Instant, latest } from '../text/instant.ts';
import { MONTH_BYTES, MONTHS_BUDGET_BYTES } from './cache-costs.ts';
import type { InvalidationKeys } from './change-tracker.ts';
import { contextWithVariants } from './context.ts';
import { DependencyCache } from './dependency-cache.ts';
import { type DocumentResult, type MadeDocument, NOT_FOUND } from './document-cache.ts';
import type { DocumentDeps } from './documents.ts';
import { Turns } from './turns.ts';

/** Dependencies of sitemaps. */
export interface SitemapDeps extends DocumentDeps {
  /** Largest number of addresses in a file. */
  readonly most?: number;
}

/** A file of the index. */
interface PeriodFile {
  readonly name: string;
  /** Time of its last noticeable change, if known. */
  readonly noticedAt?: Instant;
}

/** Stories read in one batch. */
const BATCH_SIZE = 250;

/** Values of a kind read in one batch. */
const MAX_VALUES = 10_000;

/** Number of stories that Google News reads in one file, and number shown when there is no news. */
const MAX_NEWS = 1000;
const COUNT_WITHOUT_NEWS = 10;

const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;
const DAY = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const HOUR = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])$/;

/**
 * The sitemaps of a publication: an index, a file for each month (or each day or hour of one with too many stories),
 * one for pages other than stories, and one for Google News. A file is invalidated by changes of its own stories, so
 * that past files are stable in an archive of any size.
 */
export class SitemapDocuments {
  readonly #deps: SitemapDeps;
  readonly #most: number;
  readonly #months: DependencyCache<readonly PeriodFile[]>;

  constructor(deps: SitemapDeps) {
    this.#deps = deps;
    this.#most = deps.most ?? MAX_URLS;
    this.#months = new DependencyCache(deps.archive, deps.tracker, { budget: MONTHS_BUDGET_BYTES });
  }

  /** Returns the sitemap of a name: `index`, `pages`, `news`, `2026-03`, `2026-03-02`, `2026-03-02T14`. */
  get(name: string, now: Instant): Promise<DocumentResult> {
    return this.#deps.documentCache.get(`sitemap ${name}`, now, (instant) => {
      if (name === 'index') return this.#index(instant);
      if (name === 'news') return this.#news(instant);
      if (name === 'pages') return this.#pages(instant);
      return this.#period(name, instant);
    });
  }

  async #index(instant: Instant): Promise<MadeDocument> {
    const { archive } = this.#deps;
    const { addresses } = this.#deps.site();
    const file = (name: string): string => addresses.of('sitemap', { name });
    const files: SitemapFile[] = [{ loc: file('pages') }];
    for (const month of (await archive.feeds.termValues('month', '', MAX_VALUES)).toReversed()) {
      for (const { name, noticedAt } of await this.#filesOfMonth(month, instant)) {
        files.push(defined({ loc: file(name), lastmod: noticedAt }));
      }
    }
    const lastModified = latest(files.map(({ lastmod }) => lastmod)) ?? this.#epoch;
    return written(sitemapIndex(files), lastModified, { articles: [], terms: [ALL] });
  }

  /**
   * Lists the files of a month, cached until one of its stories changes: the index itself is invalidated by each change
   * of any story.
   */
  #filesOfMonth(month: string, now: Instant): Promise<readonly PeriodFile[]> {
    const term: Term = { kind: 'month', value: month };
    return this.#months.get(month, now, async (instant) => ({
      value: await this.#filesOf(term, instant),
      invalidatedBy: { articles: [], terms: [term] },
      size: MONTH_BYTES,
    }));
  }

  /** Returns the files that contain the stories of a month or day: one, or one for each of its parts. */
  async #filesOf(period: Term, instant: Instant): Promise<PeriodFile[]> {
    const { archive } = this.#deps;
    const found = await archive.feeds.period(period, { until: instant, limit: this.#most + 1 });
    if (found === undefined || found.count === 0) return [];
    const { value } = period;
    if (found.count <= this.#most) return [{ name: value, noticedAt: found.noticedAt }];
    if (period.kind === 'month') {
      const days = await archive.feeds.termValues('day', value, MAX_VALUES);
      const ofMonth = days.filter((day) => day.startsWith(value));
      return (
        await Promise.all(ofMonth.toReversed().map((day) => this.#filesOf({ kind: 'day', value: day }, instant)))
      ).flat();
    }
    const hours: { name: string }[] = [];
    for (let hour = 23; hour >= 0; hour--) {
      const name = `${value}T${String(hour).padStart(2, '0')}`;
      if ((await this.#entriesOf(name, instant, 1)).length > 0) hours.push({ name });
    }
    return hours;
  }

  async #period(name: string, instant: Instant): Promise<MadeDocument> {
    const term = termOf(name);
    if (term === undefined) return { made: NOT_FOUND, invalidatedBy: { articles: [] } };
    const entries = await this.#entriesOf(name, instant, this.#most);
    const { urls, articles, translations, lastModified } = await this.#urls(entries, instant);
    const invalidatedBy = { articles, terms: [term], anyOf: translations };
    if (entries.length === 0) return { made: NOT_FOUND, invalidatedBy };
    // The index refers to this file, which needs an entry: if all its stories are copies it lists the archive page.
    const list = pageUrl(this.#deps.site().addresses.of('archivePeriod', { period: name.slice(0, 10) }));
    const shown = urls.length === 0 ? [list] : urls;
    const noticed = (await this.#deps.archive.feeds.period(term, { until: instant, limit: 1 }))?.noticedAt;
    return written(urlSet(shown), latest([lastModified, noticed]) ?? this.#epoch, invalidatedBy);
  }

  async #entriesOf(name: string, instant: Instant, limit: number): Promise<FeedEntry[]> {
    const term = termOf(name);
    if (term === undefined) return [];
    const query = { terms: [term], until: instant, limit };
    if (!HOUR.test(name)) return this.#deps.archive.feeds.entries(query);
    const end = `${name}:59:59Z` as Instant;
    const since = addSeconds(`${name}:00:00Z` as Instant, -1);
    return this.#deps.archive.feeds.entries({ ...query, until: end < instant ? end : instant, since });
  }

  /** Renders the entries in batches, so that a full file never has all its stories in memory. */
  async #urls(entries: readonly FeedEntry[], instant: Instant, isNews = false) {
    const { archive } = this.#deps;
    const [viewContext, deps] = [
      { audience: PUBLIC, instant },
      { archive, site: this.#deps.site() },
    ];
    const urls: string[] = [];
    const articles: string[] = [];
    const translations: Term[] = [];
    const turns = new Turns();
    let lastModified: Instant | undefined;
    for (let start = 0; start < entries.length; start += BATCH_SIZE) {
      const batch = entries.slice(start, start + BATCH_SIZE);
      const stories = currentStories(await viewsAt(archive.articles, batch, viewContext));
      const { context, articles: seen, terms } = await contextWithVariants(stories, deps, viewContext);
      articles.push(...seen, ...stories.map(({ id }) => id));
      translations.push(...terms);
      lastModified = latest([lastModified, ...stories.map(({ lastChangedAt }) => lastChangedAt)]);
      for (const story of stories.filter((one) => isListed(one, context))) {
        urls.push(storyUrl(story, context, { isNews }));
        await turns.giveWay();
      }
    }
    return { urls, articles, translations, lastModified };
  }

  /**
   * Renders the news sitemap. Without news it lists the newest stories without an entry, since a file without addresses
   * is invalid.
   */
  async #news(instant: Instant): Promise<MadeDocument> {
    const { archive } = this.#deps;
    const query = { terms: [ALL], until: instant };
    const fresh = await archive.feeds.entries({ ...query, since: windowStart('news', instant), limit: MAX_NEWS });
    const news = await this.#urls(fresh, instant, true);
    const older =
      news.urls.length > 0
        ? undefined
        : await this.#urls(await archive.feeds.entries({ ...query, limit: COUNT_WITHOUT_NEWS }), instant);
    const { urls, articles, lastModified } = older ?? news;
    const shown = urls.length > 0 ? urls : [pageUrl(this.#deps.site().addresses.home)];
    const invalidatedBy = { articles: [...news.articles, ...articles], terms: [ALL] };
    return written(urlSet(shown), lastModified ?? this.#epoch, invalidatedBy);
  }

  /** Pages other than stories: their time of change is not recorded and so not stated. */
  async #pages(instant: Instant): Promise<MadeDocument> {
    const site = this.#deps.site();
    const authors: string[] = [];
    for (const { key } of site.publication.staff) {
      // A member of staff without stories has no page.
      const query = { terms: [{ kind: 'author', value: key } as const], until: instant, limit: 1 };
      if ((await this.#deps.archive.feeds.entries(query)).length > 0) authors.push(key);
    }
    const draft = {
      text: urlSet(pagesOf(site, authors).map(pageUrl)),
      mediaType: 'application/xml',
      tags: ['sitemap', 'settings'],
    };
    return { made: { ...draft, lastModified: instant }, invalidatedBy: { articles: [], terms: [ALL] } };
  }

  get #epoch(): Instant {
    return epochOf(this.#deps.site().publication);
  }
}

/** Returns the term of a file's period; `undefined` for an invalid name. */
function termOf(name: string): Term | undefined {
  if (MONTH.test(name)) return { kind: 'month', value: name };
  if (DAY.test(name) || HOUR.test(name)) return { kind: 'day', value: name.slice(0, 10) };
  return undefined;
}

/** True unless the canonical address is elsewhere, or indexing is prohibited. */
function isListed(story: Story, site: Site): boolean {
  const { search } = machineUses(rightsOfStory(site.publication, story));
  return originalElsewhere(story, site) === undefined && search !== false;
}

/** Returns the addresses of pages other than stories: the front page, feeds, and the other pages for people. */
function pagesOf({ publication, addresses }: Site, authors: readonly string[]): string[] {
  const others = RESOURCE_NAMES.filter((name) => resourceOf(name).inSitemap && name !== 'front')
    .filter((name) => name !== 'about' || publication.about !== undefined)
    .map((name) => addresses.absolute(resourceOf(name).path));
  return [
    addresses.home,
    ...publication.sections.map(({ key }) => addresses.feed(`section/${key}`)),
    ...authors.map((key) => addresses.feed(`author/${key}`)),
    addresses.feed('corrections'),
    ...others,
  ];
}

function written(text: string, lastModified: Instant, invalidatedBy: InvalidationKeys): MadeDocument {
  return { made: { text, mediaType: 'application/xml', lastModified, tags: ['sitemap'] }, invalidatedBy };
}
