/**
 * Measures the cost of a change: `npm run bench:refresh`. One feed of fifty full-text stories after a change of one, beside
 * the npm package `feed` writing it; and a thousand stories rendered cold from the archive, by both.
 */
import { Feed } from 'feed';
import type { Article } from '../src/article/article.ts';
import { PUBLIC } from '../src/article/audience.ts';
import { type Story, viewOf } from '../src/article/view.ts';
import { ALL_STORIES } from '../src/feeds/address.ts';
import { feedDocument } from '../src/formats/format.ts';
import { rss } from '../src/formats/rss/index.ts';
import { addSeconds, type Instant } from '../src/text/instant.ts';
import { printTable, quantile, writeChart } from './chart.ts';
import { fullStories, openBench } from './publication-of.ts';

const [ROUNDS, COLD] = [60, 1000];
const NOW = '2026-03-03T00:00:00Z' as Instant;
const bench = await openBench(':memory:', { items: 50, clock: () => Date.parse(NOW) });
const { store, documents } = bench;

async function commit(version: Article, change: 'publish' | 'amend', now: Instant): Promise<void> {
  const entry = {
    at: now,
    articleId: version.id,
    version: version.version,
    change,
    actor: '',
    origin: '',
  };
  await store.archive.commits.commit({ expectedVersion: version.version - 1, steps: [{ version, entry }], now });
}

function byPeer(articles: readonly Article[]): string {
  const feed = new Feed({ id: 'x', title: 'Bench', link: 'http://localhost/', copyright: 'x', updated: new Date(0) });
  for (const { headline, id, slug, standfirst = '', body, publishAt, bylines } of articles) {
    feed.addItem({
      title: headline,
      id,
      link: `http://localhost/articles/${slug}`,
      date: new Date(publishAt),
      description: standfirst,
      content: body,
      author: bylines.map(({ name }) => ({ name })),
      category: [{ name: 'world' }],
    });
  }
  return feed.rss2();
}

const stories = fullStories(50);
for (const story of stories) await commit(story, 'publish', NOW);
await documents.feeds.feed(ALL_STORIES, rss, { audience: PUBLIC, instant: NOW });

const [ours, theirs]: [number[], number[]] = [[], []];
for (let round = 1; round <= ROUNDS; round++) {
  const index = round % stories.length;
  const before = stories[index] as Article;
  const version = { ...before, version: before.version + 1, headline: `Changed ${round}` };
  stories[index] = version;
  // A change a minute: two in one second would have to be dated twice.
  const now = addSeconds(NOW, round * 60);
  await commit(version, 'amend', now);
  const start = performance.now();
  const response = await documents.feeds.feed(ALL_STORIES, rss, { audience: PUBLIC, instant: now });
  ours.push(performance.now() - start);
  if (!('bytes' in response) || !(await response.bytes('identity')).includes(`Changed ${round}`))
    throw new Error('stale');
  const begin = performance.now();
  byPeer(stories);
  theirs.push(performance.now() - begin);
}

const stored = fullStories(COLD).map((story) => JSON.stringify(story));
const { publication } = documents.site;
const context = { ...documents.site, publication, storyOf: () => undefined };
const [oursCold, theirsCold]: [number[], number[]] = [[], []];
for (let round = 0; round < 9; round++) {
  let start = performance.now();
  const views = stored.map((text) => viewOf(JSON.parse(text), PUBLIC, NOW) as Story);
  const feed = {
    name: 'all',
    title: 'Bench',
    description: 'x',
    language: 'en',
    direction: 'ltr',
    content: 'full',
  } as const;
  feedDocument(rss, { ...feed, views, updated: NOW, changed: NOW }, context);
  oursCold.push(performance.now() - start);
  start = performance.now();
  byPeer(stored.map((text) => JSON.parse(text) as Article));
  theirsCold.push(performance.now() - start);
}

const rows = [
  ['one feed of 50 after a change', quantile(ours, 0.5), quantile(theirs, 0.5)],
  [`${COLD.toLocaleString('en')} stories cold, as RSS`, quantile(oursCold, 0.5), quantile(theirsCold, 0.5)],
] as const;
printTable(
  ['', 'Dateline, ms', '`feed`, ms', 'times faster'],
  rows.map(([what, here, there]) => [what, here.toFixed(2), there.toFixed(2), (there / here).toFixed(2)]),
);
writeChart(
  'refresh',
  'Making feeds, milliseconds',
  rows.flatMap(([what, here, there]) => [
    { label: `${what}: Dateline`, value: here, unit: 'ms' },
    { label: 'feed', value: there, unit: 'ms' },
  ]),
);
await bench.close();
process.exit(0);
