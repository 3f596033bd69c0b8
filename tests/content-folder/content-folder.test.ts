import { chmod, mkdir, readdir, readFile, rename, rm, stat, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ContentFolder } from '../../src/content-folder/content-folder.ts';
import { readSettings } from '../../src/content-folder/publication-file.ts';
import { FileChangedError, replaceFile, storyFiles } from '../../src/content-folder/story-files.ts';
import { openStore } from '../support/engines.ts';
import { contentFolder, put, storyFile } from '../support/folder.ts';
import { startServer, until } from '../support/server.ts';
import { at } from '../support/stories.ts';

const NOW = at('2026-06-01T00:00:00Z');

async function read(files: Readonly<Record<string, string | Buffer>>) {
  const folder = await contentFolder(files);
  const settings = await readSettings(folder);
  if ('problems' in settings) throw new Error(JSON.stringify(settings.problems));
  const store = await openStore();
  const content = new ContentFolder(folder, store);
  await content.read(settings.publication, NOW);
  return {
    folder,
    archive: store.archive,
    store,
    content,
    publication: settings.publication,
    states: content.reports.map(({ file, state }) => `${file} ${state}`),
  };
}

describe('one broken file takes down no other', () => {
  test.each([
    ['a broken front matter', { 'z.md': '---\nheadline: "x\n---\n' }, /./],
    ['a duplicate slug', { 'z.md': storyFile('z', { slug: 'a' }) }, /the slug "a" belongs to another story/],
    [
      'an unknown section',
      { 'z.md': storyFile('z', { section: 'sports' }) },
      /not a section of publication.yaml: use one of world, culture/,
    ],
    ['a missing image', { 'z.md': storyFile('z', {}, '![a](none.jpg)') }, /"none.jpg" is not in the media folder/],
    [
      'an impossible date',
      { 'z.md': storyFile('z', { published: '2026-02-30T09:00:00Z' }) },
      /is a day or an hour that does not exist/,
    ],
    ['20 MB', { 'z.md': Buffer.alloc(20_000_000, 'a') }, /20\.0 MB; a story has at most 2 MB/],
    ['the id of another file', { 'z.md': storyFile('a') }, /The same id is in articles\/a.md/],
    [
      'a change that is still to come',
      { 'z.md': storyFile('z', { changes: '[{ kind: update, at: 2027-01-01T00:00:00Z }]' }) },
      /Not applied yet: .* is in the future\. The file is read again then/,
    ],
    ['broken JSON', { 'z.json': '{"id": ' }, /JSON/],
  ] as const)('%s', async (_, files, message) => {
    const { content, states } = await read({ 'a.md': storyFile('a'), 'm.md': storyFile('m'), ...files });
    const broken = content.reports.find(({ state }) => state === 'refused');
    expect(broken?.findings).toHaveLength(1);
    expect(broken?.findings[0]?.message).toMatch(message);
    expect(broken?.findings[0]?.file).toBe(broken?.file);
    expect(states.filter((state) => state.endsWith('published'))).toEqual([
      'articles/a.md published',
      'articles/m.md published',
    ]);
  });
});

test('files of a folder in every state', async () => {
  const { states } = await read({
    'draft.md': storyFile('d', { draft: 'true' }),
    'killed.md': storyFile('k', { changes: '[{ kind: kill, at: 2026-03-03T00:00:00Z, note: x }]' }),
    'scheduled.md': storyFile('s', { published: '2026-07-01T00:00:00Z' }),
    'articles/deep/er/story.md': storyFile('e'),
    '.hidden.md': 'x',
    'story.md~': 'x',
    '#story.md#': 'x',
    '_note.md': 'x',
    'notes.txt': 'x',
  });
  expect(states.toSorted()).toEqual(
    [
      'articles/draft.md draft',
      'articles/killed.md canceled',
      'articles/scheduled.md scheduled',
      'articles/deep/er/story.md published',
    ].toSorted(),
  );
});

test('canonical JSON is a content file too', async () => {
  const { archive, states } = await read({
    'a.json': JSON.stringify({
      id: `tag:gazette.example.com,2026:article:${'a'.repeat(26)}`,
      slug: 'from-json',
      language: 'en',
      headline: 'From JSON',
      section: 'world',
      published: '2026-03-02T09:00:00Z',
      body: '<p>a<script>x</script></p>',
    }),
  });
  expect(states).toEqual(['articles/a.json published']);
  expect(await archive.articles.bySlug('from-json')).toMatchObject({ body: '<p>a</p>' });
});

describe('the id that a file lacks', () => {
  const without = storyFile('a').replace(/^id: .*\n/m, '');

  test('is written into it, and nothing else is changed', async () => {
    const { folder, states } = await read({ 'a.md': without.replaceAll('\n', '\r\n') });
    expect(states).toEqual(['articles/a.md published']);
    const written = await readFile(join(folder, 'articles/a.md'), 'utf8');
    expect(written).toMatch(/^---\r\nid: tag:gazette\.example\.com,2026:article:[0-9a-z]{26}\r\n/);
    expect(written.replace(/id: .*\r\n/, '')).toBe(without.replaceAll('\n', '\r\n'));
    expect(await readdir(join(folder, 'articles'))).toEqual(['a.md']);
  });

  test('is written once: reading again changes nothing', async () => {
    const { folder, content, publication } = await read({ 'a.md': without });
    const before = (await stat(join(folder, 'articles/a.md'))).mtimeMs;
    expect(await content.read(publication, NOW)).toEqual([]);
    expect((await stat(join(folder, 'articles/a.md'))).mtimeMs).toBe(before);
  });

  test('is not written into a file that has other problems', async () => {
    const broken = without.replace('section: world', 'section: sports');
    const { folder, states } = await read({ 'a.md': broken });
    expect(states).toEqual(['articles/a.md refused']);
    expect(await readFile(join(folder, 'articles/a.md'), 'utf8')).toBe(broken);
  });

  test('is reported where the folder is read-only', async () => {
    const folder = await contentFolder({ 'a.md': without });
    const settings = await readSettings(folder);
    if ('problems' in settings) throw new Error('no settings');
    // An administrator may write anywhere, so that permissions alone would not do here.
    const readOnly = () => Promise.reject(Object.assign(new Error('read-only'), { code: 'EROFS' }));
    const content = new ContentFolder(folder, await openStore(), { writeIds: true, replace: readOnly });
    await content.read(settings.publication, NOW);
    expect(await readFile(join(folder, 'articles/a.md'), 'utf8')).toBe(without);
    expect(content.reports[0]?.findings[0]?.message).toMatch(/paste the line `id: tag:gazette/);
  });
});

describe('settings', () => {
  test.each([
    ['missing', undefined, /publication.yaml is missing/],
    ['broken', 'name: "x', /./],
    ['wrong', 'name: A\ntimeZone: Europe/Atlantis\n', /timeZone.*is not a time zone/s],
  ])('that are %s are reported clearly', async (_, text, message) => {
    const folder = await contentFolder();
    if (text === undefined) await rm(join(folder, 'publication.yaml'));
    else await put(folder, 'publication.yaml', text);
    const settings = await readSettings(folder);
    expect('problems' in settings && settings.problems.map(({ message: said }) => said).join('\n')).toMatch(message);
  });
});

describe('a folder that is watched', () => {
  test('a saved story is live without a restart, a broken one leaves the last good version', async () => {
    const server = await startServer({ 'a.md': storyFile('a') }, { dev: true });
    const headline = async () => /<h1>(.*?)<\/h1>/.exec(await (await server.get('/articles/a')).text())?.[1];
    await put(server.folder, 'b.md', storyFile('b'));
    await until(async () => (await server.get('/articles/b')).status === 200);
    await put(server.folder, 'a.md', storyFile('a', { headline: 'Another' }));
    await until(async () => (await headline()) === 'Another');
    await put(server.folder, 'a.md', storyFile('a', { section: 'sports' }));
    await until(async () =>
      (await (await server.get('/status')).text()).includes('is not a section of publication.yaml'),
    );
    expect(await headline()).toBe('Another');
  });

  test('editors save by renaming', async () => {
    const server = await startServer({ 'a.md': storyFile('a') });
    await put(server.folder, '.a.md.swp', storyFile('a', { headline: 'Renamed' }));
    await rename(join(server.folder, 'articles/.a.md.swp'), join(server.folder, 'articles/a.md'));
    await until(async () => (await (await server.get('/feeds/all.rss')).text()).includes('Renamed'));
  });

  test('a picture that arrives later mends its story', async () => {
    const server = await startServer({ 'a.md': storyFile('a', {}, '![a](late.svg)') });
    expect((await server.get('/articles/a')).status).toBe(404);
    await put(server.folder, 'media/late.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>');
    await until(async () => (await server.get('/articles/a')).status === 200);
  });

  test('settings change without a restart, and wrong ones are not taken', async () => {
    const server = await startServer({ 'a.md': storyFile('a') });
    const settings = await readFile(join(server.folder, 'publication.yaml'), 'utf8');
    await put(server.folder, 'publication.yaml', settings.replace('The Test Gazette', 'The New Gazette'));
    await until(async () => (await (await server.get('/')).text()).includes('The New Gazette'));
    await put(server.folder, 'publication.yaml', 'name: [');
    await until(() => server.log.some((line) => line.includes('publication.yaml refused')));
    expect(await (await server.get('/')).text()).toContain('The New Gazette');
  });
});

describe('files that once stopped a server, or delayed it', () => {
  test('settings with an alias that leads nowhere are refused, and shown', async () => {
    const server = await startServer({ 'a.md': storyFile('a') }, { dev: true });
    await put(server.folder, 'publication.yaml', 'name: *nowhere');
    await until(async () => (await (await server.get('/status')).text()).includes('has no anchor'));
    expect((await server.get('/articles/a')).status).toBe(200);
  });

  test('links to stories are stories, hidden folders are not', async () => {
    const folder = await contentFolder({ 'articles/..data/a.md': storyFile('a') });
    await symlink(join(folder, 'articles/..data/a.md'), join(folder, 'articles/linked.md'));
    const settings = await readSettings(folder);
    if ('problems' in settings) throw new Error('no settings');
    const content = new ContentFolder(folder, await openStore());
    await content.read(settings.publication, NOW);
    expect(content.reports.map(({ file, state }) => `${file} ${state}`)).toEqual(['articles/linked.md published']);
  });

  test('a file with the line ends of old gets its id once', async () => {
    const { folder, states } = await read({
      'a.md': storyFile('a')
        .replace(/^id: .*\n/m, '')
        .replaceAll('\n', '\r'),
    });
    expect(states).toEqual(['articles/a.md published']);
    expect(await readFile(join(folder, 'articles/a.md'), 'utf8')).toMatch(/^---\rid: tag:[^\r]+\r/);
  });

  test('the id line leaves the mode of a file as it was', async () => {
    const folder = await contentFolder({ 'a.md': storyFile('a').replace(/^id: .*\n/m, '') });
    await chmod(join(folder, 'articles/a.md'), 0o664);
    const settings = await readSettings(folder);
    if ('problems' in settings) throw new Error('no settings');
    await new ContentFolder(folder, await openStore()).read(settings.publication, NOW);
    expect((await stat(join(folder, 'articles/a.md'))).mode & 0o777).toBe(0o664);
  });

  test('a file that is saved while its id is written keeps what was saved', async () => {
    const path = join(await contentFolder({ 'a.md': 'old' }), 'articles/a.md');
    const seen = await stat(path);
    await utimes(path, new Date(), new Date(Date.now() + 5000));
    await expect(replaceFile(path, 'new', seen)).rejects.toThrow(FileChangedError);
    expect(await readFile(path, 'utf8')).toBe('old');
  });

  test('of two files with one id the one that had it keeps it, and its copy gets it when that is gone', async () => {
    const { folder, content, publication } = await read({ 'm.md': storyFile('a') });
    const states = () => content.reports.map(({ file, state }) => `${file} ${state}`);
    await put(folder, 'b.md', storyFile('a'));
    await content.read(publication, NOW, new Set(['articles/b.md']));
    expect(states()).toEqual(['articles/b.md refused', 'articles/m.md published']);
    await rm(join(folder, 'articles/m.md'));
    await content.read(publication, NOW, new Set(['articles/m.md']));
    expect(states()).toEqual(['articles/b.md published']);
    const together = await read({ 'b.md': storyFile('a'), 'm.md': storyFile('a') });
    expect(together.states).toEqual(['articles/b.md published', 'articles/m.md refused']);
  });

  test('a folder that cannot be read hides nothing but itself', async () => {
    const folder = await contentFolder({ 'a.md': storyFile('a'), 'articles/closed/b.md': storyFile('b') });
    // An administrator may read everything, so that permissions alone would not do here.
    const list: Parameters<typeof storyFiles>[1] = (path, options) =>
      path.endsWith('closed')
        ? Promise.reject(Object.assign(new Error('closed'), { code: 'EACCES' }))
        : readdir(path, options);
    expect(await storyFiles(folder, list)).toEqual({
      files: ['articles/a.md'],
      unreadable: [{ folder: 'articles/closed', code: 'EACCES' }],
    });
  });

  test('a folder in the place of a story is refused alone', async () => {
    const { folder, content, publication } = await read({ 'a.md': storyFile('a') });
    await mkdir(join(folder, 'elsewhere'));
    await symlink(join(folder, 'elsewhere'), join(folder, 'articles/b.md'));
    await content.read(publication, NOW);
    expect(content.reports.map(({ state }) => state)).toEqual(['published', 'refused']);
  });
});
