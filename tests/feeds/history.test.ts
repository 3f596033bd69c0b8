import { describe, expect, test } from 'vitest';
import type { Archive } from '../../src/archive/archive.ts';
import type { Store } from '../../src/archive/store.ts';
import { PUBLIC } from '../../src/article/audience.ts';
import { firstVersion } from '../../src/article/life-cycle.ts';
import { createDocuments, type Documents } from '../../src/documents/documents.ts';
import type { Feed } from '../../src/documents/feed-documents.ts';
import { atom } from '../../src/formats/atom/index.ts';
import type { Format } from '../../src/formats/format.ts';
import { jsonFeed } from '../../src/formats/json-feed/index.ts';
import { rss } from '../../src/formats/rss/index.ts';
import { addSeconds, type Instant } from '../../src/text/instant.ts';
import { readAtom, readJsonFeed, readRss } from '../agreement/read-back.ts';
import { openStore } from '../support/engines.ts';
import { contextWith, publication } from '../support/publication.ts';
import { at, commitFirst, submission } from '../support/stories.ts';
import { IS_WIDE, WIDE_ENGINES } from '../support/wide.ts';

const MANY = process.env.DATELINE_LONG ? 10_000 : IS_WIDE ? 600 : 250;
const START = at('2026-01-01T00:00:00Z');
const NOW = at('2026-12-01T00:00:00Z');
const ITEMS = 20;

const idOfNumber = (number: number): string =>
  `tag:gazette.example.com,2026:article:${number.toString(36).padStart(26, '0')}`;

/** Publishes the story of this number, each five minutes after the one before. */
async function publish(archive: Archive, number: number, hour = addSeconds(START, number * 300)): Promise<void> {
  const { id, published, changes, draft, ...content } = submission({
    id: idOfNumber(number),
    slug: `story-${number}`,
    section: number % 3 === 0 ? 'culture' : 'world',
  });
  const version = firstVersion(id, content, hour);
  await commitFirst(archive, version, NOW);
}

async function withdraw(archive: Archive, number: number, kind: 'kill' | 'withhold'): Promise<void> {
  const before = await archive.articles.byId(idOfNumber(number));
  if (before === undefined) throw new Error('no such story');
  const change = { kind, at: NOW, note: 'x', version: 2 } as const;
  const status = kind === 'kill' ? 'canceled' : 'withheld';
  const version = { ...before, version: 2, status, versionCreatedAt: NOW, changes: [change] } as const;
  const entry = { at: NOW, articleId: before.id, version: 2, change: kind, actor: 'a', origin: 'api' } as const;
  await archive.commits.commit({ expectedVersion: 1, steps: [{ version, entry }], now: NOW });
}

const documentsOf = (store: Store): Documents =>
  createDocuments(store, {
    ...contextWith(),
    publication: { ...publication, feeds: { ...publication.feeds, items: ITEMS } },
  });

async function textOf(documents: Documents, feed: Feed, format: Format, instant: Instant = NOW): Promise<string> {
  const response = await documents.feeds.feed(feed, format, { audience: PUBLIC, instant });
  return 'bytes' in response ? (await response.bytes('identity')).toString() : String(response.status);
}

/** Returns the previous page as the document states it, read by patterns independent of our code. */
const EARLIER: Readonly<Record<string, RegExp>> = {
  rss: /<atom:link href="([^"]+)" rel="prev-archive"/,
  atom: /<link rel="prev-archive" type="[^"]+" href="([^"]+)"/,
  'json-feed': /"next_url":"([^"]+)"/,
};

const READ = { rss: readRss, atom: readAtom, 'json-feed': readJsonFeed } as const;

/** Goes from the feed to its oldest page; calls back between two pages. */
async function walk(documents: Documents, feed: Feed, format: Format, between: () => Promise<void> = async () => {}) {
  const ids: string[] = [];
  const pages: string[] = [];
  let at: Feed | undefined = feed;
  while (at !== undefined) {
    const text = await textOf(documents, at, format);
    ids.push(...READ[format.id as keyof typeof READ](text).map(({ id }) => id ?? ''));
    const link: string | undefined = EARLIER[format.id]?.exec(text)?.[1];
    pages.push(at.page === undefined ? 'open' : String(at.page));
    const page = /\/(\d+)\.[a-z]+/.exec(link ?? '')?.[1];
    at = page === undefined ? undefined : { ...feed, page: Number(page) };
    await between();
  }
  return { ids, pages };
}

const ALL: Feed = { name: 'all', terms: [] };
const CULTURE: Feed = { name: 'section/culture', terms: [{ kind: 'section', value: 'culture' }] };

describe.each(WIDE_ENGINES)('the history of a feed in %s', (engine) => {
  test('is walked from the newest page to the first story, each exactly once, while new ones arrive', async () => {
    const store = await openStore(engine);
    const documents = documentsOf(store);
    const many = engine === 'SQLite' ? MANY : 150;
    let number = 0;
    while (number < many) await publish(store.archive, number++);
    for (const [feed, format] of [
      [ALL, rss],
      [ALL, atom],
      [ALL, jsonFeed],
      [CULTURE, rss],
    ] as const) {
      const before = Array.from({ length: number }, (_, index) => index)
        .filter((index) => feed === ALL || index % 3 === 0)
        .map(idOfNumber);
      const { ids, pages } = await walk(documents, feed, format, async () => {
        for (let more = 0; more < 5; more++) await publish(store.archive, number++);
      });
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.toSorted()).toEqual(before.toSorted());
      expect(pages.length).toBeGreaterThan(2);
      expect(pages.at(-1)).toBe('1');
    }
  }, 120_000);

  test('keeps the bounds of its pages, while what is on them follows the life cycle', async () => {
    const store = await openStore(engine);
    const documents = documentsOf(store);
    for (let number = 0; number < 100; number++) await publish(store.archive, number);
    expect(readRss(await textOf(documents, ALL, rss)).length).toBeLessThan(2 * ITEMS);
    const page = { ...ALL, page: 2 };
    const before = readRss(await textOf(documents, page, rss)).map(({ id }) => id);
    expect(before).toHaveLength(ITEMS);
    await withdraw(store.archive, ITEMS + 3, 'kill');
    for (let number = 100; number < 200; number++) await publish(store.archive, number);
    // A story of long ago that comes in now is on the newest page, where readers find it, and on no closed one.
    await publish(store.archive, 1_000, addSeconds(START, -86_400));
    expect(readRss(await textOf(documents, ALL, rss)).map(({ id }) => id)).toContain(idOfNumber(1_000));
    // For a week the killed story is overwritten at its position; afterwards it is deleted.
    const killed = idOfNumber(ITEMS + 3);
    const after = readRss(await textOf(documents, page, rss));
    expect(after.map(({ id }) => id)).toEqual(before);
    expect(after.find(({ id }) => id === killed)?.headline).toBe('This story has been withdrawn.');
    const week = addSeconds(NOW, 8 * 86_400);
    const later = readRss(await textOf(documents, page, rss, week)).map(({ id }) => id);
    expect(later).toEqual(before.filter((id) => id !== killed));
    const tombstones = await textOf(documents, page, atom, week);
    expect(tombstones).toContain(`<at:deleted-entry ref="${killed}"`);
    expect(tombstones).toContain('<fh:archive/>');
    expect(tombstones.match(/rel="(self|current|prev-archive|next-archive)"/g)).toEqual([
      'rel="self"',
      'rel="current"',
      'rel="prev-archive"',
      'rel="next-archive"',
    ]);
    for (const format of [rss, atom, jsonFeed]) expect(format.check(await textOf(documents, page, format))).toEqual([]);
    expect(await textOf(documents, { ...ALL, page: 99 }, rss)).toBe('404');
  });
});

test('a burst stays in the feed until it is over, and is met once on the way back', async () => {
  const store = await openStore();
  const documents = documentsOf(store);
  for (let number = 0; number < 50; number++) await publish(store.archive, number);
  await textOf(documents, ALL, rss);
  // A hundred in five minutes, polled by a reader before and after.
  const burst = addSeconds(START, 50 * 300);
  for (let number = 50; number < 150; number++) await publish(store.archive, number, addSeconds(burst, number * 3));
  const read = readRss(await textOf(documents, ALL, rss)).map(({ id }) => id);
  for (let number = 50; number < 150; number++) expect(read).toContain(idOfNumber(number));
  const { ids } = await walk(documents, ALL, rss);
  expect(ids).toHaveLength(150);
  expect(new Set(ids).size).toBe(150);
  // Some hours later the pages are closed.
  const later = addSeconds(burst, 6 * 3600);
  for (let number = 150; number < 155; number++) await publish(store.archive, number, addSeconds(later, number));
  expect(readRss(await textOf(documents, ALL, rss)).length).toBeLessThan(2 * ITEMS);
});

test('the pages of a burst are the same, whether the feed was requested before its newest story was hidden or not', async () => {
  const part = async (isRequested: boolean): Promise<string> => {
    const store = await openStore();
    const documents = documentsOf(store);
    for (let number = 0; number < 60; number++) await publish(store.archive, number, addSeconds(START, number * 60));
    await publish(store.archive, 60, addSeconds(START, 3 * 3600));
    if (isRequested) await textOf(documents, ALL, rss);
    await withdraw(store.archive, 60, 'withhold');
    return (await textOf(documents, ALL, rss)).replaceAll(/<lastBuildDate>.*/g, '');
  };
  expect(await part(true)).toBe(await part(false));
});

test('a correction keeps its story in every feed for seven more days, and in the list of corrections', async () => {
  const store = await openStore();
  const documents = documentsOf(store);
  for (let number = 0; number < 100; number++) await publish(store.archive, number);
  const before = await store.archive.articles.byId(idOfNumber(1));
  if (before === undefined) throw new Error('no such story');
  const correction = { kind: 'correct', at: NOW, notice: 'It was wrong.', severity: 'minor', version: 2 } as const;
  const version = { ...before, version: 2, versionCreatedAt: NOW, changes: [correction] };
  const entry = { at: NOW, articleId: before.id, version: 2, change: 'correct', actor: 'a', origin: 'api' } as const;
  await store.archive.commits.commit({ expectedVersion: 1, steps: [{ version, entry }], now: NOW });
  const corrections: Feed = { name: 'corrections', terms: [] };
  const idsAt = async (feed: Feed, instant: Instant) =>
    readAtom(await textOf(documents, feed, atom, instant)).map(({ id }) => id);
  expect(await idsAt(ALL, NOW)).toContain(idOfNumber(1));
  expect(await idsAt(ALL, addSeconds(NOW, 7 * 86_400 - 1))).toContain(idOfNumber(1));
  expect(await idsAt(ALL, addSeconds(NOW, 7 * 86_400))).not.toContain(idOfNumber(1));
  expect(await idsAt(corrections, addSeconds(NOW, 70 * 86_400))).toEqual([idOfNumber(1)]);
});
