import { absoluteUrl } from '../text/url.ts';

/** The absolute addresses of everything, made from the configured base URL alone. */
export interface Addresses {
  /** Without a slash at the end. */
  readonly base: string;
  readonly home: string;
  readonly feeds: string;
  /** A story's page, or another face of it: `.jsonld`, `.newsml.xml`. */
  article(slug: string, extension?: string): string;
  /** A picture, video or sound of a story as an item of its own, in NewsML-G2. */
  media(slug: string, key: string): string;
  /** One of our own vocabularies, which its codes follow; with another ending something else below `/cv/`. */
  scheme(path: string, ending?: string): string;
  /** A feed's page, or the feed itself: `.rss`, `.atom`, `.json`, `.newsml.xml`; or a closed page of its history. */
  feed(name: string, extension?: string, page?: number): string;
  /** Any reference of a story or of the publication made absolute. */
  absolute(reference: string): string;
}

/** @param baseUrl an absolute http(s) address, with or without a slash at its end */
export function addressesOf(baseUrl: string): Addresses {
  const base = baseUrl.replace(/\/+$/, '');
  return {
    base,
    home: `${base}/`,
    feeds: `${base}/feeds`,
    article: (slug, extension = '') => `${base}/articles/${slug}${extension}`,
    media: (slug, key) => `${base}/articles/${slug}/media/${key}.newsml.xml`,
    scheme: (path, ending = '/') => `${base}/cv/${path}${ending}`,
    feed: (name, extension = '', page) => `${base}${feedPath(name, extension, page)}`,
    absolute: (reference) => absoluteUrl(reference, `${base}/`) ?? base,
  };
}

/**
 * The path of a feed, with its query where the selection is one of several terms.
 * @param name as it stands in addresses: `section/world`, `q?language=ar&section=world`
 */
export function feedPath(name: string, extension = '', page?: number): string {
  const [path, query] = name.split('?');
  const number = page === undefined ? '' : `/${page}`;
  return `/feeds/${path}${number}${extension}${query === undefined ? '' : `?${query}`}`;
}

/** True for the base URL of somebody's own machine, which nobody else can come to. */
export function isLocal(base: string): boolean {
  const { hostname } = new URL(base);
  return hostname === 'localhost' || hostname.endsWith('.localhost') || /^(127\.|\[::1\])/.test(hostname);
}
