import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readPublication } from '../../src/app/open-publication.ts';
import { ContentFolder } from '../../src/content-folder/content-folder.ts';
import { idOfGuid } from '../../src/intake/wire-submission.ts';
import { openStore } from '../support/engines.ts';
import { contentFolder, put } from '../support/folder.ts';
import { at } from '../support/stories.ts';
import { GUID, wireItem } from '../support/wire.ts';

const NOW = at('2026-06-01T00:00:00Z');

async function newsroom(files: Record<string, string>) {
  const folder = await contentFolder(files);
  const store = await openStore();
  const publication = await readPublication(folder);
  const read = () => new ContentFolder(folder, store).read(publication, NOW);
  return { folder, store, read, id: idOfGuid(GUID, publication as never) };
}

describe('files that agencies drop into the content folder', () => {
  test('are read in the order of their names, with findings', async () => {
    const { store, read, id } = await newsroom({
      'articles/wire/1.xml': wireItem({ version: 3, text: 'Three.' }),
      'articles/wire/2.xml': wireItem({ version: 4, text: 'Four.' }),
      'articles/wire/3.xml': '<planningItem/>',
      'articles/wire/4.json': JSON.stringify({
        uri: 'tag:b.example,2026:1',
        version: '1',
        headline: 'From ninjs',
        body_html: '<p>Text.</p>',
        source: 'B',
        versioncreated: '2026-03-02T09:00:00+00:00',
      }),
    });
    const reports = await read();
    expect(reports.map(({ file, state, steps }) => [file, state, steps])).toEqual([
      ['articles/wire/1.xml', 'received', ['publish']],
      ['articles/wire/2.xml', 'received', ['update']],
      ['articles/wire/3.xml', 'refused', undefined],
      ['articles/wire/4.json', 'received', ['publish']],
    ]);
    expect(reports[2]?.findings[0]).toMatchObject({ rule: 'newsml-g2/kind', line: 1, column: 1 });
    expect(await store.archive.articles.byId(id)).toMatchObject({ version: 2, body: '<p>Four.</p>' });
  });

  test('change nothing when they are read again, and nothing when they are cleared away', async () => {
    const { folder, store, read, id } = await newsroom({
      'articles/world/1.xml': wireItem(),
      'a.json': '{"not":"a story"}',
    });
    await read();
    const before = await store.archive.log.cursor();
    await read();
    expect(await store.archive.log.cursor()).toBe(before);
    await rm(join(folder, 'articles/world/1.xml'));
    await read();
    expect(await store.archive.articles.byId(id)).toMatchObject({ status: 'usable', section: 'world' });
  });

  test('a kill takes the story away', async () => {
    const { folder, store, read, id } = await newsroom({ 'articles/1.xml': wireItem() });
    await read();
    await put(folder, 'articles/2.xml', wireItem({ version: 9, status: 'canceled' }));
    await read();
    expect((await store.archive.articles.byId(id))?.status).toBe('canceled');
  });
});
