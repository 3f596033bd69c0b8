/**
 * Measures look-ups by size of the archive: `npm run bench:archive`, or with other sizes `node bench/archive.ts 1000 20000`.
 * Articles of about 2 KB are made up and loaded; then the newest 50 of a section and single articles are looked up, and
 * the server is started on the archive. The ratio is that of the medians in the largest and the smallest archive, in one
 * run. `DATELINE_DATABASE_URL` measures PostgreSQL instead of SQLite, in a schema of its own that is dropped again.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { archiveOn } from '../src/archive/archive.ts';
import { openEngine } from '../src/archive/location.ts';
import type { Engine } from '../src/archive/sql/engine.ts';
import { articleNumber, load, NOW, SECTIONS } from './archive-of.ts';

const SIZES = process.argv.slice(2).map(Number);
const sizes = SIZES.length > 0 ? SIZES : [1_000, 100_000, 1_000_000];
const LOOK_UPS = 400;
const DIFFERENT = 200;
/** The median of some calls in microseconds, after some that are not counted. */
async function median(
  call: (index: number) => Promise<unknown>,
  { calls, warmUp } = { calls: LOOK_UPS, warmUp: LOOK_UPS },
): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < warmUp + calls; index++) {
    const start = performance.now();
    await call(index);
    if (index >= warmUp) times.push((performance.now() - start) * 1000);
  }
  return times.toSorted((x, y) => x - y)[Math.floor(times.length / 2)] ?? 0;
}

interface Figures {
  readonly size: number;
  readonly loadedPerSecond: number;
  readonly latest: number;
  readonly first: number;
  readonly byId: number;
  readonly search: number;
  readonly megabytes: number;
  readonly memory: number;
  readonly ready: number;
}

async function measure(engine: Engine, size: number, loadedPerSecond: number, disk: () => Promise<number>) {
  const archive = archiveOn(engine);
  const latest = await median((index) => {
    const value = SECTIONS[index % SECTIONS.length] ?? '';
    return archive.articles.latest({ terms: [{ kind: 'section', value }], until: NOW, limit: 50 });
  });
  // The same number of articles at each size, spread over the archive: the first look-up, and repeated ones.
  const ids = Array.from({ length: DIFFERENT }, (_, index) => articleNumber((index * 7919) % size).id);
  const first = await median((index) => archive.articles.byId(ids[index] ?? ''), { calls: DIFFERENT, warmUp: 0 });
  const byId = await median((index) => archive.articles.byId(ids[index % DIFFERENT] ?? ''));
  const search = await median((index) =>
    archive.articles.search(`story ${(index * 7919) % size}`, { until: NOW, limit: 20 }),
  );
  archive.log.stop();
  return {
    size,
    loadedPerSecond,
    latest,
    first,
    byId,
    search,
    megabytes: await disk(),
    memory: process.memoryUsage().rss / 1e6,
  };
}

/** Milliseconds from the start of the process until the server reports that it is ready. */
async function timeToReady(environment: Readonly<Record<string, string>>, folder: string): Promise<number> {
  const port = String(20_000 + Math.floor(Math.random() * 20_000));
  const content = join(folder, 'content');
  await cp(join(import.meta.dirname, '../content'), content, { recursive: true });
  rmSync(join(content, 'articles'), { recursive: true });
  const start = performance.now();
  const server = spawn(process.execPath, [join(import.meta.dirname, '../bin/dateline.js'), 'serve'], {
    env: { ...process.env, ...environment, PORT: port, DATELINE_CONTENT: content, LOG_LEVEL: 'silent' },
    stdio: 'ignore',
  });
  try {
    for (;;) {
      const ready = await fetch(`http://127.0.0.1:${port}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (ready) return performance.now() - start;
      if (performance.now() - start > 60_000) throw new Error('the server is not ready after a minute');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  } finally {
    server.kill();
    await new Promise((resolve) => server.once('exit', resolve));
  }
}

const folder = mkdtempSync(join(tmpdir(), 'dateline-bench-'));
const url = process.env.DATELINE_DATABASE_URL;
const figures: Figures[] = [];
try {
  const file = join(folder, 'data', 'dateline.sqlite');
  const location = url === undefined ? { file } : { url };
  let loaded = 0;
  for (const size of sizes.toSorted((a, b) => a - b)) {
    const engine = await openEngine(location);
    const start = performance.now();
    await load(engine, loaded, size);
    const loadedPerSecond = ((size - loaded) * 1000) / (performance.now() - start);
    loaded = size;
    if (engine.name === 'PostgreSQL') await sql`analyze`.execute(engine.db);
    const disk = async (): Promise<number> => {
      if (engine.name === 'SQLite') {
        await engine.scrub();
        return statSync(file).size / 1e6;
      }
      const { rows } = await sql<{ size: number }>`select pg_database_size(current_database()) as size`.execute(
        engine.db,
      );
      return Number(rows[0]?.size) / 1e6;
    };
    const measured = await measure(engine, size, loadedPerSecond, disk);
    await engine.close();
    const environment: Record<string, string> = url === undefined ? { DATELINE_DATA: join(folder, 'data') } : {};
    figures.push({ ...measured, ready: await timeToReady(environment, folder) });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const number = (value: number): string => value.toFixed(value < 10 ? 2 : 0);
console.log(`${url === undefined ? 'SQLite' : 'PostgreSQL'}: medians in microseconds\n`);
console.log(
  '| articles | loaded/s | newest 50 of a section | by id, first time | by id | search | disk, MB | memory, MB | ready, ms |',
);
console.log('| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
for (const row of figures) {
  const cells = [
    row.loadedPerSecond,
    row.latest,
    row.first,
    row.byId,
    row.search,
    row.megabytes,
    row.memory,
    row.ready,
  ].map(number);
  console.log(`| ${row.size.toLocaleString('en')} | ${cells.join(' | ')} |`);
}
const [smallest, largest] = [figures[0], figures.at(-1)];
if (smallest !== undefined && largest !== undefined) {
  const ratio = (pick: (row: Figures) => number): string => (pick(largest) / pick(smallest)).toFixed(2);
  console.log(`\nlargest to smallest: newest 50 ${ratio((row) => row.latest)}, by id ${ratio((row) => row.byId)}`);
}
