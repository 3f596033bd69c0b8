import type { Kysely } from 'kysely';
import type { Sql, Tables } from './tables.ts';

/** The differences between the engines. Everything else is the same SQL. */
export interface Engine {
  readonly name: 'SQLite' | 'PostgreSQL';
  readonly db: Kysely<Tables>;
  /** A transaction that sees commits of others before each of its statements. */
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
  /** Runs reads in one snapshot. */
  snapshot<Result>(reads: (transaction: Sql) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
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
