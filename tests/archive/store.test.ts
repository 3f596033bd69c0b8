import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { holdForServing, openArchive, openEngine } from '../../src/archive/location.ts';
import { submitStory } from '../../src/newsroom/submit-story.ts';
import { ENGINES, openStore, postgresDatabase } from '../support/engines.ts';
import { temporaryFolder } from '../support/folder.ts';
import { at, idOf, submission } from '../support/stories.ts';

const NOW = at('2026-03-10T00:00:00Z');
const author = { actor: 'a', origin: 'api' } as const;

describe.each(ENGINES)('in %s', (engine) => {
  test('a lease has one holder, until it is over', async () => {
    const { leases } = await openStore(engine);
    const take = (holder: string, now: string) => leases.take('sync', holder, { now: at(now), seconds: 10 });
    const first = await Promise.all(['a', 'b', 'c'].map((holder) => take(holder, '2026-03-10T00:00:00Z')));
    expect(first.filter(Boolean)).toHaveLength(1);
    const winner = ['a', 'b', 'c'][first.indexOf(true)] ?? '';
    const loser = winner === 'a' ? 'b' : 'a';
    expect(await take(winner, '2026-03-10T00:00:05Z')).toBe(true);
    expect(await take(loser, '2026-03-10T00:00:11Z')).toBe(false);
    expect(await take(loser, '2026-03-10T00:00:15Z')).toBe(true);
    await leases.release('sync', winner);
    expect(await take(winner, '2026-03-10T00:00:16Z')).toBe(false);
    await leases.release('sync', loser);
    expect(await take(winner, '2026-03-10T00:00:16Z')).toBe(true);
  });

  test('the outbox gives each entry to one, kills first, and again if it is not settled', async () => {
    const { archive, outbox } = await openStore(engine);
    const kill = { kind: 'kill', at: '2026-03-09T00:00:00Z', note: 'x' } as const;
    for (const [letter, changes] of [
      ['a', []],
      ['b', []],
      ['c', [kill]],
    ] as const) {
      await submitStory(
        archive,
        { submission: submission({ id: idOf(letter), slug: letter, changes: [...changes] }), ...author },
        NOW,
      );
    }
    const take = (holder: string, now: string, limit = 10) => outbox.take(holder, { now: at(now), seconds: 30, limit });
    const [first] = await take('w', '2026-03-10T00:00:00Z', 1);
    expect(first).toMatchObject({ cursor: 3, attempts: 1 });
    const both = await Promise.all([take('x', '2026-03-10T00:00:01Z'), take('y', '2026-03-10T00:00:01Z')]);
    expect(
      both
        .flat()
        .map(({ cursor }) => cursor)
        .toSorted(),
    ).toEqual([1, 2]);
    await outbox.settle(1);
    await outbox.postpone(2, at('2026-03-10T01:00:00Z'));
    expect(await take('z', '2026-03-10T00:00:31Z')).toMatchObject([{ cursor: 3, attempts: 2 }]);
    expect((await take('z', '2026-03-10T01:00:01Z')).map(({ cursor }) => cursor)).toEqual([3, 2]);
  });

  test('dates never go back', async () => {
    const { dates } = await openStore(engine);
    await dates.put('a', { hash: 'x', date: NOW });
    expect(await dates.put('a', { hash: 'y', date: at('2026-01-01T00:00:00Z') })).toEqual({ hash: 'x', date: NOW });
    expect(await dates.get('b')).toBeUndefined();
  });
});

describe('tables', () => {
  test('are made once, however many machines start at once', async () => {
    const url = await postgresDatabase();
    const stores = await Promise.all(Array.from({ length: 6 }, () => openArchive({ url })));
    await Promise.all(stores.map((store) => store.close()));
  });

  test.each(ENGINES)('of a later release are refused in one sentence (%s)', async (engine) => {
    const location =
      engine === 'SQLite' ? { file: join(await temporaryFolder(), 'a.sqlite') } : { url: await postgresDatabase() };
    const opened = await openEngine(location);
    await sql`insert into migrations (name, timestamp) values ('9999-later', '2030-01-01')`.execute(opened.db);
    await opened.close();
    await expect(openArchive(location)).rejects.toThrow('made by a later release of Dateline');
  });

  test('are the same on both engines', async () => {
    const [lite, postgres] = [
      await openEngine({ file: ':memory:' }),
      await openEngine({ url: await postgresDatabase() }),
    ];
    const { rows: ours } = await sql<{ t: string; c: string; n: number; p: number }>`
      select m.name as t, c.name as c, case when c."notnull" = 1 or c.pk > 0 then 1 else 0 end as n, c.pk as p
      from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'search%'
      and m.name not like 'sqlite%' and m.name not like 'migrations%' order by 1, c.cid`.execute(lite.db);
    const { rows: theirs } = await sql<{ t: string; c: string; n: number }>`
      select table_name as t, column_name as c, case when is_nullable = 'NO' then 1 else 0 end as n
      from information_schema.columns where table_schema = 'public' and table_name not like 'search%'
      and table_name not like 'migrations%' order by 1, ordinal_position`.execute(postgres.db);
    const plain = (rows: readonly { t: string; c: string; n: number }[]) =>
      rows.map(({ t, c, n }) => `${t}.${c} ${Number(n)}`).toSorted();
    expect(plain(ours)).toEqual(plain(theirs));
    await lite.close();
    await postgres.close();
  });
});

describe('a file of SQLite', () => {
  test('is for its owner alone, synchronous, and has one server', async () => {
    const file = join(await temporaryFolder(), 'data', 'a.sqlite');
    const store = await openArchive({ file });
    expect([statSync(file).mode & 0o777, statSync(join(file, '..')).mode & 0o777]).toEqual([0o600, 0o700]);
    const lock = holdForServing({ file });
    expect(() => holdForServing({ file })).toThrow(/^Another Dateline serves .*: stop it, /);
    const beside = await openArchive({ file });
    await submitStory(beside.archive, { submission: submission(), ...author }, NOW);
    expect(await store.archive.articles.byId(idOf('a'))).toMatchObject({ version: 1 });
    await beside.close();
    lock.release();
    holdForServing({ file }).release();
    await store.close();
    const raw = new DatabaseSync(file);
    expect(raw.prepare('pragma journal_mode').get()).toMatchObject({ journal_mode: 'wal' });
    raw.close();
  });

  test('that another process holds locked returns an error, and stores nothing', async () => {
    const file = join(await temporaryFolder(), 'a.sqlite');
    const store = await openArchive({ file });
    const other = new DatabaseSync(file);
    other.exec('begin immediate');
    const tried = submitStory(store.archive, { submission: submission(), ...author }, NOW);
    await expect(tried).rejects.toThrow('database is locked');
    other.exec('rollback');
    other.close();
    expect(await submitStory(store.archive, { submission: submission(), ...author }, NOW)).toMatchObject({
      decision: 'stored',
    });
    await store.close();
  });
});
