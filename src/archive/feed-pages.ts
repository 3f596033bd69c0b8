/**
 * The history of feeds in pages (RFC 5005, section 4). A page is closed once and for all: it holds the part of the public
 * sequence from the end of the page before to its own, whatever becomes of the articles in it.
 */
export interface FeedPages {
  /** The end of a page, counted from 1, the oldest; `undefined` if there is no such closed page. */
  end(feed: string, page: number): Promise<number | undefined>;
  /** The newest closed page and its end; `undefined` if none is closed. */
  newest(feed: string): Promise<{ readonly page: number; readonly upTo: number } | undefined>;
  /** Closes further pages; those that somebody else has closed in the meantime stay as they are. */
  close(feed: string, pages: readonly { readonly page: number; readonly upTo: number }[]): Promise<void>;
}
