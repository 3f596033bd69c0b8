import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { SETTINGS, storyFile } from '../support/folder.ts';
import { BASE, startServer } from '../support/server.ts';

/** Values of served pages, read as search engines and readers of cards do. */
async function pageOf(fields: Readonly<Record<string, string>>, body = 'Some text.', settings = SETTINGS) {
  const file = storyFile('a', { slug: 'story', ...fields }, body);
  const server = await startServer({ 'publication.yaml': settings, 'story.md': file }, { now: '2026-03-02T12:00:30Z' });
  const response = await server.get('/articles/story');
  const { document } = parseHTML(await response.text());
  const meta = (name: string): string | null =>
    document.querySelector(`meta[property="${name}"], meta[name="${name}"]`)?.getAttribute('content') ?? null;
  const graph = JSON.parse(document.querySelector('script[type="application/ld+json"]')?.textContent ?? '{}')['@graph'];
  const node = graph?.find(
    (one: Record<string, unknown>) =>
      [one['@type']].flat().join().includes('Posting') || [one['@type']].flat().includes('NewsArticle'),
  );
  return { server, response, document, meta, node };
}

const picture = (...files: readonly string[]): string =>
  `[{ kind: image, alt: A quay, renditions: [${files
    .map(
      (name) =>
        `{ href: "https://images.example.org/${name}", type: image/${name.split('.')[1]}, width: 1600, height: 900 }`,
    )
    .join(', ')}] }]`;

describe('a canonical address that is the story’s own', () => {
  test.each([
    `${BASE}/articles/story`,
    `${BASE}/articles/story/`,
    'http://gazette.example.com/articles/story',
    'https://WWW.Gazette.example.com/articles/story?utm_source=x',
  ])('%s makes it no copy', async (url) => {
    const { document, meta, server } = await pageOf({ canonical: `{ url: "${url}" }` });
    expect(meta('robots')).not.toContain('noindex');
    expect(document.querySelector('link[rel=canonical]')?.getAttribute('href')).toBe(`${BASE}/articles/story`);
    expect(meta('og:url')).toBe(`${BASE}/articles/story`);
    expect(await (await server.get('/sitemaps/2026-03.xml')).text()).toContain('/articles/story<');
    expect(await (await server.get('/feeds/all.atom')).text()).not.toContain('rel="canonical"');
    for (const ending of ['.newsml.xml', '.ninjs.json'])
      expect(await (await server.get(`/articles/story${ending}`)).text()).not.toContain('derivedFrom');
  });

  test('another address makes it a copy', async () => {
    const { meta, server } = await pageOf({ canonical: '{ url: "https://agency.example/story" }' });
    expect(meta('robots')).toBe('noindex');
    expect(await (await server.get('/sitemaps/2026-03.xml')).text()).not.toContain('/articles/story<');
  });
});

test('headlines for search and for cards are where they are read', async () => {
  const { document, meta } = await pageOf({
    headline: '"Harbour: no"',
    headlines: '{ seo: Council rejects harbour wall, social: They said no }',
  });
  expect(document.querySelector('title')?.textContent).toBe('Council rejects harbour wall – The Test Gazette');
  expect(meta('og:title')).toBe('They said no');
  expect(document.querySelector('h1')?.textContent).toBe('Harbour: no');
});

describe('the picture of a card', () => {
  test.each([
    ['JPEG beside AVIF', { media: picture('a.avif', 'a.jpeg') }, '', 'a.jpeg'],
    ['the first picture of the text', {}, 'Before.\n\n![A quay](https://images.example.org/b.jpg)', 'b.jpg'],
    [
      'a picture of the text beside SVG',
      { media: picture('a.svg+xml') },
      '![x](https://images.example.org/c.png)',
      'c.png',
    ],
    [
      'the poster of a film',
      {
        media:
          '[{ kind: video, title: Film, renditions: [{ href: "https://images.example.org/f.webm", type: video/webm }], poster: { href: "https://images.example.org/p.jpg", type: image/jpeg, width: 1600, height: 900 } }]',
      },
      'Some text.',
      'p.jpg',
    ],
  ])('%s', async (_, fields, body, name) => {
    const { meta, node, server } = await pageOf(fields, body || 'Some text.');
    expect(meta('og:image')).toBe(`https://images.example.org/${name}`);
    // A node lists every file; SVG is one that search engines read.
    if (!JSON.stringify(fields).includes('svg')) expect(JSON.stringify(node.image)).toContain(name);
    expect(await (await server.get('/')).text()).toContain(`src="https://images.example.org/${name}"`);
  });

  test('is the logo for a story without pictures', async () => {
    const logo = `${SETTINGS}logo: { href: /media/logo.png, width: 600, height: 600 }\n`;
    expect((await pageOf({}, 'Some text.', logo)).meta('og:image')).toBe(`${BASE}/media/logo.png`);
    expect((await pageOf({})).meta('og:image')).toBeNull();
  });
});

test('a film without any picture is no VideoObject', async () => {
  const film =
    '[{ kind: video, title: Film, renditions: [{ href: "https://images.example.org/f.webm", type: video/webm }] }]';
  expect((await pageOf({ media: film })).node.video).toBeUndefined();
});

test('the locale of a card names a territory or is absent', async () => {
  expect((await pageOf({ language: 'pt-br' })).meta('og:locale')).toBe('pt_BR');
  expect((await pageOf({ language: 'zh-Hant-TW' })).meta('og:locale')).toBe('zh_TW');
  expect((await pageOf({ language: 'ar' })).meta('og:locale')).toBeNull();
});

test('a story without a standfirst is described by its first sentences, not by half a word', async () => {
  const { meta, node } = await pageOf({}, 'The council met. It said **no**.\n\n## Why\n\nBecause.');
  for (const value of [meta('description'), meta('og:description'), node.description])
    expect(value).toBe('The council met. It said no. Because.');
});

describe('a live page', () => {
  const live = async (ends: string) =>
    pageOf(
      { published: '2026-03-02T09:00:00Z', live: `{ starts: 2026-03-02T09:00:00Z${ends} }` },
      'We count.\n\n## [2026-03-02T09:05:00Z] One\n\nFirst.\n\n## [2026-03-02T11:40:00Z] Two\n\n![x](https://images.example.org/u.jpg)\n',
    );

  test('is dated by its newest update everywhere', async () => {
    const { meta, node, server } = await live('');
    const newest = '2026-03-02T11:40:00Z';
    expect(Date.parse(meta('article:modified_time') ?? '')).toBe(Date.parse(newest));
    expect(Date.parse(node.dateModified)).toBe(Date.parse(newest));
    expect(await (await server.get('/sitemaps/2026-03.xml')).text()).toContain(`<lastmod>${newest}</lastmod>`);
    expect(await (await server.get('/feeds/all.atom')).text()).toMatch(
      new RegExp(`<entry[\\s\\S]*<updated>${newest}</updated>`),
    );
    expect(await (await server.get('/feeds/all.rss')).text()).toContain(`<atom:updated>${newest}</atom:updated>`);
  });

  test('has updates with date, author, address and picture of their own', async () => {
    const { node } = await live('');
    const [two] = node.liveBlogUpdate.filter(({ headline }: { headline: string }) => headline === 'Two');
    expect(two).toMatchObject({ dateModified: two.datePublished, image: ['https://images.example.org/u.jpg'] });
    expect(two.url).toMatch(new RegExp(`^${BASE}/articles/story#.+`));
    expect(two.author).toBeDefined();
  });

  test('has its badge until the coverage ends', async () => {
    expect((await live('')).document.querySelector('.live')).not.toBeNull();
    const { document, server } = await live(', ends: 2026-03-02T12:05:00Z');
    expect(document.querySelector('.live')).not.toBeNull();
    server.setClock('2026-03-02T12:05:00Z');
    expect(await (await server.get('/articles/story')).text()).not.toContain('class="live"');
    expect(await (await server.get('/')).text()).not.toContain('class="live"');
  });
});

describe('the rights of parts', () => {
  const settings = (site: string, section: string): string =>
    `${SETTINGS.replace(/sections:.*/, `sections: [{ key: world, name: World }, { key: open, name: Open data, rights: { dataMining: ${section} } }]`)}rights: { dataMining: ${site} }\n`;

  test('robots.txt prohibits only what every part prohibits', async () => {
    const { server } = await pageOf({}, 'Some text.', settings('prohibited', 'allowed'));
    const robots = await (await server.get('/robots.txt')).text();
    // Where parts differ each document states its own, and a list the strictest of its stories.
    expect(robots).not.toContain('Content-Usage');
    expect(robots).not.toContain('User-agent: GPTBot');
    expect(robots).not.toContain('License:');
    const { server: strict } = await pageOf({}, 'Some text.', settings('prohibited', 'prohibited-except-search'));
    expect(await (await strict.get('/robots.txt')).text()).toContain('Content-Usage: train-ai=n\n');
  });

  test('a story that search engines may not index is in no sitemap', async () => {
    const { server } = await pageOf({ rights: '{ dataMining: prohibited }' });
    for (const path of ['/sitemaps/2026-03.xml', '/sitemap-news.xml'])
      expect(await (await server.get(path)).text()).not.toContain('/articles/story<');
  });

  test('the licence page describes each section, and no year 0', async () => {
    const { server } = await pageOf({}, 'Some text.', settings('prohibited', 'allowed'));
    const text = await (await server.get('/license')).text();
    expect(text).toContain('© The Test Gazette');
    expect(text).not.toContain('© 0');
    expect(text).toMatch(/Open data[\s\S]*They may be used to train models/);
  });
});

test('settings take names of crawlers with digits', async () => {
  const settings = `${SETTINGS}crawlers: { groups: [{ agents: [AI2Bot], disallow: [/] }] }\n`;
  const { server } = await pageOf({}, 'Some text.', settings);
  expect(await (await server.get('/robots.txt')).text()).toContain('User-agent: AI2Bot\nDisallow: /');
});

test('pages may read their own site', async () => {
  const { response } = await pageOf({});
  expect(response.headers.get('content-security-policy')).toContain("connect-src 'self'");
});

test('front page, sections, archive and feeds have cards too', async () => {
  const logo = `${SETTINGS}logo: { href: /media/logo.png, width: 600, height: 600 }\n`;
  const { server } = await pageOf({}, 'Some text.', logo);
  for (const path of ['/', '/feeds/section/world', '/feeds', '/archive', '/archive/2026-03-02']) {
    const { document } = parseHTML(await (await server.get(path)).text());
    const card = Object.fromEntries(
      [...document.querySelectorAll('meta[property^="og:"]')].map((one) => [
        one.getAttribute('property'),
        one.getAttribute('content'),
      ]),
    );
    expect(card, path).toMatchObject({
      'og:type': 'website',
      'og:title': document.querySelector('title')?.textContent?.replace(/ – The Test Gazette$/, ''),
      'og:url': `${BASE}${path === '/' ? '/' : path}`,
      'og:site_name': 'The Test Gazette',
      'og:locale': 'en_GB',
      'og:image': `${BASE}/media/logo.png`,
    });
  }
});

test('well-known documents name the API, the contact and the site', async () => {
  const security = 'security: { contact: [security@gazette.example.com], expires: 2027-01-01T00:00:00Z }';
  const logo = 'logo: { href: /media/logo.png, width: 600, height: 600 }';
  const { server, document } = await pageOf({}, 'Some text.', `${SETTINGS}${logo}\n${security}\n`);
  const catalog = await server.get('/.well-known/api-catalog');
  expect(catalog.headers.get('content-type')).toMatch(/^application\/linkset\+json/);
  const { linkset } = (await catalog.json()) as { linkset: { anchor: string; item?: { href: string }[] }[] };
  expect(linkset[0]).toMatchObject({ anchor: `${BASE}/.well-known/api-catalog`, item: [{ href: `${BASE}/api/v1/` }] });
  expect(linkset[1]).toMatchObject({ 'service-desc': [{ href: `${BASE}/api/openapi.json` }] });
  expect(await (await server.get('/.well-known/security.txt')).text()).toBe(
    `Contact: mailto:security@gazette.example.com\nExpires: 2027-01-01T00:00:00Z\nPreferred-Languages: en-GB\nCanonical: ${BASE}/.well-known/security.txt\n`,
  );
  const manifest = await server.get('/site.webmanifest');
  expect(manifest.headers.get('content-type')).toMatch(/^application\/manifest\+json/);
  expect(await manifest.json()).toMatchObject({ name: 'The Test Gazette', icons: [{ sizes: '600x600' }] });
  expect(document.querySelector('link[rel=manifest]')?.getAttribute('href')).toBe('/site.webmanifest');
  expect(document.querySelector('link[rel=apple-touch-icon]')?.getAttribute('href')).toBe('/media/logo.png');
  expect((await (await pageOf({})).server.get('/.well-known/security.txt')).status).toBe(404);
});

test('the times of a live page are those of the publication, in pages and feeds', async () => {
  const settings = SETTINGS.replace('timeZone: UTC', 'timeZone: Europe/Berlin');
  const live = { published: '2026-03-02T09:00:00Z', live: '{ starts: 2026-03-02T09:00:00Z }' };
  const body = 'We count.\n\n## [2026-03-02T09:05:00Z] One\n\nFirst.\n\n## [2026-03-02T11:40:00Z] Two\n\nSecond.\n';
  const { document, server } = await pageOf(live, body, settings);
  const times = [...document.querySelectorAll('.live-update time')].map((time) => time.textContent);
  expect(times).toEqual(['12:40', '10:05']);
  const { items } = (await (await server.get('/feeds/all.json')).json()) as { items: { content_html: string }[] };
  expect(items[0]?.content_html).toContain('<time datetime="2026-03-02T11:40:00Z">12:40</time>');
});

test('a logo in SVG is in no card', async () => {
  const logo = `${SETTINGS}logo: { href: /media/logo.svg, width: 600, height: 600 }\n`;
  const { meta, server } = await pageOf({}, 'Some text.', logo);
  expect(meta('og:image')).toBeNull();
  expect(meta('twitter:card')).toBe('summary');
  expect(await (await server.get('/')).text()).not.toContain('og:image');
});
