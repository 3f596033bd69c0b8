import type { Archive } from '../archive/archive.ts';
import type { Store } from '../archive/store.ts';
import type { Article } from '../article/article.ts';
import { visibleMediaPaths } from '../article/media-paths.ts';
import { type Audience, PUBLIC, type Story, type View, viewOf } from '../article/view.ts';
import { feedDefinition } from '../feeds/definition.ts';
import { type Asking, type Selection, select } from '../feeds/selection.ts';
import { type Format, type FormatContext, feedDocument, type Made } from '../formats/format.ts';
import { vocabularyDocument } from '../formats/newsml-g2/vocabulary.ts';
import { MOST_URLS, sitemap } from '../formats/sitemap/index.ts';
import type { Finding } from '../text/finding.ts';
import { earliest, type Instant, latest } from '../text/instant.ts';
import { contextFor, type Site } from './context.ts';
import { Dates } from './dates.ts';
import { type Draft, documentOf } from './document.ts';
import { type Answer, KeptDocuments } from './kept.ts';

const NOT_FOUND: Answer = { status: 404 };
const GONE: Answer = { status: 410 };

/** What makes a page for people out of a view or a selection; the pages themselves are not this room's business. */
export type PageOf<Subject> = (subject: Subject, context: FormatContext) => string;

/** Every document of one publication at any instant, for the public. */
export class Publisher {
  readonly #archive: Archive;
  readonly #kept: KeptDocuments;
  readonly #dates: Dates;
  readonly #onRefused: (findings: readonly Finding[]) => void;
  #site: Site;

  /** @param onRefused is told of items that a format refused, which are left out */
  constructor(
    { archive, dates }: Pick<Store, 'archive' | 'dates'>,
    site: Site,
    onRefused: (findings: readonly Finding[]) => void = () => {},
  ) {
    this.#archive = archive;
    this.#kept = new KeptDocuments(archive);
    this.#dates = new Dates(dates);
    this.#site = site;
    this.#onRefused = onRefused;
  }

  /** Settings as they are now. */
  get site(): Site {
    return this.#site;
  }

  /** Takes other settings: every document is made anew. */
  set site(site: Site) {
    this.#site = site;
    this.#kept.drop();
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

  /** A feed in a format, for one audience; made for this once. */
  async feedFor(name: string, format: Format, asking: Asking): Promise<string | undefined> {
    const { publication } = this.#site;
    const definition = feedDefinition(publication, name);
    if (definition === undefined) return undefined;
    const selection = await select(this.#archive, { publication, definition }, asking);
    const context = await contextFor(selection.views, { archive: this.#archive, site: this.#site }, asking);
    const { text, refused } = feedDocument(format, selection, context);
    if (refused.length > 0) this.#onRefused(refused);
    // Lists of partners grow in version as those of the public do.
    const address = `feed ${name}${format.extension} for ${asking.audience.kind}`;
    const dated = await this.#dates.dated(
      address,
      { text, mediaType: format.mediaType, lastModified: selection.changed },
      asking.instant,
    );
    if (dated.lastModified === undefined || dated.lastModified === selection.changed) return text;
    return feedDocument(format, { ...selection, changed: dated.lastModified }, context).text;
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

  /** A feed in a format of data. */
  feed(name: string, format: Format, now: Instant): Promise<Answer> {
    return this.#ofFeed(name, `feed ${name}${format.extension}`, now, (selection, context) => {
      const { text, refused } = feedDocument(format, selection, context);
      if (refused.length > 0) this.#onRefused(refused);
      return {
        text,
        mediaType: format.feedMediaType ?? format.mediaType,
        lastModified: selection.changed,
        again: (changed) => feedDocument(format, { ...selection, changed }, context).text,
      };
    });
  }

  /** One of our own vocabularies, one of its concepts, or the catalog: what its address names. */
  vocabulary(path: string, now: Instant): Promise<Answer> {
    const born = this.#born;
    return this.#kept.answer(`vocabulary ${path}`, now, async (instant) => {
      const context: FormatContext = { ...this.#site, storyOf: () => undefined };
      const made = vocabularyDocument(path, born, context);
      if (made === undefined) return NOT_FOUND;
      const again = (changed: Instant): string => vocabularyDocument(path, changed, context)?.text ?? '';
      // Nobody writes down when settings were changed: it is the moment since which they are served.
      return this.#document(`vocabulary ${path}`, { ...made, lastModified: instant, again }, instant);
    });
  }

  /** A page of a feed's stories: a section's page, the home page, the feed's own page. */
  feedPage(name: string, kind: string, page: PageOf<Selection>, now: Instant): Promise<Answer> {
    return this.#ofFeed(name, `${kind} page ${name}`, now, (selection, context) => ({
      text: page(selection, context),
      mediaType: 'text/html',
      lastModified: selection.changed,
    }));
  }

  /** The sitemap of all pages. */
  sitemap(now: Instant): Promise<Answer> {
    return this.#kept.answer('sitemap', now, async (instant) => {
      const stories = await this.#stories({ audience: PUBLIC, instant });
      const lastModified = latest(stories.map(({ lastChangedAt }) => lastChangedAt)) ?? this.#born;
      const text = sitemap(stories, { ...this.#site, storyOf: () => undefined });
      return this.#document('sitemap', { text, mediaType: 'application/xml', lastModified }, instant);
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
    return this.#kept.answer(key, now, async (instant) => {
      const article = await this.#archive.bySlug(slug);
      const view = article && viewOf(article, PUBLIC, instant);
      if (article === undefined || view === undefined) return NOT_FOUND;
      // An old slug leads on while there is something to see, and else answers as the story does (law 8).
      if (article.slug !== slug && view.kind === 'story') return { status: 301, slug: article.slug };
      const reach = { archive: this.#archive, site: this.#site };
      const made = make(view, await contextFor([view], reach, { audience: PUBLIC, instant }));
      return 'text' in made ? this.#document(key, made, instant) : made;
    });
  }

  async #ofFeed(
    name: string,
    key: string,
    now: Instant,
    make: (selection: Selection, context: FormatContext) => DatedDraft,
  ): Promise<Answer> {
    const definition = feedDefinition(this.#site.publication, name);
    if (definition === undefined) return NOT_FOUND;
    return this.#kept.answer(key, now, async (instant) => {
      const { publication } = this.#site;
      const asking = { audience: PUBLIC, instant };
      const selection = await select(this.#archive, { publication, definition }, asking);
      const reach = { archive: this.#archive, site: this.#site };
      return this.#document(key, make(selection, await contextFor(selection.views, reach, asking)), instant);
    });
  }

  async #document(key: string, { again, ...draft }: DatedDraft, instant: Instant): Promise<Answer> {
    const dated = await this.#dates.dated(key, draft, instant);
    // What says itself when it was changed says what the header says.
    const isMoved =
      again !== undefined && dated.lastModified !== undefined && dated.lastModified !== draft.lastModified;
    const text = isMoved ? again(dated.lastModified as Instant) : dated.text;
    // A date of HTTP is never in the future (law 7).
    const lastModified = earliest([dated.lastModified, instant]) ?? instant;
    return documentOf({ ...dated, text, lastModified });
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

type DatedDraft = Draft & {
  readonly lastModified: Instant;
  /** The same document with another moment of its last change, if it says that moment itself. */
  readonly again?: (changed: Instant) => string;
};

function hidden(final: boolean): Answer {
  return final ? GONE : NOT_FOUND;
}
