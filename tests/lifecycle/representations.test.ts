import { describe, expect, test } from 'vitest';
import { type LifeCycleEvent, lifeCycleEvents, SPECIMEN_NOTICE } from '../../src/article/specimens.ts';
import { readAtom, readJsonFeed, readNewsmlG2, readRss } from '../agreement/read-back.ts';
import { apiClient } from '../support/api.ts';
import { ENGINES, type EngineName } from '../support/engines.ts';
import { storyFile } from '../support/folder.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { IS_WIDE } from '../support/wide.ts';

/**
 * The effect of each change in each output: every cell of the table, over HTTP, on the story `story` whose
 * headline and text begin with the words of its version.
 */
const PUBLISHED = '2026-03-02T09:00:00Z';
const LATER = '2026-03-04T12:00:00Z';
const PIXEL = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>';

interface Cell {
  /** Page, picture, JSON-LD, NewsML-G2: the status of their addresses. */
  readonly status: readonly [page: number, picture: number, jsonLd: number, newsml: number];
  readonly inFeeds: 'story' | 'notice' | 'gone' | 'none';
  readonly updated: string;
  readonly version?: number;
  readonly newsml?: { readonly status: string; readonly signal?: string; readonly contains?: string };
  readonly notice?: string;
  readonly inSitemap: boolean;
}

const ON = [200, 200, 200, 200] as const;
const EVENTS = lifeCycleEvents({
  before: '2026-03-03T09:00:00Z',
  at: '2026-03-03T10:00:00Z',
  later: '2026-03-05T10:00:00Z',
});
const HIDDEN: Cell = { status: [404, 404, 404, 404], inFeeds: 'none', updated: '', inSitemap: false };

/** Expected cells by event; an event that is not in the table of events has its own fields and changes. */
const CELLS: Readonly<Record<string, Omit<LifeCycleEvent, 'label'> & { readonly cell: Cell }>> = {
  publish: {
    cell: {
      status: ON,
      inFeeds: 'story',
      updated: PUBLISHED,
      version: 1,
      newsml: { status: 'usable' },
      inSitemap: true,
    },
  },
  amend: {
    cell: {
      status: ON,
      inFeeds: 'story',
      updated: PUBLISHED,
      version: 2,
      newsml: { status: 'usable' },
      inSitemap: true,
    },
  },
  update: {
    cell: {
      status: ON,
      inFeeds: 'story',
      updated: '2026-03-03T10:00:00Z',
      version: 2,
      newsml: { status: 'usable', signal: 'sig:update' },
      inSitemap: true,
    },
  },
  correct: {
    cell: {
      status: ON,
      inFeeds: 'story',
      updated: '2026-03-03T10:00:00Z',
      version: 2,
      newsml: { status: 'usable', signal: 'sig:correction', contains: SPECIMEN_NOTICE },
      notice: SPECIMEN_NOTICE,
      inSitemap: true,
    },
  },
  withhold: {
    cell: {
      status: [404, 404, 404, 200],
      inFeeds: 'gone',
      updated: '2026-03-03T10:00:00Z',
      version: 2,
      newsml: { status: 'withheld', contains: 'This story has been withheld.' },
      inSitemap: false,
    },
  },
  restore: {
    cell: {
      status: ON,
      inFeeds: 'story',
      updated: '2026-03-03T10:00:00Z',
      version: 3,
      newsml: { status: 'usable' },
      inSitemap: true,
    },
  },
  'kill with a notice': {
    cell: {
      status: [410, 410, 410, 200],
      inFeeds: 'notice',
      updated: '2026-03-03T10:00:00Z',
      version: 2,
      newsml: { status: 'canceled', contains: SPECIMEN_NOTICE },
      notice: SPECIMEN_NOTICE,
      inSitemap: false,
    },
  },
  kill: {
    cell: {
      status: [410, 410, 410, 200],
      inFeeds: 'notice',
      updated: '2026-03-03T10:00:00Z',
      version: 2,
      newsml: { status: 'canceled', contains: 'This story has been withdrawn.' },
      notice: 'This story has been withdrawn.',
      inSitemap: false,
    },
  },
  'before its time': { cell: HIDDEN },
  'under embargo': { cell: HIDDEN },
  'under conditional embargo': { cell: HIDDEN },
  'killed before its time': {
    fields: { published: '2026-03-03T12:00:00Z' },
    changes: EVENTS['kill with a notice'].changes as unknown as LifeCycleEvent['changes'] & object,
    cell: HIDDEN,
  },
  expired: {
    cell: {
      status: ON,
      inFeeds: 'none',
      updated: PUBLISHED,
      version: 1,
      newsml: { status: 'usable' },
      inSitemap: false,
    },
  },
  'rights ended': {
    cell: {
      status: [410, 410, 410, 200],
      inFeeds: 'notice',
      notice: 'This story has been withdrawn.',
      updated: '2026-03-03T10:00:00Z',
      version: 1,
      newsml: { status: 'withheld', contains: 'This story has been withheld.' },
      inSitemap: false,
    },
  },
};

const HIDDEN_WORDS = /The rate is 4.25|Headline of it|Text of it|SLUGLINE/;

/** Returns fields and changes of a row: its own, or those of the table of events. */
function eventOf(name: string): Pick<LifeCycleEvent, 'fields' | 'changes'> {
  const { fields, changes }: Partial<LifeCycleEvent> =
    (EVENTS as Record<string, LifeCycleEvent>)[name] ?? CELLS[name] ?? {};
  return { ...(fields && { fields }), ...(changes && { changes }) };
}

test('every event of the life cycle has a row', () => {
  expect(Object.keys(CELLS)).toEqual(expect.arrayContaining(Object.keys(EVENTS)));
});

/** The two channels, which lead to the same representations. */
const WAYS: Readonly<Record<string, (name: string, engine: EngineName) => Promise<TestServer>>> = {
  'the content folder': byFolder,
  'the API': byApi,
};

async function byFolder(name: string, engine: EngineName): Promise<TestServer> {
  const { changes, fields = {} } = eventOf(name);
  const file = storyFile(
    'a',
    {
      headline: 'Headline of it',
      slugline: 'SLUGLINE',
      published: PUBLISHED,
      media: '[{ kind: image, alt: a, files: [a.svg] }]',
      ...Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, JSON.stringify(value)])),
      ...(changes && { changes: JSON.stringify(changes) }),
    },
    'Text of it.',
  );
  return startServer({ 'story.md': file, 'media/a.svg': PIXEL }, { now: LATER, engine });
}

/** Step by step, each at its time. */
async function byApi(name: string, engine: EngineName): Promise<TestServer> {
  const { changes = [], fields = {} } = eventOf(name);
  const server = await startServer({ 'media/a.svg': PIXEL }, { now: PUBLISHED, engine });
  const send = await apiClient(server, 'write');
  const story = {
    slug: 'story',
    language: 'en-GB',
    headline: 'Headline of it',
    slugline: 'SLUGLINE',
    section: 'world',
    published: PUBLISHED,
    media: [{ kind: 'image', alt: 'a', renditions: [{ href: '/media/a.svg', type: 'image/svg+xml' }] }],
    body: '<p>Text of it.</p>',
    ...fields,
  };
  expect((await send('PUT', `/articles/${KEY}`, story)).status).toBe(201);
  for (const { kind, at, ...fieldsOfStep } of changes) {
    server.setClock(at);
    expect((await send('POST', `/articles/${KEY}/${kind}`, fieldsOfStep)).status).toBe(200);
  }
  server.setClock(LATER);
  return server;
}

async function representationsOf(server: TestServer) {
  const text = async (path: string): Promise<string> => (await server.get(path)).text();
  const addresses = ['/articles/story', '/media/a.svg', '/articles/story.jsonld', '/articles/story.newsml.xml'];
  return {
    status: await Promise.all(addresses.map(async (path) => (await server.get(path)).status)),
    page: await text('/articles/story'),
    newsml: await text('/articles/story.newsml.xml'),
    rss: await text('/feeds/all.rss'),
    atom: await text('/feeds/all.atom'),
    json: await text('/feeds/all.json'),
    message: await text('/feeds/all.newsml.xml'),
    sitemap: await text('/sitemaps/2026-03.xml'),
    news: await text('/sitemap-news.xml'),
    day: await text('/archive/2026-03-02'),
    front: await text('/'),
  };
}

const KEY = 'a'.repeat(26);
const ID = `tag:gazette.example.com,2026:article:${KEY}`;

/** Channel and engine: all four in the wide matrix, else each once. */
const ROADS = ENGINES.flatMap((engine, column) =>
  Object.keys(WAYS)
    .filter((_, row) => IS_WIDE || row === column)
    .map((way) => [way, engine] as const),
);

describe.each(Object.entries(CELLS).map(([name, { cell }]) => [name, cell] as const))('%s', (name, cell) => {
  test.each(ROADS)(
    'has its representation in every output, submitted through %s, stored in %s',
    async (way, engine) => {
      const server = await WAYS[way]?.(name, engine);
      if (server === undefined) return;
      const seen = await representationsOf(server);
      expect(seen.status).toEqual(cell.status);
      expect(seen.sitemap.includes('/articles/story')).toBe(cell.inSitemap);
      expectFeeds(seen, cell);
      expectNewsml(seen, cell);
      if (cell.notice !== undefined) expect(seen.page).toContain(cell.notice);
      if (cell.status[0] === 200) expect(seen.page).toContain('Headline of it');
      else {
        const { status: _, ...outputs } = seen;
        for (const [output, text] of Object.entries(outputs)) expect(text, output).not.toMatch(HIDDEN_WORDS);
      }
    },
  );
});

function expectFeeds({ rss, atom, json }: Awaited<ReturnType<typeof representationsOf>>, cell: Cell): void {
  const updated = Date.parse(cell.updated);
  const deletedEntry = `<at:deleted-entry ref="${ID}" when="${cell.updated}"`;
  const deletedIds = JSON.parse(json)._dateline?.deleted ?? [];
  if (cell.inFeeds === 'story') {
    for (const items of [readRss(rss), readAtom(atom), readJsonFeed(json)]) {
      expect(items).toMatchObject([{ id: ID, headline: 'Headline of it', published: Date.parse(PUBLISHED), updated }]);
      if (cell.notice !== undefined)
        expect(items[0]?.html).toMatch(
          new RegExp(`^<aside class="notice"><p><strong>[^<]*<time[^>]*>[^<]*</time>:</strong> ${cell.notice}`),
        );
    }
    expect([atom.includes('deleted-entry'), deletedIds]).toEqual([false, []]);
    return;
  }
  const shown = cell.inFeeds === 'notice' ? [{ id: ID, headline: cell.notice, updated, url: undefined }] : [];
  for (const items of [readRss(rss), readAtom(atom), readJsonFeed(json)]) {
    expect(items).toMatchObject(shown);
    expect(items).toHaveLength(shown.length);
  }
  const isNotified = cell.inFeeds !== 'none';
  // An entry with a later date would undo its deletion, so there is one of the two.
  expect(atom.includes(deletedEntry)).toBe(cell.inFeeds === 'gone');
  expect(deletedIds).toEqual(isNotified ? [{ id: ID, when: cell.updated }] : []);
}

function expectNewsml({ newsml, message }: Awaited<ReturnType<typeof representationsOf>>, cell: Cell): void {
  if (cell.newsml === undefined) {
    expect(message).not.toContain(ID);
    return;
  }
  expect(readNewsmlG2(newsml)).toMatchObject({ id: ID, status: cell.newsml.status });
  expect(newsml).toContain(`version="${cell.version}"`);
  expect(/signal qcode="([^"]+)"/.exec(newsml)?.[1]).toBe(cell.newsml.signal);
  if (cell.newsml.contains !== undefined) expect(newsml).toContain(cell.newsml.contains);
  if (cell.newsml.status === 'canceled') expect(newsml).toContain('<urgency>1</urgency>');
  // A message is a feed: what has expired is not in it.
  expect(message.includes(ID)).toBe(cell.inFeeds !== 'none');
}
