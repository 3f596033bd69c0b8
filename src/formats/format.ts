import type { Story, Tombstone, View } from '../article/view.ts';
import type { Addresses } from '../publication/addresses.ts';
import type { Publication } from '../publication/publication.ts';
import type { Finding } from '../text/finding.ts';
import type { Instant } from '../text/instant.ts';
import type { Direction } from '../text/language.ts';

/** What a format may know besides the view itself: never the clock, the disk or the network. */
export interface FormatContext {
  readonly publication: Publication;
  readonly addresses: Addresses;
  /** Dateline's own release, for the `generator` elements. */
  readonly release: string;
  /** The folder of the publication's own templates for pages; ours if absent. */
  readonly templates?: string;
  /** The story with this id, if the same audience may see it at the same instant. */
  readonly storyOf: (id: string) => Story | undefined;
  /**
   * The story with this id in every language in which the same audience may see it, the one that it was written in first;
   * absent where nobody looked.
   */
  readonly variantsOf?: (id: string) => readonly Story[];
}

/** Where a feed document stands in the history of its feed (RFC 5005, section 4). */
export interface FeedHistory {
  /** The closed page that this is; absent for the feed itself. */
  readonly page?: number;
  readonly previous?: number;
  readonly next?: number;
}

/** A named selection of views in order, newest first: what a feed document shows. */
export interface FeedView {
  /** As it stands in the address: `all`, `section/world`, `q?language=ar&section=world`. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly language: string;
  readonly direction: Direction;
  readonly content: 'full' | 'summary';
  readonly views: readonly View[];
  readonly history?: FeedHistory;
  /** True for what only partners with a key see. */
  readonly isEntitled?: boolean;
  /** The last change that a reader should notice. */
  readonly updated: Instant;
  /** The last change of any kind. */
  readonly changed: Instant;
}

/** Something of the canonical article that a format has no place for. */
export interface Loss {
  /** The field of the article, such as `rights.usageTerms`. */
  readonly field: string;
  readonly because: string;
}

/** What a format made: text, or the reasons why it made none. `undefined`: this view has no face here. */
export type Made = { readonly text: string } | { readonly refused: readonly Finding[] } | undefined;

/**
 * A way to write news: pure functions from views to the text of one media type. The same view and context give the same
 * text, for ever. A refused item is left out and reported, and never stops another.
 */
export interface Format {
  readonly id: string;
  /** For people: `NewsML-G2 2.35`. */
  readonly name: string;
  readonly specification: string;
  /** Without parameters; all text is UTF-8. */
  readonly mediaType: string;
  /** What follows the address, such as `.rss`. */
  readonly extension: string;
  /** True for what partners take in and readers do not subscribe to. */
  readonly forPartners?: boolean;
  /** The id of the profile that this is, of a format that partners want in several ways. */
  readonly profile?: string;
  /** The other profiles of this format; they have addresses of their own and stand in no list for readers. */
  readonly profiles?: readonly Format[];
  readonly losses: readonly Loss[];
  /** A document of one article. */
  readonly article?: (view: View, context: FormatContext) => Made;
  /** A picture, video or sound of an article as a document of its own; `undefined` if the article has none of that key. */
  readonly media?: (view: View, key: string, context: FormatContext) => Made;
  /** One article's part of a feed document. */
  readonly item?: (view: View, feed: FeedView, context: FormatContext) => Made;
  /** A feed document around the parts of its articles, in order. */
  readonly envelope?: (feed: FeedView, fragments: readonly string[], context: FormatContext) => string;
  /** True if its feeds say when they were changed, as the header does. */
  readonly datesItself?: boolean;
  /** How many stories a feed of it shows at most, beside corrected ones and tombstones; all of them if absent. */
  readonly most?: number;
  /** True if its feeds go back page by page to the first story. */
  readonly history?: boolean;
  /** Of a feed document, if it is another than the article's. */
  readonly feedMediaType?: string;
  /** The format's own lint, run over a finished document. */
  readonly check: (document: string) => readonly Finding[];
}

/** The stories of a feed, without its tombstones. */
export function storiesOf(feed: FeedView): Story[] {
  return feed.views.filter((view) => view.kind === 'story');
}

/** The tombstones of a feed. */
export function tombstonesOf(feed: FeedView): Tombstone[] {
  return feed.views.filter((view) => view.kind === 'tombstone');
}

/** What a feed shows in a format: who takes few stories still hears of every correction and of what is gone. */
export function viewsFor({ most }: Pick<Format, 'most'>, { views }: Pick<FeedView, 'views'>): readonly View[] {
  if (most === undefined) return views;
  let stories = 0;
  return views.filter(
    (view) => view.kind === 'tombstone' || stories++ < most || view.notices.some(({ kind }) => kind === 'correction'),
  );
}

/** A feed document in one format: its parts made one by one, the refused ones left out and told. */
export function feedDocument(format: Format, feed: FeedView, context: FormatContext) {
  const refused: Finding[] = [];
  const fragments: string[] = [];
  for (const view of viewsFor(format, feed)) {
    const made = format.item?.(view, feed, context);
    if (made === undefined) continue;
    if ('text' in made) fragments.push(made.text);
    else refused.push(...made.refused);
  }
  return { text: format.envelope?.(feed, fragments, context) ?? '', refused };
}
