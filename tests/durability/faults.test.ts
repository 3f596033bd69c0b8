import type { SqliteDatabase } from 'kysely';
import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import { type Archive, archiveOn } from '../../src/archive/archive.ts';
import { postgresEngine } from '../../src/archive/postgres/engine.ts';
import type { Engine } from '../../src/archive/sql/engine.ts';
import { sqliteEngine } from '../../src/archive/sqlite/engine.ts';
import { submitStory } from '../../src/newsroom/submit-story.ts';
import { postgresDatabase } from '../support/engines.ts';
import { at, idOf, submission } from '../support/stories.ts';

/** Lets one call to the database fail: the n-th one after it was armed. */
class Fault {
  #left = Number.POSITIVE_INFINITY;
  readonly #error: () => Error;

  constructor(error: () => Error) {
    this.#error = error;
  }

  arm(call: number): void {
    this.#left = call;
  }

  /** @returns true if it has not struck */
  disarm(): boolean {
    const isUnused = this.#left > 0;
    this.#left = Number.POSITIVE_INFINITY;
    return isUnused;
  }

  pass(): void {
    this.#left--;
    if (this.#left === 0) throw this.#error();
  }
}

/** The errors that SQLite and the system return when a disk is full or broken. */
const ERRORS: Readonly<Record<string, () => Error>> = {
  'a full disk': () => Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 }),
  'a broken disk': () => Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR', errcode: 10 }),
};

const LOCKED = (): Error => Object.assign(new Error('database is locked'), { code: 'ERR_SQLITE_ERROR', errcode: 5 });

function failingSqlite(fault: Fault): Promise<Engine> {
  return sqliteEngine(':memory:', {
    wrap: (database: SqliteDatabase) => ({
      close: () => database.close(),
      prepare: (sql: string) => {
        const statement = database.prepare(sql);
        // SQLite rolls back by itself after such an error; without that, no further query would work.
        const isRollback = sql === 'rollback';
        const guarded =
          <Result>(call: (parameters: readonly unknown[]) => Result) =>
          (parameters: readonly unknown[]): Result => {
            if (!isRollback) fault.pass();
            return call(parameters);
          };
        return {
          reader: statement.reader,
          all: guarded((parameters) => statement.all(parameters)),
          run: guarded((parameters) => statement.run(parameters)),
          iterate: guarded((parameters) => statement.iterate(parameters)),
        };
      },
    }),
  });
}

async function failingPostgres(fault: Fault): Promise<Engine> {
  const wrap = (pool: pg.Pool): pg.Pool => {
    const wrapped = new WeakSet<pg.PoolClient>();
    const connect = pool.connect.bind(pool) as () => Promise<pg.PoolClient>;
    return Object.assign(Object.create(pool) as pg.Pool, {
      end: () => pool.end(),
      connect: async () => {
        const client = await connect();
        if (!wrapped.has(client)) {
          wrapped.add(client);
          const query = client.query.bind(client) as (...args: unknown[]) => unknown;
          Object.assign(client, {
            query: async (...args: unknown[]) => {
              const isRollback = JSON.stringify(args[0])?.includes('rollback');
              if (!isRollback) fault.pass();
              return query(...args);
            },
          });
        }
        return client;
      },
    });
  };
  return postgresEngine(await postgresDatabase(), { wrap });
}

const NOW = at('2026-03-10T00:00:00Z');
const first = () => submission({ keywords: ['a', 'b'], body: '<figure><img src="/media/a.jpg" alt="a"></figure>' });
const second = () =>
  submission({
    headline: 'Second',
    slug: 'second',
    changes: [
      { kind: 'correct', at: '2026-03-03T00:00:00Z', notice: 'x' },
      { kind: 'update', at: '2026-03-04T00:00:00Z' },
    ],
  });

async function stateOf(archive: Archive) {
  const article = await archive.articles.byId(idOf('a'));
  return {
    versions: (await archive.articles.versionsOf(idOf('a'))).length,
    newest: article?.version ?? 0,
    cursor: await archive.log.cursor(),
    media: (await archive.articles.byMedia('/media/a.jpg')).length,
    terms: (await archive.articles.latest({ until: NOW, limit: 5 })).length,
    slug: (await archive.articles.bySlug('second'))?.version ?? 0,
    words: (await archive.articles.search('second', { until: NOW, limit: 5 })).count,
  };
}

const NOTHING = { versions: 0, newest: 0, cursor: 0, media: 0, terms: 0, slug: 0, words: 0 };
const ONE = { versions: 1, newest: 1, cursor: 1, media: 1, terms: 1, slug: 0, words: 0 };
const THREE = { versions: 3, newest: 3, cursor: 3, media: 0, terms: 1, slug: 3, words: 1 };

test('SQLite, a file that another process locks for a moment: every statement is repeated', async () => {
  for (let call = 1; ; call++) {
    const fault = new Fault(LOCKED);
    const engine = await failingSqlite(fault);
    const archive = archiveOn(engine);
    archive.log.stop();
    fault.arm(call);
    const { decision } = await submitStory(archive, { submission: first(), actor: 'a', origin: 'api' }, NOW);
    const isOver = fault.disarm();
    expect(decision, `call ${call}`).toBe('stored');
    expect(await stateOf(archive), `call ${call}`).toEqual(ONE);
    await engine.close();
    if (isOver) break;
    expect(call).toBeLessThan(200);
  }
});

describe.each([
  ...Object.entries(ERRORS).map(([name, error]) => [`SQLite, ${name}`, () => error, failingSqlite] as const),
  ['PostgreSQL, a lost connection', () => () => new Error('Connection terminated unexpectedly'), failingPostgres],
] as const)('%s', (_, error, open) => {
  test('at every call: a clear error, nothing half-written, nothing acknowledged that is not there', async () => {
    const fault = new Fault(error());
    const engine = await open(fault);
    const archive = archiveOn(engine);
    // Its own questions would meet the fault in the place of the call that is meant.
    archive.log.stop();
    for (const [submitted, before, after] of [
      [first(), NOTHING, ONE],
      [second(), ONE, THREE],
    ] as const) {
      let calls = 0;
      for (let call = 1; ; call++) {
        fault.arm(call);
        const outcome = await submitStory(archive, { submission: submitted, actor: 'a', origin: 'api' }, NOW).then(
          ({ decision }) => decision,
          (thrown: Error) => thrown,
        );
        if (fault.disarm()) {
          expect(outcome).toBe('stored');
          break;
        }
        calls = call;
        expect(outcome, `call ${call}`).toBeInstanceOf(Error);
        expect(await stateOf(archive), `call ${call}`).toEqual(before);
      }
      expect(calls).toBeGreaterThan(10);
      expect(await stateOf(archive)).toEqual(after);
    }
    await engine.close();
  });
});
