import { chmodSync, existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { Kysely, type SqliteDatabase, sql } from 'kysely';
import type { Engine, EngineOptions, SearchIndex } from '../sql/engine.ts';
import { type ColumnTypes, migrate } from '../sql/migrations.ts';
import type { Sql, Tables } from '../sql/tables.ts';
import { NodeSqlite, NodeSqliteDialect } from './dialect.ts';
import { isLocked } from './locked.ts';

const TYPES: ColumnTypes = {
  text: sql`text`,
  bytes: sql`blob`,
  bigint: sql`integer`,
  tableEnd: sql` strict`,
  createSearch: async (db) => {
    // Contains words alone: the documents are in `versions`.
    await sql`create virtual table search using fts5(words, content='', contentless_delete=1,
      tokenize="unicode61 remove_diacritics 0")`.execute(db);
  },
};

/**
 * Opens an archive in one file. An acknowledged commit is on the disk (write-ahead log, synchronous), even if the
 * process or the machine fails.
 * @param path of the file, which is created if absent; `:memory:` for none
 */
export async function sqliteEngine(
  path: string,
  { wrap = (driver) => driver, onError = () => {} }: EngineOptions<SqliteDatabase> = {},
): Promise<Engine> {
  const isNew = !existsSync(path);
  const node = await connect(path);
  // Only the account that runs the server may read unpublished stories.
  if (isNew && path !== ':memory:') chmodSync(path, 0o600);
  const single = wrap(node);
  // A second connection would be another database in memory.
  const writer = path === ':memory:' ? single : wrap(await connect(path));
  const db = new Kysely<Tables>({ dialect: new NodeSqliteDialect({ database: single, writer }) });
  try {
    await migrate(db as unknown as Kysely<never>, TYPES, search);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    name: 'SQLite',
    db,
    batchesWrites: true,
    skipsLocked: false,
    onError,
    transaction: (work) => db.transaction().execute(work),
    serialize: async () => {},
    announce: async () => {},
    listen: () => () => {},
    search,
    scrub: async () => {
      await sql`insert into search(search) values ('optimize')`.execute(db);
      await retryWhileLocked(() => node.database.exec('pragma wal_checkpoint(truncate)'));
    },
    now: async () => undefined,
    freeBytes: async () => (path === ':memory:' ? undefined : freeBytesAt(dirname(path))),
    snapshot: (reads) => (path === ':memory:' ? reads(db) : inSnapshot(path, reads)),
    close: async () => {
      if (node.database.isOpen) checkpoint(node.database);
      await db.destroy();
    },
  };
}

async function freeBytesAt(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Opens a connection. It never waits for a lock by blocking the thread: the driver repeats the statement. */
async function connect(path: string): Promise<NodeSqlite> {
  const database = new DatabaseSync(path, { timeout: 0, defensive: true, enableForeignKeyConstraints: true });
  await retryWhileLocked(() => database.exec(PRAGMAS));
  return new NodeSqlite(database);
}

/** Moves the log into the file; other processes that use it may prevent that, which loses nothing. */
function checkpoint(database: DatabaseSync): void {
  try {
    database.exec('pragma wal_checkpoint(truncate)');
  } catch (error) {
    if (!isLocked(error)) throw error;
  }
}

/** Runs reads in one snapshot, on a connection of its own, so that writers go on. */
async function inSnapshot<Result>(path: string, reads: (sql: Sql) => Promise<Result>): Promise<Result> {
  const node = await connect(path);
  const db = new Kysely<Tables>({ dialect: new NodeSqliteDialect({ database: node, writer: node }) });
  try {
    await sql`begin`.execute(db);
    return await reads(db);
  } finally {
    // Closing the connection ends the transaction.
    await db.destroy();
  }
}

/**
 * Retries work while the file is locked: several processes may create it at once, and the switch to a write-ahead log
 * does not wait.
 */
async function retryWhileLocked(work: () => void): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      work();
      return;
    } catch (error) {
      if (attempt === 100 || !isLocked(error)) throw error;
      await setTimeout(50);
    }
  }
}

/** Before the first table, since the page size cannot be changed later. Deleted text is overwritten. */
const PRAGMAS = `
  pragma page_size = 8192;
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma journal_size_limit = 67108864;
  pragma trusted_schema = off;
  pragma secure_delete = on;
  pragma temp_store = memory;
  pragma cache_size = -32768;
`;

/** Words are quoted for FTS5, so that none is interpreted as an operator. */
const search: SearchIndex = {
  put: async (transaction, { number }, words) => {
    await sql`insert into search(rowid, words) values (${number}, ${words.join(' ')})`.execute(transaction);
  },
  remove: async (transaction, { number }) => {
    await sql`delete from search where rowid = ${number}`.execute(transaction);
  },
  find: async (db: Sql, words, { until, limit }) => {
    const expression = words.map((word) => `"${word}"`).join(' AND ');
    const { rows } = await sql<{ key: string }>`
      select a.key from search s join articles a on a.number = s.rowid
      where search match ${expression} and a.feed_time <= ${until}
      order by a.feed_time desc, a.key limit ${limit}`.execute(db);
    return rows.map(({ key }) => key);
  },
};
