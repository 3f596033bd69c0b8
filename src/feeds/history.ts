import type { Archive } from '../archive/archive.ts';
import type { SequenceRange } from '../archive/feed-index.ts';
import type { FeedPages } from '../archive/feed-pages.ts';
import type { FeedDefinition } from './definition.ts';

/** The position of a document in the history of its feed (RFC 5005, section 4). */
export interface History {
  /** The closed page that this document is; absent for the feed itself. */
  readonly page?: number;
  /** The closed page before it. */
  readonly previous?: number;
  /** The closed page after it. */
  readonly next?: number;
}

/** The part of the public sequence that the feed itself shows, and the page before it. */
export interface OpenPart {
  readonly within: SequenceRange;
  readonly history: History;
}

/** Sequence numbers read in one batch. */
const BATCH_SIZE = 5000;

/**
 * Returns the part of the public sequence after the last closed page, closing further pages first, as many as leave at
 * least the required number of stories in the feed itself.
 */
export async function openPart(
  { archive, pages }: { readonly archive: Archive; readonly pages: FeedPages },
  { name, terms, items }: FeedDefinition,
): Promise<OpenPart> {
  let { page, upTo } = (await pages.newest(name)) ?? { page: 0, upTo: 0 };
  for (;;) {
    const numbers = await archive.feeds.sequence(terms, upTo, BATCH_SIZE);
    const closable = Math.floor((numbers.length - items) / items);
    if (closable < 1) break;
    const closed = Array.from({ length: closable }, (_, index) => ({
      page: page + index + 1,
      upTo: numbers[(index + 1) * items - 1] ?? upTo,
    }));
    await pages.close(name, closed);
    ({ page, upTo } = (await pages.newest(name)) ?? { page, upTo });
    if (numbers.length < BATCH_SIZE) break;
  }
  return { within: { after: upTo }, history: page === 0 ? {} : { previous: page } };
}

/** Returns the part of the public sequence on a closed page; `undefined` if there is no such page. */
export async function closedPart(pages: FeedPages, feed: string, page: number): Promise<OpenPart | undefined> {
  const upTo = await pages.end(feed, page);
  const after = page === 1 ? 0 : await pages.end(feed, page - 1);
  if (upTo === undefined || after === undefined) return undefined;
  const isLast = (await pages.end(feed, page + 1)) === undefined;
  const history = { page, ...(page > 1 ? { previous: page - 1 } : {}), ...(isLast ? {} : { next: page + 1 }) };
  return { within: { after, upTo }, history };
}
