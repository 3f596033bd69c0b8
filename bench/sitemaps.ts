/**
 * Measures sitemaps by size of the archive: `npm run bench:sitemaps`, or with other sizes `node bench/sitemaps.ts 1000 20000`.
 * The file of a month with some 4,000 stories, the news sitemap and the index are written, as after a change of one story,
 * in archives of both sizes, in one run. Publishing a story rewrites the file of its month.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressesOf } from '../src/addresses/addresses.ts';
import { openEngine } from '../src/archive/location.ts';
import { storeOn } from '../src/archive/store.ts';
import { ChangeTracker } from '../src/documents/change-tracker.ts';
import { DocumentCache } from '../src/documents/document-cache.ts';
import { SitemapDocuments } from '../src/documents/sitemaps.ts';
import { publicationSchema } from '../src/publication/publication.ts';
import { load, NOW, SECTIONS } from './archive-of.ts';
import { printTable, writeChart } from './chart.ts';

const given = process.argv.slice(2).map(Number);
const sizes = (given.length > 0 ? given : [10_000, 1_000_000]).toSorted((a, b) => a - b);
const FILES = { 'a month': '1990-02', 'the news': 'news', 'the index': 'index' };
const ROUNDS = 9;

const publication = publicationSchema.parse({
  name: 'Bench',
  description: 'Bench',
  authority: { domain: 'courier.example.com', year: 1990 },
  timeZone: 'UTC',
  language: 'en-GB',
  sections: SECTIONS.map((key) => ({ key, name: key })),
});
const site = { publication, addresses: addressesOf('https://courier.example.com'), release: '0.0.0' };

const folder = mkdtempSync(join(tmpdir(), 'dateline-bench-'));
const figures: { size: number; times: number[]; urls: number; megabytes: number }[] = [];
try {
  let loaded = 0;
  for (const size of sizes) {
    const engine = await openEngine({ file: join(folder, 'dateline.sqlite') });
    await load(engine, loaded, size);
    loaded = size;
    const { archive, dates } = await storeOn(engine);
    /** Files are not cached; the entries of unchanged months in the index are. */
    const tracker = new ChangeTracker(archive);
    const documentCache = new DocumentCache(archive, { tracker, dates, budget: 1 });
    const sitemaps = new SitemapDocuments({ archive, documentCache, tracker, site: () => site, onRefused: () => {} });
    const made = async (name: string): Promise<{ milliseconds: number; text: string }> => {
      const start = performance.now();
      const response = await sitemaps.get(name, NOW);
      const milliseconds = performance.now() - start;
      return { milliseconds, text: 'bytes' in response ? (await response.bytes('identity')).toString() : '' };
    };
    const times: number[] = [];
    let urls = 0;
    for (const name of Object.values(FILES)) {
      const rounds: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const { milliseconds, text } = await made(name);
        rounds.push(milliseconds);
        if (name === FILES['a month']) urls = text.match(/<url>/g)?.length ?? 0;
      }
      times.push(rounds.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0);
    }
    figures.push({ size, times, urls, megabytes: process.memoryUsage().rss / 1e6 });
    await engine.close();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const [smallest, largest] = [figures[0], figures.at(-1)];
console.log('Milliseconds to write a file, medians\n');
printTable(
  ['articles', ...Object.keys(FILES), 'addresses in the month', 'memory, MB'],
  figures.map(({ size, times, urls, megabytes }) => [
    size.toLocaleString('en'),
    ...times.map((time) => time.toFixed(1)),
    String(urls),
    megabytes.toFixed(0),
  ]),
);
const ratios = Object.keys(FILES).map((name, index) => {
  const ratio = (largest?.times[index] ?? 0) / (smallest?.times[index] ?? 1);
  return `${name} ${ratio.toFixed(2)}`;
});
console.log(`Largest against smallest: ${ratios.join(', ')}`);
writeChart(
  'sitemaps',
  'Milliseconds to write the sitemap of a month, by articles in the archive',
  figures.map(({ size, times }) => ({ label: size.toLocaleString('en'), value: times[0] ?? 0, unit: 'ms' })),
);
