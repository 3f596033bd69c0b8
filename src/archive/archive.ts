import type { Article } from '../article/article.ts';
import type { ChangeKind } from '../article/change.ts';
import type { Instant } from '../text/instant.ts';
import type { Term } from './terms.ts';

/**
 * What a log entry can tell: a first version (`schedule`, `embargo` or `publish`), any step after it, what the clock
 * did (`release`, `expire`, `rightsEnd`), and what concerns the newsroom alone (`adopt`, `erase`).
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

/** One line of the change log, the single source of truth for everything downstream. */
export interface LogEntry {
  /** Counts from 1, in the order of commits, without gaps. */
  readonly cursor: number;
  /** The same for the entries that the public may know of; absent for the others. Tells nothing of what is hidden. */
  readonly publicCursor?: number;
  /** When the change was made, as its author says. */
  readonly at: Instant;
  /** When it was written down here. */
  readonly storedAt: Instant;
  readonly articleId: string;
  readonly version: number;
  readonly change: LoggedChange;
  /** Who did it, such as a key's name. */
  readonly actor: string;
  /** Which way it came, such as `content folder`. */
  readonly origin: string;
}

/** One step of a commit: an entry, and the article after it. */
export interface CommitStep {
  /** With a version that is stored already where the step makes none; absent where nothing of the article changes. */
  readonly version?: Article;
  readonly entry: Omit<LogEntry, 'cursor' | 'publicCursor' | 'storedAt'>;
}

/** A request that is answered once, however often it is sent (an `Idempotency-Key`). */
export interface Receipt {
  /** Whose: the id of an API key. */
  readonly holder: string;
  readonly name: string;
  /** Tells two requests with one name apart. */
  readonly requestHash: string;
}

/** What is stored together or not at all. */
export interface Commit {
  /** The version that is stored now, 0 for none; another one is a conflict. */
  readonly expectedVersion: number;
  /**
   * What the steps were decided by. A release, an adoption and an erasure make no version: if anything is another now,
   * that is a conflict too.
   */
  readonly basis?: { readonly article: Article; readonly origin: string | undefined };
  /** All of one article, oldest first; at least one. */
  readonly steps: readonly CommitStep[];
  readonly now: Instant;
  readonly receipt?: Receipt;
  /** Goes through everything and stores nothing. */
  readonly rehearse?: boolean;
}

/** What came of a commit: the cursor of its last entry, or why nothing was stored. */
export type Committed =
  | { readonly cursor: number }
  | { readonly conflict: number }
  | { readonly slugTakenBy: string }
  /** The request of this receipt was answered before, with this version. */
  | { readonly answered: Answered };

/** What a request with a receipt led to. */
export interface Answered {
  readonly requestHash: string;
  readonly articleId: string;
  readonly version: number;
}

/** Which articles, newest first. */
export interface Query {
  /** Only those that have every one of these terms; all of them if absent or empty. */
  readonly terms?: readonly Term[];
  /** Only those whose hour has come. */
  readonly until: Instant;
  /** Leaves out what is hidden or has expired, as far as the clock has written it down. */
  readonly inFeeds?: boolean;
  /** Only those that come after this one in the order. */
  readonly after?: Article;
  readonly limit: number;
}

/** Which articles that have left the feeds: withheld, killed, without rights any more, or expired. */
export interface LeftQuery extends Pick<Query, 'terms' | 'until' | 'limit'> {
  readonly since: Instant;
  readonly within?: Range;
  /** How many to pass over. */
  readonly offset: number;
}

/**
 * A part of the public sequence: the numbers by which articles first became known to the public (of `corrected`: by which
 * they were last corrected), in the order in which that was written down. Nothing that comes later changes such a number.
 */
export interface Range {
  /** The first number is greater than this. */
  readonly after: number;
  /** The last number; open to the future if absent. */
  readonly upTo?: number;
}

/** Which places in a list, newest first. */
export interface PlaceQuery {
  readonly terms: readonly Term[];
  /** Only those whose hour has come. */
  readonly until: Instant;
  readonly within?: Range;
  /** Only those whose hour came after this moment. */
  readonly since?: Instant;
  /** Only those that were corrected after this moment. */
  readonly correctedSince?: Instant;
  readonly limit: number;
}

/** What is asked of a day or month. */
export interface PeriodQuery {
  readonly until: Instant;
  /** Counts no further. */
  readonly limit: number;
}

/** A day or a month of the archive. */
export interface Period {
  /** How many articles of it are in feeds, at most as many as were to be counted. */
  readonly count: number;
  /** When readers last noticed something of it, removals included. */
  readonly noticedAt: Instant;
}

/** Two stories that say the same in two languages. */
export interface Translation {
  readonly id: string;
  /** The story that it was translated from. */
  readonly of: string;
}

/** An article's place in a list, without its text. */
export interface Place {
  readonly id: string;
  readonly version: number;
  /** By which it stands in the list: its first public hour, or in `corrected` the hour of its last correction. */
  readonly hour: Instant;
}

/** A step that the clock takes by itself. */
export interface DueStep {
  readonly articleId: string;
  readonly at: Instant;
  readonly change: 'embargo' | 'release' | 'expire' | 'rightsEnd';
}

/** The store of articles, all their versions, and the change log. Hidden ones are here too: see `viewOf`. */
export interface Archive {
  /** Stores all steps and their log entries, or nothing; durable when it returns. */
  commit(commit: Commit): Promise<Committed>;
  /** Writes down a step of the clock, once however many ask; false if somebody else has. */
  commitDue(due: DueStep, step: CommitStep | undefined, now: Instant): Promise<boolean>;
  /** Steps of the clock that are due and not written down yet, oldest first. */
  due(now: Instant, limit: number): Promise<DueStep[]>;
  /**
   * Puts one version without text in the place of every version of an article, for good; hashes and log stay.
   * @param media paths of files to delete with it
   * @returns false if another version was stored in the meantime: nothing is erased then
   */
  erase(step: CommitStep & { readonly version: Article }, media: readonly string[], now: Instant): Promise<boolean>;
  /** The cursor of the newest entry; 0 if there is none. */
  cursor(): Promise<number>;
  /** The same as far as this process has heard: its own commits at once, those of others within a second. */
  readonly knownCursor: number;
  /** Calls back whenever the known cursor has moved, until the returned function is called. */
  onChange(listener: () => void): () => void;
  /** Entries after a cursor, oldest first. */
  changesAfter(cursor: number, limit: number): Promise<LogEntry[]>;
  /** Entries that the public may know of, after one of their own cursors, oldest first. */
  publicChangesAfter(publicCursor: number, limit: number): Promise<LogEntry[]>;
  /** The newest version of an article. */
  byId(id: string): Promise<Article | undefined>;
  /** The article at this slug: its own, or one that it had while it was public. */
  bySlug(slug: string): Promise<Article | undefined>;
  /** Slugs that stories had while they were public, and have no longer. */
  formerSlugs(): Promise<string[]>;
  /** Every version, oldest first. */
  versionsOf(id: string): Promise<Article[]>;
  /** Which way the article came: the one that may change it. */
  originOf(id: string): Promise<string | undefined>;
  /** By the first public hour, newest first, then by id. */
  latest(query: Query): Promise<Article[]>;
  /** Stories under embargo: transmitted to entitled partners, not public yet. */
  held(query: Omit<Query, 'after' | 'inFeeds'>): Promise<Article[]>;
  /** Places of what is in feeds, newest first, then by id. */
  places(query: PlaceQuery): Promise<Place[]>;
  /** The newest versions of these articles, in no order; unknown ones are left out. */
  byIds(ids: readonly string[]): Promise<Article[]>;
  /** Numbers in the public sequence of what has these terms, hidden ones included, after a number, in order. */
  sequence(terms: readonly Term[], after: number, limit: number): Promise<number[]>;
  /** True if the public ever saw anything with this term. */
  isPublicTerm(term: Term, until: Instant): Promise<boolean>;
  /** What a day or month holds at an instant; `undefined` if readers never noticed anything of it. */
  period(term: Term, query: PeriodQuery): Promise<Period | undefined>;
  /** Which of our stories are translations of these articles: pairs of ids. */
  translations(ids: readonly string[]): Promise<Translation[]>;
  /** Values of a kind of which the public ever saw anything, in order, after a value. */
  termValues(kind: Term['kind'], after: string, limit: number): Promise<string[]>;
  /** The articles of which the clock alone changed something after one moment and until another. */
  passed(after: Instant, until: Instant, limit: number): Promise<string[]>;
  /** What left the feeds after `since` and until `until`, hidden or expired, the last one first. */
  left(query: LeftQuery): Promise<Article[]>;
  /** Articles in whose newest version every one of these words stands, newest first. */
  search(words: string, query: Pick<Query, 'until' | 'limit'>): Promise<Article[]>;
  /** The articles whose newest version shows a file of the media folder. */
  byMedia(path: string): Promise<Article[]>;
  /** The next moment after `instant` at which the clock alone changes what somebody sees. */
  nextBoundary(instant: Instant): Promise<Instant | undefined>;
  /** Remembers what a request with a receipt led to, where it stored nothing. */
  answer(receipt: Receipt, article: Pick<Article, 'id' | 'version'>, now: Instant): Promise<void>;
  /** What a request with a receipt led to, within the last day. */
  answered(receipt: Receipt, now: Instant): Promise<Answered | undefined>;
  /** True while it can be written to. */
  isReady(): Promise<boolean>;
}
