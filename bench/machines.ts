/**
 * Measures how soon a write through one server is in the feed of two others on the same PostgreSQL database:
 * `npm run bench:machines`. All servers are in this process; the database is the one of the tests.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { type RunningServer, serve } from '../src/app/serve.ts';
import { startPostgres } from '../tests/support/postgres.ts';
import { printTable, quantile } from './chart.ts';

const WRITES = 150;
const POLL_MS = 3;

const postgres = await startPostgres();
const folder = mkdtempSync(join(tmpdir(), 'dateline-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const content = join(folder, 'content');
cpSync(join(import.meta.dirname, '../content'), content, { recursive: true });
const start = () =>
  serve(
    { port: 0, baseUrl: 'https://news.example.com', content, archive: { url: postgres.url }, logLevel: 'silent' },
    { log: pino({ level: 'silent' }) },
  );
const [writer, ...others] = [await start(), await start(), await start()] as [RunningServer, ...RunningServer[]];
await writer.synced;
const { token } = await writer.store.keys.create({ name: 'bench', scopes: ['write'] }, '2026-01-01T00:00:00Z' as never);

async function write(slug: string): Promise<void> {
  const story = { headline: slug, slug, section: 'world', language: 'en', body: '<p>Text.</p>' };
  const published = new Date(Date.now() - 1000).toISOString();
  const response = await fetch(`http://127.0.0.1:${writer.port}/api/v1/articles`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...story, published }),
  });
  if (response.status !== 201) throw new Error(await response.text());
}

async function untilServed({ port }: RunningServer, slug: string): Promise<void> {
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}/feeds/all.rss`);
    if ((await response.text()).includes(`/articles/${slug}<`)) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

const times: number[] = [];
for (let number = 0; number < WRITES; number++) {
  await write(`bench-${number}`);
  const begin = performance.now();
  await Promise.all(
    others.map(async (server) => {
      await untilServed(server, `bench-${number}`);
      times.push(performance.now() - begin);
    }),
  );
}
printTable(
  ['write on one server until two others serve it', 'ms'],
  [0.5, 0.95, 0.99].map((share) => [`p${share * 100}`, quantile(times, share).toFixed(0)]),
);
for (const server of [writer, ...others]) await server.close();
await postgres.stop();
process.exit(0);
