import { describe, expect, test } from 'vitest';
import { Redirects, redirectsSchema } from '../../src/publication/redirects.ts';
import { put, SETTINGS, storyFile } from '../support/folder.ts';
import { BASE, startServer, until } from '../support/server.ts';

const RULES = [
  { from: '/2019/05/an-exact-one/', to: '/articles/first' },
  { from: '/?p=12', to: '/articles/first' },
  { from: '/about-us', to: '/about' },
  { from: '/first.xml', to: '/articles/first.newsml.xml' },
  { from: '/shop', to: 'https://shop.example/' },
  { from: '/category/:name/feed/', to: '/feeds/section/:name.rss' },
  { from: '/:year/:month/:slug/', to: '/articles/:slug' },
  { from: '/:year/:month/', to: '/archive/:year-:month' },
  { from: '/news/:slug.html', to: '/articles/:slug' },
  { from: '/:a/:b', to: '/articles/:b' },
];
const change = (kind: string) => `[{ kind: ${kind}, at: 2026-05-01T12:00:00Z, note: wrong, notice: It was wrong. }]`;
const server = () =>
  startServer({
    'publication.yaml': `${SETTINGS}redirects: ${JSON.stringify(RULES)}\n`,
    'a.md': storyFile('a', { slug: 'first' }),
    'b.md': storyFile('b', { slug: 'killed', changes: change('kill') }),
    'c.md': storyFile('c', { slug: 'withheld', changes: change('withhold') }),
    'd.md': storyFile('d', { slug: 'later', published: '2026-07-01T00:00:00Z' }),
  });

describe('old addresses', () => {
  test.each([
    ['/2019/05/an-exact-one/', `${BASE}/articles/first`],
    ['/2019/05/an-exact-one', `${BASE}/articles/first`],
    ['/2019/05/an-exact-one/?utm_source=x', `${BASE}/articles/first`],
    ['/?p=12', `${BASE}/articles/first`],
    ['/about-us/', `${BASE}/about`],
    ['/first.xml', `${BASE}/articles/first.newsml.xml`],
    ['/shop/', 'https://shop.example/'],
    ['/category/world/feed/', `${BASE}/feeds/section/world.rss`],
    ['/2020/06/first/', `${BASE}/articles/first`],
    ['/2020/06/', `${BASE}/archive/2020-06`],
    ['/news/first.html', `${BASE}/articles/first`],
  ])('%s leads to %s, in one step', async (path, location) => {
    const response = await (await server()).get(path);
    expect([response.status, response.headers.get('location')]).toEqual([301, location]);
    expect(response.headers.get('cache-control')).toContain('max-age=');
  });

  test.each([
    ['/2020/06/killed/', 410],
    ['/2020/06/withheld/', 404],
    ['/2020/06/later/', 404],
    ['/2020/06/unknown/', 404],
    ['/2020/06/Not_A_Slug/', 404],
    ['/2020/06/%zz/', 404],
    ['/2020/06/..%2f..%2fetc/', 404],
  ])('%s responds %i, as the story does', async (path, status) => {
    expect((await (await server()).get(path)).status).toBe(status);
  });

  test('addresses of Dateline itself come first', async () => {
    const { get } = await server();
    for (const path of ['/articles/unknown', '/feeds/unknown', '/media/first', '/api/v1'])
      expect((await get(path)).headers.get('location'), path).toBeNull();
    expect((await get('/')).status).toBe(200);
    expect((await get('/?p=13')).status).toBe(200);
    expect((await get('/2020/06/first/', {}, 'POST')).status).toBe(405);
  });
});

test('redirects.yaml has further ones, is followed, and its errors are reported with line and column', async () => {
  const { get, folder, log } = await startServer({
    'publication.yaml': `${SETTINGS}redirects: [{ from: /both, to: /about }]\n`,
    'redirects.yaml': 'redirects:\n  - { from: /old, to: /articles/first }\n  - { from: /both, to: /license }\n',
    'a.md': storyFile('a', { slug: 'first' }),
  });
  const locationOf = async (path: string) => (await get(path)).headers.get('location');
  expect([await locationOf('/old'), await locationOf('/both')]).toEqual([`${BASE}/articles/first`, `${BASE}/about`]);
  await put(folder, 'redirects.yaml', 'redirects:\n  - { from: /new-one, to: /articles/first }\n');
  await until(async () => (await locationOf('/new-one')) === `${BASE}/articles/first`);
  expect((await get('/old')).status).toBe(404);
  await put(folder, 'redirects.yaml', 'redirects:\n  - { from: nowhere, to: /x }\n');
  await until(() => log.some((line) => line.includes('redirects.yaml') && line.includes('"line":2')));
  expect(await locationOf('/new-one')).toBe(`${BASE}/articles/first`);
});

describe('the settings of redirects', () => {
  test.each([
    [{ from: 'old', to: '/x' }, 'is not a path'],
    [{ from: '/:slug', to: '/articles/:name' }, 'has a parameter that `from` does not have'],
    [{ from: '/old/', to: '/old' }, 'is the same as `from`'],
    [{ from: '/:a-:b', to: '/x' }, 'has two parameters in one segment'],
    [{ from: '/old', to: '//other.example' }, 'is neither a path nor an absolute address'],
    [{ from: '/old', to: 'javascript:alert(1)' }, 'is neither a path nor an absolute address'],
  ])('%j is refused', (rule, message) => {
    expect(redirectsSchema.safeParse([rule]).error?.issues[0]?.message).toContain(message);
  });

  test('the same address twice is refused, and an address with a port is no parameter', () => {
    const twice = [
      { from: '/old', to: '/x' },
      { from: '/old/', to: '/y' },
    ];
    expect(redirectsSchema.safeParse(twice).error?.issues[0]?.message).toContain('the same `from` twice');
    expect(redirectsSchema.safeParse([{ from: '/old', to: 'https://a.example:8443/x' }]).success).toBe(true);
  });

  test('twenty thousand exact redirects and a pattern are looked up at once', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => ({ from: `/old/${index}/`, to: `/articles/s-${index}` }));
    const redirects = new Redirects(many);
    expect(redirects.target('/old/19999', new URLSearchParams())).toBe('/articles/s-19999');
    expect(redirects.target(`/old/${'x'.repeat(100_000)}`, new URLSearchParams())).toBeUndefined();
  });
});
