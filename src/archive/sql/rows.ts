import { createHash } from 'node:crypto';
import type { Article } from '../../article/article.ts';
import { keyOf } from '../../article/identity.ts';
import { mediaPaths } from '../../article/media-paths.ts';
import { boundariesOf, feedHour, lastCorrection, noticedAt } from '../../article/public-life.ts';
import { parseBody } from '../../text/html-tree.ts';
import type { Instant } from '../../text/instant.ts';
import { plainText } from '../../text/plain-text.ts';
import type { LogEntry } from '../archive.ts';
import { termsOf } from '../terms.ts';
import { NEVER, type Tables } from './tables.ts';
import { wordsOf } from './words.ts';

/** The key of an article, by which rows name it; for an id of another kind one that no article has. */
export function rowKey(id: string): string {
  return keyOf(id) ?? '';
}

/** A version as it is stored. What belongs to the article and not to one version stands beside it. */
export function documentOf({ releasedAt: _, ...version }: Article): string {
  return JSON.stringify(version);
}

/** The version of a stored document. */
export function articleOf(row: { readonly document: string; readonly released_at: string | null }): Article {
  const version = JSON.parse(row.document) as Article;
  return Object.freeze(row.released_at === null ? version : { ...version, releasedAt: row.released_at as Instant });
}

/** What tells that a document is still what was stored; it stays when the text is erased. */
export function hashOfDocument(document: string): string {
  return createHash('sha256').update(document).digest('hex');
}

/** An entry of the log as it was written. */
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
 * The moments at which the clock alone changes what somebody sees of an article.
 * @param before what was written down for the version before
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
    // A step that was due stays due until it is written down, and one that is written down stays so. What had happened
    // when the version came is told by the version's own entry.
    settled: change === '' ? 1 : (known.get(`${at} ${change}`) ?? (at <= now ? 1 : 0)),
  }));
  return [...new Map(rows.map((row) => [`${row.at} ${row.change}`, row])).values()];
}

/** Where an article stands in feeds, and when it left them. The numbers of the public sequence come with the log. */
export function feedPlace(article: Article, now: Instant) {
  const { status, expires, rights, changes } = article;
  const hiding = changes.findLast(({ kind }) => kind === 'withhold' || kind === 'kill')?.at;
  const isOver = (expires !== undefined && expires <= now) || (rights.endsAt !== undefined && rights.endsAt <= now);
  return {
    hour: feedHour(article) ?? NEVER,
    in_feeds: status === 'usable' && !isOver ? 1 : 0,
    // The end of the rights is told, an expiry only seen: where both are known, the first counts.
    left_at: (status === 'usable' ? (rights.endsAt ?? expires) : hiding) ?? null,
    corrected_at: lastCorrection(article) ?? null,
    noticed_at: noticedAt(article, now) ?? null,
  };
}

/** The rows by which an article is found in feeds. */
export function termRows(article: Article, key: string, now: Instant): Tables['terms'][] {
  const place = feedPlace(article, now);
  return termsOf(article).map((term) => ({ ...term, ...place, hour: hourOf(term.kind, place), key, sequence: null }));
}

/** A correction stands in the list of corrections by its own hour. */
export function hourOf(kind: string, { hour, corrected_at }: Pick<Tables['terms'], 'hour' | 'corrected_at'>): string {
  return kind === 'corrected' ? (corrected_at ?? hour) : hour;
}

const LONGEST_PATH = 1024;

/** The rows that say which files an article shows. */
export function mediaUseRows(article: Article, key: string): Tables['media_uses'][] {
  // Longer ones are no files of ours, and PostgreSQL cannot look them up.
  return mediaPaths(article)
    .filter((path) => path.length <= LONGEST_PATH)
    .map((path) => ({ path, key }));
}

/** The words by which a story is found; none of a story that is hidden. */
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

/** PostgreSQL takes about a megabyte of words for a story, and drops the rest without a word. */
const MOST_BYTES = 900_000;

function textOf(html: string): string {
  return plainText(parseBody(html));
}
