import type { Archive } from '../archive/archive.ts';
import type { SequenceEntry, SequenceRange } from '../archive/feed-index.ts';
import type { FeedPages } from '../archive/feed-pages.ts';
import { addSeconds, latest } from '../text/instant.ts';
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

/** A burst stays in the feed itself, where readers find it: stories of this period before the newest one, in seconds. */
const BURST_S = 60 * 60;
/** Largest number of stories of a burst that stay. */
const MAX_BURST = 200;

/**
 * Returns the part of the public sequence after the last closed page, closing further pages first, as many as leave at
 * least the required number of stories, and those of the last hour before the newest one, in the feed itself.
 */
export async function openPart(
  { archive, pages }: { readonly archive: Archive; readonly pages: FeedPages },
  { name, terms, items }: FeedDefinition,
): Promise<OpenPart> {
  let { page, upTo } = (await pages.newest(name)) ?? { page: 0, upTo: 0 };
  for (;;) {
    const entries = await archive.feeds.sequence(terms, upTo, BATCH_SIZE);
    const kept = Math.max(items, burstOf(entries));
    const closable = Math.floor((entries.length - kept) / items);
    if (closable < 1) break;
    const closed = Array.from({ length: closable }, (_, index) => ({
      page: page + index + 1,
      upTo: entries[(index + 1) * items - 1]?.number ?? upTo,
    }));
    await pages.close(name, closed);
    ({ page, upTo } = (await pages.newest(name)) ?? { page, upTo });
    if (entries.length < BATCH_SIZE) break;
  }
  return { within: { after: upTo }, history: page === 0 ? {} : { previous: page } };
}

/**
 * Counts the stories of the last hour before the newest one, hidden ones included: the same on every machine, whenever
 * it is asked.
 */
function burstOf(entries: readonly SequenceEntry[]): number {
  const newest = latest(entries.map(({ time }) => time));
  if (newest === undefined) return 0;
  const since = addSeconds(newest, -BURST_S);
  return Math.min(MAX_BURST, entries.filter(({ time }) => time > since).length);
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
