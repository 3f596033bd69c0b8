import type { Socket } from 'node:net';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Engine, EngineOptions, OnError, SearchIndex } from '../sql/engine.ts';
import { type ColumnTypes, migrate } from '../sql/migrations.ts';
import type { Sql, Tables } from '../sql/tables.ts';
import { WriteQueue } from '../sql/write-queue.ts';
import { CHANNEL, WriteListener } from './listener.ts';

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

/** Connections of one server. */
const MAX_CONNECTIONS = 10;
/** Limit for opening a connection, in milliseconds. */
const CONNECT_TIMEOUT_MS = 3000;
/** Limit of a statement, in milliseconds: a database that has not responded by then is not reachable. */
const QUERY_TIMEOUT_MS = 10_000;
/** A connection without work is closed after this time, in milliseconds, before it counts as silent. */
const IDLE_MS = 5000;
/** How long a write waits for other writers, here and on other machines, in milliseconds. */
const MAX_WAIT_MS = 2000;

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
  await migrateAt(url, onError);
  const db = kyselyOn(wrap(poolOf(url, { timeoutMs: QUERY_TIMEOUT_MS, onError })));
  const writes = new WriteQueue(MAX_WAIT_MS);
  return {
    name: 'PostgreSQL',
    db,
    batchesWrites: false,
    skipsLocked: true,
    onError,
    // Independent of the database's defaults: the lock must precede reads, and the disk write must precede the
    // response.
    transaction: (work) => writes.run(() => db.transaction().setIsolationLevel('read committed').execute(work)),
    serialize: async (transaction) => {
      await sql`set local lock_timeout = ${sql.lit(`${MAX_WAIT_MS}ms`)}`.execute(transaction);
      await sql`set local synchronous_commit = on`.execute(transaction);
      // A sequence would be in the order of requests, and a reader of the log would miss rows committed late.
      await sql`select pg_advisory_xact_lock(${WRITE_LOCK_ID})`.execute(transaction);
    },
    announce: async (transaction, cursor) => {
      await sql`select pg_notify(${CHANNEL}, ${String(cursor)})`.execute(transaction);
    },
    listen: (onWrite) => {
      const listener = new WriteListener(url, { onWrite, onError });
      return () => listener.stop();
    },
    search,
    scrub: () => vacuum(url),
    freeBytes: async () => undefined,
    now: async () => {
      const { rows } = await sql<{
        now: number;
      }>`select (extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(db);
      return rows[0]?.now;
    },
    snapshot: (reads) =>
      db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(reads),
    close: () => db.destroy(),
  };
}

interface PoolOptions {
  /** Limit of a statement, and of the silence of a connection, in milliseconds; no limit if absent. */
  readonly timeoutMs?: number;
  readonly onError: OnError;
}

/** Opens connections on demand. A broken connection is reported and replaced; without a listener it would end the process. */
function poolOf(url: string, { timeoutMs, onError }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    // Detects a dead connection instead of waiting for it.
    keepAlive: true,
    keepAliveInitialDelayMillis: 5000,
    idleTimeoutMillis: IDLE_MS,
    ...(timeoutMs === undefined ? {} : { query_timeout: timeoutMs }),
    application_name: 'dateline',
    types: { getTypeParser: typeParser as typeof pg.types.getTypeParser },
  });
  pool.on('connect', (client) => {
    // Also while the connection is in use: the pool listens to idle ones alone.
    client.on('error', (error) => onError(error, 'a connection to the database'));
    const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
    // A silent connection is closed, so that the pool replaces it.
    if (timeoutMs !== undefined)
      stream.setTimeout(timeoutMs + IDLE_MS, () => stream.destroy(new Error('the database did not respond: check it')));
  });
  pool.on('error', (error) => onError(error, 'an idle connection'));
  return pool;
}

function kyselyOn(pool: pg.Pool): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/** Migrates on connections without time limits: an index of a million stories takes minutes. */
async function migrateAt(url: string, onError: OnError): Promise<void> {
  const db = kyselyOn(poolOf(url, { onError }));
  try {
    await migrate(db as unknown as Kysely<never>, TYPES, search);
  } finally {
    await db.destroy();
  }
}

/** Overwrites deleted rows, on a connection without a time limit. */
async function vacuum(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'dateline vacuum' });
  await client.connect();
  try {
    await client.query('vacuum versions, search, terms');
  } finally {
    await client.end();
  }
}

function typeParser(oid: number, format?: 'text' | 'binary'): unknown {
  return oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text');
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
