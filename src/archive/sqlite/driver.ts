import { setTimeout } from 'node:timers/promises';
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult, SqliteDatabase } from 'kysely';
import type { SqliteConnections } from './dialect.ts';
import { isLocked } from './locked.ts';

/** How long a write waits for another process that writes, in milliseconds. */
const MAX_WAIT_MS = 5000;
/** Pause between two attempts, in milliseconds. */
const RETRY_MS = 10;

/** Runs the statements of one Kysely connection; during a transaction on the connection for transactions. */
class Connection implements DatabaseConnection {
  database: SqliteDatabase;
  /** True while the connection runs a transaction. */
  isTransaction = false;
  readonly #turn: () => Promise<void>;

  /** @param turn resolves when a single statement may run */
  constructor(database: SqliteDatabase, turn: () => Promise<void>) {
    this.database = database;
    this.#turn = turn;
  }

  /** Runs a statement; one that finds the file locked has done nothing and is repeated. */
  async executeQuery<Row>({ sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>): Promise<QueryResult<Row>> {
    const since = performance.now();
    for (;;) {
      if (!this.isTransaction) await this.#turn();
      try {
        return run<Row>(this.database, sql, parameters);
      } catch (error) {
        if (!isLocked(error) || performance.now() - since > MAX_WAIT_MS) throw error;
        await setTimeout(RETRY_MS);
      }
    }
  }

  // biome-ignore lint/correctness/useYield: Kysely requires the method; the archive streams nothing
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('Streams of rows are not supported: read them in pages.');
  }
}

function run<Row>(database: SqliteDatabase, sql: string, parameters: readonly unknown[]): QueryResult<Row> {
  const statement = database.prepare(sql);
  if (statement.reader) return { rows: statement.all(parameters) as Row[] };
  const { changes, lastInsertRowid } = statement.run(parameters);
  return { numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid), rows: [] };
}

/**
 * A driver with two connections: transactions have one, one transaction after the other; single statements have the
 * other one, so that a read never waits for a transaction, nor for a lock that another process holds. A lock is waited
 * for without blocking the thread.
 */
export class TwoConnectionDriver implements Driver {
  readonly #connections: SqliteConnections;
  #last: Promise<void> = Promise.resolve();
  readonly #release = new WeakMap<DatabaseConnection, () => void>();

  constructor(connections: SqliteConnections) {
    this.#connections = connections;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const { database, writer } = this.#connections;
    // On a shared connection a single statement would become part of the transaction of others.
    return new Connection(database, database === writer ? () => this.#untilIdle() : async () => {});
  }

  /** Every transaction is immediate: one that becomes a writer later fails at once if another one was faster. */
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = this.#last;
    this.#last = promise;
    await before;
    Object.assign(connection as Connection, { database: this.#connections.writer, isTransaction: true });
    this.#release.set(connection, resolve);
    try {
      await connection.executeQuery(raw('begin immediate'));
    } catch (error) {
      this.#end(connection);
      throw error;
    }
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(raw('commit'));
    this.#end(connection);
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await connection.executeQuery(raw('rollback'));
    } catch (error) {
      // After a fault of the disk SQLite has rolled back already; the fault is the error to report.
      if (!(error instanceof Error) || !/no transaction is active/.test(error.message)) throw error;
    } finally {
      this.#end(connection);
    }
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    await this.#last;
    this.#connections.writer.close();
    this.#connections.database.close();
  }

  /** Waits for the transactions that have begun. */
  async #untilIdle(): Promise<void> {
    for (let last: Promise<void> | undefined; last !== this.#last; ) {
      last = this.#last;
      await last;
    }
  }

  #end(connection: DatabaseConnection): void {
    Object.assign(connection as Connection, { database: this.#connections.database, isTransaction: false });
    this.#release.get(connection)?.();
    this.#release.delete(connection);
  }
}

function raw(sql: string): CompiledQuery {
  return { sql, parameters: [] } as unknown as CompiledQuery;
}
