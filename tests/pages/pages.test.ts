import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { apiClient, keyOf, STORY } from '../support/api.ts';
import { SETTINGS, storyFile } from '../support/folder.ts';
import { BASE, startServer } from '../support/server.ts';
import { idOf } from '../support/stories.ts';

const CHANGED = '[{ kind: correct, at: 2026-03-05T00:00:00Z, notice: "It was twelve, not ten." }]';

async function site(more: Readonly<Record<string, string>> = {}, options: { dev?: boolean } = {}) {
  const server = await startServer(
    {
      'a.md': storyFile('a', { slug: 'original', headline: 'The harbour opens', changes: CHANGED }, 'Boats of Halden.'),
      'b.md': storyFile('b', {
        slug: 'uebersetzung',
        language: 'de',
        related: `[{ relation: translationOf, article: "${idOf('a')}" }]`,
      }),
      'c.md': storyFile('c', {
        slug: 'copy',
        published: '2026-03-03T09:00:00Z',
        canonical: '{ url: "https://agency.example/story", name: The Agency }',
        backstory: 'Two reporters spent a week there.',
      }),
      ...more,
    },
    options,
  );
  const page = async (path: string) => {
    const response = await server.get(path);
    return { response, document: parseHTML(await response.text()).document };
  };
  return { ...server, page };
}

const attribute = (document: Document, selector: string, name: string): string | null =>
  document.querySelector(selector)?.getAttribute(name) ?? null;

test('a story in two languages links both versions on both pages', async () => {
  const { page } = await site();
  for (const path of ['/articles/original', '/articles/uebersetzung']) {
    const { document } = await page(path);
    const variants = [...document.querySelectorAll('link[hreflang]')].map((link) => [
      link.getAttribute('hreflang'),
      link.getAttribute('href'),
    ]);
    expect(variants).toEqual([
      ['en-GB', `${BASE}/articles/original`],
      ['de', `${BASE}/articles/uebersetzung`],
      ['x-default', `${BASE}/articles/original`],
    ]);
  }
});

test('chained, mutual and doubled translations are one group that every page of it lists alike', async () => {
  const translation = (letter: string, of: string, language: string) =>
    storyFile(letter, { slug: letter, language, related: `[{ relation: translationOf, article: "${idOf(of)}" }]` });
  const { page, get } = await site({
    // A second German version, a translation of a translation, and two stories that name each other.
    'd.md': translation('d', 'a', 'de'),
    'e.md': translation('e', 'b', 'fr'),
    'm.md': translation('m', 'n', 'es'),
    'n.md': translation('n', 'm', 'it'),
  });
  const hreflangs = async (path: string) =>
    [...(await page(path)).document.querySelectorAll('link[hreflang]')].map((link) => [
      link.getAttribute('hreflang'),
      link.getAttribute('href')?.slice(BASE.length),
    ]);
  const group = [
    ['en-GB', '/articles/original'],
    ['de', '/articles/uebersetzung'],
    ['fr', '/articles/e'],
    ['x-default', '/articles/original'],
  ];
  for (const path of ['/articles/original', '/articles/uebersetzung', '/articles/e'])
    expect(await hreflangs(path), path).toEqual(group);
  // The second German version is on no page of the group, so it lists none of them.
  expect(await hreflangs('/articles/d')).toEqual([]);
  expect(await hreflangs('/articles/m')).toEqual(await hreflangs('/articles/n'));
  expect((await hreflangs('/articles/m')).filter(([name]) => name === 'x-default')).toHaveLength(1);
  const { document } = await page('/articles/original');
  const listed = [...document.querySelectorAll('.ending a[hreflang]')].map((link) => link.getAttribute('href'));
  expect(listed).toEqual(['/articles/uebersetzung', '/articles/e']);
  const sitemap = await (await get('/sitemaps/2026-03.xml')).text();
  expect(sitemap.match(/hreflang="fr" href="[^"]*\/articles\/e"/g)).toHaveLength(3);
});

test('a translation of a translation that comes later is on every page of the group at once', async () => {
  const { page, running, get } = await site();
  const api = await apiClient({ running } as never, 'write');
  const sitemap = async () => (await get('/sitemaps/2026-03.xml')).text();
  expect(await sitemap()).not.toContain('hreflang="fr"');
  const count = async (path: string) => (await page(path)).document.querySelectorAll('link[hreflang]').length;
  expect([await count('/articles/original'), await count('/articles/uebersetzung')]).toEqual([3, 3]);
  const related = [{ relation: 'translationOf', article: idOf('b') }];
  await api('PUT', `/articles/${keyOf('t')}`, {
    ...STORY,
    slug: 'traduction',
    language: 'fr',
    published: '2026-04-02T09:00:00Z',
    related,
  });
  expect(await sitemap()).toContain('hreflang="fr"');
  expect([await count('/articles/original'), await count('/articles/uebersetzung')]).toEqual([4, 4]);
});

test('a translation that comes later is on the page of its original at once, and gone when it is withheld', async () => {
  const { page, running } = await site();
  const server = { running } as never;
  const api = await apiClient(server, 'write');
  const hreflangs = async () => (await page('/articles/original')).document.querySelectorAll('link[hreflang]').length;
  expect(await hreflangs()).toBe(3);
  const path = `/articles/${keyOf('t')}`;
  const related = [{ relation: 'translationOf', article: idOf('a') }];
  await api('PUT', path, { ...STORY, slug: 'traduction', language: 'fr', related });
  expect(await hreflangs()).toBe(4);
  await api('POST', `${path}/withhold`, { note: 'x' });
  expect(await hreflangs()).toBe(3);
});

test('a copy is hidden from search engines, and names its publisher', async () => {
  const { page, get } = await site();
  const { document } = await page('/articles/copy');
  expect(attribute(document, 'meta[name=robots]', 'content')).toBe('noindex');
  expect(document.querySelector('link[rel=canonical]')).toBeNull();
  expect(attribute(document, 'meta[property="og:url"]', 'content')).toBe('https://agency.example/story');
  expect(document.querySelector('main')?.textContent).toContain('First published by');
  expect(document.querySelector('main')?.textContent).toContain('Two reporters spent a week there.');
  expect(attribute(document, 'main a[href="https://agency.example/story"]', 'href')).not.toBeNull();
  expect(await (await get('/sitemaps/2026-03.xml')).text()).not.toContain('/articles/copy');
  expect(await (await get('/feeds/all.rss')).text()).toContain('<dcterms:isVersionOf>https://agency.example/story<');
  expect(JSON.parse(await (await get('/feeds/all.json')).text()).items).toContainEqual(
    expect.objectContaining({ external_url: 'https://agency.example/story' }),
  );
  expect(await (await get('/articles/copy.newsml.xml')).text()).toContain('rel="irel:derivedFrom"');
});

describe('the archive by day', () => {
  test('leads from months to days to stories', async () => {
    const { page, get } = await site();
    const links = async (path: string) =>
      [...(await page(path)).document.querySelectorAll('main a')].map((link) => link.getAttribute('href') ?? '');
    expect(await links('/archive')).toEqual(['/archive/2026-03']);
    expect(await links('/archive/2026-03')).toEqual(['/archive/2026-03-03', '/archive/2026-03-02', '/archive']);
    expect(await links('/archive/2026-03-03')).toContain('/articles/copy');
    for (const path of ['/archive/2026-04', '/archive/2026-03-04', '/archive/2026-3', '/archive/2026'])
      expect([path, (await get(path)).status]).toEqual([path, 404]);
  });
});

test('the search finds stories by their words, and is not to be found itself', async () => {
  const { page } = await site();
  const { response, document } = await page('/search?q=Halden');
  expect([response.headers.get('x-robots-tag'), response.headers.get('cache-control')]).toEqual([
    'noindex',
    'no-store',
  ]);
  expect([...document.querySelectorAll('main h2')].map((heading) => heading.textContent)).toEqual([
    'The harbour opens',
  ]);
  const hostile = await page(`/search?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
  expect(hostile.document.querySelector('main script')).toBeNull();
  expect((await page('/search?q=nothing+of+it')).document.querySelector('[role=status]')?.textContent).toMatch(
    /^0 stories/,
  );
  expect((await page(`/search?q=${'x'.repeat(5000)}`)).response.status).toBe(200);
});

test('the page of corrections shows the notices', async () => {
  const { page } = await site();
  const { document } = await page('/feeds/corrections');
  expect(document.querySelector('main .notice')?.textContent).toContain('It was twelve, not ten.');
  // Elsewhere only the story contains it.
  expect((await page('/feeds/all')).document.querySelector('main .notice')).toBeNull();
});

test('a publication brings templates of its own', async () => {
  const { mkdir, writeFile } = await import('node:fs/promises');
  const { join } = await import('node:path');
  const { contentFolder } = await import('../support/folder.ts');
  const folder = await contentFolder({ 'a.md': storyFile('a', { slug: 'a' }) });
  await mkdir(join(folder, 'templates'));
  const own = '<% layout(\'./layout\', it) %><p class="own"><%= it.title %></p>';
  await writeFile(join(folder, 'templates/about.eta'), own);
  await writeFile(join(folder, 'templates/card.eta'), '<p class="own-card"><%= it.headline %></p>');
  const { get } = await startServer(folder);
  const front = parseHTML(await (await get('/')).text()).document;
  expect(front.querySelector('.own-card')?.textContent).toBe('Story a');
  expect(front.querySelector('.masthead')).not.toBeNull();
});

test('pictures of one shape are offered in each size', async () => {
  const file = (width: number) => ({
    href: `https://a.example/${width}.jpg`,
    type: 'image/jpeg',
    width,
    height: (width * 9) / 16,
  });
  const server = await startServer({});
  const api = await apiClient(server, 'write');
  const media = [{ kind: 'image', alt: 'a', renditions: [file(1600), file(800), { ...file(600), height: 600 }] }];
  await api('PUT', `/articles/${keyOf('a')}`, { ...STORY, slug: 'a', media });
  const { document } = parseHTML(await (await server.get('/articles/a')).text());
  expect(attribute(document, 'main img', 'srcset')).toBe(
    'https://a.example/1600.jpg 1600w, https://a.example/800.jpg 800w',
  );
  expect(attribute(document, 'main img', 'width')).toBe('1600');
});

describe('the inspector', () => {
  const PICTURE = '[{ kind: image, alt: a, files: [a.svg] }]';
  const LATER = {
    'later.md': storyFile('l', {
      slug: 'later',
      published: '2027-01-01T00:00:00Z',
      headline: 'Not yet',
      media: PICTURE,
    }),
    'media/a.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>',
  };

  test('shows a developer an unpublished story, with the findings of each audience', async () => {
    const { page } = await site(LATER, { dev: true });
    const { response, document } = await page('/inspect/later');
    expect(response.headers.get('cache-control')).toContain('private');
    expect(document.querySelector('h1')?.textContent).toBe('Not yet');
    const rules = [...document.querySelectorAll('.findings code')].map((code) => code.textContent);
    expect(rules).toEqual(expect.arrayContaining(['google/image-pixels', 'ai/licence']));
  });

  test('is for editors with a key alone', async () => {
    const server = await site(LATER);
    for (const path of ['/inspect/later', '/inspect/media/a.svg']) expect((await server.get(path)).status).toBe(401);
    const { token } = await server.running.store.keys.create(
      { name: 'editor', scopes: ['write'] },
      '2026-06-01T00:00:00Z' as never,
    );
    const basic = (password: string) => ({ authorization: `Basic ${Buffer.from(`x:${password}`).toString('base64')}` });
    expect((await server.get('/inspect/later', basic(token))).status).toBe(200);
    expect((await server.get('/inspect/nothing', basic(token))).status).toBe(404);
    // The picture of an unpublished story is available to editors alone.
    expect((await server.get('/media/a.svg')).status).toBe(404);
    const picture = await server.get('/inspect/media/a.svg', basic(token));
    expect([picture.status, picture.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
    expect((await server.get('/inspect/media/..%2Fpublication.yaml', basic(token))).status).toBe(404);
    const reader = await server.running.store.keys.create(
      { name: 'reader', scopes: ['paid'] },
      '2026-06-01T00:00:00Z' as never,
    );
    expect((await server.get('/inspect/later', basic(reader.token))).status).toBe(401);
  });
});

test('deliveries are for administrators alone', async () => {
  const { get, running } = await site();
  await running.store.deliveries.plan(
    { channel: 'indexnow', target: `${BASE}/articles/original`, cursor: 1 },
    { now: '2026-06-01T00:00:00Z' as never, spacing: 600 },
  );
  expect((await get('/deliveries')).status).toBe(401);
  const { token } = await running.store.keys.create(
    { name: 'admin', scopes: ['admin'] },
    '2026-06-01T00:00:00Z' as never,
  );
  const response = await get('/deliveries', { authorization: `Bearer ${token}` });
  expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'private, no-cache']);
  expect(await response.text()).toContain(`${BASE}/articles/original`);
});

test('the front page is in one language, the most urgent story first, paid stories marked', async () => {
  const settings = SETTINGS.replace('language: en-GB', 'language: en-GB\nlanguages: [de]');
  const picture = '[{ kind: image, alt: A, renditions: [{ href: "https://images.example/a.jpg", type: image/jpeg }] }]';
  const server = await startServer({
    'publication.yaml': settings,
    'a.md': storyFile('a', { published: '2026-03-04T09:00:00Z', media: picture }),
    'b.md': storyFile('b', { published: '2026-03-03T09:00:00Z', urgency: '2' }),
    'c.md': storyFile('c', { published: '2026-03-05T09:00:00Z', access: 'paid' }, 'Free.\n\n<!-- more -->\n\nPaid.'),
    'd.md': storyFile('d', { published: '2026-03-06T09:00:00Z', language: 'de' }),
  });
  const { document } = parseHTML(await (await server.get('/')).text());
  const cards = [...document.querySelectorAll('article.card')];
  expect(cards.map((card) => card.querySelector('h2')?.textContent)).toEqual(['Story b', 'Story c', 'Story a']);
  expect(cards[0]?.className).toContain('first');
  expect(cards.map((card) => card.querySelector('.subscribers')?.textContent)).toEqual([
    undefined,
    'For subscribers',
    undefined,
  ]);
});

test('of stories of the same urgency the newest with a picture leads the front page', async () => {
  const picture = '[{ kind: image, alt: A, renditions: [{ href: "https://images.example/a.jpg", type: image/jpeg }] }]';
  const server = await startServer({
    'a.md': storyFile('a', { published: '2026-03-04T09:00:00Z', media: picture }),
    'b.md': storyFile('b', { published: '2026-03-05T09:00:00Z' }),
  });
  const { document } = parseHTML(await (await server.get('/')).text());
  expect(document.querySelector('article.first h2')?.textContent).toBe('Story a');
});
