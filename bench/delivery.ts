/**
 * Measures the time from the request of a write until each of 50 partners has the message, at one story a second, and
 * the same while one of them hangs: `npm run bench:delivery`. Server and receivers are in this process.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { type RunningServer, serve } from '../src/app/serve.ts';
import { documentOf } from '../src/delivery/partners/partner-list.ts';
import { partnerSchema } from '../src/publication/partner.ts';
import type { Instant } from '../src/text/instant.ts';
import { printTable, quantile } from './chart.ts';

const PARTNERS = 50;
const STORIES = 30;

const folder = mkdtempSync(join(tmpdir(), 'dateline-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const content = join(folder, 'content');
cpSync(join(import.meta.dirname, '../content'), content, { recursive: true });

/** Arrival of each message, by the partner and the story. */
const arrivals = new Map<string, number>();
let hanging = '';
const receiver = createServer((request, response) => {
  request.resume();
  request.once('end', () => {
    const partner = request.url?.slice(1) ?? '';
    if (partner === hanging) return;
    arrivals.set(`${partner} ${request.headers['dateline-story']}`, performance.now());
    response.writeHead(204).end();
  });
}).listen(0);
const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
const now = new Date().toISOString().replace(/\.\d+/, '') as Instant;

const running = await serve(
  {
    port: 0,
    baseUrl: 'https://news.example.com',
    content,
    archive: { file: join(folder, 'dateline.sqlite') },
    logLevel: 'silent',
    allowOutbound: ['127.0.0.1'],
  },
  { log: pino({ level: 'silent' }) },
);
await running.synced;
for (let number = 0; number < PARTNERS; number++) {
  const key = `partner-${number}`;
  const partner = partnerSchema.parse({ key, name: key, channels: [{ type: 'https', url: `${url}/${key}` }] });
  const record = { key, document: documentOf(partner), storedAt: now, actor: 'bench', origin: 'api' } as const;
  await running.store.partners.store(record);
}
const { token } = await running.store.keys.create({ name: 'bench', scopes: ['write'] }, now);

async function write({ port }: RunningServer, slug: string): Promise<string> {
  const published = new Date(Date.now() - 1000).toISOString();
  const story = { headline: slug, slug, section: 'world', language: 'en', body: '<p>Text.</p>', published };
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/articles`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(story),
  });
  if (response.status !== 201) throw new Error(await response.text());
  return ((await response.json()) as { id: string }).id;
}

/** Returns the times from write to arrival in milliseconds, for the partners that answer. */
async function measure(name: string): Promise<number[]> {
  const times: number[] = [];
  const waiting: Promise<void>[] = [];
  for (let number = 0; number < STORIES; number++) {
    // Client, server and receivers share a process: messages arrive before the response is read.
    const written = performance.now();
    const id = await write(running, `${name}-${number}`);
    waiting.push(
      (async () => {
        for (let partner = 0; partner < PARTNERS; partner++) {
          const key = `partner-${partner}`;
          if (key === hanging) continue;
          while (!arrivals.has(`${key} ${id}`)) await pause(5);
          times.push((arrivals.get(`${key} ${id}`) ?? 0) - written);
        }
      })(),
    );
    await pause(1000);
  }
  await Promise.all(waiting);
  return times.toSorted((a, b) => a - b);
}

await measure('warm-up');
const all = await measure('all');
hanging = 'partner-0';
const others = await measure('one-hangs');
const row = (name: string, times: readonly number[]) => [
  name,
  `${quantile(times, 0.5).toFixed(0)} ms`,
  `${quantile(times, 0.99).toFixed(0)} ms`,
];
printTable(
  [`${PARTNERS} partners, a story a second`, 'p50', 'p99'],
  [row('all partners answer', all), row('one partner hangs, the others', others)],
);
receiver.closeAllConnections();
receiver.close();
await running.close();
process.exit(0);
