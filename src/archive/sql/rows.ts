import { createHash } from 'node:crypto';
import type { Article } from '../../article/article.ts';
import { keyOf } from '../../article/identity.ts';
import type { FeedPosition, IndexEntry } from '../../article/index-entry.ts';
import { defined } from '../../text/defined.ts';
import type { Instant } from '../../text/instant.ts';
import type { LogEntry } from '../change-log.ts';
import { NEVER, type Tables } from './tables.ts';

/** Returns the key of an article, which identifies it in rows; for a foreign id a key that no article has. */
export function rowKey(id: string): string {
  return keyOf(id) ?? '';
}

/** Serializes a version. Fields of the article as a whole are stored beside it. */
export function documentOf({ releasedAt: _, ...version }: Article): string {
  return JSON.stringify(version);
}

/** A version as it is stored. */
export interface StoredVersion {
  readonly document: string;
  readonly released_at: Instant | null;
}

/** Parses a stored version. */
export function articleOf(row: StoredVersion): Article {
  const version = JSON.parse(row.document) as Article;
  return Object.freeze(row.released_at === null ? version : { ...version, releasedAt: row.released_at });
}

/** Returns the digest that proves a document unchanged; it stays when the text is erased. */
export function hashOfDocument(document: string): string {
  return createHash('sha256').update(document).digest('hex');
}

/** Converts a row of the log to an entry. */
export function entryOf(row: Tables['changes']): LogEntry {
  return defined({
    cursor: row.cursor,
    publicCursor: row.public_cursor ?? undefined,
    at: row.at,
    storedAt: row.stored_at,
    articleId: row.article_id,
    version: row.version,
    change: row.change,
    actor: row.actor,
    origin: row.origin,
  });
}

/**
 * Returns the rows of boundaries.
 * @param before the boundaries stored for the previous version
 */
export function boundaryRows(
  { boundaries }: Pick<IndexEntry, 'boundaries'>,
  key: string,
  { now, before }: { readonly now: Instant; readonly before: readonly Tables['boundaries'][] },
): Tables['boundaries'][] {
  const known = new Map(before.map((row) => [`${row.at} ${row.change}`, row.settled]));
  return boundaries.map(({ at, change = '' }) => ({
    key,
    at,
    change,
    // A due transition stays due until it is recorded, and a recorded one stays recorded. Transitions before the
    // version's own time are part of the version's entry.
    settled: change === '' ? 1 : (known.get(`${at} ${change}`) ?? (at <= now ? 1 : 0)),
  }));
}

/** Returns the columns of a feed position. The numbers of the public sequence are set with the log. */
export function positionColumns({ time, inFeeds, leftAt, noticeableAt, noticedAt }: FeedPosition) {
  return {
    feed_time: time ?? NEVER,
    in_feeds: inFeeds ? 1 : 0,
    left_at: leftAt ?? null,
    corrected_at: noticeableAt ?? null,
    noticed_at: noticedAt ?? null,
  };
}

/** Returns the rows by which feeds find an article. */
export function termRows({ terms, position }: IndexEntry, key: string): Tables['terms'][] {
  const columns = positionColumns(position);
  return terms.map((term) => ({ ...term, ...columns, feed_time: entryTime(term.kind, columns), key, sequence: null }));
}

/** Returns the time by which an entry is sorted: in the list of corrections that of the correction. */
export function entryTime(
  kind: string,
  { feed_time, corrected_at }: Pick<Tables['terms'], 'feed_time' | 'corrected_at'>,
): Instant {
  return kind === 'corrected' ? (corrected_at ?? feed_time) : feed_time;
}

/** Returns the rows of the media files that an article shows. */
export function mediaUseRows({ media }: IndexEntry, key: string): Tables['media_uses'][] {
  return media.map((path) => ({ path, key }));
}
