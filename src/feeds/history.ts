import type { Archive, Range } from '../archive/archive.ts';
import type { FeedPages } from '../archive/feed-pages.ts';
import type { FeedDefinition } from './definition.ts';

/** Where a document stands in the history of its feed (RFC 5005, section 4). */
export interface History {
  /** The closed page that this is; absent for the feed itself, which goes on. */
  readonly page?: number;
  /** The closed page before it. */
  readonly previous?: number;
  /** The closed page after it. */
  readonly next?: number;
}

/** What a feed itself shows of the public sequence, and what is before it. */
export interface Open {
  readonly within: Range;
  readonly history: History;
}

/** What can be closed is looked at in so many numbers at a time. */
const AT_ONCE = 5000;

/**
 * The part of the public sequence that has not been closed, after what can be closed has been: so many pages that the feed
 * itself goes on showing at least as many stories as it should.
 */
export async function openPart(
  { archive, pages }: { readonly archive: Archive; readonly pages: FeedPages },
  { name, terms, items }: FeedDefinition,
): Promise<Open> {
  let { page, upTo } = (await pages.newest(name)) ?? { page: 0, upTo: 0 };
  for (;;) {
    const numbers = await archive.sequence(terms, upTo, AT_ONCE);
    const closable = Math.floor((numbers.length - items) / items);
    if (closable < 1) break;
    const closed = Array.from({ length: closable }, (_, index) => ({
      page: page + index + 1,
      upTo: numbers[(index + 1) * items - 1] ?? upTo,
    }));
    await pages.close(name, closed);
    ({ page, upTo } = (await pages.newest(name)) ?? { page, upTo });
    if (numbers.length < AT_ONCE) break;
  }
  return { within: { after: upTo }, history: page === 0 ? {} : { previous: page } };
}

/** The part of the public sequence on a closed page; `undefined` if there is no such page. */
export async function closedPart(pages: FeedPages, feed: string, page: number): Promise<Open | undefined> {
  const upTo = await pages.end(feed, page);
  const after = page === 1 ? 0 : await pages.end(feed, page - 1);
  if (upTo === undefined || after === undefined) return undefined;
  const isLast = (await pages.end(feed, page + 1)) === undefined;
  const history = { page, ...(page > 1 ? { previous: page - 1 } : {}), ...(isLast ? {} : { next: page + 1 }) };
  return { within: { after, upTo }, history };
}
