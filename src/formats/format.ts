import type { Addresses } from '../addresses/addresses.ts';
import type { Destination } from '../article/destination.ts';
import type { Term } from '../article/terms.ts';
import type { Story, Tombstone, View } from '../article/view.ts';
import type { Podcast, Publication } from '../publication/publication.ts';
import type { Finding } from '../text/finding.ts';
import type { Instant } from '../text/instant.ts';
import type { Direction } from '../text/language.ts';
import { destinedContext, destinedFeed } from './destination.ts';

/** Inputs of a format besides the view itself: never the clock, the disk or the network. */
export interface FormatContext {
  readonly publication: Publication;
  readonly addresses: Addresses;
  /** Dateline's own release, for `generator` elements. */
  readonly release: string;
  /** The folder of the publication's own templates for pages; the built-in ones if absent. */
  readonly templates?: string;
  /** True if the server makes pictures in other sizes. */
  readonly resizesPictures?: boolean;
  /** Returns the story with this id if the same audience may see it at the same instant. */
  readonly storyOf: (id: string) => Story | undefined;
  /**
   * Returns the story with this id in every language in which the same audience may see it, the original first; absent
   * where translations were not looked up.
   */
  readonly variantsOf?: (id: string) => readonly Story[];
  /** True where a server is a hub for its feeds. */
  readonly hasHub?: boolean;
  /** Where the document goes; to the web if absent. */
  readonly destination?: Destination;
  /** Further stories for the end of a page; absent elsewhere. */
  readonly further?: FurtherStories;
}

/** A story to read next, in the same language, as the end of a page links to it. */
export type FurtherStory = Pick<Story, 'slug' | 'headline' | 'firstPublishedAt'>;

/** The stories to read next: about the same subjects, and of the same section. */
export interface FurtherStories {
  readonly related: readonly FurtherStory[];
  readonly section: readonly FurtherStory[];
}

/** The inputs of all formats, except related stories. */
export type Site = Omit<FormatContext, 'storyOf' | 'variantsOf' | 'further' | 'destination'>;

/** Returns the context of a document without stories. */
export function settingsContext(site: Site): FormatContext {
  return { ...site, storyOf: () => undefined };
}

/** The position of a feed document in the history of its feed (RFC 5005, section 4). */
export interface FeedHistory {
  /** The closed page that this document is; absent for the feed itself. */
  readonly page?: number;
  readonly previous?: number;
  readonly next?: number;
}

/** The content of a feed document: a named selection of views in order, newest first. */
export interface FeedView {
  /** The key as written in the address: `all`, `section/world`, `q?language=ar&section=world`. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly language: string;
  readonly direction: Direction;
  readonly content: 'full' | 'summary';
  /** The terms of its stories. */
  readonly terms?: readonly Term[];
  readonly views: readonly View[];
  readonly history?: FeedHistory;
  /** Settings for podcast directories. */
  readonly podcast?: Podcast;
  /** True for feeds that only partners with a key can read. */
  readonly isEntitled?: boolean;
  /** Position in the log up to which a partner has the changes; absent for the whole feed. */
  readonly excerpt?: number;
  /** Time of the last change that a reader should notice. */
  readonly updated: Instant;
  /** Time of the last change of any kind. */
  readonly changed: Instant;
}

/** A part of the canonical article that a format cannot express. */
export interface Loss {
  /** The field of the article, such as `rights.usageTerms`. */
  readonly field: string;
  readonly because: string;
}

/**
 * The result of a format: text, or findings if it was refused; `undefined` if the view is not available in this format.
 */
export type Made = { readonly text: string } | { readonly refused: readonly Finding[] } | undefined;

/**
 * A representation of news: pure functions from views to the text of one media type. The same view and context give the
 * same text every time. A refused item is left out and reported, and never stops another.
 */
export interface Format {
  readonly id: string;
  /** Name for people: `NewsML-G2 2.35`. */
  readonly name: string;
  readonly specification: string;
  /** Media type without parameters; all text is UTF-8. */
  readonly mediaType: string;
  /** Ending of the address, such as `.rss`. */
  readonly extension: string;
  /** Where documents at public addresses go; to the web if absent. */
  readonly destination?: Destination;
  /** True for formats of partners and programs, which feed readers do not subscribe to. */
  readonly forPartners?: boolean;
  /** False where the settings, or the rights of a story, exclude the format; absent for a format that is always there. */
  readonly isOffered?: (context: Pick<FormatContext, 'publication'>, story?: Story) => boolean;
  /** Id of this profile, for a format that partners want in several variants. */
  readonly profile?: string;
  /** The other profiles of this format; they have addresses of their own and are in no list for readers. */
  readonly profiles?: readonly Format[];
  readonly losses: readonly Loss[];
  /** Renders a document of one article. */
  readonly article?: (view: View, context: FormatContext) => Made;
  /**
   * Renders a picture, video or sound of an article as a document of its own; `undefined` if the article has no media
   * with that key.
   */
  readonly media?: (view: View, key: string, context: FormatContext) => Made;
  /** Renders one article's part of a feed document. */
  readonly item?: (view: View, feed: FeedView, context: FormatContext) => Made;
  /** Renders a feed document around the parts of its articles, in order. */
  readonly envelope?: (feed: FeedView, fragments: readonly string[], context: FormatContext) => string;
  /** True if `envelope` parses the parts of its articles instead of inserting them as they are. */
  readonly parsesItems?: boolean;
  /** True if a feed document in this format contains its own time of change, equal to `Last-Modified`. */
  readonly datesItself?: boolean;
  /** Largest number of stories in a feed document, besides corrected stories and tombstones; unlimited if absent. */
  readonly most?: number;
  /** True if its feeds are paged back to the first story. */
  readonly history?: boolean;
  /** Media type of a feed document, if it differs from that of an article. */
  readonly feedMediaType?: string;
  /** Checks a finished document against the rules of the format. */
  readonly check: (document: string) => readonly Finding[];
}

/**
 * Returns the name of the list that a document contains: each page of a feed, and what a partner gets with a key, is a
 * list of its own.
 */
export function listName({ name, history, isEntitled, excerpt }: FeedView): string {
  const page = history?.page === undefined ? [] : [`page-${history.page}`];
  return [
    name,
    ...(isEntitled ? ['entitled'] : []),
    ...page,
    ...(excerpt === undefined ? [] : [`changes-${excerpt}`]),
  ].join(':');
}

/** Returns the stories of a feed, without its tombstones. */
export function storiesOf(feed: FeedView): Story[] {
  return feed.views.filter((view) => view.kind === 'story');
}

/** Returns the tombstones of a feed. */
export function tombstonesOf(feed: FeedView): Tombstone[] {
  return feed.views.filter((view) => view.kind === 'tombstone');
}

/**
 * Returns the views of a feed in a format: a format with a limit on stories still gets every correction and tombstone.
 */
export function viewsFor({ most }: Pick<Format, 'most'>, { views }: Pick<FeedView, 'views'>): readonly View[] {
  if (most === undefined) return views;
  let stories = 0;
  return views.filter(
    (view) => view.kind === 'tombstone' || stories++ < most || view.notices.some(({ kind }) => kind === 'correction'),
  );
}

/**
 * Renders the parts of a feed document one by one.
 * @returns each part, or findings of a refused one
 */
export function* feedItems(format: Format, of: FeedView, whole: FormatContext): Generator<NonNullable<Made>> {
  const feed = destinedFeed(of, format, whole.destination);
  const context = destinedContext(format, whole);
  for (const view of viewsFor(format, feed)) {
    const made = format.item?.(view, feed, context);
    if (made !== undefined) yield made;
  }
}

/** Renders a feed document in one format: items are rendered one by one, refused ones are left out and reported. */
export function feedDocument(format: Format, feed: FeedView, context: FormatContext) {
  const refused: Finding[] = [];
  const fragments: string[] = [];
  for (const made of feedItems(format, feed, context)) {
    if ('text' in made) fragments.push(made.text);
    else refused.push(...made.refused);
  }
  const shown = destinedFeed(feed, format, context.destination);
  return { text: format.envelope?.(shown, fragments, context) ?? '', refused };
}
