import { atom } from './atom/index.ts';
import type { Format } from './format.ts';
import { jsonFeed } from './json-feed/index.ts';
import { jsonLd } from './json-ld/index.ts';
import { markdown } from './markdown/index.ts';
import { newsmlG2 } from './newsml-g2/index.ts';
import { ninjs } from './ninjs/index.ts';
import { rss } from './rss/index.ts';

/** Every data format, in the order of lists. Pages for people are in `src/pages/`. */
export const FORMATS: readonly Format[] = [rss, atom, jsonFeed, newsmlG2, ninjs, jsonLd, markdown];

/** Every data format with all profiles that partners may request. */
export const ALL_FORMATS: readonly Format[] = FORMATS.flatMap((format) => [format, ...(format.profiles ?? [])]);

/** The formats that feeds are available in. */
export const FEED_FORMATS: readonly Format[] = FORMATS.filter(({ envelope }) => envelope !== undefined);

/**
 * Returns the format in which a reader should follow a feed.
 * @param ids of the formats that the feed is available in; all formats if absent
 * @returns `undefined` for a feed for partners alone
 */
export function readersFormat(ids?: readonly string[]): Format | undefined {
  return FEED_FORMATS.find(({ id, forPartners = false }) => !forPartners && (ids?.includes(id) ?? true));
}

/** The formats that a single article is available in. */
export const ARTICLE_FORMATS: readonly Format[] = FORMATS.filter(({ article }) => article !== undefined);

/**
 * Returns the format with this id, such as `newsml-g2`.
 * @param profile such as `superdesk-nitf`; the format's first one if absent
 */
export function formatOf(id: string, profile?: string): Format | undefined {
  const format = ALL_FORMATS.find((one) => one.id === id);
  if (profile === undefined || format?.profile === profile) return format;
  return format?.profiles?.find((one) => one.profile === profile);
}

/** Returns the format of an address, by the longest matching extension. */
export function formatByEnding(name: string, formats: readonly Format[] = ALL_FORMATS): Format | undefined {
  return formats
    .filter(({ extension }) => name.endsWith(extension))
    .toSorted((a, b) => b.extension.length - a.extension.length)[0];
}
