import type { Archive } from '../archive/archive.ts';
import type { Store } from '../archive/store.ts';
import { keyOf } from '../article/identity.ts';
import { visibleMediaPaths } from '../article/media-paths.ts';
import { type Audience, PUBLIC, type Story, type View, viewOf } from '../article/view.ts';
import { feedGroups } from '../feeds/definition.ts';
import type { Selection, ViewContext } from '../feeds/selection.ts';
import type { Format, FormatContext, Made } from '../formats/format.ts';
import { readersFormat } from '../formats/index.ts';
import { vocabularyDocument } from '../formats/newsml-g2/vocabulary.ts';
import { OPML_TYPE, type OutlineGroup, opml } from '../formats/opml/index.ts';
import { RSL_TYPE, rslDocument } from '../formats/rsl/index.ts';
import { hasRules, machineUses } from '../publication/machine-uses.ts';
import type { Publication } from '../publication/publication.ts';
import { rightsOfStory } from '../publication/rights-of.ts';
import type { Finding } from '../text/finding.ts';
import type { Instant } from '../text/instant.ts';
import { CalendarDocuments, type CalendarPage } from './calendar.ts';
import { ChangeTracker } from './change-tracker.ts';
import { contextFor, contextWithVariants, linksOf, type Site, translationsOf } from './context.ts';
import { type DatedDraft, DocumentCache, type DocumentResult } from './document-cache.ts';
import { type Feed, FeedDocuments } from './feed-documents.ts';
import { SitemapDocuments } from './sitemaps.ts';
import { storyHeaders } from './usage-headers.ts';

const NOT_FOUND: DocumentResult = { status: 404 };
const GONE: DocumentResult = { status: 410 };

/** Renders a page for people from a view or a selection. */
export type PageOf<Subject> = (subject: Subject, context: FormatContext) => string;

/** A search with its result. */
export interface SearchResult {
  readonly words: string;
  readonly stories: readonly Story[];
}

/** Largest number of search results. */
const MAX_RESULTS = 50;

/** Default cache budget in bytes: documents and their parts. */
const BUDGET = 64 * 1024 * 1024;

/** Every document of one publication at any instant, for the public. */
export class Publisher {
  readonly #archive: Archive;
  readonly #tracker: ChangeTracker;
  readonly #documentCache: DocumentCache;
  readonly #feeds: FeedDocuments;
  readonly #sitemaps: SitemapDocuments;
  readonly #calendar: CalendarDocuments;
  readonly #onRefused: (findings: readonly Finding[]) => void;
  #site: Site;

  /**
   * @param onRefused called with items that a format refused, which are left out
   * @param budget of the caches, in bytes
   */
  constructor(
    { archive, dates, pages }: Pick<Store, 'archive' | 'dates' | 'pages'>,
    site: Site,
    { onRefused = () => {}, budget = BUDGET }: PublisherOptions = {},
  ) {
    this.#archive = archive;
    this.#site = site;
    this.#onRefused = onRefused;
    this.#tracker = new ChangeTracker(archive);
    const [tracker, part] = [this.#tracker, budget / 16];
    this.#documentCache = new DocumentCache(archive, { tracker, dates, budget: part * 10 });
    const deps = { archive, documentCache: this.#documentCache, site: () => this.#site };
    this.#sitemaps = new SitemapDocuments({ ...deps, tracker });
    this.#calendar = new CalendarDocuments(deps);
    this.#feeds = new FeedDocuments({
      archive,
      pages,
      tracker,
      documentCache: this.#documentCache,
      site: () => this.#site,
      onRefused,
      budgets: { stories: part * 5, selections: part },
    });
  }

  /** Bytes in the caches. */
  get size(): number {
    return this.#documentCache.size + this.#feeds.size;
  }

  /** Returns the cached value of a key if it is valid at an instant; never queries the archive. */
  current(key: string, now: Instant): DocumentResult | undefined {
    return this.#documentCache.current(key, now);
  }

  /** The current settings. */
  get site(): Site {
    return this.#site;
  }

  /** Replaces the settings: every document is invalidated. */
  set site(site: Site) {
    this.#site = site;
    this.#tracker.invalidateAll();
  }

  /** Returns an article in a data format. */
  article(slug: string, format: Format, now: Instant): Promise<DocumentResult> {
    return this.#ofArticle(slug, `article ${slug}${format.extension}`, now, (view, context) => {
      const made = format.article?.(view, context);
      if (made === undefined) return view.kind === 'tombstone' ? hidden(view.final) : NOT_FOUND;
      return this.#unlessRefused(made, { mediaType: format.mediaType, lastModified: view.lastChangedAt });
    });
  }

  /** Returns an article in a format for one audience; rendered for each request, since it is not shared. */
  async articleFor(id: string, format: Format, { audience, instant }: ViewContext): Promise<string | 404 | 410> {
    const article = await this.#archive.articles.byId(id);
    const view = article && viewOf(article, audience, instant);
    if (view === undefined) return 404;
    const deps = { archive: this.#archive, site: this.#site };
    const made = format.article?.(view, await contextFor([view], deps, { audience, instant }));
    if (made === undefined) return view.kind === 'tombstone' && view.final ? 410 : 404;
    if ('text' in made) return made.text;
    this.#onRefused(made.refused);
    return 404;
  }

  /** Returns a feed in a format for one partner; rendered for each request. */
  feedForPartner(feed: Feed, format: Format, viewContext: ViewContext): Promise<string | undefined> {
    return this.#feeds.once(feed, format, viewContext);
  }

  /** Returns an article as a page; a permanently withdrawn one as a tombstone page. */
  articlePage(slug: string, page: PageOf<View>, now: Instant): Promise<DocumentResult> {
    return this.#ofArticle(slug, `page ${slug}`, now, (view, context) => {
      if (view.kind === 'tombstone' && !view.final) return NOT_FOUND;
      const status = view.kind === 'tombstone' ? 410 : 200;
      return { text: page(view, context), mediaType: 'text/html', lastModified: view.lastChangedAt, status };
    });
  }

  /** Returns the machine licence of a story whose permitted uses differ from the publication's. */
  licence(slug: string, now: Instant): Promise<DocumentResult> {
    return this.#ofArticle(slug, `licence ${slug}`, now, (view, { addresses, publication }) => {
      if (view.kind === 'tombstone') return hidden(view.final);
      const uses = machineUses(rightsOfStory(publication, view));
      if (!hasRules(uses)) return NOT_FOUND;
      const text = rslDocument(uses, addresses.article(view.slug));
      return { text, mediaType: RSL_TYPE, lastModified: view.lastChangedAt };
    });
  }

  /** Returns a picture, video or sound of an article as a document of its own. */
  media(slug: string, key: string, format: Format, now: Instant): Promise<DocumentResult> {
    return this.#ofArticle(slug, `media ${slug} ${key}${format.extension}`, now, (view, context) => {
      const made = format.media?.(view, key, context);
      if (made === undefined) return NOT_FOUND;
      return this.#unlessRefused(made, { mediaType: format.mediaType, lastModified: view.lastChangedAt });
    });
  }

  /** Returns a feed in a data format, for the public or for subscribers. */
  feed(feed: Feed, format: Format, viewContext: ViewContext): Promise<DocumentResult> {
    return this.#feeds.feed(feed, format, viewContext);
  }

  /** Returns one of our vocabularies, one of its concepts, or the catalog. */
  vocabulary(path: string, now: Instant): Promise<DocumentResult> {
    const born = this.#born;
    const key = `vocabulary ${path}`;
    return this.#documentCache.get(key, now, async (instant) => {
      const context: FormatContext = { ...this.#site, storyOf: () => undefined };
      const made = vocabularyDocument(path, born, context);
      const dependsOn = { articles: [] };
      if (made === undefined) return { made: NOT_FOUND, dependsOn };
      const withDate = (changed: Instant): string => vocabularyDocument(path, changed, context)?.text ?? '';
      // Settings have no recorded time of change: the date is that of the first response with these bytes.
      return { made: { ...made, lastModified: instant, statedDate: born, withDate, tags: ['settings'] }, dependsOn };
    });
  }

  /** Returns a page of a feed's stories: a section's page, the front page, the feed's own page. */
  feedPage(feed: Feed, kind: string, page: PageOf<Selection>, now: Instant): Promise<DocumentResult> {
    return this.#feeds.page(feed, kind, { page, now });
  }

  /** Returns a sitemap by its name: `index`, `news`, `pages`, a month, a day, an hour. */
  sitemap(name: string, now: Instant): Promise<DocumentResult> {
    return this.#sitemaps.answer(name, now);
  }

  /** Returns the archive by day: all of it, a month such as `2026-03`, or a day. */
  calendar(name: string, page: CalendarPage, now: Instant): Promise<DocumentResult> {
    return this.#calendar.get(name, page, now);
  }

  /** Returns a page of stories that contain all of some words; never cached. */
  async search(words: string, page: PageOf<SearchResult>, now: Instant): Promise<string> {
    const found = await this.#archive.articles.search(words, { until: now, limit: MAX_RESULTS });
    const views = found.map((article) => viewOf(article, PUBLIC, now));
    const stories = views.filter((view): view is Story => view?.kind === 'story');
    return page({ words, stories }, { ...this.#site, storyOf: () => undefined });
  }

  /** Returns the list of all feeds for feed readers. */
  opml(now: Instant): Promise<DocumentResult> {
    return this.#documentCache.get('opml', now, async (instant) => {
      const context: FormatContext = { ...this.#site, storyOf: () => undefined };
      const text = opml(outlines(this.#site.publication), context);
      // As for a vocabulary: identical bytes keep their date.
      const draft = { text, mediaType: OPML_TYPE, lastModified: instant, tags: ['settings'] };
      return { made: draft, dependsOn: { articles: [] } };
    });
  }

  /** Returns the visibility of a file: that of the stories that show it. */
  async mediaStatus(path: string, now: Instant, audience: Audience = PUBLIC): Promise<200 | 404 | 410> {
    if (isOwnMedia(path, this.#site.publication)) return 200;
    const users = await this.#archive.articles.byMedia(path);
    const views = users.map((article) => viewOf(article, audience, now)).filter((view) => view !== undefined);
    if (views.some((view) => view.kind === 'story' && visibleMediaPaths(view).includes(path))) return 200;
    return views.some((view) => view.kind === 'tombstone' && view.final) ? 410 : 404;
  }

  #ofArticle(
    slug: string,
    key: string,
    now: Instant,
    make: (view: View, context: FormatContext) => DatedDraft | DocumentResult,
  ): Promise<DocumentResult> {
    return this.#documentCache.get(key, now, async (instant) => {
      const article = await this.#archive.articles.bySlug(slug);
      const view = article && viewOf(article, PUBLIC, instant);
      if (article === undefined || view === undefined) return { made: NOT_FOUND, dependsOn: { articles: [] } };
      const deps = { archive: this.#archive, site: this.#site };
      const { context, articles } = await contextWithVariants([view], deps, { audience: PUBLIC, instant });
      const shown = [article.id, ...linksOf(view)];
      const dependsOn = { articles: [...shown, ...articles], terms: [translationsOf(view)] };
      // An old slug redirects while the story is visible, and otherwise responds as the story does (law 8).
      if (article.slug !== slug && view.kind === 'story')
        return { made: { status: 301, slug: article.slug }, dependsOn };
      const made = make(view, context);
      const tags = [...new Set(shown)].flatMap((id) => keyOf(id) ?? []);
      const headers = view.kind === 'story' ? storyHeaders(view, this.#site) : {};
      return { made: 'text' in made ? { ...made, tags, headers } : made, dependsOn };
    });
  }

  /** Before anything was published. */
  get #born(): Instant {
    return `${this.#site.publication.authority.year}-01-01T00:00:00Z` as Instant;
  }

  #unlessRefused(made: NonNullable<Made>, about: Omit<DatedDraft, 'text'>): DatedDraft | DocumentResult {
    if ('text' in made) return { ...about, text: made.text };
    this.#onRefused(made.refused);
    return NOT_FOUND;
  }
}

/** Options of the documents. */
export interface PublisherOptions {
  readonly onRefused?: (findings: readonly Finding[]) => void;
  /** In bytes. */
  readonly budget?: number;
}

/** Returns the publication's own pictures: its logo, and the portraits of its staff. */
function isOwnMedia(path: string, { logo, staff }: Publication): boolean {
  return logo?.href === path || staff.some(({ image }) => image === path);
}

function hidden(final: boolean): DocumentResult {
  return final ? GONE : NOT_FOUND;
}

/** Returns the feeds for readers, each in the first suitable format. */
function outlines(publication: Publication): OutlineGroup[] {
  return feedGroups(publication).map(({ heading, feeds }) => ({
    heading,
    feeds: feeds.flatMap((feed) => {
      const format = readersFormat(feed.formats);
      return format === undefined ? [] : [{ ...feed, extension: format.extension }];
    }),
  }));
}
