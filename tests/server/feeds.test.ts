import { get as httpGet } from 'node:http';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { parseOpml } from 'feedsmith';
import { describe, expect, test } from 'vitest';
import { FEED_FORMATS } from '../../src/formats/index.ts';
import { rss } from '../../src/formats/rss/index.ts';
import { tagsToPurge } from '../../src/server/cache-tags.ts';
import { apiClient, keyOf, STORY } from '../support/api.ts';
import { storyFile } from '../support/folder.ts';
import { BASE, startServer, type TestServer } from '../support/server.ts';

const SETTINGS = `name: The Test Gazette
description: News that is not new.
authority: { domain: gazette.example.com, year: 2026 }
timeZone: UTC
language: en-GB
languages: [ar]
sections: [{ key: world, name: World }, { key: culture, name: Culture }]
staff: [{ key: world-desk, kind: organisation, name: World Desk }]
feeds:
  named:
    - { key: briefing, title: Briefing, filter: { section: world, access: free }, items: 2, content: summary, formats: [rss, atom] }
`;
const LONG = 'A sentence that is long enough to be worth compressing. '.repeat(40);
const FILES = {
  'publication.yaml': SETTINGS,
  'a.md': storyFile('a', { bylines: '[world-desk]', subjects: '[medtop:20000607]', keywords: '[New York]' }, LONG),
  'b.md': storyFile('b', { language: 'ar', keywords: '[New York, C++]', people: '[{ name: Łukasz Nowak }]' }, LONG),
  'c.md': storyFile('c', { section: 'culture', access: 'paid' }, `Free part.\n\n<!-- more -->\n\nPAID part. ${LONG}`),
  'd.md': storyFile('d', { published: '2027-01-01T00:00:00Z', keywords: '[SECRET]' }),
};
const open = () => startServer(FILES);
const slugsIn = async (server: TestServer, path: string): Promise<string> => {
  const { items } = (await (await server.get(path)).json()) as { items: { url: string }[] };
  return items
    .map(({ url }) => url.slice(-1))
    .toSorted()
    .join('');
};

describe('selections', () => {
  test.each([
    ['/feeds/all.json', 'abc'],
    ['/feeds/section/world.json', 'ab'],
    ['/feeds/author/world-desk.json', 'a'],
    ['/feeds/subject/20000607.json', 'a'],
    ['/feeds/tag/new-york.json', 'ab'],
    ['/feeds/tag/c%2B%2B.json', 'b'],
    ['/feeds/person/%C5%82ukasz-nowak.json', 'b'],
    ['/feeds/language/ar.json', 'b'],
    ['/feeds/language/en.json', 'ac'],
    ['/feeds/access/paid.json', 'c'],
    ['/feeds/q.json?section=world&language=ar', 'b'],
    ['/feeds/q.json?section=world&tag=new-york&language=ar&access=free', 'b'],
    ['/feeds/q.json?section=culture&language=ar', ''],
    ['/feeds/genre/opinion.json', ''],
    ['/feeds/corrections.json', ''],
  ])('%s holds "%s"', async (path, slugs) => {
    const server = await open();
    expect(await slugsIn(server, path)).toBe(slugs);
    const { feed_url } = (await (await server.get(path)).json()) as { feed_url: string };
    expect(feed_url).toBe(BASE + path);
  });

  test('a topic includes its narrower topics', async () => {
    const server = await open();
    const { broader } = (await import('../../src/vocabulary/media-topics.ts')).mediaTopic('20000607') ?? {
      broader: [],
    };
    expect(await slugsIn(server, `/feeds/subject/${broader[0]}.json`)).toBe('a');
  });

  test.each([
    ['/feeds/tag/New%20York.rss', '/feeds/tag/new-york.rss'],
    ['/feeds/q?language=ar&section=world', '/feeds/q?section=world&language=ar'],
    ['/feeds/q?section=world&language=&access=', '/feeds/section/world'],
    ['/feeds/q.atom', '/feeds/all.atom'],
  ])('%s leads to %s', async (path, target) => {
    const { get } = await open();
    const response = await get(path);
    expect([response.status, response.headers.get('location')]).toEqual([301, target]);
    expect((await get(target)).status).toBe(200);
  });

  test.each([
    ['/feeds/tag/none.rss', 404],
    ['/feeds/tag/secret.rss', 404],
    ['/feeds/person/secret', 404],
    ['/feeds/section/none.rss', 404],
    ['/feeds/subject/1.rss', 404],
    ['/feeds/language/xx-none.rss', 404],
    ['/feeds/access/cheap.rss', 404],
    ['/feeds/all/1.rss', 404],
    ['/feeds/all/1.newsml.xml', 404],
    ['/feeds/q.rss?tag=a&tag=b&tag=c&tag=d&tag=e', 400],
    ['/feeds/briefing.json', 404],
    ['/feeds/briefing.rss', 200],
  ])('%s responds with %i', async (path, status) => {
    const { get } = await open();
    expect((await get(path)).status).toBe(status);
  });

  test('a feed of one’s own is what the settings say', async () => {
    const { get } = await open();
    const text = await (await get('/feeds/briefing.rss')).text();
    expect(text).toContain('<title>The Test Gazette: Briefing</title>');
    expect(text).not.toContain('content:encoded>');
    expect(text).not.toContain('/articles/c');
    const page = await (await get('/feeds/briefing')).text();
    expect(page).toContain(`${BASE}/feeds/briefing.rss`);
    expect(page).not.toContain(`${BASE}/feeds/briefing.json`);
  });

  test('all of them are in a list that feed readers take in', async () => {
    const { get } = await open();
    const response = await get('/feeds.opml');
    expect(response.headers.get('content-type')).toBe('text/x-opml; charset=utf-8');
    const list = parseOpml(await response.text());
    const outlines = list.body?.outlines?.flatMap(({ outlines = [] }) => outlines) ?? [];
    const addresses = outlines.map(({ xmlUrl }) => xmlUrl ?? '');
    expect(addresses).toEqual(expect.arrayContaining([`${BASE}/feeds/all.rss`, `${BASE}/feeds/briefing.rss`]));
    for (const address of addresses) expect((await get(address.slice(BASE.length))).status, address).toBe(200);
  });
});

test('pictures of the paid part are sent with the key of a subscription alone', async () => {
  const picture = 'paid.svg';
  const server = await startServer({
    'p.md': storyFile('p', { access: 'paid' }, `Free.\n\n<!-- more -->\n\n![a](${picture})`),
    [`media/${picture}`]: '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>',
  });
  const { keys } = server.running.store;
  const created = '2026-01-01T00:00:00Z' as never;
  const { token } = await keys.create({ name: 'a', scopes: ['paid'] }, created);
  const { token: other } = await keys.create({ name: 'b', scopes: ['read'] }, created);
  const text = await (await server.get('/subscribers/feeds/all.rss', { 'x-api-key': token })).text();
  expect(text).toContain(`/media/${picture}`);
  const entitled = await server.get(`/media/${picture}`, { 'x-api-key': token });
  expect([entitled.status, entitled.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
  for (const headers of [{}, { 'x-api-key': other }, { 'x-api-key': 'x' }] as Record<string, string>[]) {
    expect((await server.get(`/media/${picture}`, headers)).status).toBe(404);
  }
});

describe('paid stories', () => {
  test('are whole only with a key, as a password or in a header', async () => {
    const server = await open();
    const { keys } = server.running.store;
    const now = '2026-01-01T00:00:00Z' as never;
    const [paid, other] = [
      await keys.create({ name: 'a', scopes: ['paid'] }, now),
      await keys.create({ name: 'b', scopes: ['read'] }, now),
    ];
    const path = '/subscribers/feeds/section/culture.rss';
    const basic = (token: string) => `Basic ${Buffer.from(`name:${token}`).toString('base64')}`;
    for (const headers of [
      { authorization: basic(paid.token) },
      { 'x-api-key': paid.token },
      { authorization: `Bearer ${paid.token}` },
    ]) {
      const response = await server.get(path, headers as Record<string, string>);
      expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'private, no-cache']);
      expect(await response.text()).toContain('PAID part');
      const etag = response.headers.get('etag') ?? '';
      expect((await server.get(path, { ...headers, 'if-none-match': etag } as Record<string, string>)).status).toBe(
        304,
      );
    }
    for (const headers of [
      {},
      { authorization: basic(other.token) },
      { authorization: 'Basic x' },
      { 'x-api-key': 'x' },
    ]) {
      const response = await server.get(path, headers as Record<string, string>);
      expect([response.status, response.headers.get('www-authenticate')]).toEqual([
        401,
        'Basic realm="Paid stories", charset="UTF-8"',
      ]);
      expect(await response.text()).not.toContain('PAID');
    }
    const open_ = await server.get('/feeds/section/culture.rss', { authorization: basic(paid.token) });
    expect(await open_.text()).not.toContain('PAID');
  });
});

interface Raw {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** Nothing is added to the request, and nothing unpacked. */
function raw(
  { running }: TestServer,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Raw> {
  return new Promise((resolve) => {
    httpGet({ port: running.port, path, headers, method }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => {
        const { date: _, connection: __, ...rest } = response.headers;
        resolve({
          status: response.statusCode ?? 0,
          headers: rest as Record<string, string>,
          body: Buffer.concat(parts),
        });
      });
    });
  });
}

const UNPACK = {
  gzip: gunzipSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
  identity: (bytes: Buffer) => bytes,
};

describe.each(FEED_FORMATS.map(({ extension }) => [extension] as const))('a feed as %s', (extension) => {
  const path = `/feeds/all${extension}`;

  test('is the same the first time, through Express, and every further time, in front of it', async () => {
    const server = await open();
    const lines = () => server.log.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'request');
    for (const encoding of ['identity', 'gzip', 'br', 'zstd'] as const) {
      server.setClock(encoding === 'identity' ? '2026-06-01T00:00:30Z' : '2026-06-01T00:00:31Z');
      const headers = { 'accept-encoding': encoding };
      const first = await raw(server, path, headers);
      const again = await raw(server, path, headers);
      expect(again).toEqual(first);
      expect(UNPACK[encoding](first.body).toString()).toContain(BASE);
      const known = { ...headers, 'if-none-match': first.headers.etag ?? '' };
      const quick = await raw(server, path, known);
      // A header that nothing looks at: Express responds if the address differs.
      const slow = await raw(server, `${path}?x=${encoding}`, known);
      expect([quick.status, slow.status]).toEqual([304, 304]);
      expect(quick.headers).toEqual(slow.headers);
      expect((await raw(server, path, headers, 'HEAD')).headers).toEqual(first.headers);
    }
    // Responses from the cache are logged together: the second one of each encoding, and the 304 to it.
    const counted = () => lines().filter(({ count }) => count !== undefined);
    const total = () => counted().reduce((sum, { count }) => sum + count, 0);
    // The rest of the log is written when the server ends.
    await server.running.close();
    expect(total()).toBe(8);
    expect(new Set(lines().map(({ route }) => route)).size).toBe(1);
    for (const line of counted()) expect(line).toMatchObject({ method: 'GET', status: expect.toBeOneOf([200, 304]) });
  });

  test.each([
    ['a list of tags', (etag: string) => ({ 'if-none-match': `"x", ${etag}, "y"` }), 304],
    ['a weak tag', (etag: string) => ({ 'if-none-match': `W/${etag}` }), 304],
    ['a star', () => ({ 'if-none-match': '*' }), 304],
    ['a tag without its ending', (etag: string) => ({ 'if-none-match': etag.replace(/-gz"$/, '"') }), 304],
    ['Apache’s ending', (etag: string) => ({ 'if-none-match': etag.replace(/"$/, '-gzip"') }), 304],
    [
      'another tag beside a date that fits',
      (_: string, date: string) => ({ 'if-none-match': '"x"', 'if-modified-since': date }),
      200,
    ],
    ['the date', (_: string, date: string) => ({ 'if-modified-since': date }), 304],
    [
      'a date with parts of a second',
      (_: string, date: string) => ({ 'if-modified-since': date.replace(' GMT', '.250 GMT') }),
      304,
    ],
    ['an earlier date', () => ({ 'if-modified-since': 'Sat, 01 Jan 2000 00:00:00 GMT' }), 200],
    ['no date', () => ({ 'if-modified-since': 'yesterday' }), 200],
    ['a range', () => ({ range: 'bytes=0-9' }), 200],
  ] as const)('%s', async (_, make, status) => {
    const server = await open();
    const gzip = { 'accept-encoding': 'gzip' };
    const { headers } = await raw(server, path, gzip);
    const conditional = { ...gzip, ...make(headers.etag ?? '', headers['last-modified'] ?? '') } as Record<
      string,
      string
    >;
    // Once through Express and once in front of it.
    expect((await raw(server, `${path}?other`, conditional)).status).toBe(status);
    const { status: quick, body } = await raw(server, path, conditional);
    expect(quick).toBe(status);
    if (status === 304) expect(body.length).toBe(0);
    else expect(gunzipSync(body).toString()).toContain(BASE);
  });

  test.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip;q=1.0, br;q=0.5', 'gzip'],
    ['zstd, gzip', 'zstd'],
    ['identity;q=0, gzip', 'gzip'],
    ['identity', undefined],
    ['deflate', undefined],
    ['*;q=0', undefined],
    ['', undefined],
  ])('Accept-Encoding "%s" gets %s', async (accepted, encoding) => {
    const server = await open();
    const { status, headers } = await raw(server, path, { 'accept-encoding': accepted });
    expect([status, headers['content-encoding'], headers.vary]).toEqual([200, encoding, 'Accept-Encoding']);
  });
});

test('a response names its contents, for the cache that purges by tag', async () => {
  const server = await startServer(FILES, { cacheTags: 'cloudflare' });
  const tag = (name: string): string => tagsToPurge(name).tag;
  const { headers } = await raw(server, '/feeds/section/world.rss');
  const expected = [tag('feed/section/world'), tag(keyOf('a')), tag(keyOf('b'))];
  expect(headers['cache-tag']?.split(',').toSorted()).toEqual(expected.toSorted());
  expect(headers['surrogate-key']).toBeUndefined();
  expect((await raw(server, '/articles/a')).headers['cache-tag']).toBe(tag(keyOf('a')));
  const again = await raw(server, '/feeds/section/world.rss', { 'if-none-match': headers.etag ?? '' });
  expect(again.headers['cache-tag']).toBeUndefined();
});

test('a change is in every feed of the story when the write returns, and in no other', async () => {
  const server = await open();
  const api = await apiClient(server, 'write');
  const etags = async () =>
    Promise.all(
      ['section/world.rss', 'section/culture.rss', 'tag/new-york.atom', 'all.json'].map(
        async (path) => (await raw(server, `/feeds/${path}`)).headers.etag,
      ),
    );
  const before = await etags();
  await api('PUT', `/articles/${keyOf('z')}`, { ...STORY, slug: 'z', headline: 'New here', section: 'culture' });
  const after = await etags();
  expect(after.map((etag, index) => etag !== before[index])).toEqual([false, true, false, true]);
  const response = await raw(server, '/feeds/section/culture.rss', { 'if-none-match': before[1] ?? '' });
  expect([response.status, response.body.includes('New here')]).toEqual([200, true]);
});

test('licences are in items only where the publication enables them', async () => {
  const story = storyFile('a', { rights: '{ dataMining: prohibited-ai-training }' });
  const [plain, requested] = [
    await startServer({ 'a.md': story }),
    await startServer({ 'a.md': story, 'publication.yaml': SETTINGS.replace('feeds:\n', 'feeds:\n  rsl: true\n') }),
  ];
  expect(await (await plain.get('/feeds/all.rss')).text()).not.toContain('rsl');
  const text = await (await requested.get('/feeds/all.rss')).text();
  expect(text).toContain('<rsl:prohibits type="usage">ai-train</rsl:prohibits>');
  expect(rss.check(text)).toEqual([]);
});
