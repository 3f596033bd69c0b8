import { chmodSync, existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { Kysely, type SqliteDatabase, sql } from 'kysely';
import type { Engine, EngineOptions, SearchIndex } from '../sql/engine.ts';
import { type ColumnTypes, migrate } from '../sql/migrations.ts';
import type { Sql, Tables } from '../sql/tables.ts';
import { NodeSqlite, NodeSqliteDialect } from './dialect.ts';

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
  const database = new DatabaseSync(path, { timeout: 5000, defensive: true, enableForeignKeyConstraints: true });
  // Only the account that runs the server may read unpublished stories.
  if (isNew && path !== ':memory:') chmodSync(path, 0o600);
  await retryWhileLocked(() => database.exec(PRAGMAS));
  const node = new NodeSqlite(database);
  const db = new Kysely<Tables>({ dialect: new NodeSqliteDialect({ database: wrap(node) }) });
  try {
    await migrate(db as unknown as Kysely<never>, TYPES);
  } catch (error) {
    node.close();
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
      database.exec('pragma wal_checkpoint(truncate)');
    },
    // Not a Kysely transaction, which would block writers.
    snapshot: (reads) =>
      db.connection().execute(async (connection) => {
        await sql`begin`.execute(connection);
        try {
          return await reads(connection);
        } finally {
          await sql`commit`.execute(connection);
        }
      }),
    close: async () => {
      if (database.isOpen) database.exec('pragma wal_checkpoint(truncate)');
      await db.destroy();
      node.close();
    },
  };
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
      if (attempt === 100 || !/locked|busy/.test((error as Error).message)) throw error;
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
  pragma cache_size = -65536;
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
