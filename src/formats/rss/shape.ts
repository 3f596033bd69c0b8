import type { Instant } from '../../text/instant.ts';
import { RSL_NAMESPACE as RSL } from '../rsl/index.ts';
import type { XmlElement } from '../xml/element.ts';

/** An `item` of RSS 2.0 (https://www.rssboard.org/rss-specification#hrelementsOfLtitemgt). */
export interface RssItem {
  /** A BCP 47 tag, for `xml:lang`. */
  readonly language: string;
  /** Plain text. */
  readonly title: string;
  /** Absent where the address would reveal a story that was killed. */
  readonly link?: string;
  /** Never a permalink: it outlives every address. */
  readonly guid: string;
  /** `pubDate`: the first publication; it never changes. */
  readonly published: Instant;
  /** HTML: the standfirst or the first sentences, escaped. Readers interpret it as markup (specification, `description`). */
  readonly description?: string;
  /** `content:encoded` (http://purl.org/rss/1.0/modules/content/): HTML. */
  readonly content?: string;
  /** Elements outside RSS itself: `dc`, `dcterms`, `media`, `atom`, and also `category` and `enclosure`. */
  readonly more: readonly XmlElement[];
}

/** Namespaces on the root of every feed, used or not, so that serialized items can be joined. */
export const RSS_NAMESPACES = {
  'xmlns:atom': 'http://www.w3.org/2005/Atom',
  'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:dcterms': 'http://purl.org/dc/terms/',
  'xmlns:fh': 'http://purl.org/syndication/history/1.0',
  'xmlns:itunes': 'http://www.itunes.com/dtds/podcast-1.0.dtd',
  'xmlns:media': 'http://search.yahoo.com/mrss/',
  'xmlns:sy': 'http://purl.org/rss/1.0/modules/syndication/',
} as const;

/** Declared where the publication enables licences in its feeds. */
export const RSL_NAMESPACE = { 'xmlns:rsl': RSL } as const;
