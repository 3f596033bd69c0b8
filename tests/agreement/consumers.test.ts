import { extractFromHtml } from '@extractus/article-extractor';
import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import openGraphScraper from 'open-graph-scraper';
import { unfurl } from 'unfurl.js';
import urlMetadata from 'url-metadata';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../src/app/serve.ts';
import { PUBLIC } from '../../src/article/audience.ts';
import { type Story, viewOf } from '../../src/article/view.ts';
import type { Instant } from '../../src/text/instant.ts';
import { describeWithReference } from '../support/reference.ts';
import { SAMPLE_NOW, serveSample } from '../support/sample.ts';
import { type Json, vocabularyGate } from '../support/vocabulary.ts';

/** The sample publication as it is served, read by programs that others wrote for the pages of others. */
let running: RunningServer;
let base: string;
const NOW = SAMPLE_NOW as Instant;

beforeAll(async () => {
  running = await serveSample();
  base = running.baseUrl;
});

afterAll(() => running?.close());

async function stories(): Promise<Story[]> {
  const articles = await running.store.archive.articles.latest({ until: NOW, limit: 100 });
  return articles
    .map((article) => viewOf(article, PUBLIC, NOW))
    .filter((view): view is Story => view?.kind === 'story');
}

/** Values that a program found; those that it cannot find by the reference are not expected. */
interface Found {
  readonly title?: unknown;
  readonly authors?: string;
  readonly published?: unknown;
  readonly modified?: unknown;
  readonly image?: unknown;
  readonly site?: unknown;
}

const SITE = 'The Meridian Courier';
const text = (value: unknown): string => (value === undefined || value === null ? '' : String(value));

/** Programs by their names, and which fields each recovers: those of section 6 of the reference. */
const READERS: Readonly<Record<string, (html: string, url: string) => Promise<Found>>> = {
  'article-extractor': async (html, url) => {
    const found = await extractFromHtml(html, url, { contentLengthThreshold: 0 });
    return {
      title: found?.title,
      authors: text(found?.author),
      published: found?.published,
      image: found?.image,
      site: found?.source,
    };
  },
  readability: async (html) => {
    const found = new Readability(parseHTML(html).document as never).parse();
    return {
      title: found?.title,
      authors: text(found?.byline),
      published: found?.publishedTime,
      site: found?.siteName,
    };
  },
  'open-graph-scraper': async (html) => {
    const { result } = await openGraphScraper({ html });
    return {
      title: result.ogTitle,
      authors: text(result.author),
      published: result.articlePublishedTime,
      modified: result.articleModifiedTime,
      image: result.ogImage?.[0]?.url,
      site: result.ogSiteName,
    };
  },
  'url-metadata': async (html, url) => {
    const parseResponseObject = new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } });
    const found = (await urlMetadata(null as never, { parseResponseObject, url } as never)) as Record<string, unknown>;
    return {
      title: found['og:title'],
      authors: text(found.author),
      published: found['article:published_time'],
      modified: found['article:modified_time'],
      image: found['og:image'],
      site: found['og:site_name'],
    };
  },
  'unfurl.js': async (_, url) => {
    const found = await unfurl(url);
    return {
      title: found.open_graph?.title,
      authors: text(found.author),
      image: found.open_graph?.images?.[0]?.url,
      site: found.open_graph?.site_name,
    };
  },
};

describe.each(Object.entries(READERS))('%s', (_, read) => {
  test('finds the values of the story in every page', async () => {
    const all = await stories();
    expect(all.length).toBeGreaterThan(8);
    for (const story of all) {
      const url = `${base}/articles/${story.slug}`;
      const found = await read(await (await fetch(url)).text(), url);
      expect(found.title, story.slug).toBe(story.headline);
      for (const { name } of story.bylines) expect(found.authors, story.slug).toContain(name);
      if ('published' in found)
        expect(Date.parse(text(found.published)), story.slug).toBe(Date.parse(story.firstPublishedAt));
      if ('modified' in found) expect(Date.parse(text(found.modified)), story.slug).toBe(Date.parse(story.updatedAt));
      if ('image' in found && story.media.length > 0) expect(text(found.image), story.slug).toMatch(/-16x9\.jpg$/);
      expect([SITE, 'localhost'], story.slug).toContain(text(found.site));
    }
  });
});

/** The nodes of a page's graph, the first one first. */
async function nodesOf(path: string): Promise<Json[]> {
  const [graph = {}] = await graphsOf(path);
  return graph['@graph'] as Json[];
}

/** The graphs of a page. */
async function graphsOf(path: string): Promise<Json[]> {
  const { document } = parseHTML(await (await fetch(base + path)).text());
  return [...document.querySelectorAll('script[type="application/ld+json"]')].map(
    (script) => JSON.parse(script.textContent ?? '') as Json,
  );
}

describeWithReference('the vocabulary of schema.org', ['schemas/schema-org/schemaorg-30.0.json'], (reference) => {
  const { graphFaults } = vocabularyGate(reference);

  test('recognizes all data on every page of the sample publication', async () => {
    const lists = [
      '/',
      '/feeds/section/world',
      '/feeds/author/elodie-marchetti-brun',
      '/feeds/subject/20000065',
      '/feeds/corrections',
      '/archive',
      '/archive/2026-11',
      '/archive/2026-11-21',
    ];
    const pages = [...lists, ...(await stories()).map(({ slug }) => `/articles/${slug}`)];
    for (const path of pages) {
      const graphs = await graphsOf(path);
      expect([path, graphs.length]).toEqual([path, 1]);
      for (const graph of graphs) expect([path, graphFaults(graph)]).toEqual([path, []]);
    }
  });
});

test('a page of an author is that of a person, and a section is a collection', async () => {
  const [profile] = await nodesOf('/feeds/author/elodie-marchetti-brun');
  expect(profile).toMatchObject({
    '@type': 'ProfilePage',
    mainEntity: { '@type': 'Person', name: 'Élodie Marchetti-Brun', jobTitle: 'Correspondent' },
  });
  const page = parseHTML(await (await fetch(`${base}/feeds/author/elodie-marchetti-brun`)).text()).document;
  // Structured data equals the visible text.
  for (const said of ['Correspondent', 'Writes from Port-Sorel'])
    expect(page.querySelector('main')?.textContent).toContain(said);
  expect((await nodesOf('/feeds/section/world'))[0]).toMatchObject({ '@type': 'CollectionPage' });
  const [market] = await nodesOf('/articles/le-marche-de-la-digue');
  const author = { url: `${base}/feeds/author/elodie-marchetti-brun` };
  expect(market).toMatchObject({ author: [author, {}] });
});

test('the moment of publication is one in JSON-LD, meta tag, visible time, sitemap and Atom', async () => {
  const sitemap = await (await fetch(`${base}/sitemaps/2026-11.xml`)).text();
  const atom = await (await fetch(`${base}/feeds/all.atom`)).text();
  for (const story of await stories()) {
    const path = `/articles/${story.slug}`;
    const { document } = parseHTML(await (await fetch(base + path)).text());
    const [node] = await nodesOf(path);
    const meta = (name: string) => document.querySelector(`meta[property="${name}"]`)?.getAttribute('content');
    const times = [...document.querySelectorAll('.opening time')].map((time) => time.getAttribute('datetime'));
    const moments = (dates: readonly unknown[]): number[] => [
      ...new Set(dates.map((date) => Date.parse(String(date)))),
    ];
    expect(
      moments([node?.datePublished, meta('article:published_time'), times[0], story.firstPublishedAt]),
    ).toHaveLength(1);
    const last = new RegExp(`${path}</loc>\\s*<lastmod>([^<]+)`).exec(sitemap)?.[1];
    const updated = atom
      .split('<entry')
      .find((entry) => /<link[^>]*href="([^"]*)"/.exec(entry)?.[1] === base + path)
      ?.match(/<updated>([^<]+)/)?.[1];
    const said = [node?.dateModified, meta('article:modified_time'), times.at(-1), story.updatedAt];
    expect(moments([...said, ...(last ? [last] : []), ...(updated ? [updated] : [])]), story.slug).toHaveLength(1);
  }
});
