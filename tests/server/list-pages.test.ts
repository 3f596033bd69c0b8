import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { SETTINGS, storyFile } from '../support/folder.ts';
import { BASE, startServer, type TestServer } from '../support/server.ts';

const keyOfNumber = (number: number): string => number.toString(36).padStart(26, '0');

/** Stories of one day, by number; every word of their text is searched for. */
function stories(count: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `s-${index}.md`,
      storyFile('a', {
        id: `tag:gazette.example.com,2026:article:${keyOfNumber(index + 1)}`,
        slug: `story-${index}`,
        headline: `Story ${index}`,
        published: `2026-03-02T${String(Math.floor(index / 60)).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}:00Z`,
      }),
    ]),
  );
}

async function page(server: TestServer, path: string) {
  const response = await server.get(path);
  expect(response.status, path).toBe(200);
  const { document } = parseHTML(await response.text());
  const scripts = [...document.querySelectorAll('script[type="application/ld+json"]')];
  return {
    document,
    text: document.querySelector('main')?.textContent ?? '',
    slugs: [...document.querySelectorAll('.card h2 a')].map((link) => link.getAttribute('href')),
    next: document.querySelector('main a[rel="next"]')?.getAttribute('href') ?? undefined,
    canonical: document.querySelector('link[rel="canonical"]')?.getAttribute('href') ?? undefined,
    robots: document.querySelector('meta[name="robots"]')?.getAttribute('content') ?? '',
    graphs: scripts.map((script) => JSON.parse(script.textContent ?? '')),
  };
}

async function walk(server: TestServer, start: string): Promise<string[]> {
  const found: string[] = [];
  for (let path: string | undefined = start; path !== undefined; ) {
    const { slugs, next } = await page(server, path);
    expect(slugs.length).toBeGreaterThan(0);
    found.push(...(slugs as string[]));
    path = next;
  }
  return found;
}

describe('archive and search', () => {
  test('say how many stories there are, and lead to all of them from page to page', async () => {
    const server = await startServer(stories(130));
    expect((await page(server, '/archive')).text).toMatch(/130 stories[\s\S]*March 2026\s*130/);
    expect((await page(server, '/archive/2026-03')).text).toMatch(/2 March 2026\s*130/);
    for (const path of ['/archive/2026-03-02', '/search?q=text']) {
      expect((await page(server, path)).text, path).toContain('130 stories');
      const found = await walk(server, path);
      expect([found.length, new Set(found).size], path).toEqual([130, 130]);
    }
    const second = await page(server, '/archive/2026-03-02/2');
    expect(second.canonical).toBe(`${BASE}/archive/2026-03-02/2`);
    for (const path of [
      '/archive/2026-03-02/4',
      '/archive/2026-03-02/0',
      '/archive/2026-03/2',
      '/search?q=text&page=x',
      '/search?q=text&page=4',
    ])
      expect((await server.get(path)).status, path).toBe(404);
  });
});

describe('pages for search engines', () => {
  const staff = 'staff: [{ key: ada, name: Ada }, { key: bob, name: Bob }]\n';
  const files = {
    'publication.yaml': `${SETTINGS}languages: [de]\nemail: desk@gazette.example.com\nabout: A paper.\n${staff}`,
    'a.md': storyFile('a', { slug: 'a', bylines: '[ada]' }),
    'b.md': storyFile('b', { slug: 'b', language: 'de' }),
  };

  test('a member of staff without stories is not indexed, nor listed in the sitemap', async () => {
    const server = await startServer(files);
    expect((await page(server, '/feeds/author/ada')).robots).not.toContain('noindex');
    expect((await page(server, '/feeds/author/bob')).robots).toBe('noindex');
    const sitemap = await (await server.get('/sitemaps/pages.xml')).text();
    expect([sitemap.includes('author/ada'), sitemap.includes('author/bob')]).toEqual([true, false]);
  });

  test.each([
    ['/', `${BASE}/`],
    ['/feeds/all', `${BASE}/`],
    ['/feeds/access/free', `${BASE}/`],
    ['/feeds/language/en', `${BASE}/`],
    ['/feeds/language/de', `${BASE}/feeds/language/de`],
    ['/feeds/section/world', `${BASE}/feeds/section/world`],
    ['/feeds/corrections', undefined],
  ])('%s has one canonical address', async (path, canonical) => {
    expect((await page(await startServer(files), path)).canonical).toBe(canonical);
  });

  test.each([
    ['/', 'WebSite'],
    ['/about', 'AboutPage'],
    ['/about', 'ContactPage'],
    ['/license', 'WebPage'],
    ['/feeds', 'WebPage'],
    ['/api', 'WebPage'],
    ['/partners/newsml-g2', 'WebPage'],
    ['/archive', 'CollectionPage'],
    ['/feeds/section/world', 'CollectionPage'],
  ])('%s is described as %s, with the search of the site', async (path, type) => {
    const { graphs } = await page(await startServer(files), path);
    expect(graphs).toHaveLength(1);
    const nodes: { '@type': unknown; potentialAction?: { target: { urlTemplate: string } } }[] = graphs[0]['@graph'];
    expect(nodes.flatMap((node) => node['@type'])).toContain(type);
    const site = nodes.find((node) => node['@type'] === 'WebSite');
    expect(site?.potentialAction?.target.urlTemplate).toBe(`${BASE}/search?q={search_term_string}`);
  });
});
