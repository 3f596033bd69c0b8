import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { serve } from '../../src/app/serve.ts';
import { openArchive } from '../../src/archive/location.ts';
import { lockForServing } from '../../src/archive/sqlite/server-lock.ts';
import { apiClient, keyOf, STORY } from '../support/api.ts';
import { dateline } from '../support/command-line.ts';
import { postgresDatabase } from '../support/engines.ts';
import { contentFolder, storyFile } from '../support/folder.ts';
import { startServer, until } from '../support/server.ts';
import { at, idOf } from '../support/stories.ts';

const archiveOf = (content: string) => ({ file: join(content, '.data', 'dateline.sqlite') });

describe('without a server', () => {
  test('sync reads the folder, status reports it, render reads the archive', async () => {
    const content = await contentFolder({ 'a.md': storyFile('a'), 'b.md': storyFile('b', { section: 'sports' }) });
    expect(await dateline(content, 'sync')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/published\s+articles\/a\.md/),
    });
    await rm(join(content, 'articles/a.md'));
    const status = await dateline(content, 'status');
    expect(status.out).toMatch(/refused\s+articles\/b\.md/);
    expect((await dateline(content, 'render', 'a', '--format', 'rss')).out).toContain('<title>Story a</title>');
    expect(await dateline(content, 'sync')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/missing\s+articles\/a\.md/),
    });
    expect((await dateline(content, 'status')).out).toContain('missing');
    const confirmed = await dateline(content, 'sync', '--confirm');
    expect(confirmed).toMatchObject({ code: 0, err: expect.stringContaining('1 stories are withheld') });
    expect((await dateline(content, 'render', 'a', '--format', 'newsml-g2')).out).toContain('stat:withheld');
  });

  test('commands that start at once make one archive', async () => {
    const content = await contentFolder();
    const ran = await Promise.all([1, 2, 3, 4].map((number) => dateline(content, 'key', 'create', `n${number}`)));
    expect(ran.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect((await dateline(content, 'key', 'list')).out.trim().split('\n')).toHaveLength(5);
  });

  test('invalid usage is reported in one line', async () => {
    const content = await contentFolder();
    for (const [args, message] of [
      [['archive', 'backup', join(content, 'x')], /The archive .* does not exist yet: start the server first/],
      [['key', 'create', 'x', '--scope', 'all'], /Unknown scope all: use read, write, admin, embargo/],
      [['key', 'create', 'x', '--expires', 'soon'], /is not a time/],
      [['key', 'create', 'x', '--expires', '2020-01-01T00:00:00Z'], /is in the past/],
      [['adopt', 'nothing', '--by', 'api'], /The archive has no story "nothing"/],
      [['adopt', 'nothing', '--by', 'me'], /"folder" or "api"/],
      [['erase', 'nothing'], /The archive has no story/],
    ] as const) {
      const { code, err } = await dateline(content, ...args);
      expect([code, err.trim().split('\n').length]).toEqual([2, 1]);
      expect(err).toMatch(message);
    }
  });

  test('an archive of another publication is not changed', async () => {
    const content = await contentFolder({ 'a.md': storyFile('a') });
    await dateline(content, 'sync');
    const settings = await readFile(join(content, 'publication.yaml'), 'utf8');
    const other = await contentFolder();
    const { writeFile } = await import('node:fs/promises');
    await writeFile(join(other, 'publication.yaml'), settings.replace('gazette.example.com', 'other.example.com'));
    const refused = await dateline(other, '--data', join(content, '.data'), 'serve');
    expect([refused.code, refused.err]).toEqual([
      2,
      expect.stringMatching(/^The archive holds the stories of gazette\.example\.com,2026, .*DATELINE_DATA/),
    ]);
  });
});

describe('beside a running server', () => {
  async function running() {
    const content = await contentFolder({ 'a.md': storyFile('a') });
    const archive = archiveOf(content);
    const started = await serve(
      { port: 0, baseUrl: 'https://gazette.example.com', content, archive, logLevel: 'silent' },
      { log: pino({ level: 'silent' }) },
    );
    await started.synced;
    return { content, archive, started };
  }

  test('a second server is refused in one line, and the server shows the effect of commands', async () => {
    const { content, archive, started } = await running();
    try {
      const second = await dateline(content, 'serve');
      expect([second.code, second.err.trim().split('\n')]).toEqual([
        2,
        [expect.stringMatching(/^Another Dateline serves .*dateline\.sqlite: stop it/)],
      ]);
      const page = () => fetch(`http://127.0.0.1:${started.port}/articles/a`);
      expect((await page()).status).toBe(200);
      const beside = await openArchive(archive);
      const { withholdStory } = await import('../../src/newsroom/submit-story.ts');
      await withholdStory(
        beside.archive,
        { id: idOf('a'), note: 'x', actor: 'a', origin: 'content folder' },
        at(new Date().toISOString().replace(/\.\d+Z$/, 'Z')),
      );
      await beside.close();
      await until(async () => (await page()).status === 404);
      expect((await dateline(content, 'sync')).err).toContain('A running server already reads the content folder');
      const copy = join(content, 'copy.sqlite');
      expect(await dateline(content, 'archive', 'backup', copy)).toMatchObject({ code: 0, out: `${copy}\n` });
      expect((await dateline(content, 'archive', 'backup', copy)).err).toContain('The file exists already');
      const store = await openArchive({ file: copy });
      expect(await store.archive.articles.versionsOf(idOf('a'))).toHaveLength(2);
      await store.close();
    } finally {
      await started.close();
    }
  });

  test('a key works at once, and no longer when it is revoked', async () => {
    const { content, started } = await running();
    try {
      const created = await dateline(content, 'key', 'create', 'our CMS', '--scope', 'write', 'embargo');
      const Authorization = `Bearer ${created.out.trim()}`;
      const request = () => fetch(`http://127.0.0.1:${started.port}/api/v1/changes`, { headers: { Authorization } });
      expect((await request()).status).toBe(200);
      const list = (await dateline(content, 'key', 'list')).out;
      expect(list).toMatch(/our CMS\s+write embargo/);
      expect(list).not.toContain(created.out.trim().replace(/^dateline_[0-9a-f]+_/, ''));
      expect((await dateline(content, 'key', 'revoke', created.out.split('_')[1] ?? '')).code).toBe(0);
      expect((await request()).status).toBe(401);
      const bytes = readFileSync(join(content, '.data', 'dateline.sqlite')).toString('latin1');
      const wal = readFileSync(join(content, '.data', 'dateline.sqlite-wal')).toString('latin1');
      expect(bytes + wal).not.toContain(created.out.trim().replace(/^dateline_[0-9a-f]+_/, ''));
    } finally {
      await started.close();
    }
  });
});

describe('adopt', () => {
  test('gives a story of the folder to the API, and back', async () => {
    const content = await contentFolder({ 'a.md': storyFile('a') });
    await dateline(content, 'sync');
    const given = await dateline(content, 'adopt', keyOf('a'), '--by', 'api');
    expect([given.code, given.err]).toEqual([0, expect.stringContaining('Delete articles/a.md')]);
    expect((await dateline(content, 'sync')).out).toContain('it belongs to the api');
    await rm(join(content, 'articles/a.md'));
    await dateline(content, 'sync', '--confirm');
    const store = await openArchive(archiveOf(content));
    expect((await store.archive.articles.byId(idOf('a')))?.status).toBe('usable');
    await store.close();
    expect((await dateline(content, 'adopt', 'a', '--by', 'folder')).err).toContain('articles/a.json');
    expect(await readdir(join(content, 'articles'))).toEqual(['a.json']);
    expect((await dateline(content, 'sync')).out).toMatch(/^published {2}articles\/a\.json/);
  });
});

describe('erase', () => {
  const WORD = 'zyzzyva';

  test('leaves no byte of a killed story, but its hashes and the log', async () => {
    const content = await contentFolder();
    const file = storyFile('a', { headline: WORD, standfirst: WORD, keywords: `[${WORD}]`, slug: 'a' }, WORD);
    const { put } = await import('../support/folder.ts');
    await put(content, 'a.md', file);
    await dateline(content, 'sync');
    expect((await dateline(content, 'erase', 'a')).err).toContain('kill it first');
    const kill = `[{ kind: kill, at: 2026-03-03T00:00:00Z, note: ${WORD}, notice: We are sorry. }]`;
    await put(content, 'a.md', file.replace('section:', `changes: ${kill}\nsection:`));
    await dateline(content, 'sync');
    const erased = await dateline(content, 'erase', keyOf('a'));
    expect([erased.code, erased.out]).toEqual([0, expect.stringContaining('text and media of 2 versions are erased')]);
    expect(erased.err).toContain('articles/a.md still contains it');
    const bytes = readFileSync(archiveOf(content).file).toString('latin1');
    expect(bytes).not.toContain(WORD);
    await rm(join(content, 'articles/a.md'));
    const store = await openArchive(archiveOf(content));
    const versions = await store.archive.articles.versionsOf(idOf('a'));
    expect(versions.map(({ headline, body }) => headline + body)).toEqual(['Erased', 'Erased']);
    expect((await store.archive.log.changesAfter(0, 10)).map(({ change }) => change)).toEqual([
      'publish',
      'kill',
      'erase',
    ]);
    await store.close();
  });

  test('leaves the tombstone and its notice', async () => {
    const server = await startServer({}, { url: await postgresDatabase() });
    const api = await apiClient(server, 'write');
    await api('PUT', `/articles/${keyOf('a')}`, { ...STORY, headline: WORD });
    await api('POST', `/articles/${keyOf('a')}/kill`, { note: WORD, notice: 'We are sorry.' });
    const { eraseStory } = await import('../../src/newsroom/erasure.ts');
    await eraseStory(server.running.store.archive, { id: idOf('a'), actor: 'a' }, at('2026-06-01T00:00:30Z'));
    const page = await server.get('/articles/a-story');
    expect([page.status, await page.text()]).toEqual([410, expect.stringContaining('We are sorry.')]);
    expect((await api('GET', `/articles/${keyOf('a')}/versions/1`)).text).not.toContain(WORD);
    expect((await api('POST', `/articles/${keyOf('a')}/amend`, { notice: 'We apologize.' })).status).toBe(200);
  });
});

test.each(['mysql://user@host/db', 'http://example.com/'])(
  'archive move refuses %s, and creates nothing',
  async (to) => {
    const content = await contentFolder({ 'a.md': storyFile('a') });
    await dateline(content, 'sync');
    const moved = await dateline(content, 'archive', 'move', '--to', to);
    expect([moved.code, moved.out, moved.err]).toEqual([2, '', expect.stringContaining('is not supported')]);
    expect(existsSync(to.split('//')[0] ?? '')).toBe(false);
  },
);

test('archive move refuses an archive that a server uses', async () => {
  const content = await contentFolder({ 'a.md': storyFile('a') });
  await dateline(content, 'sync');
  const lock = lockForServing(join(content, '.data/dateline.sqlite'));
  const moved = await dateline(content, 'archive', 'move', '--to', join(content, '..', 'moved.sqlite'));
  lock.release();
  expect([moved.code, moved.err]).toEqual([2, expect.stringContaining('stop it')]);
});

test('archive move copies everything to PostgreSQL and reports the comparison', async () => {
  const content = await contentFolder({ 'a.md': storyFile('a') });
  await dateline(content, 'sync');
  const url = await postgresDatabase();
  const moved = await dateline(content, 'archive', 'move', '--to', url);
  expect([moved.code, moved.out]).toEqual([0, expect.stringMatching(/versions\s+1\s+[0-9a-f]{16}/)]);
  expect(moved.err).not.toContain('tests@');
  expect((await dateline(content, 'archive', 'move', '--to', url)).err).toContain(
    'There is an archive at the destination already',
  );
});
