import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openArchive } from '../../src/archive/location.ts';
import { postgresEngine } from '../../src/archive/postgres/engine.ts';
import { sqliteEngine } from '../../src/archive/sqlite/engine.ts';
import { asEarlierRelease } from '../support/earlier-release.ts';
import { ENGINES, emptyLocation } from '../support/engines.ts';
import { temporaryFolder } from '../support/folder.ts';
import { article, at, commitFirst } from '../support/stories.ts';

const NOW = at('2026-06-01T00:00:00Z');
const BODY = '<p>Freeword.</p><hr class="more"><p>Secretword.</p>';

describe.each(ENGINES)('search in %s', (engine) => {
  test('finds words of the free part of a paid story alone, also in an archive of an earlier release', async () => {
    const where =
      engine === 'SQLite' ? { file: join(await temporaryFolder(), 'dateline.sqlite') } : await emptyLocation(engine);
    const store = await openArchive(where);
    const paid = article({ access: 'paid', standfirst: 'Standword.', body: BODY, published: '2026-05-01T00:00:00Z' });
    await commitFirst(store.archive, paid, NOW);
    const found = async ({ archive }: typeof store): Promise<number[]> =>
      Promise.all(
        ['freeword', 'standword', 'secretword'].map(
          async (word) => (await archive.articles.search(word, { until: NOW, limit: 5 })).count,
        ),
      );
    expect(await found(store)).toEqual([1, 1, 0]);
    await store.close();

    // As earlier releases stored it.
    const raw = 'file' in where ? await sqliteEngine(where.file) : await postgresEngine(where.url);
    const row = await raw.db.selectFrom('articles').select(['key', 'number']).executeTakeFirstOrThrow();
    await raw.search.remove(raw.db, row);
    await raw.search.put(raw.db, row, ['freeword', 'standword', 'secretword']);
    await asEarlierRelease(raw.db, '0008');
    await raw.close();
    const migrated = await openArchive(where);
    expect(await found(migrated)).toEqual([1, 1, 0]);
    await migrated.close();
  });
});
