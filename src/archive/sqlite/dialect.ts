import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { SqliteAdapter, type SqliteDatabase, SqliteDialect, type SqliteDialectConfig } from 'kysely';
import { TwoConnectionDriver } from './driver.ts';

/** Cached prepared statements; the archive uses about sixty. */
const MAX_STATEMENTS = 300;

/** Node's SQLite behind the interface that Kysely expects. */
export class NodeSqlite implements SqliteDatabase {
  readonly database: DatabaseSync;
  readonly #statements = new Map<string, PreparedStatement>();

  constructor(database: DatabaseSync) {
    this.database = database;
  }

  prepare(sql: string): PreparedStatement {
    const cached = this.#statements.get(sql);
    if (cached !== undefined) return cached;
    if (this.#statements.size >= MAX_STATEMENTS) this.#statements.clear();
    const made = preparedStatement(this.database.prepare(sql));
    this.#statements.set(sql, made);
    return made;
  }

  close(): void {
    this.#statements.clear();
    if (this.database.isOpen) this.database.close();
  }
}

type PreparedStatement = ReturnType<SqliteDatabase['prepare']>;

/** Returns a statement as Kysely expects it; its columns are read once. */
function preparedStatement(statement: StatementSync): PreparedStatement {
  const reader = statement.columns().length > 0;
  // The full-text index assigns row ids beyond the safe integers, and each result contains the last one.
  if (!reader) statement.setReadBigInts(true);
  const bound = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
  return {
    reader,
    all: (parameters) => statement.all(...bound(parameters)),
    run: (parameters) => statement.run(...bound(parameters)),
    iterate: (parameters) => statement.iterate(...bound(parameters)) as IterableIterator<unknown>,
  };
}

/** Schema changes are part of a transaction in SQLite, so that a migration is applied completely or not at all. */
class TransactionalAdapter extends SqliteAdapter {
  /** The driver orders transactions itself. */
  override get supportsMultipleConnections(): boolean {
    return true;
  }

  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** The connections of an archive file. */
export interface SqliteConnections {
  /** For single statements. */
  readonly database: SqliteDatabase;
  /** For transactions; the same one for an archive in memory. */
  readonly writer: SqliteDatabase;
}

/** SQLite as a dialect of Kysely, on `node:sqlite`. */
export class NodeSqliteDialect extends SqliteDialect {
  readonly #connections: SqliteConnections;

  constructor(connections: SqliteConnections) {
    super(connections as SqliteDialectConfig);
    this.#connections = connections;
  }

  override createDriver(): TwoConnectionDriver {
    return new TwoConnectionDriver(this.#connections);
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}
