import type { Kysely } from 'kysely';
import type { Sql, Tables } from './tables.ts';

/** What the two engines do differently. Everything else is the same SQL. */
export interface Engine {
  readonly name: 'SQLite' | 'PostgreSQL';
  readonly db: Kysely<Tables>;
  /** A transaction that sees what others have committed before each of its statements. */
  transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** Holds every other writer off until the transaction ends, so that the log is in the order of commits. */
  serialize(transaction: Sql): Promise<void>;
  /** Tells other processes, once the transaction is committed, that the log has grown. */
  announce(transaction: Sql, cursor: number): Promise<void>;
  /** Calls back when another process may have written; what is missed is found by asking. */
  listen(heard: () => void): () => void;
  readonly search: SearchIndex;
  /** Overwrites what was deleted, as far as the engine can. */
  scrub(): Promise<void>;
  /** Runs reads that all see one state. */
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
  /** Keys of articles with every one of these words, newest first. */
  find(sql: Sql, words: readonly string[], page: { readonly until: string; readonly limit: number }): Promise<string[]>;
}
