import { absoluteUrl } from '../text/url.ts';
import { withoutTrailing } from '../text/without-trailing.ts';
import { articlePath, feedPath, type PathArguments, pathOf } from './paths.ts';
import type { ResourceName } from './resources.ts';

/** The absolute addresses of all resources, derived from the configured base URL alone. */
export interface Addresses {
  /** The base URL without a slash at its end. */
  readonly base: string;
  readonly home: string;
  readonly feeds: string;
  /** Returns the address of a resource. */
  of<Name extends ResourceName>(name: Name, ...params: PathArguments<Name>): string;
  /** Returns the address of a story's page, or of another representation of it: `.jsonld`, `.newsml.xml`. */
  article(slug: string, extension?: string): string;
  /** Returns the address of a picture, video or sound of a story as a NewsML-G2 item. */
  media(slug: string, key: string): string;
  /** Returns the address of a vocabulary of ours, which its codes follow; with another ending of another document. */
  scheme(path: string, ending?: string): string;
  /** Returns the address of a feed's page, of the feed itself (`.rss`), or of a closed page of its history. */
  feed(name: string, extension?: string, page?: number): string;
  /** Returns a reference of a story or of the publication as an absolute address. */
  absolute(reference: string): string;
}

/** Extension of NewsML-G2, the format of media items. */
const MEDIA_EXTENSION = '.newsml.xml';

/** @param baseUrl an absolute http(s) address, with or without a slash at its end */
export function addressesOf(baseUrl: string): Addresses {
  const base = withoutTrailing(baseUrl, '/');
  return {
    base,
    home: `${base}${pathOf('front')}`,
    feeds: `${base}${pathOf('feeds')}`,
    of: (name, ...params) => `${base}${pathOf(name, ...params)}`,
    article: (slug, extension) => `${base}${articlePath(slug, extension)}`,
    media: (slug, key) => `${base}${pathOf('articleMedia', { slug, name: `${key}${MEDIA_EXTENSION}` })}`,
    scheme: (path, ending = '/') => `${base}${pathOf('vocabulary', { path: `${path}${ending}` })}`,
    feed: (name, extension, page) => `${base}${feedPath(name, extension, page)}`,
    absolute: (reference) => absoluteUrl(reference, `${base}/`) ?? base,
  };
}

/** True for the base URL of a developer's own machine, which others cannot reach. */
export function isLocal(base: string): boolean {
  const { hostname } = new URL(base);
  return hostname === 'localhost' || hostname.endsWith('.localhost') || /^(127\.|\[::1\])/.test(hostname);
}
