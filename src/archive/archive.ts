import type { Article } from '../article/article.ts';
import type { ChangeKind } from '../article/change.ts';
import type { Instant } from '../text/instant.ts';

/** What a log entry can tell: the first publication, or any step after it. */
export type LoggedChange = 'publish' | ChangeKind;

/** One line of the change log, the single source of truth for everything downstream. */
export interface LogEntry {
  /** Counts from 1, in the order of commits, without gaps. */
  readonly cursor: number;
  readonly at: Instant;
  readonly articleId: string;
  readonly version: number;
  readonly change: LoggedChange;
  /** Who did it, such as a key's name. */
  readonly actor: string;
  /** Which way it came, such as `content folder`. */
  readonly origin: string;
}

/** What came of a commit: its place in the log, or why nothing was stored. */
export type Committed = { readonly cursor: number } | { readonly conflict: number } | { readonly slugTakenBy: string };

/** Which articles, newest first. */
export interface Query {
  readonly section?: string;
  /** Only those whose hour has come. */
  readonly until: Instant;
  /** Only those that come after this one in the order. */
  readonly after?: Pick<Article, 'publishAt' | 'id'>;
  readonly limit: number;
}

/** The store of articles, all their versions, and the change log. */
export interface Archive {
  /**
   * Stores a version and its log entry, both or neither; durable when it returns.
   * @param expectedVersion the version that is stored now, 0 for none; another one is a conflict
   */
  commit(expectedVersion: number, version: Article, entry: Omit<LogEntry, 'cursor'>): Promise<Committed>;
  /** The cursor of the newest entry; 0 if there is none. */
  cursor(): Promise<number>;
  /** Entries after a cursor, oldest first. */
  changesAfter(cursor: number, limit: number): Promise<LogEntry[]>;
  /** The newest version of an article. */
  byId(id: string): Promise<Article | undefined>;
  bySlug(slug: string): Promise<Article | undefined>;
  /** Every version, oldest first. */
  versionsOf(id: string): Promise<Article[]>;
  /** By hour of publication, newest first, then by id. */
  latest(query: Query): Promise<Article[]>;
  /** The articles whose newest version shows a file of the media folder. */
  byMedia(path: string): Promise<Article[]>;
  /** The next moment after `instant` at which the clock alone changes what somebody sees. */
  nextBoundary(instant: Instant): Promise<Instant | undefined>;
  /** True while it can be written to. */
  isReady(): Promise<boolean>;
}
