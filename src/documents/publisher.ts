import type { Archive } from '../archive/archive.ts';
import type { Store } from '../archive/store.ts';
import { ALL } from '../archive/terms.ts';
import type { Article } from '../article/article.ts';
import { keyOf } from '../article/identity.ts';
import { visibleMediaPaths } from '../article/media-paths.ts';
import { type Audience, PUBLIC, type Story, type View, viewOf } from '../article/view.ts';
import { feedGroups } from '../feeds/definition.ts';
import type { Asking, Selection } from '../feeds/selection.ts';
import type { Format, FormatContext, Made } from '../formats/format.ts';
import { readersFormat } from '../formats/index.ts';
import { vocabularyDocument } from '../formats/newsml-g2/vocabulary.ts';
import { OPML_TYPE, type OutlineGroup, opml } from '../formats/opml/index.ts';
import { MOST_URLS, sitemap } from '../formats/sitemap/index.ts';
import type { Publication } from '../publication/publication.ts';
import type { Finding } from '../text/finding.ts';
import { type Instant, latest } from '../text/instant.ts';
import { contextFor, linksOf, type Site } from './context.ts';
import { type Feed, FeedDocuments } from './feed-documents.ts';
import { Follower } from './follower.ts';
import { type Answer, type DatedDraft, DocumentKeeper } from './keeper.ts';

const NOT_FOUND: Answer = { status: 404 };
const GONE: Answer = { status: 410 };

/** What makes a page for people out of a view or a selection; the pages themselves are not this room's business. */
export type PageOf<Subject> = (subject: Subject, context: FormatContext) => string;

/** How many bytes may be kept, all in all: documents, and the parts that they are joined from. */
const BUDGET = 64 * 1024 * 1024;

/** Every document of one publication at any instant, for the public. */
export class Publisher {
  readonly #archive: Archive;
  readonly #follower: Follower;
  readonly #keeper: DocumentKeeper;
  readonly #feeds: FeedDocuments;
  readonly #onRefused: (findings: readonly Finding[]) => void;
  #site: Site;

  /**
   * @param onRefused is told of items that a format refused, which are left out
   * @param budget in bytes: how much may be kept
   */
  constructor(
    { archive, dates, pages }: Pick<Store, 'archive' | 'dates' | 'pages'>,
    site: Site,
    { onRefused = () => {}, budget = BUDGET }: PublisherOptions = {},
  ) {
    this.#archive = archive;
    this.#site = site;
    this.#onRefused = onRefused;
    this.#follower = new Follower(archive);
    const [follower, part] = [this.#follower, budget / 16];
    this.#keeper = new DocumentKeeper(archive, { follower, dates, budget: part * 10 });
    this.#feeds = new FeedDocuments({
      archive,
      pages,
      follower,
      keeper: this.#keeper,
      site: () => this.#site,
      onRefused,
      budgets: { stories: part * 5, selections: part },
    });
  }

  /** How many bytes are kept. */
  get size(): number {
    return this.#keeper.size + this.#feeds.size;
  }

  /** What is kept under a key and true at an instant; asks nobody. */
  current(key: string, now: Instant): Answer | undefined {
    return this.#keeper.current(key, now);
  }

  /** Settings as they are now. */
  get site(): Site {
    return this.#site;
  }

  /** Takes other settings: every document is made anew. */
  set site(site: Site) {
    this.#site = site;
    this.#follower.touchEverything();
  }

  /** One article in a format of data. */
  article(slug: string, format: Format, now: Instant): Promise<Answer> {
    return this.#ofArticle(slug, `article ${slug}${format.extension}`, now, (view, context) => {
      const made = format.article?.(view, context);
      if (made === undefined) return view.kind === 'tombstone' ? hidden(view.final) : NOT_FOUND;
      return this.#unlessRefused(made, { mediaType: format.mediaType, lastModified: view.lastChangedAt });
    });
  }

  /** One article in a format, for one audience: made for this once, since what is not for everybody is not kept. */
  async face(id: string, format: Format, { audience, instant }: Asking): Promise<string | 404 | 410> {
    const article = await this.#archive.byId(id);
    const view = article && viewOf(article, audience, instant);
    if (view === undefined) return 404;
    const reach = { archive: this.#archive, site: this.#site };
    const made = format.article?.(view, await contextFor([view], reach, { audience, instant }));
    if (made === undefined) return view.kind === 'tombstone' && view.final ? 410 : 404;
    if ('text' in made) return made.text;
    this.#onRefused(made.refused);
    return 404;
  }

  /** A feed in a format, for one partner; made for this once. */
  feedFor(feed: Feed, format: Format, asking: Asking): Promise<string | undefined> {
    return this.#feeds.once(feed, format, asking);
  }

  /** One article as a page; of a story that is gone for good a page that says so. */
  articlePage(slug: string, page: PageOf<View>, now: Instant): Promise<Answer> {
    return this.#ofArticle(slug, `page ${slug}`, now, (view, context) => {
      if (view.kind === 'tombstone' && !view.final) return NOT_FOUND;
      const status = view.kind === 'tombstone' ? 410 : 200;
      return { text: page(view, context), mediaType: 'text/html', lastModified: view.lastChangedAt, status };
    });
  }

  /** A picture, video or sound of an article as a document of its own. */
  media(slug: string, key: string, format: Format, now: Instant): Promise<Answer> {
    return this.#ofArticle(slug, `media ${slug} ${key}${format.extension}`, now, (view, context) => {
      const made = format.media?.(view, key, context);
      if (made === undefined) return NOT_FOUND;
      return this.#unlessRefused(made, { mediaType: format.mediaType, lastModified: view.lastChangedAt });
    });
  }

  /** A feed in a format of data, for everybody or for those who may read paid stories. */
  feed(feed: Feed, format: Format, asking: Asking): Promise<Answer> {
    return this.#feeds.feed(feed, format, asking);
  }

  /** One of our own vocabularies, one of its concepts, or the catalog: what its address names. */
  vocabulary(path: string, now: Instant): Promise<Answer> {
    const born = this.#born;
    const key = `vocabulary ${path}`;
    return this.#keeper.answer(key, now, async (instant) => {
      const context: FormatContext = { ...this.#site, storyOf: () => undefined };
      const made = vocabularyDocument(path, born, context);
      const dependsOn = { articles: [] };
      if (made === undefined) return { made: NOT_FOUND, dependsOn };
      const again = (changed: Instant): string => vocabularyDocument(path, changed, context)?.text ?? '';
      // Nobody writes down when settings were changed: it is the moment since which they are served.
      return { made: { ...made, lastModified: instant, says: born, again, tags: ['settings'] }, dependsOn };
    });
  }

  /** A page of a feed's stories: a section's page, the home page, the feed's own page. */
  feedPage(feed: Feed, kind: string, page: PageOf<Selection>, now: Instant): Promise<Answer> {
    return this.#feeds.page(feed, kind, { page, now });
  }

  /** The sitemap of all pages. */
  sitemap(now: Instant): Promise<Answer> {
    return this.#keeper.answer('sitemap', now, async (instant) => {
      const stories = await this.#stories({ audience: PUBLIC, instant });
      const lastModified = latest(stories.map(({ lastChangedAt }) => lastChangedAt)) ?? this.#born;
      const text = sitemap(stories, { ...this.#site, storyOf: () => undefined });
      const made = { text, mediaType: 'application/xml', lastModified, tags: ['sitemap'] };
      return { made, dependsOn: { articles: [], terms: [ALL] } };
    });
  }

  /** The list of all feeds, as feed readers take it in. */
  opml(now: Instant): Promise<Answer> {
    return this.#keeper.answer('opml', now, async (instant) => {
      const context: FormatContext = { ...this.#site, storyOf: () => undefined };
      const text = opml(outlines(this.#site.publication), context);
      // As of a vocabulary: what was served before under the same bytes keeps its date.
      const draft = { text, mediaType: OPML_TYPE, lastModified: instant, tags: ['settings'] };
      return { made: draft, dependsOn: { articles: [] } };
    });
  }

  /** What an audience sees of a file: what it sees of the stories that show it. */
  async mediaStatus(path: string, now: Instant, audience: Audience = PUBLIC): Promise<200 | 404 | 410> {
    if (this.#site.publication.logo?.href === path) return 200;
    const users = await this.#archive.byMedia(path);
    const views = users.map((article) => viewOf(article, audience, now)).filter((view) => view !== undefined);
    if (views.some((view) => view.kind === 'story' && visibleMediaPaths(view).includes(path))) return 200;
    return views.some((view) => view.kind === 'tombstone' && view.final) ? 410 : 404;
  }

  async #stories({ audience, instant }: Asking): Promise<Story[]> {
    const stories: Story[] = [];
    let after: Article | undefined;
    do {
      const page = await this.#archive.latest({ until: instant, limit: PAGE, ...(after && { after }) });
      const views = page.map((article) => viewOf(article, audience, instant));
      stories.push(...views.filter((view): view is Story => view?.kind === 'story'));
      after = page.length < PAGE || stories.length >= MOST_URLS ? undefined : page.at(-1);
    } while (after !== undefined);
    return stories;
  }

  #ofArticle(
    slug: string,
    key: string,
    now: Instant,
    make: (view: View, context: FormatContext) => DatedDraft | Answer,
  ): Promise<Answer> {
    return this.#keeper.answer(key, now, async (instant) => {
      const article = await this.#archive.bySlug(slug);
      const view = article && viewOf(article, PUBLIC, instant);
      if (article === undefined || view === undefined) return { made: NOT_FOUND, dependsOn: { articles: [] } };
      const dependsOn = { articles: [article.id, ...linksOf(view)] };
      // An old slug leads on while there is something to see, and else answers as the story does (law 8).
      if (article.slug !== slug && view.kind === 'story')
        return { made: { status: 301, slug: article.slug }, dependsOn };
      const reach = { archive: this.#archive, site: this.#site };
      const made = make(view, await contextFor([view], reach, { audience: PUBLIC, instant }));
      const tags = dependsOn.articles.flatMap((id) => keyOf(id) ?? []);
      return { made: 'text' in made ? { ...made, tags } : made, dependsOn };
    });
  }

  /** Before anything was published. */
  get #born(): Instant {
    return `${this.#site.publication.authority.year}-01-01T00:00:00Z` as Instant;
  }

  #unlessRefused(made: NonNullable<Made>, about: Omit<DatedDraft, 'text'>): DatedDraft | Answer {
    if ('text' in made) return { ...about, text: made.text };
    this.#onRefused(made.refused);
    return NOT_FOUND;
  }
}

/** How many articles are looked at in one go. */
const PAGE = 500;

/** What a publisher may be told. */
export interface PublisherOptions {
  readonly onRefused?: (findings: readonly Finding[]) => void;
  /** In bytes. */
  readonly budget?: number;
}

function hidden(final: boolean): Answer {
  return final ? GONE : NOT_FOUND;
}

/** The feeds that readers can follow, each in the first format that is for them. */
function outlines(publication: Publication): OutlineGroup[] {
  return feedGroups(publication).map(({ heading, feeds }) => ({
    heading,
    feeds: feeds.flatMap((feed) => {
      const format = readersFormat(feed.formats);
      return format === undefined ? [] : [{ ...feed, extension: format.extension }];
    }),
  }));
}
