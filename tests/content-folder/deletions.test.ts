import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../src/archive/store.ts';
import { ContentFolder } from '../../src/content-folder/content-folder.ts';
import { readSettings } from '../../src/content-folder/publication-file.ts';
import { confirmMissing } from '../../src/content-folder/removals.ts';
import { openStore } from '../support/engines.ts';
import { contentFolder, put, storyFile } from '../support/folder.ts';
import { startServer, until } from '../support/server.ts';
import { at, idOf } from '../support/stories.ts';

const NOW = at('2026-06-01T00:00:00Z');
const LATER = at('2026-06-01T01:00:00Z');
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];

async function follow(folder: string, store: Store) {
  const settings = await readSettings(folder);
  if ('problems' in settings) throw new Error('no settings');
  const content = new ContentFolder(folder, store, { writeIds: true, grace: 1 });
  const read = async (now = NOW) => {
    await content.read(settings.publication, now);
    return content.reports.map(({ file, state }) => `${file.replace('articles/', '')} ${state}`);
  };
  return { content, read, publication: settings.publication };
}

async function folderOf(letters: readonly string[]) {
  const folder = await contentFolder(Object.fromEntries(letters.map((letter) => [`${letter}.md`, storyFile(letter)])));
  const store = await openStore();
  const followed = await follow(folder, store);
  await followed.read();
  const status = async (letter: string) => (await store.archive.articles.byId(idOf(letter)))?.status;
  const remove = (letter: string) => rm(join(folder, `articles/${letter}.md`));
  return { folder, store, status, remove, ...followed };
}

describe('a deleted file', () => {
  test('withholds its story with the reason, and brings it back', async () => {
    const { folder, store, status, remove, read } = await folderOf(['a', 'b']);
    await remove('a');
    expect(await read(LATER)).toEqual(['a.md removed', 'b.md published']);
    expect(await status('a')).toBe('withheld');
    const withheld = await store.archive.articles.byId(idOf('a'));
    expect(withheld?.changes).toMatchObject([{ kind: 'withhold', note: 'removed from the content folder', at: LATER }]);
    await put(folder, 'a.md', storyFile('a'));
    expect(await read(LATER)).toEqual(['a.md published', 'b.md published']);
    expect((await store.archive.log.changesAfter(2, 10)).map(({ change }) => change)).toEqual(['withhold', 'restore']);
  });

  test('that comes back with another text and a correction has both', async () => {
    const { folder, store, remove, read } = await folderOf(['a']);
    await remove('a');
    await read(LATER);
    const changes = '[{ kind: correct, at: 2026-06-01T02:00:00Z, notice: It was wrong. }]';
    await put(folder, 'a.md', storyFile('a', { changes, headline: 'Mended' }));
    expect(await read(at('2026-06-01T03:00:00Z'))).toEqual(['a.md published']);
    const article = await store.archive.articles.byId(idOf('a'));
    expect(article).toMatchObject({ headline: 'Mended', version: 4 });
    expect(article?.changes.map(({ kind }) => kind)).toEqual(['withhold', 'restore', 'correct']);
  });

  test('of a killed, withheld or drafted story changes nothing', async () => {
    const { store, folder, read, remove } = await folderOf([]);
    const kill = '[{ kind: kill, at: 2026-03-03T00:00:00Z, note: x }]';
    await put(folder, 'k.md', storyFile('k', { changes: kill }));
    await put(folder, 'w.md', storyFile('w', { changes: kill.replace('kill', 'withhold') }));
    await put(folder, 'd.md', storyFile('d', { draft: 'true' }));
    await read();
    const cursor = await store.archive.log.cursor();
    for (const letter of 'kwd') await remove(letter);
    expect(await read(LATER)).toEqual([]);
    expect(await store.archive.log.cursor()).toBe(cursor);
  });

  test('that was broken before it was deleted withholds the story that it was', async () => {
    const { folder, status, remove, read } = await folderOf(['a', 'b']);
    await put(folder, 'a.md', '---\nbroken: "\n---\n');
    expect(await read()).toEqual(['a.md refused', 'b.md published']);
    expect(await status('a')).toBe('usable');
    await remove('a');
    await read(LATER);
    expect(await status('a')).toBe('withheld');
  });
});

test('a broken file keeps its story, also after a restart', async () => {
  const { folder, store, status } = await folderOf(['a', 'b']);
  await put(folder, 'a.md', '---\nbroken: "\n---\n');
  const { read } = await follow(folder, store);
  expect(await read(LATER)).toEqual(['a.md refused', 'b.md published']);
  await put(folder, 'b.md', storyFile('b', { headline: 'Edited' }));
  expect(await read(LATER)).toEqual(['a.md refused', 'b.md published']);
  expect(await status('a')).toBe('usable');
});

describe('what is no deletion', () => {
  test('a renamed file, also by case alone, also into another folder', async () => {
    const { folder, status, read } = await folderOf(['a', 'b', 'c']);
    await rename(join(folder, 'articles/a.md'), join(folder, 'articles/A.md'));
    await mkdir(join(folder, 'articles/deep'));
    await rename(join(folder, 'articles/b.md'), join(folder, 'articles/deep/other-name.md'));
    await put(folder, 'deep/other-name.md', storyFile('b', { slug: 'b' }));
    await rename(join(folder, 'articles/c.md'), join(folder, 'articles/c.json'));
    await put(folder, 'c.md', storyFile('c'));
    const states = await read(LATER);
    expect(states).toContain('A.md published');
    for (const letter of 'abc') expect(await status(letter), letter).toBe('usable');
  });

  test('a file that an editor rewrites', async () => {
    const { folder, status, remove, publication, store } = await folderOf(['a', 'b']);
    const slow = new ContentFolder(folder, store, { writeIds: true, grace: 200 });
    await slow.read(publication, NOW);
    await remove('a');
    const reading = slow.read(publication, LATER);
    await put(folder, 'a.md', storyFile('a', { headline: 'Saved' }));
    await reading;
    expect(await status('a')).toBe('usable');
  });

  test('a folder that is not there any more, or is another one', async () => {
    const { folder, status, read } = await folderOf(['a']);
    await rename(join(folder, 'articles'), join(folder, 'elsewhere'));
    expect(await read(LATER)).toEqual(['a.md missing']);
    await mkdir(join(folder, 'articles'));
    expect(await read(LATER)).toEqual(['a.md missing']);
    expect(await status('a')).toBe('usable');
    await rm(join(folder, 'articles'), { recursive: true });
    await rename(join(folder, 'elsewhere'), join(folder, 'articles'));
    expect(await read(LATER)).toEqual(['a.md published']);
  });

  test('more than five files, or a twentieth of them, at once or within a minute', async () => {
    const { store, folder, status, remove, read } = await folderOf(LETTERS);
    await remove('a');
    await read(LATER);
    expect(await status('a')).toBe('withheld');
    await remove('b');
    await read(at('2026-06-01T01:00:10Z'));
    expect(await status('b')).toBe('usable');
    for (const letter of 'cdefgh') await remove(letter);
    const states = await read(at('2026-06-01T05:00:00Z'));
    expect(states.filter((state) => state.endsWith('missing'))).toHaveLength(7);
    await put(folder, 'h.md', storyFile('h'));
    const removed = await confirmMissing(folder, store, at('2026-06-01T06:00:00Z'));
    expect(removed.map(({ file }) => file)).toEqual([...'bcdefg'].map((letter) => `articles/${letter}.md`));
    expect([await status('b'), await status('h'), await status('z')]).toEqual(['withheld', 'usable', 'usable']);
    expect((await store.files.all()).filter(({ state }) => state === 'missing').map(({ path }) => path)).toEqual([
      'articles/h.md',
    ]);
  });

  test('files that are missing when a server starts', async () => {
    const { folder, store, status, remove } = await folderOf(['a', 'b']);
    await remove('a');
    const { read, content } = await follow(folder, store);
    expect(await read(LATER)).toEqual(['a.md missing', 'b.md published']);
    expect(content.reports[0]?.findings[0]?.message).toMatch(/restore the file, or .*dateline sync --confirm/);
    expect(await read(LATER)).toEqual(['a.md missing', 'b.md published']);
    expect(await status('a')).toBe('usable');
    await put(folder, 'a.md', storyFile('a'));
    expect(await read(LATER)).toEqual(['a.md published', 'b.md published']);
  });
});

describe('a file that is there', () => {
  test('with another id recalls nothing by itself', async () => {
    const { folder, status, read } = await folderOf(['a', 'b']);
    await put(folder, 'a.md', storyFile('c', { slug: 'c' }));
    expect(await read(LATER)).toEqual(['a.md published', `a.md (${'a'.repeat(26)}) missing`, 'b.md published']);
    expect([await status('a'), await status('c')]).toEqual(['usable', 'usable']);
    await put(folder, 'again.md', storyFile('a'));
    expect(await read(LATER)).toEqual(['a.md published', 'again.md published', 'b.md published']);
  });

  test('and has lost its id gets no other one', async () => {
    const { folder, content, status, read } = await folderOf(['a', 'b']);
    const without = storyFile('a').replace(/^id: .*\n/m, '');
    await put(folder, 'a.md', without);
    expect(await read(LATER)).toEqual(['a.md refused', 'b.md published']);
    expect(content.reports[0]?.findings[0]?.message).toContain(`paste the line \`id: ${idOf('a')}\``);
    expect(await readFile(join(folder, 'articles/a.md'), 'utf8')).toBe(without);
    expect(await status('a')).toBe('usable');
  });

  test('but is broken and was renamed is not missed for good', async () => {
    const { folder, status, remove, read } = await folderOf(['a', 'b']);
    await remove('a');
    await put(folder, 'renamed.md', '---\nbroken: "\n---\n');
    expect(await read(LATER)).toEqual(['a.md missing', 'b.md published', 'renamed.md refused']);
    expect(await status('a')).toBe('usable');
  });

  test('but came too early, or could not be stored, is read again', async () => {
    const { folder, content, read } = await folderOf(['a']);
    const changes = '[{ kind: update, at: 2026-06-01T02:00:00Z }]';
    await put(folder, 'a.md', storyFile('a', { changes }));
    expect(await read(LATER)).toEqual(['a.md refused']);
    expect([...content.unsettled]).toEqual(['articles/a.md']);
    expect(await read(at('2026-06-01T02:00:00Z'))).toEqual(['a.md published']);
    expect(content.unsettled.size).toBe(0);
  });
});

describe('an archive that is there already', () => {
  test('detects silent edits and altered lists across restarts', async () => {
    const { folder, store, read } = await folderOf(['a']);
    await put(folder, 'a.md', storyFile('a', { headline: 'Edited' }));
    expect(await read(LATER)).toEqual(['a.md published']);
    const again = await follow(folder, store);
    await again.read(LATER);
    expect(await store.archive.articles.byId(idOf('a'))).toMatchObject({ version: 2, headline: 'Edited' });
    const changes = '[{ kind: update, at: 2026-06-01T00:30:00Z }]';
    await put(folder, 'a.md', storyFile('a', { headline: 'Edited', changes }));
    await again.read(LATER);
    await put(folder, 'a.md', storyFile('a', { headline: 'Edited' }));
    const third = await follow(folder, store);
    expect(await third.read(LATER)).toEqual(['a.md refused']);
    expect(third.content.reports[0]?.findings[0]?.message).toMatch(/append-only/);
  });
});

test('editors see each decision at /status, and the log lists silent edits', async () => {
  const server = await startServer({ 'a.md': storyFile('a'), 'b.md': storyFile('b') }, { dev: true });
  const status = async () => (await server.get('/status')).text();
  await put(server.folder, 'a.md', storyFile('a', { headline: 'HIDDENWORD' }));
  await until(async () => (await status()).includes('a silent edit, which moves no date'));
  expect(server.log.some((line) => line.includes('silent edit stored'))).toBe(true);
  await rm(join(server.folder, 'articles/b.md'));
  await until(async () => (await server.get('/articles/b')).status === 404);
  expect(await status()).toContain('The file was removed, and its story is withheld');
  expect(server.log.join('\n')).not.toContain('HIDDENWORD');
  await put(server.folder, 'b.md', storyFile('b'));
  await until(async () => (await server.get('/articles/b')).status === 200);
});
