import type { Article } from '../article/article.ts';
import type { ChangeKind } from '../article/change.ts';
import type { Term } from '../article/terms.ts';
import type { Instant } from '../text/instant.ts';

/**
 * The kind of a log entry: a first version (`schedule`, `embargo` or `publish`), any later transition, a scheduled
 * transition (`release`, `expire`, `rightsEnd`), or an internal one (`adopt`, `erase`).
 */
export type LoggedChange =
  | ChangeKind
  | 'schedule'
  | 'embargo'
  | 'publish'
  | 'release'
  | 'expire'
  | 'rightsEnd'
  | 'adopt'
  | 'erase';

/** An entry of the change log, the single source of truth for everything downstream. */
export interface LogEntry {
  /** Counts from 1, in the order of commits, without gaps. */
  readonly cursor: number;
  /** Number among the entries that the public may see; absent for the others. Reveals nothing of hidden stories. */
  readonly publicCursor?: number;
  /** Time of the change, as its author states it. */
  readonly at: Instant;
  /** Time of writing. */
  readonly storedAt: Instant;
  readonly articleId: string;
  readonly version: number;
  readonly change: LoggedChange;
  /** The author, such as a key's name. */
  readonly actor: string;
  /** The channel, such as `content folder`. */
  readonly origin: string;
}

/** One step of a commit: an entry, and the article after it. */
export interface CommitStep {
  /** A stored version if the step creates none; absent if the article is unchanged. */
  readonly version?: Article;
  readonly entry: Omit<LogEntry, 'cursor' | 'publicCursor' | 'storedAt'>;
}

/** Identity of an idempotent request (its `Idempotency-Key`). */
export interface Receipt {
  /** The id of the API key that sent it. */
  readonly holder: string;
  readonly name: string;
  /** Digest of the request, to detect another one with the same name. */
  readonly requestHash: string;
}

/** A set of steps that is stored completely or not at all. */
export interface Commit {
  /** The version that is stored now, 0 for none; any other is a conflict. */
  readonly expectedVersion: number;
  /**
   * The stored article on which the steps are based. A release, an adoption and an erasure create no version: any other
   * change is a conflict too.
   */
  readonly basis?: { readonly article: Article; readonly origin: string | undefined };
  /** Steps of one article, oldest first; at least one. */
  readonly steps: readonly CommitStep[];
  readonly now: Instant;
  readonly receipt?: Receipt;
  /** Dry run: checks everything and stores nothing. */
  readonly dryRun?: boolean;
}

/** The result of a commit: the cursor of its last entry, or the reason for storing nothing. */
export type Committed =
  | { readonly cursor: number }
  | { readonly conflict: number }
  | { readonly slugTakenBy: string }
  /** The version that an earlier request with this receipt created. */
  | { readonly repeated: ReceiptOutcome };

/** The outcome of a request with a receipt. */
export interface ReceiptOutcome {
  readonly requestHash: string;
  readonly articleId: string;
  readonly version: number;
}

/** A query for articles, newest first. */
export interface ArticleQuery {
  /** Only articles that have all of these terms; every article if absent or empty. */
  readonly terms?: readonly Term[];
  /** Only articles whose publication time has passed. */
  readonly until: Instant;
  /** Leaves out hidden and expired articles, as far as transitions are recorded. */
  readonly inFeeds?: boolean;
  /** Only articles after this one in the order. */
  readonly after?: Article;
  readonly limit: number;
}

/** A query for articles that have left the feeds: withheld, killed, expired, or without rights. */
export interface DepartedQuery extends Pick<ArticleQuery, 'terms' | 'until' | 'limit'> {
  readonly since: Instant;
  readonly within?: SequenceRange;
  /** Number of articles to skip. */
  readonly offset: number;
}

/**
 * A range of the public sequence: numbers given when articles first became public (for `corrected`: when they were last
 * corrected), in the order of recording. A number never changes.
 */
export interface SequenceRange {
  /** Lower bound, exclusive. */
  readonly after: number;
  /** Upper bound, inclusive; open if absent. */
  readonly upTo?: number;
}

/** A query for entries of a list, newest first. */
export interface EntryQuery {
  readonly terms: readonly Term[];
  /** Only entries whose time has passed. */
  readonly until: Instant;
  readonly within?: SequenceRange;
  /** Only entries after this instant. */
  readonly since?: Instant;
  /** Only entries that were corrected after this instant. */
  readonly correctedSince?: Instant;
  readonly limit: number;
}

/** A query for a day or a month. */
export interface PeriodQuery {
  readonly until: Instant;
  /** Upper limit of the count. */
  readonly limit: number;
}

/** A day or a month of the archive. */
export interface Period {
  /** Number of its articles in feeds, up to the limit of the query. */
  readonly count: number;
  /** Time of the last change noticeable to readers, removals included. */
  readonly noticedAt: Instant;
}

/** A story and its original. */
export interface Translation {
  readonly id: string;
  /** The story that it was translated from. */
  readonly of: string;
}

/** An article's entry in a list, without its text. */
export interface FeedEntry {
  readonly id: string;
  readonly version: number;
  /** Sort key in the list: the first publication, or in `corrected` the last correction. */
  readonly time: Instant;
}

/** A scheduled transition. */
export interface ScheduledTransition {
  readonly articleId: string;
  readonly at: Instant;
  readonly change: 'embargo' | 'release' | 'expire' | 'rightsEnd';
}

/** The store of articles, all their versions, and the change log. It contains hidden articles too: see `viewOf`. */
export interface Archive {
  /** Stores all steps and their log entries, or nothing; durable when it returns. */
  commit(commit: Commit): Promise<Committed>;
  /** Records a scheduled transition, once for all machines; false if it is recorded already. */
  commitScheduled(due: ScheduledTransition, step: CommitStep | undefined, now: Instant): Promise<boolean>;
  /** Due transitions that are not recorded yet, oldest first. */
  due(now: Instant, limit: number): Promise<ScheduledTransition[]>;
  /**
   * Replaces every version of an article with one version without text, permanently; hashes and log are kept.
   * @param media paths of files to delete with it
   * @returns false if another version was stored in the meantime: nothing is erased then
   */
  erase(step: CommitStep & { readonly version: Article }, media: readonly string[], now: Instant): Promise<boolean>;
  /** The cursor of the newest entry; 0 if there is none. */
  cursor(): Promise<number>;
  /** The newest cursor that this process has seen: its own commits at once, those of others within a second. */
  readonly knownCursor: number;
  /** Registers a listener for every move of the known cursor; returns the function that removes it. */
  onChange(listener: () => void): () => void;
  /** Entries after a cursor, oldest first. */
  changesAfter(cursor: number, limit: number): Promise<LogEntry[]>;
  /** Public entries after one of their own cursors, oldest first. */
  publicChangesAfter(publicCursor: number, limit: number): Promise<LogEntry[]>;
  /** The newest version of an article. */
  byId(id: string): Promise<Article | undefined>;
  /** The article with this slug: its current one, or a former public one. */
  bySlug(slug: string): Promise<Article | undefined>;
  /** Former public slugs of stories. */
  formerSlugs(): Promise<string[]>;
  /** Every version, oldest first. */
  versionsOf(id: string): Promise<Article[]>;
  /** The channel that created the article, and alone can change it. */
  originOf(id: string): Promise<string | undefined>;
  /** Articles by first publication, newest first, then by id. */
  latest(query: ArticleQuery): Promise<Article[]>;
  /** Stories under embargo: available to entitled partners, not public yet. */
  embargoed(query: Omit<ArticleQuery, 'after' | 'inFeeds'>): Promise<Article[]>;
  /** Entries of articles in feeds, newest first, then by id. */
  entries(query: EntryQuery): Promise<FeedEntry[]>;
  /** The newest versions of these articles, unordered; unknown ids are left out. */
  byIds(ids: readonly string[]): Promise<Article[]>;
  /** Numbers in the public sequence of articles with these terms, hidden ones included, after a number, in order. */
  sequence(terms: readonly Term[], after: number, limit: number): Promise<number[]>;
  /** True if an article with this term was ever public. */
  isPublicTerm(term: Term, until: Instant): Promise<boolean>;
  /** A day or month at an instant; `undefined` if it never had anything noticeable to readers. */
  period(term: Term, query: PeriodQuery): Promise<Period | undefined>;
  /** Translations of these articles among our stories: pairs of ids. */
  translations(ids: readonly string[]): Promise<Translation[]>;
  /** Values of a kind with public articles, in order, after a value. */
  termValues(kind: Term['kind'], after: string, limit: number): Promise<string[]>;
  /** Articles changed by time alone after one instant and until another. */
  changedByTime(after: Instant, until: Instant, limit: number): Promise<string[]>;
  /** Articles that left the feeds after `since` and until `until`, hidden or expired, the last one first. */
  departed(query: DepartedQuery): Promise<Article[]>;
  /** Articles whose newest version contains all of these words, newest first. */
  search(words: string, query: Pick<ArticleQuery, 'until' | 'limit'>): Promise<Article[]>;
  /** Articles whose newest version shows a media file. */
  byMedia(path: string): Promise<Article[]>;
  /** The next instant after `instant` at which time alone changes a view. */
  nextBoundary(instant: Instant): Promise<Instant | undefined>;
  /** Stores the outcome of a request with a receipt that stored no version. */
  storeReceipt(receipt: Receipt, article: Pick<Article, 'id' | 'version'>, now: Instant): Promise<void>;
  /** The outcome of a request with a receipt, within the last day. */
  receiptOutcome(receipt: Receipt, now: Instant): Promise<ReceiptOutcome | undefined>;
  /** True while the archive accepts writes. */
  isReady(): Promise<boolean>;
}
