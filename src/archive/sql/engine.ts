import type { Kysely } from 'kysely';
import type { Sql, Tables } from './tables.ts';

/** The differences between the engines. Everything else is the same SQL. */
export interface Engine {
  readonly name: 'SQLite' | 'PostgreSQL';
  readonly db: Kysely<Tables>;
  /** True if one process writes the archive, so that small writes can be collected for a moment. */
  readonly batchesWrites: boolean;
  /** True if rows that another transaction has locked can be skipped. */
  readonly skipsLocked: boolean;
  /** Reports an error of work in the background. */
  readonly onError: OnError;
  /** Runs a transaction that sees commits of others before each of its statements. */
  transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** Locks out every other writer until the transaction ends, so that the log is in the order of commits. */
  serialize(transaction: Sql): Promise<void>;
  /** Notifies other processes, once the transaction is committed, that the log has grown. */
  announce(transaction: Sql, cursor: number): Promise<void>;
  /** Registers a listener for writes of other processes; missed notifications are found by polling. */
  listen(onWrite: () => void): () => void;
  readonly search: SearchIndex;
  /** Overwrites deleted data, as far as the engine can. */
  scrub(): Promise<void>;
  /** Returns the database's own time in milliseconds, equal for all machines; `undefined` where there is one machine. */
  now(): Promise<number | undefined>;
  /** Returns the free space for the archive in bytes; `undefined` where this machine does not have the disk. */
  freeBytes(): Promise<number | undefined>;
  /** Runs reads in one snapshot. */
  snapshot<Result>(reads: (transaction: Sql) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** Receives errors of work in the background; `during` names the work. */
export type OnError = (error: unknown, during: string) => void;

/** Options of an engine. */
export interface EngineOptions<Driver> {
  /** Wraps the driver, for tests that inject faults. */
  readonly wrap?: (driver: Driver) => Driver;
  readonly onError?: OnError | undefined;
}

/** The full-text index: words in, keys of articles out. */
export interface SearchIndex {
  put(
    transaction: Sql,
    row: { readonly key: string; readonly number: number },
    words: readonly string[],
  ): Promise<void>;
  remove(transaction: Sql, row: { readonly key: string; readonly number: number }): Promise<void>;
  /** Keys of articles with all of these words, newest first. */
  find(sql: Sql, words: readonly string[], page: { readonly until: string; readonly limit: number }): Promise<string[]>;
}
