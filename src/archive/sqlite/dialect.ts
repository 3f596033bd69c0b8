import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely';

/** Cached prepared statements; the archive uses about sixty. */
const MAX_STATEMENTS = 300;

/** Node's SQLite behind the interface that Kysely expects. */
export class NodeSqlite implements SqliteDatabase {
  readonly database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.database = database;
  }

  prepare(sql: string) {
    const statement = this.#statement(sql);
    const bound = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
    return {
      reader: statement.columns().length > 0,
      all: (parameters: readonly unknown[]) => statement.all(...bound(parameters)),
      run: (parameters: readonly unknown[]) => statement.run(...bound(parameters)),
      iterate: (parameters: readonly unknown[]) => statement.iterate(...bound(parameters)),
    };
  }

  close(): void {
    this.#statements.clear();
    if (this.database.isOpen) this.database.close();
  }

  #statement(sql: string): StatementSync {
    const cached = this.#statements.get(sql);
    if (cached !== undefined) return cached;
    if (this.#statements.size >= MAX_STATEMENTS) this.#statements.clear();
    const statement = this.database.prepare(sql);
    // The full-text index assigns row ids beyond the safe integers, and each result contains the last one.
    if (statement.columns().length === 0) statement.setReadBigInts(true);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** Every transaction is immediate: one that becomes a writer later fails at once if another one was faster. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

/** Schema changes are part of a transaction in SQLite, so that a migration is applied completely or not at all. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** SQLite as a dialect of Kysely, on `node:sqlite`. */
export class NodeSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;

  constructor(config: { readonly database: SqliteDatabase }) {
    super(config);
    this.#config = config;
  }

  override createDriver(): SqliteDriver {
    return new ImmediateDriver(this.#config);
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}
