/**
 * Measures addresses that are not cached as feeds are: `npm run bench:pages`. A cached page, a page of search results, and
 * absent addresses, all through Express; the ratio to the cached page counts.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { printTable, quantile } from './chart.ts';
import { fullStories, openBench } from './publication-of.ts';

const [ROUNDS, SECONDS] = [5, 1.5];
const NOW = Date.UTC(2026, 2, 3);
const bench = await openBench(':memory:', { items: 50, clock: () => NOW });
for (const version of fullStories(50)) {
  const entry = {
    at: version.publishAt,
    articleId: version.id,
    version: 1,
    actor: '',
    origin: '',
    change: 'publish',
  } as const;
  await bench.store.archive.commits.commit({
    expectedVersion: 0,
    steps: [{ version, entry }],
    now: '2026-03-03T00:00:00Z' as never,
  });
}

async function rate(path: string): Promise<number> {
  const args = [
    join(import.meta.dirname, 'load.ts'),
    String(bench.express.port),
    String(SECONDS),
    path,
    'Accept-Encoding:gzip',
  ];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return (JSON.parse(stdout) as { rate: number }).rate;
}

const addresses: Readonly<Record<string, string>> = {
  'a cached page': '/articles/story-0',
  'search results': '/search?q=council',
  'a story that does not exist': '/articles/no-such-story',
  'an address that does not exist': '/no/such/address',
};
const measured = new Map<string, number[]>(Object.keys(addresses).map((name) => [name, []]));
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, path] of Object.entries(addresses)) measured.get(name)?.push(await rate(path));
}
const base = quantile(measured.get('a cached page') ?? [], 0.5);
printTable(
  ['address', 'requests a second', 'of a cached page'],
  [...measured].map(([name, rates]) => [
    name,
    quantile(rates, 0.5).toFixed(0),
    (quantile(rates, 0.5) / base).toFixed(2),
  ]),
);
await bench.close();
process.exit(0);
