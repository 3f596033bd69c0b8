import { atom } from './atom/index.ts';
import type { Format } from './format.ts';
import { jsonFeed } from './json-feed/index.ts';
import { jsonLd } from './json-ld/index.ts';
import { newsmlG2 } from './newsml-g2/index.ts';
import { rss } from './rss/index.ts';

/** Every format of data, in the order in which people look for them. Pages for people are in `src/pages/`. */
export const FORMATS: readonly Format[] = [rss, atom, jsonFeed, newsmlG2, jsonLd];

/** The formats that feeds come in. */
export const FEED_FORMATS: readonly Format[] = FORMATS.filter(({ envelope }) => envelope !== undefined);

/** The formats that one article comes in. */
export const ARTICLE_FORMATS: readonly Format[] = FORMATS.filter(({ article }) => article !== undefined);

/** The format with this id, such as `newsml-g2`. */
export function formatOf(id: string): Format | undefined {
  return FORMATS.find((format) => format.id === id);
}
