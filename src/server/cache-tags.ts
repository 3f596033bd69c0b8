import { createHash } from 'node:crypto';

/** Content delivery networks and caches whose purging by tag is supported. */
export const CACHE_TAGS = ['cloudflare', 'fastly', 'varnish', 'bunny'] as const;
export type CacheTagsOf = (typeof CACHE_TAGS)[number];

/** Length of the header in characters: with all others it stays below 2 KB, which stock proxies accept. */
const MAX_TAGS_LENGTH = 700;

/** The header and the separator of each network. */
const HEADERS: Readonly<Record<CacheTagsOf, readonly [name: string, separator: string]>> = {
  cloudflare: ['Cache-Tag', ','],
  fastly: ['Surrogate-Key', ' '],
  varnish: ['xkey', ' '],
  bunny: ['CDN-Tag', ','],
};

/** Header names that operate caches. */
export const CACHE_TAG_HEADERS: readonly string[] = Object.values(HEADERS).map(([name]) => name);

/** Names and stories in a response. */
export interface Tagged {
  /** Names such as `feed/all`, `sitemap` and `settings`. */
  readonly tags: readonly string[];
  /** Keys of the visible stories in it. */
  readonly stories: readonly string[];
}

/**
 * Returns the tags of a name or of a story's key: ten hexadecimal digits of its SHA-256. A response with more stories than
 * the header can hold has the coarse tags of its stories instead, so a story is purged by both.
 */
export function tagsToPurge(name: string): { readonly tag: string; readonly coarse: string } {
  const digest = createHash('sha256').update(name).digest('hex');
  return { tag: digest.slice(0, 10), coarse: `b${digest.slice(0, 1)}` };
}

/** Returns the cache tags of a response for a network; no header if none is configured. */
export function tagHeaders({ tags, stories }: Tagged, network: CacheTagsOf | undefined): Record<string, string> {
  if (network === undefined || tags.length + stories.length === 0) return {};
  const [name, separator] = HEADERS[network];
  const names = tags.map((tag) => tagsToPurge(tag).tag);
  const keys = stories.map(tagsToPurge);
  const whole = [...names, ...keys.map(({ tag }) => tag)].join(separator);
  if (whole.length <= MAX_TAGS_LENGTH) return { [name]: whole };
  return { [name]: [...new Set([...names, ...keys.map(({ coarse }) => coarse)])].join(separator) };
}
