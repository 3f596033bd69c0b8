/** Measures the time from a write until the last of 5,000 subscribers has the feed: `npm run bench:websub`. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { serve } from '../src/app/serve.ts';
import type { Instant } from '../src/text/instant.ts';
import { printTable, quantile } from './chart.ts';

const SUBSCRIBERS = 5000;
const HANGING = 250;
const ROUNDS = 5;
const BASE = 'https://news.example.com';

const folder = mkdtempSync(join(tmpdir(), 'dateline-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const content = join(folder, 'content');
cpSync(join(import.meta.dirname, '../content'), content, { recursive: true });

let received = 0;
let isHanging = false;
const subscriber = createServer((request, response) => {
  request.resume();
  request.once('end', () => {
    const number = Number(request.url?.slice(1));
    if (isHanging && number < HANGING) return;
    received++;
    response.writeHead(204).end();
  });
}).listen(0);
const origin = `http://127.0.0.1:${(subscriber.address() as AddressInfo).port}`;
const now = new Date().toISOString().replace(/\.\d+/, '') as Instant;

const archive = { file: join(folder, 'dateline.sqlite') };
const running = await serve(
  { port: 0, baseUrl: BASE, content, archive, logLevel: 'silent', allowOutbound: ['127.0.0.1'] },
  { log: pino({ level: 'silent' }) },
);
await running.synced;
const topic = `${BASE}/feeds/all.rss`;
const feed = `http://127.0.0.1:${running.port}/feeds/all.rss`;
const etag = (await fetch(feed, { headers: { 'Accept-Encoding': 'identity' } })).headers.get('etag') ?? '';
await running.store.subscriptions.addTopic(topic, etag);
for (let number = 0; number < SUBSCRIBERS; number++) {
  const request = {
    id: `bench-${number}`,
    callback: `${origin}/${number}`,
    topic,
    mode: 'subscribe',
    leaseSeconds: 1,
    requestedAt: now,
  } as const;
  const lease = { expiresAt: '2100-01-01T00:00:00Z' as Instant, sentHash: etag };
  await running.store.subscriptions.request(request);
  await running.store.subscriptions.confirm(request, lease);
}
const { token } = await running.store.keys.create({ name: 'bench', scopes: ['write'] }, now);

async function measure(name: string, expected: number): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    received = 0;
    const slug = `${name}-${round}`;
    const published = new Date(Date.now() - 1000).toISOString();
    const begin = performance.now();
    await fetch(`http://127.0.0.1:${running.port}/api/v1/articles`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ headline: slug, slug, section: 'world', language: 'en', body: '<p>Text.</p>', published }),
    });
    while (received < expected) await pause(5);
    times.push(performance.now() - begin);
    await pause(1000);
  }
  return times.toSorted((a, b) => a - b);
}

const all = await measure('all', SUBSCRIBERS);
isHanging = true;
const others = await measure('some-hang', SUBSCRIBERS - HANGING);
printTable(
  [`${SUBSCRIBERS} subscribers, write to last callback`, 'median', 'longest'],
  [
    ['all answer', `${quantile(all, 0.5).toFixed(0)} ms`, `${quantile(all, 1).toFixed(0)} ms`],
    [`${HANGING} hang, the others`, `${quantile(others, 0.5).toFixed(0)} ms`, `${quantile(others, 1).toFixed(0)} ms`],
  ],
);
process.exit(0);
