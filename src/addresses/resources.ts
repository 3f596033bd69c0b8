/**
 * Readers of a resource. `developer`: only a server started with `--dev`; `editor`, `admin`: a key, or such a server.
 */
export type ResourceAudience = 'public' | 'subscriber' | 'editor' | 'admin' | 'developer';

/** One kind of address of the site. Server, export, robots.txt, sitemaps and documentation are derived from these. */
export interface Resource {
  /** Template: `:name` is a segment, `*name` any number of segments. */
  readonly path: string;
  /** Further templates of the same resource. */
  readonly aliases?: readonly string[];
  /** For people, in one line. */
  readonly description: string;
  readonly audience: ResourceAudience;
  /** Seconds that shared caches may keep a response; 0 for none. */
  readonly lifetime: number;
  /** False for pages that crawlers should not request; see `disallowedPrefixes`. */
  readonly crawlable: boolean;
  /** Prefixes for robots.txt if they are not that of the template. */
  readonly disallow?: readonly string[];
  /** True for a page that the sitemap of pages lists. */
  readonly inSitemap: boolean;
}

/** Seconds that shared caches may keep a page, and data that changes less often. */
const PAGE_S = 60;
const DATA_S = 300;
const DAY_S = 24 * 60 * 60;

const open = { audience: 'public', crawlable: true, inSitemap: false } as const;
const page = { ...open, lifetime: PAGE_S } as const;
const data = { ...open, lifetime: DATA_S } as const;
const closed = { crawlable: false, inSitemap: false, lifetime: 0 } as const;

/**
 * Every kind of address, once. The order is that of the routes: a fixed path precedes a template that matches it.
 */
export const RESOURCES = {
  front: { ...page, path: '/', description: 'The front page', inSitemap: true },
  feeds: { ...page, path: '/feeds', description: 'The page for choosing feeds', inSitemap: true },
  about: {
    ...page,
    path: '/about',
    description: 'About the publication, if publication.yaml has `about`',
    inSitemap: true,
  },
  licence: { ...data, path: '/license', description: 'The licence in words', inSitemap: true },
  archive: { ...page, path: '/archive', description: 'The archive by month', inSitemap: true },
  archivePeriod: {
    ...page,
    path: '/archive/:period',
    aliases: ['/archive/:period/:page'],
    description: 'A month (`2026-03`) or a day of the archive, and its further pages',
  },
  search: {
    ...closed,
    path: '/search',
    description: 'Search: `?q=` and words',
    audience: 'public',
  },
  status: { ...closed, path: '/status', description: 'The states of content files', audience: 'developer' },
  deliveries: { ...closed, path: '/deliveries', description: 'Notifications sent and pending', audience: 'admin' },
  inspectMedia: {
    ...closed,
    path: '/inspect/media/*path',
    description: 'A media file of a story under inspection',
    audience: 'editor',
    disallow: ['/inspect/'],
  },
  inspect: { ...closed, path: '/inspect/:slug', description: 'A story as each audience gets it', audience: 'editor' },
  subscriberFeed: {
    path: '/subscribers/feeds/*path',
    description: 'A feed with the whole text of paid stories',
    audience: 'subscriber',
    lifetime: DATA_S,
    crawlable: false,
    disallow: ['/subscribers/'],
    inSitemap: false,
  },
  feedSelection: {
    ...data,
    path: '/feeds/q',
    description: 'A feed by several terms: `?language=ar&section=world`, and with the extension of a format',
    crawlable: false,
    disallow: ['/feeds/q?', '/feeds/q.'],
  },
  feed: {
    ...data,
    path: '/feeds/*path',
    description: "A feed's page (cached for 60 s); with the extension of a format the feed itself",
  },
  opml: { ...data, path: '/feeds.opml', description: 'All feeds as a list for feed readers (OPML)' },
  hub: {
    ...closed,
    path: '/websub',
    description: 'The hub for all feeds (WebSub): subscribers post their requests here',
    audience: 'public',
  },
  hubWatch: {
    ...closed,
    path: '/websub/watch/:token',
    description: 'Our own subscription at a hub of others: for that hub alone',
    audience: 'public',
  },
  usualFeed: {
    ...open,
    path: '/feed',
    aliases: [
      '/atom',
      '/atom.xml',
      '/feed.atom',
      '/feed.json',
      '/feed.rss',
      '/feed.xml',
      '/feed/atom',
      '/feed/json',
      '/feed/:kind',
      '/feeds.rss',
      '/index.xml',
      '/rss',
      '/rss.xml',
      '/rss2',
      '/articles/:slug/feed',
    ],
    description: 'Usual addresses of other systems: redirects to the feed of all stories',
    lifetime: DAY_S,
  },
  articleMedia: {
    ...page,
    path: '/articles/:slug/media/:name',
    description: 'A picture, video or sound of a story as a NewsML-G2 item',
  },
  articleLicence: { ...page, path: '/articles/:slug/license.xml', description: "A story's own licence (RSL)" },
  article: { ...page, path: '/articles/:name', description: "A story's page; with an extension in another format" },
  media: { ...page, path: '/media/*path', description: 'A media file of a visible story' },
  picture: {
    ...page,
    path: '/pictures/:width/*path',
    description: 'A picture of a visible story in another size (WebP)',
  },
  robots: { ...data, path: '/robots.txt', description: 'Rules for crawlers (RFC 9309)' },
  sitemapIndex: { ...page, path: '/sitemap.xml', description: 'The index of sitemaps' },
  newsSitemap: { ...page, path: '/sitemap-news.xml', description: 'The sitemap for Google News' },
  sitemap: { ...data, path: '/sitemaps/:name.xml', description: 'A sitemap: `pages`, a month, a day or an hour' },
  tdmPolicy: { ...data, path: '/license/tdm-policy.json', description: 'The policy for text and data mining (ODRL)' },
  licenceDocument: { ...data, path: '/license.xml', description: 'The licence for machines (RSL)' },
  tdmReservation: { ...data, path: '/.well-known/tdmrep.json', description: 'Text and data mining rights (TDMRep)' },
  trust: { ...data, path: '/trust.txt', aliases: ['/.well-known/trust.txt'], description: 'Memberships (trust.txt)' },
  apiCatalog: { ...data, path: '/.well-known/api-catalog', description: 'The APIs of the site (RFC 9727)' },
  securityTxt: {
    ...data,
    path: '/.well-known/security.txt',
    aliases: ['/security.txt'],
    description: 'Contact for reports of vulnerabilities (RFC 9116), if publication.yaml has `security`',
  },
  webManifest: { ...data, path: '/site.webmanifest', description: 'Name and icon for home screens' },
  partners: { ...page, path: '/partners', description: 'For partners: messages, signatures, retries', inSitemap: true },
  partnerGuide: { ...page, path: '/partners/newsml-g2', description: 'Guide for partners: NewsML-G2' },
  partnerProfile: {
    ...page,
    path: '/partners/newsml-g2/:profile',
    description: 'Guide for partners: another profile of NewsML-G2',
  },
  vocabulary: { ...data, path: '/cv/*path', description: 'A vocabulary, a concept, or the catalog of codes' },
  apiDocs: { ...page, path: '/api', description: 'Documentation of the HTTP API' },
  openApi: { ...data, path: '/api/openapi.json', description: 'The HTTP API as OpenAPI 3.1' },
  live: { ...open, path: '/health/live', description: 'True while the process runs', lifetime: 0 },
  ready: { ...open, path: '/health/ready', description: 'True while the archive accepts writes', lifetime: 0 },
  stylesheet: { ...data, path: '/assets/style.css', description: 'The style sheet' },
  copyScript: { ...data, path: '/assets/copy.js', description: 'The script of the buttons that copy an address' },
  favicon: { ...data, path: '/favicon.ico', description: 'The icon' },
  indexNowKey: { ...data, path: '/:key.txt', description: 'Proof of ownership for IndexNow' },
} as const satisfies Readonly<Record<string, Resource>>;

/** Name of a resource. */
export type ResourceName = keyof typeof RESOURCES;

/** Names of all resources, in the order of the routes. */
export const RESOURCE_NAMES = Object.keys(RESOURCES) as readonly ResourceName[];

/** Returns a resource with all its optional fields. */
export function resourceOf(name: ResourceName): Resource {
  return RESOURCES[name];
}

/** Returns every template of a resource. */
export function templatesOf(name: ResourceName): readonly string[] {
  const { path, aliases = [] } = resourceOf(name);
  return [path, ...aliases];
}

/** Returns the path prefixes that crawlers should not request, for robots.txt. */
export function disallowedPrefixes(): string[] {
  const prefixes = RESOURCE_NAMES.map(resourceOf)
    .filter(({ crawlable }) => !crawlable)
    .flatMap(({ path, disallow = [prefixOf(path)] }) => disallow);
  return [...new Set(prefixes)];
}

/** Returns the part of a template before its first parameter. */
function prefixOf(template: string): string {
  return template.split(/[:*]/)[0] ?? '';
}
