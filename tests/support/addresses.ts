import type { ResourceName } from '../../src/addresses/resources.ts';
import { ALL_FORMATS } from '../../src/formats/index.ts';

/** Extensions of the formats of feeds and stories. */
export const FEED_EXTENSIONS: readonly string[] = ALL_FORMATS.filter(({ item }) => item).map(
  ({ extension }) => extension,
);
export const STORY_EXTENSIONS: readonly string[] = ALL_FORMATS.filter(({ article }) => article).map(
  ({ extension }) => extension,
);

/** A story that is visible, and a word that may be in slug, tag, person and file name of another one. */
export interface SampleNames {
  readonly slug: string;
  readonly word: string;
}

/** Returns addresses of every resource, so that tests cover the whole table of addresses. */
export function sampleAddresses({ slug, word }: SampleNames): Readonly<Record<ResourceName, readonly string[]>> {
  const feeds = [
    ...['all', 'section/world', 'section/culture'].flatMap((name) => ['', ...FEED_EXTENSIONS].map((end) => name + end)),
    ...['corrections', 'language/en', 'access/free', `tag/${word}`, `person/${word}`, `author/${word}`].flatMap(
      (name) => ['', '.rss', '.atom', '.json', '.msn.rss', '/1.rss'].map((end) => name + end),
    ),
  ];
  const stories = [slug, word, `${word}-old`];
  return {
    front: ['/'],
    feeds: ['/feeds'],
    about: ['/about'],
    licence: ['/license'],
    archive: ['/archive'],
    archivePeriod: ['2026-03', '2026-03-01', '2026-03-02', '2026-06', '2026-06-01', '2026-07'].map(
      (one) => `/archive/${one}`,
    ),
    search: ['/search', `/search?q=${word}`],
    status: ['/status'],
    deliveries: ['/deliveries'],
    inspectMedia: [`/inspect/media/${word}.svg`],
    inspect: [`/inspect/${word}`, `/inspect/${slug}`],
    subscriberFeed: ['all.rss', `tag/${word}.rss`].map((one) => `/subscribers/feeds/${one}`),
    feedSelection: ['', '.rss', '.json'].map((end) => `/feeds/q${end}?section=world&language=en`),
    feed: feeds.map((one) => `/feeds/${one}`),
    opml: ['/feeds.opml'],
    hub: ['/websub'],
    hubWatch: ['/websub/watch/unknown'],
    usualFeed: ['/feed', '/atom.xml'],
    articleMedia: stories.map((one) => `/articles/${one}/media/x.newsml.xml`),
    articleLicence: stories.map((one) => `/articles/${one}/license.xml`),
    article: stories.flatMap((one) => ['', ...STORY_EXTENSIONS].map((end) => `/articles/${one}${end}`)),
    media: [`/media/${word}.svg`],
    picture: [`/pictures/480/${word}.jpg.webp`],
    robots: ['/robots.txt'],
    sitemapIndex: ['/sitemap.xml'],
    newsSitemap: ['/sitemap-news.xml'],
    sitemap: ['pages', '2026-03', '2026-06', '2026-06-01', '2026-07'].map((name) => `/sitemaps/${name}.xml`),
    tdmPolicy: ['/license/tdm-policy.json'],
    licenceDocument: ['/license.xml'],
    tdmReservation: ['/.well-known/tdmrep.json'],
    trust: ['/trust.txt', '/.well-known/trust.txt'],
    apiCatalog: ['/.well-known/api-catalog'],
    securityTxt: ['/.well-known/security.txt', '/security.txt'],
    webManifest: ['/site.webmanifest'],
    partners: ['/partners'],
    partnerGuide: ['/partners/newsml-g2'],
    partnerProfile: ['/partners/newsml-g2/plain'],
    vocabulary: ['/cv/section/', '/cv/section/world'],
    apiDocs: ['/api'],
    openApi: ['/api/openapi.json'],
    live: ['/health/live'],
    ready: ['/health/ready'],
    stylesheet: ['/assets/style.css'],
    copyScript: ['/assets/copy.js'],
    favicon: ['/favicon.ico'],
    indexNowKey: ['/0123456789abcdef.txt'],
  };
}
