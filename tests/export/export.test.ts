import { existsSync } from 'node:fs';
import { readdir, readFile, readlink, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { ConfigurationError } from '../../src/app/configuration.ts';
import { readPublication } from '../../src/app/open-publication.ts';
import { serve } from '../../src/app/serve.ts';
import { openArchive } from '../../src/archive/location.ts';
import type { Store } from '../../src/archive/store.ts';
import { EXPORT_LEASE, exportPublication } from '../../src/cli/export-publication.ts';
import { prepareTarget } from '../../src/cli/export-target.ts';
import { ContentFolder } from '../../src/content-folder/content-folder.ts';
import type { Manifest } from '../../src/export/manifest.ts';
import type { Instant } from '../../src/text/instant.ts';
import { contentFolder, put, SETTINGS, storyFile, temporaryFolder } from '../support/folder.ts';
import { BASE } from '../support/server.ts';
import { at, idOf } from '../support/stories.ts';

const PIXEL = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>';
const NOW = at('2026-06-01T00:00:00Z');

/** A publication with an archive of its own, exported and served as often as a test likes. */
async function site(files: Readonly<Record<string, string | Buffer>>) {
  const content = await contentFolder(files);
  const data = await temporaryFolder();
  const target = await temporaryFolder();
  const archive = { file: join(data, 'dateline.sqlite') };
  const configuration = { port: 0, baseUrl: BASE, content, archive, logLevel: 'silent' } as const;
  const withStore = async <Result>(work: (store: Store) => Promise<Result>): Promise<Result> => {
    const store = await openArchive(archive);
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  };
  return {
    content,
    target,
    withStore,
    exported: (instant: Instant = NOW) =>
      withStore(async (store) => {
        const publication = await readPublication(content);
        await new ContentFolder(content, store, { writeIds: true }).read(publication, instant);
        return exportPublication(target, { store, publication, configuration }, instant);
      }),
    served: async () => {
      const running = await serve(configuration, { clock: () => Date.parse(NOW), log: pino({ level: 'silent' }) });
      onTestFinished(() => running.close());
      await running.synced;
      return (path: string) =>
        fetch(`http://127.0.0.1:${running.port}${path}`, { redirect: 'manual', headers: { accept: 'text/html' } });
    },
    manifest: async (): Promise<Manifest> => JSON.parse(await readFile(join(target, 'current/manifest.json'), 'utf8')),
  };
}

test('an address that no file name can have is left out and listed', async () => {
  const { exported, target } = await site({ 'a.md': storyFile('a', { keywords: '["a <script> b", "a > b"]' }) });
  const { leftOut } = await exported();
  expect(leftOut.some((path) => decodeURIComponent(path).includes('<'))).toBe(true);
  const names = await readdir(join(target, 'current'), { recursive: true });
  expect(names.filter((name) => /[<>:"|?*]/.test(name))).toEqual([]);
});

test.each(['content', 'content/site', '/proc/dateline-export'])('%s is no place for an export', async (folder) => {
  const { content } = await site({ 'a.md': storyFile('a') });
  const target = folder.startsWith('/')
    ? folder
    : join(dirname(content), basename(content), folder.slice('content'.length));
  const configuration = { content, archive: { file: join(content, '..', 'data', 'a.sqlite') } };
  await expect(prepareTarget(target, configuration)).rejects.toThrow(ConfigurationError);
});

test('the lease of an export that was killed ends within seconds', async () => {
  const { exported, target } = await site({ 'a.md': storyFile('a') });
  await exported();
  expect(EXPORT_LEASE.seconds).toBeLessThanOrEqual(10);
  expect(existsSync(join(target, 'current'))).toBe(true);
});

const SAMPLE = join(import.meta.dirname, '../../content');

test('every file is what the server sends, and every feed and story is there', async () => {
  const killed = storyFile('k', { changes: '[{ kind: kill, at: 2026-03-03T00:00:00Z, note: x, notice: Sorry. }]' });
  const { exported, served, manifest, target } = await site({
    'a.md': storyFile('a', { media: '[{ kind: image, alt: a, files: [a.svg] }]', keywords: '[New York, العربية]' }),
    'b.md': storyFile('b', { section: 'culture', related: `[${'a'.repeat(26)}]` }),
    'k.md': killed,
    'later.md': storyFile('l', { published: '2027-01-01T00:00:00Z', keywords: '[SECRET]' }),
    'media/a.svg': PIXEL,
    // An export has no hub.
    'publication.yaml': `${SETTINGS}webSub: { hub: false }\n`,
  });
  const { written, leftOut } = await exported();
  expect(leftOut).toEqual([]);
  const { files } = await manifest();
  expect(Object.keys(files)).toHaveLength(written);
  const get = await served();
  for (const [path, { file, status }] of Object.entries(files)) {
    const response = await get(path);
    expect([path, response.status]).toEqual([path, status]);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect((await readFile(join(target, 'current', file))).equals(bytes), path).toBe(true);
  }
  for (const path of ['/', '/articles/a', '/feeds/all.rss', '/feeds/tag/new-york.atom', '/media/a.svg', '/sitemap.xml'])
    expect(Object.keys(files)).toContain(path);
  expect(JSON.stringify(files)).not.toMatch(/secret|\/articles\/l\b/i);
  const redirects = await readFile(join(target, 'current/_redirects'), 'utf8');
  expect(redirects).toContain('/articles/k /gone/articles/k.html 410');
  expect(await readFile(join(target, 'current/_headers'), 'utf8')).toContain(
    'Content-Type: application/atom+xml; charset=utf-8',
  );
});

test('an unchanged document is not rendered again, and a killed story is gone', async () => {
  const { content, exported, manifest, target } = await site({
    'a.md': storyFile('a', { slug: 'first' }),
    'b.md': storyFile('b', { section: 'culture' }),
  });
  await exported();
  const before = await readlink(join(target, 'current'));
  const same = await exported();
  expect([same.written, same.removed]).toEqual([0, 0]);
  expect(await readlink(join(target, 'current'))).not.toBe(before);

  const change = '[{ kind: kill, at: 2026-05-31T00:00:00Z, note: x }]';
  await put(content, 'b.md', storyFile('b', { section: 'culture', changes: change }));
  const { files: old } = await manifest();
  const { written, removed } = await exported(at('2026-06-01T00:01:00Z'));
  const { files } = await manifest();
  const changed = Object.keys(files).filter((path) => files[path]?.sha256 !== old[path]?.sha256);
  expect(changed).toHaveLength(written);
  expect(changed).toEqual(
    expect.arrayContaining(['/articles/b.newsml.xml', '/feeds/section/culture.atom', '/feeds/all.rss', '/']),
  );
  expect(changed.filter((path) => path.includes('section/world') || path.includes('first'))).toEqual([]);
  expect(removed).toBeGreaterThan(0);
  expect(files['/articles/b.jsonld']).toBeUndefined();
  const stored = await readdir(join(target, 'current/articles'));
  expect(stored).not.toContain('b.html');
  // The release before stays for who is reading it, older ones are gone.
  expect(await readdir(join(target, 'releases'))).toHaveLength(2);
});

test('a translation that comes, and one that is killed, are in the next export of every page of their group', async () => {
  const settings = `${SETTINGS}languages: [fr, de]\n`;
  const translation = (letter: string, of: string, fields: Readonly<Record<string, string>>) =>
    storyFile(letter, {
      ...fields,
      headline: `Headline ${letter}`,
      related: `[{ relation: translationOf, article: "${idOf(of)}" }]`,
    });
  const { content, exported, target } = await site({
    'publication.yaml': settings,
    'a.md': storyFile('a', { published: '2026-02-02T09:00:00Z' }),
    'b.md': translation('b', 'a', { language: 'fr', slug: 'b' }),
  });
  const page = (path: string): Promise<string> => readFile(join(target, `current/${path}`), 'utf8');
  await exported();
  expect(await page('articles/a.html')).toContain('Headline b');
  await put(content, 'c.md', translation('c', 'b', { language: 'de', slug: 'c' }));
  await exported(at('2026-06-01T00:01:00Z'));
  for (const path of ['articles/a.html', 'articles/b.html']) expect(await page(path), path).toContain('Headline c');
  expect(await page('sitemaps/2026-02.xml')).toContain('/articles/c');
  const changes = '[{ kind: kill, at: 2026-06-01T00:01:30Z, note: x }]';
  await put(content, 'c.md', translation('c', 'b', { language: 'de', slug: 'c', changes }));
  await exported(at('2026-06-01T00:02:00Z'));
  for (const path of ['articles/a.html', 'articles/a.jsonld', 'articles/b.html', 'sitemaps/2026-02.xml'])
    expect(await page(path), path).not.toMatch(/Headline c|\/articles\/c/);
});

test('what comes by the clock is in the next export', async () => {
  const { exported, manifest } = await site({ 'a.md': storyFile('a', { published: '2026-06-01T12:00:00Z' }) });
  await exported();
  expect(Object.keys((await manifest()).files)).not.toContain('/articles/a');
  await exported(at('2026-06-01T12:00:00Z'));
  expect(Object.keys((await manifest()).files)).toContain('/articles/a');
});

test('an old slug leads on', async () => {
  const { content, exported, target } = await site({ 'a.md': storyFile('a', { slug: 'before' }) });
  await exported();
  await put(content, 'a.md', storyFile('a', { slug: 'after' }));
  await exported();
  expect(await readFile(join(target, 'current/_redirects'), 'utf8')).toContain(
    `/articles/before ${BASE}/articles/after 301`,
  );
});

test('redirects of the settings are for the host, where it can do them and the story is there', async () => {
  const redirects = JSON.stringify([
    { from: '/2019/05/old/', to: '/articles/a' },
    { from: '/2019/05/hidden/', to: '/articles/hidden' },
    { from: '/2019/05/killed/', to: '/articles/killed' },
    { from: '/?p=12', to: '/articles/a' },
    { from: '/news/:slug.html', to: '/articles/:slug' },
    { from: '/:year/:month/:slug/', to: '/articles/:slug' },
    { from: '/shop', to: 'https://shop.example/' },
  ]);
  const { content, exported, target } = await site({
    'publication.yaml': `${SETTINGS}redirects: ${redirects}\n`,
    'a.md': storyFile('a'),
    'b.md': storyFile('b', { slug: 'hidden', published: '2027-01-01T00:00:00Z' }),
    'c.md': storyFile('c', { slug: 'killed' }),
  });
  await exported();
  const changes = '[{ kind: kill, at: 2026-05-31T00:00:00Z, note: x, notice: Sorry. }]';
  await put(content, 'c.md', storyFile('c', { slug: 'killed', changes }));
  await exported(at('2026-06-01T00:02:00Z'));
  const file = await readFile(join(target, 'current/_redirects'), 'utf8');
  expect(file.split('\n').filter((line) => /^\/(?:2019|\?p|news|:year|shop)/.test(line))).toEqual([
    '/2019/05/old/ /articles/a 301',
    expect.stringMatching(/^\/2019\/05\/killed\/ \/.*killed\.html 410$/),
    '/:year/:month/:slug/ /articles/:slug 301',
    '/shop https://shop.example/ 301',
  ]);
});

test('an old slug of a killed story is gone as the story is, and so are other formats', async () => {
  const { content, exported, target } = await site({
    'a.md': storyFile('a', { slug: 'before' }),
    'b.md': storyFile('b', { slug: 'old' }),
  });
  await exported();
  await put(content, 'a.md', storyFile('a', { slug: 'after' }));
  await put(content, 'b.md', storyFile('b', { slug: 'new' }));
  await exported();
  const changes = '[{ kind: kill, at: 2026-05-31T00:00:00Z, note: x, notice: Sorry. }]';
  await put(content, 'b.md', storyFile('b', { slug: 'new', changes }));
  await exported(at('2026-06-01T00:02:00Z'));
  const redirects = await readFile(join(target, 'current/_redirects'), 'utf8');
  expect(redirects).toContain(`/articles/before.newsml.xml ${BASE}/articles/after.newsml.xml 301`);
  expect(redirects).toContain('/articles/old /gone/articles/new.html 410');
});

test('a term without a visible story is not exported, unless it was exported before', async () => {
  const killed = '[{ kind: kill, at: 2026-03-03T00:00:00Z, note: x }]';
  const { content, exported, manifest } = await site({
    'a.md': storyFile('a', { keywords: '[Followed]' }),
    'b.md': storyFile('b', { keywords: '[Hidden]', changes: killed }),
  });
  await exported();
  expect(Object.keys((await manifest()).files)).not.toContain('/feeds/tag/hidden.rss');
  await put(content, 'a.md', storyFile('a', { keywords: '[Followed]', changes: killed }));
  await exported(at('2026-06-01T00:02:00Z'));
  const { files } = await manifest();
  expect(Object.keys(files)).toContain('/feeds/tag/followed.rss');
});

test('a lost file is written again', async () => {
  const { exported, target } = await site({ 'a.md': storyFile('a', { slug: 'first' }) });
  await exported();
  await rm(join(target, 'current/articles/first.html'));
  const { written } = await exported();
  expect(written).toBe(1);
  expect(await readFile(join(target, 'current/articles/first.html'), 'utf8')).toContain('Some text.');
});

test('of two at a time one is refused', async () => {
  const { exported, withStore } = await site({ 'a.md': storyFile('a') });
  await withStore(({ leases }) =>
    leases.hold(EXPORT_LEASE, () => expect(exported()).rejects.toThrow('Another export is running')),
  );
  await exported();
});

test('the sample publication is exported, with every linked address that needs no server', async () => {
  const folder = await site({});
  const { cp } = await import('node:fs/promises');
  await cp(SAMPLE, folder.content, { recursive: true });
  const { written } = await folder.exported(at('2026-11-22T12:00:00Z'));
  expect(written).toBeGreaterThan(400);
  const { files } = await folder.manifest();
  expect(files['/articles/withdrawn-harbour-claim']?.status).toBe(410);
  const missing = new Set<string>();
  for (const { file, type } of Object.values(files)) {
    if (!type.startsWith('text/html')) continue;
    const text = await readFile(join(folder.target, 'current', file), 'utf8');
    for (const [, link = ''] of text.matchAll(/(?:href|src|action)="([^"#]+)/g)) {
      const path = link.replaceAll('&#x26;', '&').replace(BASE, '') || '/';
      if (path.startsWith('/') && files[path] === undefined && files[decodeURI(path)] === undefined) missing.add(path);
    }
  }
  expect([...missing].toSorted()).toEqual(['/api', '/feeds/q', '/search']);
});

test('every page of a day is exported, as HTML and as Markdown', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 65 }, (_, index) => {
      const id = `tag:gazette.example.com,2026:article:${index.toString(36).padStart(26, '0')}`;
      return [`s-${index}.md`, storyFile('a', { id, slug: `story-${index}` })];
    }),
  );
  const { exported, target } = await site(files);
  await exported();
  const read = (file: string) => readFile(join(target, 'current', file), 'utf8');
  const slugs = async (...names: string[]): Promise<Set<string>> =>
    new Set((await Promise.all(names.map(read))).join('').match(/\/articles\/story-\d+/g));
  const pages = await readdir(join(target, 'current/archive'), { recursive: true });
  const html = pages.filter((name) => name.startsWith('2026-03-02') && name.endsWith('.html'));
  const markdown = pages.filter((name) => name.startsWith('2026-03-02') && name.endsWith('.md'));
  expect([html.length, markdown.length]).toEqual([2, 2]);
  expect((await slugs(...html.map((name) => `archive/${name}`))).size).toBe(65);
  expect((await slugs(...markdown.map((name) => `archive/${name}`))).size).toBe(65);
});

test('resized pictures follow a replaced file, and a file that is no picture stops no export', async () => {
  const [first, second] = await Promise.all(
    ['storm', 'tower'].map((name) => readFile(`content/media/${name}-16x9.jpg`)),
  );
  const { exported, target, content } = await site({
    'media/x.jpg': first as Buffer,
    'media/broken.jpg': (first as Buffer).subarray(0, 3000),
    'a.md': storyFile('a', {
      slug: 'a',
      media: '[{ kind: image, alt: A, files: [x.jpg] }, { kind: image, alt: B, files: [broken.jpg] }]',
    }),
  });
  await exported();
  const small = () => readFile(join(target, 'current/pictures/320/x.jpg.webp'));
  const before = await small();
  await put(content, 'media/x.jpg', second as Buffer);
  await exported(at('2026-06-01T01:00:00Z'));
  expect((await small()).equals(before)).toBe(false);
  expect(existsSync(join(target, 'current/pictures/320/broken.jpg.webp'))).toBe(false);
});
