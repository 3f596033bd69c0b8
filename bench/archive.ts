/**
 * What look-ups cost as an archive grows: `npm run bench:archive`, or with other sizes `node bench/archive.ts 1000 20000`.
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
import { openEngine } from '../src/archive/location.ts';
import { SqlArchive } from '../src/archive/sql/archive.ts';
import type { Engine } from '../src/archive/sql/engine.ts';
import { boundaryRows, documentOf, hashOfDocument, searchWords, termRows } from '../src/archive/sql/rows.ts';
import type { Article } from '../src/article/article.ts';
import { firstVersion } from '../src/article/life-cycle.ts';
import { submissionSchema } from '../src/article/submission.ts';
import { addSeconds, type Instant } from '../src/text/instant.ts';

const SIZES = process.argv.slice(2).map(Number);
const sizes = SIZES.length > 0 ? SIZES : [1_000, 100_000, 1_000_000];
const BATCH = 500;
const LOOK_UPS = 400;
const DIFFERENT = 200;
const SECTIONS = ['world', 'business', 'science', 'culture', 'opinion'];
const START = '1990-01-01T00:00:00Z' as Instant;
const NOW = '2026-11-01T00:00:00Z' as Instant;
const WORDS =
  'council vote harbour engineers budget strike minister island ferry storm court school river price train night'.split(
    ' ',
  );

const template = submissionSchema.parse({
  id: `tag:courier.example.com,2026:article:${'0'.repeat(26)}`,
  slug: 'x',
  language: 'en-GB',
  headline: 'x',
  section: 'world',
  published: START,
  body: '',
  bylines: [{ name: 'Jane Doe' }],
});

/** Always the same article for the same number. */
function articleNumber(number: number): Article {
  const word = (index: number): string =>
    WORDS[(number * 7 + index * 13 + ((number >> 3) % 5) * index) % WORDS.length] ?? '';
  const paragraph = (index: number): string =>
    `<p>${Array.from({ length: 45 }, (_, at) => word(at + index * 45)).join(' ')}.</p>`;
  const { id: _, published: _at, draft: _draft, changes: _changes, ...content } = template;
  const story = {
    ...content,
    slug: `story-${number}`,
    headline: `Story ${number}: ${word(1)} and ${word(2)}`,
    section: SECTIONS[number % SECTIONS.length] ?? 'world',
    keywords: [word(3), word(4)],
    subjects: ['20000065'],
    body: [0, 1, 2, 3, 4].map(paragraph).join(''),
  };
  const id = `tag:courier.example.com,2026:article:${number.toString(36).padStart(26, '0')}`;
  return firstVersion(id, story, addSeconds(START, number * 600));
}

/** Loads articles in large transactions; what one commit writes for one article, for many of them. */
async function load(engine: Engine, from: number, to: number): Promise<void> {
  for (let first = from; first < to; first += BATCH) {
    const articles = Array.from({ length: Math.min(BATCH, to - first) }, (_, index) => articleNumber(first + index));
    const keyOf = (article: Article): string => article.id.slice(-26);
    await engine.db.transaction().execute(async (db) => {
      const rows = articles.map((article, index) => ({ article, key: keyOf(article), number: first + index + 1 }));
      await db
        .insertInto('articles')
        .values(
          rows.map(({ article: { id, slug, publishAt }, key, number }) => {
            const hours = { publish_at: publishAt, hour: publishAt, released_at: null };
            return { key, number, id, version: 1, slug, ...hours, origin: 'api' };
          }),
        )
        .execute();
      await db
        .insertInto('versions')
        .values(
          rows.map(({ article, key }) => {
            const document = documentOf(article);
            return { key, version: 1, stored_at: NOW, hash: hashOfDocument(document), document };
          }),
        )
        .execute();
      const entry = { at: NOW, stored_at: NOW, version: 1, change: 'publish', actor: 'bench', origin: 'api' };
      const log = rows.map(({ article, key, number }) => ({
        ...entry,
        cursor: number,
        public_cursor: number,
        key,
        article_id: article.id,
      }));
      await db.insertInto('changes').values(log).execute();
      const terms = rows.flatMap(({ article, key, number }) =>
        termRows(article, key, NOW).map((term) => ({ ...term, sequence: number })),
      );
      for (let at = 0; at < terms.length; at += 5000)
        await db
          .insertInto('terms')
          .values(terms.slice(at, at + 5000))
          .execute();
      await db
        .insertInto('slugs')
        .values(rows.map(({ article, key }) => ({ slug: article.slug, key, redirects: 0 })))
        .execute();
      await db
        .insertInto('boundaries')
        .values(rows.flatMap(({ article, key }) => boundaryRows(article, key, { now: NOW, before: [] })))
        .execute();
      for (const { article, ...row } of rows) await engine.search.put(db, row, searchWords(article));
    });
    progress(first + articles.length, to);
  }
}

function progress(done: number, all: number): void {
  if (!process.stderr.isTTY) return;
  const width = Math.round((done / all) * 40);
  process.stderr.write(
    `\r  ${'█'.repeat(width)}${'░'.repeat(40 - width)} ${done.toLocaleString('en')} of ${all.toLocaleString('en')}`,
  );
  if (done === all) process.stderr.write('\r\u001B[K');
}

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
  const archive = new SqlArchive(engine);
  const latest = await median((index) => {
    const value = SECTIONS[index % SECTIONS.length] ?? '';
    return archive.latest({ terms: [{ kind: 'section', value }], until: NOW, limit: 50 });
  });
  // As many different articles whatever the size, spread over all of it: the first time, and when they are asked for again.
  const ids = Array.from({ length: DIFFERENT }, (_, index) => articleNumber((index * 7919) % size).id);
  const first = await median((index) => archive.byId(ids[index] ?? ''), { calls: DIFFERENT, warmUp: 0 });
  const byId = await median((index) => archive.byId(ids[index % DIFFERENT] ?? ''));
  const search = await median((index) => archive.search(`story ${(index * 7919) % size}`, { until: NOW, limit: 20 }));
  archive.stop();
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

/** Milliseconds from the start of the process until the server says that it is ready. */
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
