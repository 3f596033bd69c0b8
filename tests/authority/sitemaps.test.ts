import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import Sitemapper from 'sitemapper';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { SubmissionInput } from '../../src/article/submission.ts';
import { ChangeTracker } from '../../src/documents/change-tracker.ts';
import { DocumentCache } from '../../src/documents/document-cache.ts';
import { SitemapDocuments } from '../../src/documents/sitemaps.ts';
import { submitStory } from '../../src/newsroom/submit-story.ts';
import { xmlSchema } from '../../src/preflight/wire/newsml-g2-schema.ts';
import { addSeconds } from '../../src/text/instant.ts';
import { openStore } from '../support/engines.ts';
import { contextWith } from '../support/publication.ts';
import { describeWithReference } from '../support/reference.ts';
import { at, idOf, submission } from '../support/stories.ts';

const NOW = at('2026-03-04T08:30:00Z');
const BASE = 'https://gazette.example.com';

async function site(stories: readonly Partial<SubmissionInput>[], most?: number) {
  const store = await openStore();
  for (const fields of stories) {
    const command = { submission: submission(fields), actor: 'a', origin: 'api' } as const;
    const decision = await submitStory(store.archive, command, NOW);
    if (decision.decision === 'refused') throw new Error(JSON.stringify(decision));
  }
  const { archive, dates } = store;
  const tracker = new ChangeTracker(archive);
  const documentCache = new DocumentCache(archive, { tracker, dates, budget: 10_000_000 });
  const { storyOf: _, ...own } = contextWith();
  const sitemaps = new SitemapDocuments({
    archive,
    documentCache,
    tracker,
    site: () => own,
    onRefused: () => {},
    ...(most === undefined ? {} : { most }),
  });
  return async (name: string, now = NOW): Promise<string> => {
    const response = await sitemaps.get(name, now);
    return 'bytes' in response ? (await response.bytes('identity')).toString() : String(response.status);
  };
}

const locs = (text: string): string[] =>
  [...text.matchAll(/<loc>([^<]*)</g)].map(([, loc = '']) => loc.replace(BASE, ''));
const picture = { kind: 'image' as const, alt: 'a', renditions: [{ href: '/media/a.jpg', type: 'image/jpeg' }] };
const film = {
  kind: 'video' as const,
  title: 'A film & more',
  poster: { href: '/media/p.jpg', type: 'image/jpeg' },
  renditions: [{ href: '/media/a.webm', type: 'video/webm', duration: 64.4 }],
};

const STORIES: readonly Partial<SubmissionInput>[] = [
  { id: idOf('a'), slug: 'old', published: '2025-11-02T09:00:00Z' },
  {
    id: idOf('b'),
    slug: 'a-day-ago',
    published: '2026-03-03T09:00:00Z',
    media: [picture, film],
    headline: 'Tom & "Jerry"',
  },
  {
    id: idOf('c'),
    slug: 'ein-tag',
    published: '2026-03-03T10:00:00Z',
    language: 'de',
    related: [{ relation: 'translationOf', article: idOf('b') }],
  },
  { id: idOf('d'), slug: 'copy', published: '2026-03-03T11:00:00Z', canonical: { url: 'https://elsewhere.example/x' } },
  {
    id: idOf('e'),
    slug: 'killed',
    published: '2026-03-03T11:00:00Z',
    changes: [{ kind: 'kill', at: '2026-03-03T12:00:00Z', note: 'x' }],
  },
  { id: idOf('f'), slug: 'later', published: '2026-03-05T09:00:00Z' },
  { id: idOf('g'), slug: 'expired', published: '2026-03-03T09:00:00Z', expires: '2026-03-04T00:00:00Z' },
];

describeWithReference('the sitemap protocol', ['schemas/sitemaps/all.xsd'], (reference) => {
  const urls = xmlSchema(join(reference, 'schemas/sitemaps/all.xsd'), 'sitemap/xsd', 'sitemaps.org');
  const index = xmlSchema(join(reference, 'schemas/sitemaps/siteindex.xsd'), 'sitemap/xsd', 'sitemaps.org');

  test.each([
    ['with stories', STORIES],
    ['with nothing at all', []],
  ])('takes all our files, %s', async (_, stories) => {
    const text = await site(stories);
    expect(index(await text('index'))).toEqual([]);
    const files = locs(await text('index')).map((loc) => /([^/]+)\.xml$/.exec(loc)?.[1] ?? '');
    for (const name of [...files, 'news']) expect([name, urls(await text(name))]).toEqual([name, []]);
    expect(urls((await text('news')).replaceAll('loc>', 'lock>'))).not.toEqual([]);
  });
});

describe('a sitemap', () => {
  test('of a month lists visible originals, with their languages and pictures', async () => {
    const text = await site(STORIES);
    expect(locs(await text('index'))).toEqual([
      '/sitemaps/pages.xml',
      '/sitemaps/2026-03.xml',
      '/sitemaps/2025-11.xml',
    ]);
    const march = await text('2026-03');
    expect(locs(march)).toEqual(['/articles/ein-tag', '/articles/a-day-ago']);
    for (const href of ['a-day-ago', 'ein-tag'])
      expect(
        march.match(new RegExp(`hreflang="\\w[\\w-]*" href="${BASE}/articles/${href}"`, 'g'))?.length,
      ).toBeGreaterThanOrEqual(2);
    expect(march).toContain('hreflang="x-default"');
    expect(march).toContain('<image:loc>https://gazette.example.com/media/a.jpg</image:loc>');
    expect(march).toContain('<video:duration>64</video:duration>');
    expect(march).not.toMatch(/changefreq|priority|image:caption/);
    expect(await text('2024-01')).toBe('404');
    expect(await text('nonsense')).toBe('404');
  });

  test('of a month of copies alone leads to the list of them', async () => {
    const text = await site([{ id: idOf('a'), slug: 'copy', canonical: { url: 'https://elsewhere.example/x' } }]);
    expect(locs(await text('index'))).toContain('/sitemaps/2026-03.xml');
    expect(locs(await text('2026-03'))).toEqual(['/archive/2026-03']);
  });

  test('states true dates: the last change for readers, and in the index also departures', async () => {
    const text = await site(STORIES);
    expect(await text('2026-03')).toContain('<lastmod>2026-03-03T09:00:00Z</lastmod>');
    const entry = /2026-03\.xml<\/loc>\s*<lastmod>([^<]+)/.exec(await text('index'))?.[1];
    expect(entry).toBe('2026-03-04T00:00:00Z');
  });

  test('that is too large is one for each day, and for each hour of a day', async () => {
    const many = Array.from({ length: 7 }, (_, number) => ({
      id: idOf('abcdefg'[number] ?? 'a'),
      slug: `s${number}`,
      published: addSeconds(at('2026-03-01T23:30:00Z'), number * 1200),
    }));
    const text = await site(many, 2);
    const files = locs(await text('index')).filter((loc) => !loc.includes('pages'));
    expect(files).toEqual(['/sitemaps/2026-03-02T01.xml', '/sitemaps/2026-03-02T00.xml', '/sitemaps/2026-03-01.xml']);
    const found = await Promise.all(files.map(async (loc) => locs(await text(loc.slice(10, -4)))));
    // A file holds no more than it may, even where an hour has more.
    expect(found.map((list) => list.length)).toEqual([2, 2, 2]);
  });
});

describe('the news sitemap', () => {
  test('has what was first published in the last two days, by the clock', async () => {
    const text = await site(STORIES);
    const news = await text('news');
    expect(locs(news)).toEqual(['/articles/ein-tag', '/articles/a-day-ago']);
    expect(news).toContain('<news:publication_date>2026-03-03T09:00:00Z</news:publication_date>');
    expect(news).toContain('<news:language>en</news:language>');
    expect(news).toContain('<news:title>Tom &amp; "Jerry"</news:title>');
    expect(news).not.toMatch(/news:(keywords|genres|access)/);
    // 'later' is public by now, and a day old; the first one has been there for two days.
    expect(locs(await text('news', at('2026-03-05T09:00:00Z')))).toEqual(['/articles/later', '/articles/ein-tag']);
    expect(locs(await text('news', at('2026-03-05T10:00:00Z')))).toEqual(['/articles/later']);
  });

  test('where nothing is news there are older stories without an entry', async () => {
    const text = await site(STORIES);
    const news = await text('news', at('2026-06-01T00:00:00Z'));
    expect(locs(news).length).toBeGreaterThan(0);
    expect(news).not.toContain('<news:news>');
  });
});

test('two independent readers find every story by the index', async () => {
  const text = await site(STORIES);
  const server = createServer(async (request, response) => {
    const name = /([^/]+)\.xml$/.exec(request.url ?? '')?.[1] ?? '';
    const { port } = server.address() as AddressInfo;
    const made = await text(name === 'sitemap' ? 'index' : name);
    response.setHeader('content-type', 'application/xml');
    response.end(made.replaceAll(BASE, `http://127.0.0.1:${port}`));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const { sites } = await new Sitemapper({ url: `http://127.0.0.1:${port}/sitemap.xml`, timeout: 240_000 }).fetch();
  const paths = sites.map((url: unknown) => String(url).replace(/^http:\/\/[^/]+/, ''));
  expect(paths.filter((path: string) => path.startsWith('/articles/')).toSorted()).toEqual([
    '/articles/a-day-ago',
    '/articles/ein-tag',
    '/articles/old',
  ]);
  const read = new XMLParser({ ignoreAttributes: false }).parse(await text('news'));
  expect(read.urlset.url.map((url: { loc: string }) => url.loc.replace(BASE, ''))).toEqual([
    '/articles/ein-tag',
    '/articles/a-day-ago',
  ]);
});

test.each([
  ['en-GB', 'en'],
  ['zh', 'zh-cn'],
  ['zh-Hans', 'zh-cn'],
  ['zh-Hant', 'zh-tw'],
  ['zh-HK', 'zh-tw'],
  ['zh-MO', 'zh-tw'],
  ['zh-TW', 'zh-tw'],
])('the language %s is %s for Google News', async (language, code) => {
  const get = await site([{ id: idOf('a'), slug: 'a', language, published: '2026-03-04T08:00:00Z' }]);
  expect(await get('news')).toContain(`<news:language>${code}</news:language>`);
});
