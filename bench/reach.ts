/**
 * From a write to all of its readers: `npm run bench:reach`, or with other sizes `node bench/reach.ts 1000 100000`. In
 * archives of these sizes (articles of about 2 KB) a story is updated through the HTTP API; 30 feeds that contain it are
 * fetched in three formats, in gzip, until all of them show it, by a process of their own. In the largest archive 10,000 different feeds are then
 * fetched once, for the memory that they leave behind, and 1,000 clients poll with conditional requests while a story a
 * second is published and corrected.
 */

import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request as send } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { openEngine } from '../src/archive/location.ts';
import { storeOn } from '../src/archive/store.ts';
import { articleNumber, load, TOPICS } from './archive-of.ts';
import { printTable, quantile, writeChart } from './chart.ts';

const SIZES = process.argv.slice(2).map(Number);
const sizes = (SIZES.length > 0 ? SIZES : [1_000, 1_000_000]).toSorted((a, b) => a - b);
const [ROUNDS, WARM_UP, FEEDS, CLIENTS, SECONDS] = [60, 10, 10_000, 1_000, 20];
const FORMATS = ['.rss', '.atom', '.json'];

const newAgent = () => new Agent({ keepAlive: true, maxSockets: 64 });
let agent = newAgent();

interface Fetched {
  readonly status: number;
  readonly etag: string;
  readonly text: string;
}

function fetched(
  port: number,
  path: string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Fetched> {
  return new Promise((resolve, reject) => {
    const request = send(
      { port, path, method, agent, headers: { 'accept-encoding': 'gzip', ...headers } },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part) => parts.push(part));
        response.on('end', () => {
          const bytes = Buffer.concat(parts);
          const isZipped = response.headers['content-encoding'] === 'gzip' && bytes.length > 0;
          const text = (isZipped ? gunzipSync(bytes) : bytes).toString();
          resolve({ status: response.statusCode ?? 0, etag: response.headers.etag ?? '', text });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** A story that stands in thirty feeds. */
const KEY = 'z'.repeat(26);
const tags = Array.from({ length: 16 }, (_, index) => `tag-${index}`);
const feeds = [
  'all',
  'section/world',
  'language/en',
  'language/en-gb',
  'access/free',
  'subject/20000065',
  'author/jane-doe',
  'place/palmyra',
  'person/some-body',
  'organisation/some-desk',
  'q?section=world&language=en',
  'q?section=world&language=en&access=free',
  `q?section=world&tag=${tags[0]}`,
  `q?tag=${tags[0]}&tag=${tags[1]}`,
  ...tags.map((tag) => `tag/${tag}`),
];

const story = (headline: string) => ({
  slug: 'the-story',
  language: 'en-GB',
  section: 'world',
  published: '2026-10-31T00:00:00Z',
  headline,
  subjects: ['20000065'],
  bylines: [{ name: 'Jane Doe' }],
  places: [{ name: 'Palmyra' }],
  people: [{ name: 'Some Body' }],
  organisations: [{ name: 'Some Desk' }],
  keywords: tags,
  body: articleNumber(1).body,
});

const addressOf = (feed: string, format: string): string => {
  const [path, query] = feed.split('?');
  return `/feeds/${path}${format}${query === undefined ? '' : `?${query}`}`;
};

const folder = mkdtempSync(join(tmpdir(), 'dateline-reach-'));
const figures: { size: number; p50: number; p99: number; documents: number }[] = [];
for (const size of sizes) {
  const file = join(folder, `${size}.sqlite`);
  const engine = await openEngine({ file });
  await load(engine, 0, size);
  const store = await storeOn(engine);
  const { token } = await store.keys.create({ name: 'bench', scopes: ['write'] }, '2026-11-01T00:00:00Z' as never);
  await store.close();
  const server = await started(file);
  const { port } = server;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const put = (headline: string, etag?: string) =>
    fetched(port, `/api/v1/articles/${KEY}`, {
      method: 'PUT',
      headers: { ...headers, ...(etag === undefined ? {} : { 'if-match': etag }) },
      body: JSON.stringify(story(headline)),
    });
  let { etag, status } = await put('Begin');
  if (status === 409 || status === 412 || status === 428) {
    ({ etag } = await fetched(port, `/api/v1/articles/${KEY}`, { headers }));
  }
  const times: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const headline = `Round ${size} ${round}`;
    const start = performance.now();
    const written = await put(headline, etag);
    if (written.status !== 200) throw new Error(`${written.status} ${written.text}`);
    etag = written.etag;
    const all = feeds.flatMap((feed) => FORMATS.map((format) => addressOf(feed, format)));
    await Promise.all(
      all.map(async (path) => {
        const response = await fetched(port, path);
        if (!response.text.includes(headline))
          throw new Error(`${path} responds ${response.status} without the change`);
      }),
    );
    if (round >= WARM_UP) times.push(performance.now() - start);
  }
  figures.push({
    size,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    documents: feeds.length * FORMATS.length,
  });
  console.error(JSON.stringify(figures.at(-1)));
  if (size === sizes.at(-1)) {
    await polling(port, headers);
  }
  server.stop();
  if (size === sizes.at(-1)) await memory(file);
  rmSync(file, { force: true });
}
rmSync(folder, { recursive: true, force: true });

printTable(
  ['articles', 'documents', 'p50, ms', 'p99, ms'],
  figures.map(({ size, documents, p50, p99 }) => [
    size.toLocaleString('en'),
    String(documents),
    p50.toFixed(1),
    p99.toFixed(1),
  ]),
);
const [smallest, largest] = [figures[0], figures.at(-1)];
if (smallest !== undefined && largest !== undefined)
  console.log(
    `largest to smallest: p50 ${(largest.p50 / smallest.p50).toFixed(2)}, p99 ${(largest.p99 / smallest.p99).toFixed(2)}`,
  );
writeChart(
  'reach',
  'From a write until 30 feeds in 3 formats show it, milliseconds',
  figures.flatMap(({ size, p50, p99 }) => [
    { label: `${size.toLocaleString('en')} articles, p50`, value: p50, unit: 'ms' },
    { label: 'p99', value: p99, unit: 'ms' },
  ]),
);
process.exit(0);

/** A server in a process of its own, as readers have it; nothing is left in it of the loading. */
async function started(archive: string) {
  const child = fork(join(import.meta.dirname, 'server.ts'), [archive]);
  const warnings = <Message>(): Promise<Message> => new Promise((resolve) => child.once('message', resolve));
  const { port } = await warnings<{ port: number }>();
  const stop = (): void => {
    child.disconnect();
    // Its connections are closed.
    agent.destroy();
    agent = newAgent();
  };
  return { child, warnings, port, stop };
}

async function memory(archive: string): Promise<void> {
  const { child, warnings, port, stop } = await started(archive);
  let [next, failed, most, kept] = [0, 0, 0, 0];
  const lane = async (): Promise<void> => {
    while (next < FEEDS) {
      const { status } = await fetched(port, `/feeds/tag/topic-${next++ % TOPICS}.rss`);
      if (status !== 200) failed++;
    }
  };
  const look = async (): Promise<void> => {
    child.send('memory');
    const seen = await warnings<{ rss: number; kept: number }>();
    [most, kept] = [Math.max(most, seen.rss), seen.kept];
  };
  const watch = setInterval(() => void look(), 500);
  const start = performance.now();
  await Promise.all(Array.from({ length: 8 }, lane));
  clearInterval(watch);
  await look();
  const each = ((performance.now() - start) / FEEDS).toFixed(1);
  console.log(
    `${FEEDS} feeds once: ${(most / 1e6).toFixed(0)} MB at most, ${(kept / 1e6).toFixed(0)} MB of it cached, ${failed} failed, ${each} ms each\n`,
  );
  stop();
}

async function polling(port: number, headers: Record<string, string>): Promise<void> {
  const path = '/feeds/section/world.rss';
  const counts = { requests: 0, whole: 0, notModified: 0, wrong: 0, stale: 0, errors: 0, written: 0 };
  const order: string[] = [];
  const hashes = new Map<string, string>();
  const end = performance.now() + SECONDS * 1000;
  const writer = (async () => {
    for (let number = 0; performance.now() < end; number++) {
      const key = `poll${String(number).padStart(22, '0')}`;
      const body = JSON.stringify({
        ...story(`Polled ${number}`),
        slug: `polled-${number}`,
        published: new Date().toISOString(),
      });
      await fetched(port, `/api/v1/articles/${key}`, { method: 'PUT', headers, body });
      const correction = JSON.stringify({ notice: 'It was wrong.', article: { headline: `Corrected ${number}` } });
      await fetched(port, `/api/v1/articles/${key}/correct`, { method: 'POST', headers, body: correction });
      counts.written += 2;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  })();
  const client = async (): Promise<void> => {
    let etag = '';
    while (performance.now() < end) {
      const seen = order.length;
      try {
        const response = await fetched(port, path, { headers: etag === '' ? {} : { 'if-none-match': etag } });
        counts.requests++;
        if (response.status === 304) {
          counts.notModified++;
          // A newer document had been sent before this request began.
          if (order.indexOf(etag) < seen - 1) counts.stale++;
        } else if (response.status === 200) {
          counts.whole++;
          etag = response.etag;
          const hash = createHash('sha256').update(response.text).digest('base64url');
          const known = hashes.get(etag) ?? hash;
          hashes.set(etag, known);
          // One validator stands for the same bytes, always.
          if (known !== hash) counts.wrong++;
          if (!order.includes(etag)) order.push(etag);
          else if (order.indexOf(etag) < seen - 1) counts.stale++;
        } else counts.errors++;
      } catch {
        counts.errors++;
      }
      await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 900));
    }
  };
  await Promise.all([writer, ...Array.from({ length: CLIENTS }, client)]);
  console.log(`${CLIENTS} clients for ${SECONDS} s: ${JSON.stringify(counts)}\n`);
}
