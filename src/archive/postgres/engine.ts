import type { Socket } from 'node:net';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Engine, EngineOptions, OnError, SearchIndex } from '../sql/engine.ts';
import { type ColumnTypes, migrate } from '../sql/migrations.ts';
import type { Sql, Tables } from '../sql/tables.ts';

const TYPES: ColumnTypes = {
  // Code point order on every machine, independent of the database's locale.
  text: sql`text collate "C"`,
  bytes: sql`bytea`,
  bigint: sql`bigint`,
  tableEnd: sql``,
  createSearch: async (db) => {
    await sql`create table search (key text collate "C" primary key, words tsvector not null)`.execute(db);
    await sql`create index search_words on search using gin (words)`.execute(db);
  },
};

/** The advisory lock of all writers: any number that no other program of this database uses. */
const WRITE_LOCK_ID = 0x64_61_74_65;

const CHANNEL = 'dateline';

/** Counts and cursors are numbers here: they stay far below the limit of safe integers. */
const INT8 = 20;

/**
 * Opens an archive in PostgreSQL, for one machine or many.
 * @param url such as `postgres://user:password@host/database`
 */
export async function postgresEngine(
  url: string,
  { wrap = (driver) => driver, onError = () => {} }: EngineOptions<pg.Pool> = {},
): Promise<Engine> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5000,
    // Detects a dead connection instead of waiting for it.
    keepAlive: true,
    keepAliveInitialDelayMillis: 5000,
    query_timeout: SILENCE_MS,
    application_name: 'dateline',
    types: { getTypeParser: typeParser as typeof pg.types.getTypeParser },
  });
  pool.on('connect', (client) => {
    // A silent connection is closed, so that the pool replaces it.
    const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
    stream.setTimeout(SILENCE_MS, () =>
      stream.destroy(new Error('the database did not respond for a minute: check it')),
    );
  });
  // The pool replaces a broken idle connection; without a listener its error would end the process.
  pool.on('error', (error) => onError(error, 'an idle connection'));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: wrap(pool) }) });
  try {
    await migrate(db as unknown as Kysely<never>, TYPES);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    name: 'PostgreSQL',
    db,
    batchesWrites: false,
    skipsLocked: true,
    onError,
    // Independent of the database's defaults: the lock must precede reads, and the disk write must precede the
    // response.
    transaction: (work) => db.transaction().setIsolationLevel('read committed').execute(work),
    serialize: async (transaction) => {
      await sql`set local lock_timeout = '5s'`.execute(transaction);
      await sql`set local synchronous_commit = on`.execute(transaction);
      // A sequence would be in the order of requests, and a reader of the log would miss rows committed late.
      await sql`select pg_advisory_xact_lock(${WRITE_LOCK_ID})`.execute(transaction);
    },
    announce: async (transaction, cursor) => {
      await sql`select pg_notify(${CHANNEL}, ${String(cursor)})`.execute(transaction);
    },
    listen: (onWrite) => listen(url, { onWrite, onError }),
    search,
    scrub: async () => {
      // Without a time limit, on a connection of its own.
      const client = new pg.Client({ connectionString: url, application_name: 'dateline vacuum' });
      await client.connect();
      try {
        await client.query('vacuum versions, search, terms');
      } finally {
        await client.end();
      }
    },
    snapshot: (reads) =>
      db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(reads),
    close: () => db.destroy(),
  };
}

function typeParser(oid: number, format?: 'text' | 'binary'): unknown {
  return oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text');
}

/** In milliseconds: no statement of the archive takes as long. */
const SILENCE_MS = 60_000;

/** Pause before the next attempt to reach the database. */
const RECONNECT_MS = 1000;

/**
 * Opens a connection that listens for writes of other machines. Missed notifications are found by polling within a
 * second.
 */
function listen(
  url: string,
  { onWrite, onError }: { readonly onWrite: () => void; readonly onError: OnError },
): () => void {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({
      connectionString: url,
      application_name: 'dateline listener',
      keepAlive: true,
      keepAliveInitialDelayMillis: 5000,
    });
    client = fresh;
    const again = (): void => {
      fresh.removeAllListeners('end');
      fresh.end().catch((error) => onError(error, 'closing the connection for notifications'));
      if (!stopped) timer = setTimeout(() => void connect(), RECONNECT_MS).unref();
    };
    fresh.on('error', (error) => onError(error, 'listening for changes'));
    fresh.once('end', again);
    fresh.on('notification', onWrite);
    try {
      await fresh.connect();
      await fresh.query(`listen ${CHANNEL}`);
      onWrite();
    } catch (error) {
      onError(error, 'listening for changes');
      again();
    }
  };
  void connect();
  return () => {
    stopped = true;
    clearTimeout(timer);
    client?.end().catch((error) => onError(error, 'closing the listener'));
  };
}

/** Words are passed as lexemes, so that no dictionary of PostgreSQL changes them. */
const search: SearchIndex = {
  put: async (transaction, { key }, words) => {
    await sql`insert into search (key, words) values (${key}, array_to_tsvector(${words}::text[]))`.execute(
      transaction,
    );
  },
  remove: async (transaction, { key }) => {
    await sql`delete from search where key = ${key}`.execute(transaction);
  },
  find: async (db: Sql, words, { until, limit }) => {
    const { rows } = await sql<{ key: string }>`
      select a.key from search s join articles a on a.key = s.key
      where s.words @@ ${words.map((word) => `'${word}'`).join(' & ')}::tsquery and a.feed_time <= ${until}
      order by a.feed_time desc, a.key limit ${limit}`.execute(db);
    return rows.map(({ key }) => key);
  },
};
