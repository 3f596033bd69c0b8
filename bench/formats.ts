/**
 * Measures serialization and serving of feeds, each beside a peer in the same run: `npm run bench`.
 * Serialization: a document of 50 full-text stories, by Dateline and by the npm package `feed` alone (which does less).
 * Serving: the cached document over HTTP, by Dateline and by a bare `node:http` server that writes the same bytes.
 */
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Feed } from 'feed';
import { pino } from 'pino';
import { addressesOf } from '../src/addresses/addresses.ts';
import { openArchive } from '../src/archive/location.ts';
import { PUBLIC } from '../src/article/audience.ts';
import { firstVersion } from '../src/article/life-cycle.ts';
import { submissionSchema } from '../src/article/submission.ts';
import { type Story, viewOf } from '../src/article/view.ts';
import { createDocuments } from '../src/documents/documents.ts';
import { ALL_STORIES } from '../src/feeds/address.ts';
import { type FeedView, feedDocument } from '../src/formats/format.ts';
import { FEED_FORMATS, formatOf } from '../src/formats/index.ts';
import { publicationSchema } from '../src/publication/publication.ts';
import { createApp } from '../src/server/app.ts';
import { listen } from '../src/server/listen.ts';
import { writeBody } from '../src/text/html-tree.ts';
import type { Instant } from '../src/text/instant.ts';

const STORIES = 50;
const ROUNDS = 20;
const REQUESTS = 4000;

const publication = publicationSchema.parse({
  name: 'Bench',
  description: 'Fifty stories of six kilobytes.',
  authority: { domain: 'bench.example.com', year: 2026 },
  timeZone: 'UTC',
  language: 'en',
  sections: [{ key: 'world', name: 'World' }],
  feeds: { items: STORIES },
});

const paragraph = '<p>The council & its <em>engineers</em> met until midnight; a vote was not expected.</p>';

const articles = Array.from({ length: STORIES }, (_, index) => {
  const { id, published, changes, draft, ...content } = submissionSchema.parse({
    id: `tag:bench.example.com,2026:article:${String(index).padStart(26, '0')}`,
    slug: `story-${index}`,
    language: 'en',
    headline: `Story ${index} & its outcome`,
    standfirst: 'One sentence below the headline.',
    section: 'world',
    subjects: ['20000607'],
    bylines: [{ name: 'Jane Doe' }],
    published: `2026-03-02T09:${String(index).padStart(2, '0')}:00Z`,
    body: paragraph.repeat(70),
  });
  return firstVersion(id, content, published as Instant);
});

const now = '2026-03-03T00:00:00Z' as Instant;
const views = articles.map((article) => viewOf(article, PUBLIC, now) as Story);
const site = { publication, addresses: addressesOf('http://localhost:3000'), release: 'bench' };
const feed: FeedView = {
  name: 'all',
  title: 'Bench',
  description: 'x',
  language: 'en',
  direction: 'ltr',
  content: 'full',
  views,
  updated: now,
  changed: now,
};

function milliseconds(work: () => void): number {
  work();
  const start = performance.now();
  for (let round = 0; round < ROUNDS; round++) work();
  return (performance.now() - start) / ROUNDS;
}

function byPeer(): Feed {
  const peer = new Feed({ id: 'x', title: 'Bench', link: 'http://localhost/', copyright: 'x', updated: new Date(0) });
  for (const view of views) {
    const link = `http://localhost/articles/${view.slug}`;
    const content = writeBody(view.body);
    peer.addItem({ title: view.headline, id: view.id, link, date: new Date(0), description: 'x', content });
  }
  return peer;
}

async function requestsPerSecond(port: number, headers: Record<string, string>): Promise<number> {
  const one = () =>
    new Promise<void>((resolve, reject) => {
      get({ port, path: '/feeds/all.rss', headers, agent: undefined }, (response) => {
        response.resume();
        response.on('end', resolve);
      }).on('error', reject);
    });
  await one();
  const start = performance.now();
  const lane = async (): Promise<void> => {
    for (let sent = 0; sent < REQUESTS / 20; sent++) await one();
  };
  await Promise.all(Array.from({ length: 20 }, lane));
  return REQUESTS / ((performance.now() - start) / 1000);
}

console.log(`a feed of ${STORIES} full-text stories, ms a document (without caches)`);
for (const format of FEED_FORMATS) {
  const ours = milliseconds(() => feedDocument(format, feed, { ...site, storyOf: () => undefined }));
  const peers: Record<string, () => void> = {
    rss: () => byPeer().rss2(),
    atom: () => byPeer().atom1(),
    'json-feed': () => byPeer().json1(),
  };
  const peer = peers[format.id];
  const theirs = peer && milliseconds(peer);
  const ratio = theirs === undefined ? '' : `  feed alone ${theirs.toFixed(1)}  ratio ${(ours / theirs).toFixed(2)}`;
  console.log(`  ${format.name.padEnd(16)} ${ours.toFixed(1).padStart(7)}${ratio}`);
}

const store = await openArchive({ file: ':memory:' });
for (const version of articles) {
  const entry = {
    at: version.publishAt,
    articleId: version.id,
    version: 1,
    change: 'publish',
    actor: '',
    origin: '',
  } as const;
  await store.archive.commits.commit({ expectedVersion: 0, steps: [{ version, entry }], now });
}
const documents = createDocuments(store, site);
const app = createApp({
  documents,
  store,
  mediaFiles: { folder: '.', pathOf: () => undefined, summary: () => undefined, etag: async () => undefined },
  log: pino({ level: 'silent' }),
  clock: () => Date.parse(now),
  readiness: async () => ({ ready: true }) as const,
  files: async () => [],
  stopping: new AbortController().signal,
  dev: false,
});
const ours = await listen(app, 0);
const rss = formatOf('rss');
const document = rss && (await documents.feeds.feed(ALL_STORIES, rss, { audience: PUBLIC, instant: now }));
const bytes = document && 'bytes' in document ? await document.bytes('gzip') : Buffer.alloc(0);
const etag = document && 'bytes' in document ? document.etag('gzip') : '';
const bare = createServer((request, response) => {
  if (request.headers['if-none-match'] === etag) response.writeHead(304, { ETag: etag }).end();
  else response.writeHead(200, { 'Content-Length': bytes.length, 'Content-Encoding': 'gzip' }).end(bytes);
});
await new Promise<void>((resolve) => bare.listen(0, resolve));
const barePort = (bare.address() as AddressInfo).port;

console.log('the cached feed over HTTP, requests a second (client in the same process)');
for (const [name, headers] of Object.entries({
  '200, gzip': { 'accept-encoding': 'gzip' },
  '304': { 'accept-encoding': 'gzip', 'if-none-match': etag },
})) {
  const [here, there] = [await requestsPerSecond(ours.port, headers), await requestsPerSecond(barePort, headers)];
  const figures = `${here.toFixed(0)}  bare node:http ${there.toFixed(0)}  ratio ${(here / there).toFixed(2)}`;
  console.log(`  ${name.padEnd(16)} ${figures}`);
}
await ours.close();
await store.close();
bare.close();
