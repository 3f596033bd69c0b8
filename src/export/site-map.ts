import { licenceAddress } from '../addresses/licence-address.ts';
import { archivePath, articlePath, feedPath, pathOf } from '../addresses/paths.ts';
import { type ResourceName, templatesOf } from '../addresses/resources.ts';
import type { Archive } from '../archive/archive.ts';
import type { FeedPages } from '../archive/feed-pages.ts';
import { isStoredName } from '../archive/media-store.ts';
import type { Article } from '../article/article.ts';
import { PUBLIC } from '../article/audience.ts';
import { keyOf } from '../article/identity.ts';
import { mediaKey } from '../article/media.ts';
import { visibleMediaPaths } from '../article/media-paths.ts';
import { furtherTerms, type Term } from '../article/terms.ts';
import { type Story, type View, viewOf } from '../article/view.ts';
import { nameOf, SELECTABLE } from '../feeds/address.ts';
import { feedDefinitions, feedGroups } from '../feeds/definition.ts';
import { MAX_COUNT, STORIES_ON_PAGE } from '../feeds/page-numbers.ts';
import { destinedView, isOffered } from '../formats/destination.ts';
import type { FormatContext } from '../formats/format.ts';
import { ARTICLE_FORMATS, FEED_FORMATS } from '../formats/index.ts';
import { MARKDOWN_EXTENSION } from '../formats/markdown/index.ts';
import { newsmlG2 } from '../formats/newsml-g2/index.ts';
import { PROFILES } from '../formats/newsml-g2/profile.ts';
import { vocabularyPaths } from '../formats/newsml-g2/vocabulary.ts';
import { type SizedFile, sizedFiles } from '../formats/picture-sizes.ts';
import { ownPictures, type Publication } from '../publication/publication.ts';
import type { Instant } from '../text/instant.ts';

/** An address of the site, and the dependencies of its response. */
export interface SitePath {
  readonly path: string;
  /** Keys of articles whose change may change the response. */
  readonly articles: readonly string[];
  /** The terms of a feed: articles with all of them may join it. */
  readonly terms?: readonly Term[];
  /** Terms of lists on a page: an article with one of them may join it. */
  readonly anyOf?: readonly Term[];
  /** True if its dependencies are unknown, so that it is requested on every run. */
  readonly isOpen?: boolean;
}

/** Inputs of the list of addresses. */
export interface SitePathDeps {
  readonly archive: Archive;
  readonly pages: FeedPages;
  readonly context: FormatContext;
  readonly instant: Instant;
  /** True for an address of the previous export, which readers may have subscribed to. */
  readonly wasExported: (path: string) => boolean;
}

const BATCH_SIZE = 500;

/** Lists the paths of one resource. */
type Lister = (deps: SitePathDeps) => Iterable<SitePath> | AsyncIterable<SitePath>;

/** Resources that an export leaves out: for single readers, of the running server, or written as redirects. */
const NOT_EXPORTED = [
  'search',
  'status',
  'deliveries',
  'hub',
  'hubWatch',
  'inspect',
  'inspectMedia',
  'subscriberFeed',
  'feedSelection',
  'usualFeed',
  'apiCatalog',
  'apiDocs',
  'openApi',
  'live',
  'ready',
] as const satisfies readonly ResourceName[];

/** Resources whose paths `listArticles`, `listFeeds` and `listCalendar` yield. */
const LISTED = [
  'article',
  'articleMedia',
  'articleLicence',
  'media',
  'picture',
  'feed',
  'archivePeriod',
  'sitemap',
] as const satisfies readonly ResourceName[];

type FixedName = Exclude<ResourceName, (typeof NOT_EXPORTED)[number] | (typeof LISTED)[number]>;

/** The paths of resources that depend on the settings alone. */
const FIXED: Readonly<Record<FixedName, (context: FormatContext) => readonly string[]>> = {
  front: () => templatesOf('front'),
  feeds: () => templatesOf('feeds'),
  opml: () => templatesOf('opml'),
  about: ({ publication }) => (publication.about === undefined ? [] : templatesOf('about')),
  licence: () => templatesOf('licence'),
  archive: () => templatesOf('archive'),
  robots: () => templatesOf('robots'),
  sitemapIndex: () => [pathOf('sitemapIndex'), pathOf('sitemap', { name: 'pages' })],
  newsSitemap: () => templatesOf('newsSitemap'),
  licenceDocument: () => templatesOf('licenceDocument'),
  tdmPolicy: () => templatesOf('tdmPolicy'),
  tdmReservation: () => templatesOf('tdmReservation'),
  trust: () => templatesOf('trust'),
  securityTxt: ({ publication: { security } }) => (security === undefined ? [] : templatesOf('securityTxt')),
  webManifest: () => templatesOf('webManifest'),
  partners: () => templatesOf('partners'),
  partnerGuide: () => templatesOf('partnerGuide'),
  partnerProfile: () => PROFILES.slice(1).map(({ id }) => pathOf('partnerProfile', { profile: id })),
  vocabulary: (context) => vocabularyPaths(context).map((path) => pathOf('vocabulary', { path })),
  stylesheet: () => templatesOf('stylesheet'),
  copyScript: () => templatesOf('copyScript'),
  favicon: () => templatesOf('favicon'),
  indexNowKey: ({ publication: { indexNow } }) =>
    indexNow === undefined ? [] : [pathOf('indexNowKey', { key: indexNow.key })],
};

/** Lists every public address of a publication, except selections of several terms, whose number is unlimited. */
export async function* sitePaths(deps: SitePathDeps): AsyncGenerator<SitePath> {
  const listers: readonly Lister[] = [listFixed, listArticles, listFeeds, listCalendar];
  for (const list of listers) yield* list(deps);
}

function* listFixed({ context }: SitePathDeps): Generator<SitePath> {
  for (const paths of Object.values(FIXED)) {
    for (const path of paths(context)) yield { path, articles: [], isOpen: true };
  }
  for (const path of ownMedia(context.publication)) yield { path, articles: [], isOpen: true };
}

/** Returns the paths of the publication's own pictures. */
function ownMedia(publication: Publication): string[] {
  return ownPictures(publication).filter((href) => href.startsWith(pathOf('media', { path: '' })));
}

async function* listArticles(deps: SitePathDeps): AsyncGenerator<SitePath> {
  for await (const article of articles(deps)) yield* articlePaths(article, deps);
}

async function* listFeeds(deps: SitePathDeps): AsyncGenerator<SitePath> {
  for await (const { name, terms } of feeds(deps)) yield* feedPaths(name, terms, deps);
}

async function* articles({ archive, instant }: SitePathDeps): AsyncGenerator<Article> {
  let after: Article | undefined;
  do {
    const page: Article[] = await archive.articles.latest({
      until: instant,
      limit: BATCH_SIZE,
      ...(after && { after }),
    });
    yield* page;
    after = page.length < BATCH_SIZE ? undefined : page.at(-1);
  } while (after !== undefined);
}

function* articlePaths(article: Article, { instant, context }: SitePathDeps): Generator<SitePath> {
  const view = viewOf(article, PUBLIC, instant);
  if (view === undefined) return;
  const keys = keysIn(view);
  const { slug } = view;
  yield { path: articlePath(slug), articles: keys, anyOf: view.kind === 'story' ? furtherTerms(view) : [] };
  const story = view.kind === 'story' ? view : undefined;
  for (const { extension } of ARTICLE_FORMATS.filter((format) => isOffered(format, context, story))) {
    yield { path: articlePath(slug, extension), articles: keys };
  }
  const seen = destinedView(view, newsmlG2, context);
  const media = seen?.kind === 'story' ? seen.media.map(mediaKey) : (seen?.media.map(({ key }) => key) ?? []);
  for (const key of media) {
    yield { path: pathOf('articleMedia', { slug, name: `${key}${newsmlG2.extension}` }), articles: keys };
  }
  if (view.kind === 'tombstone') return;
  const licence = pathOf('articleLicence', { slug });
  if (licenceAddress(view, context)?.endsWith(licence)) yield { path: licence, articles: keys };
  // A file of the content folder may be another one under the same name.
  const isOpenFile = (name: string): boolean => !isStoredName(name);
  for (const { href, original } of context.resizesPictures === true ? sizesOf(view) : []) {
    yield { path: href, articles: keys, isOpen: isOpenFile(original) };
  }
  for (const file of visibleMediaPaths(view))
    yield { path: file, articles: keys, isOpen: isOpenFile(file.slice(pathOf('media', { path: '' }).length)) };
}

/** Returns the pictures of a story in the sizes that pages refer to. */
function sizesOf({ media }: Story): SizedFile[] {
  const files = media.flatMap(({ renditions, poster }) => [...renditions, ...(poster ? [poster] : [])]);
  return [...new Map(files.flatMap(sizedFiles).map((file) => [file.href, file])).values()];
}

function keysIn(view: View): string[] {
  const related = view.kind === 'story' ? view.related.flatMap(({ article }) => article ?? []) : [];
  return [view.id, ...related].flatMap((id) => keyOf(id) ?? []);
}

async function* feeds(deps: SitePathDeps) {
  const {
    archive,
    context: { publication },
  } = deps;
  // Feeds that pages link are exported even while they are empty.
  const offered = feedGroups(publication).flatMap((group) => group.feeds);
  const own = [...new Map([...feedDefinitions(publication), ...offered].map((feed) => [feed.name, feed])).values()];
  yield* own;
  const names = new Set(own.map(({ name }) => name));
  for (const kind of SELECTABLE) {
    for await (const value of valuesOf(archive, kind)) {
      const terms = [{ kind, value }];
      const name = nameOf(terms);
      // A term without a visible story is left out, except where a subscriber may need its withdrawals.
      if (!names.has(name) && (deps.wasExported(feedPath(name)) || (await isShown(terms, deps)))) yield { name, terms };
    }
  }
}

async function isShown(terms: readonly Term[], { archive, instant }: SitePathDeps): Promise<boolean> {
  return (await archive.feeds.entries({ terms, until: instant, limit: 1 })).length > 0;
}

async function* valuesOf(archive: Archive, kind: Term['kind']): AsyncGenerator<string> {
  let after = '';
  for (;;) {
    const values = await archive.feeds.termValues(kind, after, BATCH_SIZE);
    yield* values;
    const last = values.at(-1);
    if (last === undefined || values.length < BATCH_SIZE) return;
    after = last;
  }
}

/** Lists months and days with stories: their pages of the archive and their sitemaps. */
async function* listCalendar({ archive, instant, context }: SitePathDeps): AsyncGenerator<SitePath> {
  for (const kind of ['month', 'day'] as const) {
    for await (const value of valuesOf(archive, kind)) {
      const terms = [{ kind, value }];
      const period = await archive.feeds.period({ kind, value }, { until: instant, limit: MAX_COUNT });
      if (period === undefined || period.count === 0) continue;
      const count = kind === 'day' ? Math.ceil(period.count / STORIES_ON_PAGE) : 1;
      const endings = kind === 'day' && context.publication.markdown ? ['', MARKDOWN_EXTENSION] : [''];
      for (let page = 1; page <= count; page++) {
        for (const ending of endings) yield { path: archivePath(value, page, ending), articles: [], terms };
      }
      // A month with too many stories has no sitemap; its days have.
      // Its entries list translations of other months.
      const isOpen = context.publication.languages.length > 0;
      yield { path: pathOf('sitemap', { name: value }), articles: [], terms, isOpen };
    }
  }
}

async function* feedPaths(
  name: string,
  terms: readonly Term[],
  { pages, context }: SitePathDeps,
): AsyncGenerator<SitePath> {
  const formats = FEED_FORMATS.filter(({ isOffered }) => isOffered?.(context) !== false);
  yield { path: feedPath(name), articles: [], terms };
  for (const { extension } of formats) yield { path: feedPath(name, extension), articles: [], terms };
  // The feed itself has been requested by now, which closes what can be closed.
  const newest = (await pages.newest(name))?.page ?? 0;
  for (let page = 1; page <= newest; page++) {
    yield { path: feedPath(name, '', page), articles: [], terms };
    for (const { extension } of formats.filter(({ history }) => history === true)) {
      yield { path: feedPath(name, extension, page), articles: [], terms };
    }
  }
}
