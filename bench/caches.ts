/**
 * Compares the estimated size of the caches (`src/documents/cache-costs.ts`) with the memory that they take:
 * `npm run bench:caches`. Full-text stories are served in several feeds and formats; the memory is that of heap and
 * buffers after garbage collection, less that of the process before.
 */
import { PUBLIC } from '../src/article/audience.ts';
import { ALL_STORIES } from '../src/feeds/address.ts';
import { FEED_FORMATS } from '../src/formats/index.ts';
import { articlePage } from '../src/pages/article-page.ts';
import type { Instant } from '../src/text/instant.ts';
import { printTable } from './chart.ts';
import { fullStories, openBench } from './publication-of.ts';

const NOW = '2026-03-03T00:00:00Z' as Instant;
const STORIES = 300;

/** Returns the bytes in use after garbage collection. */
function bytesInUse(): number {
  if (globalThis.gc === undefined) throw new Error('run it with --expose-gc, as npm run bench:caches does');
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const bench = await openBench(':memory:', { items: 200, clock: () => Date.parse(NOW) });
for (const version of fullStories(STORIES)) {
  const entry = { at: NOW, articleId: version.id, version: 1, change: 'publish', actor: '', origin: '' } as const;
  await bench.store.archive.commits.commit({ expectedVersion: 0, steps: [{ version, entry }], now: NOW });
}
const { documents } = bench;
const rows: string[][] = [];
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

async function measure(name: string, fill: () => Promise<void>): Promise<void> {
  const before = { used: bytesInUse(), size: documents.size };
  await fill();
  const [used, size] = [bytesInUse() - before.used, documents.size - before.size];
  rows.push([name, megabytes(used), megabytes(size), (size / used).toFixed(2)]);
}

await measure('feeds in every format, gzip', async () => {
  for (const format of FEED_FORMATS) {
    const feed = await documents.feeds.feed(ALL_STORIES, format, { audience: PUBLIC, instant: NOW });
    if ('bytes' in feed) await feed.bytes('gzip');
  }
});
// The first pages load templates and formatters, which are no cache.
const WARM_UP = 20;
for (let index = 0; index < WARM_UP; index++) await documents.articles.page(`story-${index}`, articlePage, NOW);
await measure(`${STORIES - WARM_UP} pages, gzip`, async () => {
  for (let index = WARM_UP; index < STORIES; index++) {
    const page = await documents.articles.page(`story-${index}`, articlePage, NOW);
    if ('bytes' in page) await page.bytes('gzip');
  }
});
printTable(['cached', 'used, MB', 'estimated, MB', 'estimated / used'], rows);
await bench.close();
