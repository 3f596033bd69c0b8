/**
 * The history of feeds in pages (RFC 5005, section 4). A closed page never changes: it holds the part of the public
 * sequence from the end of the previous page to its own end, whatever happens to its articles.
 */
export interface FeedPages {
  /** The end of a page, counted from 1, the oldest; `undefined` if it is not closed. */
  end(feed: string, page: number): Promise<number | undefined>;
  /** The newest closed page and its end; `undefined` if none is closed. */
  newest(feed: string): Promise<{ readonly page: number; readonly upTo: number } | undefined>;
  /** Closes further pages; pages that another process has closed meanwhile are unchanged. */
  close(feed: string, pages: readonly { readonly page: number; readonly upTo: number }[]): Promise<void>;
}
