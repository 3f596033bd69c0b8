import { createHash } from 'node:crypto';
import type { Article } from '../../article/article.ts';
import { keyOf } from '../../article/identity.ts';
import { mediaPaths } from '../../article/media-paths.ts';
import { boundariesOf, feedTime, lastCorrection, noticedAt } from '../../article/public-life.ts';
import { wordsOf } from '../../article/search-words.ts';
import { termsOf } from '../../article/terms.ts';
import { parseBody } from '../../text/html-tree.ts';
import type { Instant } from '../../text/instant.ts';
import { plainText } from '../../text/plain-text.ts';
import type { LogEntry } from '../archive.ts';
import { NEVER, type Tables } from './tables.ts';

/** Returns the key of an article, which identifies it in rows; for a foreign id a key that no article has. */
export function rowKey(id: string): string {
  return keyOf(id) ?? '';
}

/** Serializes a version. Fields of the article as a whole are stored beside it. */
export function documentOf({ releasedAt: _, ...version }: Article): string {
  return JSON.stringify(version);
}

/** Parses a stored version. */
export function articleOf(row: { readonly document: string; readonly released_at: string | null }): Article {
  const version = JSON.parse(row.document) as Article;
  return Object.freeze(row.released_at === null ? version : { ...version, releasedAt: row.released_at as Instant });
}

/** Digest that proves a document unchanged; it is kept when the text is erased. */
export function hashOfDocument(document: string): string {
  return createHash('sha256').update(document).digest('hex');
}

/** Converts a row of the log to an entry. */
export function entryOf(row: Tables['changes']): LogEntry {
  return {
    cursor: row.cursor,
    ...(row.public_cursor === null ? {} : { publicCursor: row.public_cursor }),
    at: row.at as Instant,
    storedAt: row.stored_at as Instant,
    articleId: row.article_id,
    version: row.version,
    change: row.change as LogEntry['change'],
    actor: row.actor,
    origin: row.origin,
  };
}

/**
 * Returns the instants at which time alone changes what an audience sees of an article.
 * @param before the boundaries stored for the previous version
 */
export function boundaryRows(
  article: Article,
  key: string,
  { now, before }: { readonly now: Instant; readonly before: readonly Tables['boundaries'][] },
): Tables['boundaries'][] {
  const known = new Map(before.map((row) => [`${row.at} ${row.change}`, row.settled]));
  const rows = boundariesOf(article).map(({ at, change = '' }) => ({
    key,
    at,
    change,
    // A due transition stays due until it is recorded, and a recorded one stays recorded. Transitions before the
    // version's own time are part of the version's entry.
    settled: change === '' ? 1 : (known.get(`${at} ${change}`) ?? (at <= now ? 1 : 0)),
  }));
  return [...new Map(rows.map((row) => [`${row.at} ${row.change}`, row])).values()];
}

/**
 * Returns the feed position of an article, and the time at which it left its feeds. The numbers of the public sequence
 * are set with the log.
 */
export function feedPosition(article: Article, now: Instant) {
  const { status, expires, rights, changes } = article;
  const hiding = changes.findLast(({ kind }) => kind === 'withhold' || kind === 'kill')?.at;
  const isOver = (expires !== undefined && expires <= now) || (rights.endsAt !== undefined && rights.endsAt <= now);
  return {
    hour: feedTime(article) ?? NEVER,
    in_feeds: status === 'usable' && !isOver ? 1 : 0,
    // The end of rights is a logged change, an expiry is not: where both are known, the first counts.
    left_at: (status === 'usable' ? (rights.endsAt ?? expires) : hiding) ?? null,
    corrected_at: lastCorrection(article) ?? null,
    noticed_at: noticedAt(article, now) ?? null,
  };
}

/** Returns the rows by which feeds find an article. */
export function termRows(article: Article, key: string, now: Instant): Tables['terms'][] {
  const place = feedPosition(article, now);
  return termsOf(article).map((term) => ({
    ...term,
    ...place,
    hour: entryTime(term.kind, place),
    key,
    sequence: null,
  }));
}

/** A correction is sorted by its own time in the list of corrections. */
export function entryTime(
  kind: string,
  { hour, corrected_at }: Pick<Tables['terms'], 'hour' | 'corrected_at'>,
): string {
  return kind === 'corrected' ? (corrected_at ?? hour) : hour;
}

const LONGEST_PATH = 1024;

/** Returns the rows of the media files that an article shows. */
export function mediaUseRows(article: Article, key: string): Tables['media_uses'][] {
  // Longer names are not files of ours, and PostgreSQL cannot index them.
  return mediaPaths(article)
    .filter((path) => path.length <= LONGEST_PATH)
    .map((path) => ({ path, key }));
}

/** Returns the search words of a story; none for a hidden story. */
export function searchWords(article: Article): string[] {
  if (article.status !== 'usable') return [];
  const updates = article.live?.updates.map(({ headline = '', body }) => `${headline}\n${textOf(body)}`) ?? [];
  const text = [article.headline, article.standfirst ?? '', textOf(article.body), ...updates].join('\n');
  let size = 0;
  return [...new Set(wordsOf(text))].filter((word) => {
    size += Buffer.byteLength(word) + 8;
    return size <= MOST_BYTES;
  });
}

/** PostgreSQL indexes about a megabyte of words for a story, and drops the rest silently. */
const MOST_BYTES = 900_000;

function textOf(html: string): string {
  return plainText(parseBody(html));
}
