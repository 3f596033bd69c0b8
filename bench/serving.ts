/**
 * Measures serving of a cached feed: `npm run bench:serving`. Fifty full-text stories as RSS in gzip, whole and as 304, by
 * Dateline, by Dateline through Express alone, by a bare `node:http` handler that writes the same headers and bytes, by
 * Express with the npm package `feed` on each request, and by nginx where it is installed. The load comes from a process
 * of its own; all take turns, several times, and the medians count.
 */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import express from 'express';
import { Feed } from 'feed';
import { printTable, quantile, writeChart } from './chart.ts';
import { fullStories, openBench } from './publication-of.ts';

const [ROUNDS, SECONDS, PATH] = [11, 1.5, '/feeds/all.rss'];
const NOW = Date.UTC(2026, 2, 3);

const bench = await openBench(':memory:', { items: 50, clock: () => NOW });
const stories = fullStories(50);
for (const version of stories) {
  const entry = { at: version.publishAt, articleId: version.id, version: 1, change: 'publish', actor: '', origin: '' };
  const step = { version, entry: { ...entry, change: 'publish' as const } };
  await bench.store.archive.commits.commit({ expectedVersion: 0, steps: [step], now: '2026-03-03T00:00:00Z' as never });
}

function answerOf(port: number): Promise<{ headers: IncomingHttpHeaders; raw: string[]; bytes: Buffer }> {
  return new Promise((resolve) => {
    get({ port, path: PATH, headers: { 'accept-encoding': 'gzip' } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () =>
        resolve({ headers: response.headers, raw: response.rawHeaders, bytes: Buffer.concat(parts) }),
      );
    });
  });
}

await answerOf(bench.quick.port);
const { headers, raw, bytes } = await answerOf(bench.quick.port);
const etag = String(headers.etag);
const own = ['date', 'connection', 'keep-alive'];
const pairs = raw.flatMap((name, index) =>
  index % 2 === 0 && !own.includes(name.toLowerCase()) ? [[name, raw[index + 1] ?? '']] : [],
);
const whole = pairs.flat();
const notModified = pairs.filter(([name = '']) => !/^content-/i.test(name)).flat();
const bare = createServer((request, response) => {
  if (request.headers['if-none-match'] === etag) response.writeHead(304, notModified).end();
  else response.writeHead(200, whole).end(bytes);
}).listen(0);

const app = express();
app.get(PATH, async (_, response) => {
  const feed = new Feed({ id: 'x', title: 'Bench', link: 'http://localhost/', copyright: 'x', updated: new Date(0) });
  for (const { headline, id, slug, standfirst = '', body, publishAt } of stories) {
    const link = `http://localhost/articles/${slug}`;
    feed.addItem({ title: headline, id, link, date: new Date(publishAt), description: standfirst, content: body });
  }
  const text = await promisify(gzip)(feed.rss2());
  response.set({ 'Content-Type': 'application/rss+xml', 'Content-Encoding': 'gzip' }).send(text);
});
const peer = app.listen(0);
const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;

/** The same bytes as a file, served by nginx; `undefined` where there is none. */
function startNginx(): { port: number; stop: () => void } | undefined {
  try {
    execFileSync('nginx', ['-v'], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), 'dateline-nginx-'));
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  writeFileSync(join(folder, 'all.rss.gz'), bytes);
  const config = `daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error; events {}
    http { access_log off; gzip_static always; server { listen ${port}; location /feeds/ { alias ${folder}/; default_type application/rss+xml; } } }`;
  writeFileSync(join(folder, 'nginx.conf'), config);
  const child = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'ignore' });
  const stop = (): void => {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  // Also after an error.
  process.once('exit', stop);
  return { port, stop };
}

async function rate(port: number, ...extra: string[]): Promise<number> {
  const args = [
    join(import.meta.dirname, 'load.ts'),
    String(port),
    String(SECONDS),
    PATH,
    'Accept-Encoding:gzip',
    ...extra,
  ];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const { rate: perSecond, statuses } = JSON.parse(stdout) as { rate: number; statuses: string[] };
  if (perSecond === 0) throw new Error(`port ${port} sent no response: ${statuses.join(', ')}`);
  return perSecond;
}

const nginx = startNginx();
const servers: Record<string, number> = {
  'bare node:http': portOf(bare),
  Dateline: bench.quick.port,
  'Dateline, Express alone': bench.express.port,
  ...(nginx === undefined ? {} : { nginx: nginx.port }),
};
for (const [kind, extra] of [
  ['200, gzip', []],
  ['304', [`If-None-Match:${etag}`]],
] as const) {
  const all = kind === '304' ? servers : { ...servers, 'Express with feed': portOf(peer) };
  const measured = new Map<string, number[]>(Object.keys(all).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, port] of Object.entries(all)) measured.get(name)?.push(await rate(port, ...extra));
  }
  const medians = [...measured].map(([name, rates]) => [name, quantile(rates, 0.5)] as const);
  // Of each round by itself: a machine that others use as well is not as fast all the time.
  const bases = measured.get('bare node:http') ?? [];
  const ratio = (name: string): number =>
    quantile(
      (measured.get(name) ?? []).map((value, round) => value / (bases[round] ?? 1)),
      0.5,
    );
  printTable(
    [kind, 'requests a second', 'of bare node:http'],
    medians.map(([name, value]) => [name, value.toFixed(0), ratio(name).toFixed(2)]),
  );
  const bars = medians.map(([label, value]) => ({ label, value, unit: '/s' }));
  writeChart(
    kind === '304' ? 'not-modified' : 'serving',
    `A feed of 50 full-text stories: ${kind}, requests a second`,
    bars,
  );
}
if (nginx === undefined) console.log('nginx is not installed here.');
nginx?.stop();
bare.close();
peer.close();
await bench.close();
process.exit(0);
