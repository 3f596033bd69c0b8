import { parseBody } from '../text/html-tree.ts';
import { type Instant, latest } from '../text/instant.ts';
import { plainText } from '../text/plain-text.ts';
import { freePart } from '../text/projections.ts';
import type { Article } from './article.ts';
import { PUBLIC } from './audience.ts';
import { mediaPaths } from './media-paths.ts';
import {
  type Boundary,
  boundariesOf,
  feedTime,
  lastCorrection,
  newestUpdate,
  noticedAt,
  rightsEndedAt,
} from './public-life.ts';
import { wordsOf } from './search-words.ts';
import { type Term, termsOf } from './terms.ts';
import { isFreeAlone, viewOf } from './view.ts';

/** The position of an article in feeds. */
export interface FeedPosition {
  /** Sort key; absent while it is undetermined (an embargo without a time). */
  readonly time: Instant | undefined;
  readonly inFeeds: boolean;
  /** The time at which it left its feeds, or will. */
  readonly leftAt: Instant | undefined;
  /** Its last correction, or of a live page its newest update: both keep a story in its feeds for a week. */
  readonly noticeableAt: Instant | undefined;
  /** Time of the last change noticeable to readers. */
  readonly noticedAt: Instant | undefined;
}

/** Everything by which the archive finds an article, derived from its newest version. */
export interface IndexEntry {
  readonly terms: readonly Term[];
  readonly position: FeedPosition;
  /** Distinct times at which views change, or transitions become due. */
  readonly boundaries: readonly Boundary[];
  /** Distinct search words; none for a hidden story. */
  readonly words: readonly string[];
  /** Paths of its media files. */
  readonly media: readonly string[];
}

/** The part of an index entry that is read from the text. */
export type IndexText = Pick<IndexEntry, 'words' | 'media'>;

/** Reads what the index needs of an article's text. */
export function indexTextOf(article: Article): IndexText {
  return {
    words: searchWordsOf(article),
    // Longer names are not files of ours, and PostgreSQL cannot index them.
    media: mediaPaths(article).filter((path) => path.length <= MAX_PATH_LENGTH),
  };
}

/**
 * Returns the index entry of an article.
 * @param now instant of the commit: an expiry before it has taken effect
 */
export function indexEntryOf(article: Article, now: Instant, text: IndexText = indexTextOf(article)): IndexEntry {
  const boundaries = boundariesOf(article);
  return {
    terms: termsOf(article),
    position: positionOf(article, now),
    boundaries: [...new Map(boundaries.map((one) => [`${one.at} ${one.change ?? ''}`, one])).values()],
    ...text,
  };
}

/** True if the public can see anything of an article, its tombstone included. */
export function isPublic(article: Article, now: Instant): boolean {
  return viewOf(article, PUBLIC, now) !== undefined;
}

const MAX_PATH_LENGTH = 1024;

function positionOf(article: Article, now: Instant): FeedPosition {
  const { status, expires, rights, changes } = article;
  const hiding = changes.findLast(({ kind }) => kind === 'withhold' || kind === 'kill')?.at;
  const isOver = (expires !== undefined && expires <= now) || (rights.endsAt !== undefined && rights.endsAt <= now);
  return {
    time: feedTime(article),
    inFeeds: status === 'usable' && !isOver,
    // The end of rights is a logged change, an expiry is not: where both are known, the first counts.
    leftAt: status === 'usable' ? (leftByRights(article, now) ?? expires) : hiding,
    noticeableAt: latest([lastCorrection(article), newestUpdate(article, now)]),
    noticedAt: noticedAt(article, now),
  };
}

/** An end of rights in the future is its own time: later versions cannot move it back. */
function leftByRights(article: Article, now: Instant): Instant | undefined {
  const { endsAt } = article.rights;
  return endsAt !== undefined && endsAt <= now ? rightsEndedAt(article) : endsAt;
}

/** PostgreSQL indexes about a megabyte of words for a story, and drops the rest silently. */
const MAX_INDEX_BYTES = 900_000;
const BYTES_PER_WORD = 8;

/**
 * Returns the distinct search words of a story that the public may read; none for a hidden story. Of a paid story only its
 * free part is found: a search would confirm the words of the rest one by one.
 */
export function searchWordsOf(article: Article): string[] {
  if (article.status !== 'usable') return [];
  const isPaid = isFreeAlone(article, PUBLIC);
  const live = isPaid ? [] : (article.live?.updates ?? []);
  const updates = live.map(({ headline = '', body }) => `${headline}\n${textOf(body)}`);
  const body = textOf(isPaid ? freePart(article.body) : article.body);
  const text = [article.headline, article.standfirst ?? '', body, ...updates].join('\n');
  let size = 0;
  return [...new Set(wordsOf(text))].filter((word) => {
    size += Buffer.byteLength(word) + BYTES_PER_WORD;
    return size <= MAX_INDEX_BYTES;
  });
}

function textOf(html: string): string {
  return plainText(parseBody(html));
}
