/**
 * Measures the memory of a server with the sample publication: `npm run bench:memory`. After its start, after its workers
 * have ended, and after 100,000 requests for pages, feeds, sitemaps and searches. Linux only: it reads /proc.
 */
import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { printTable } from './chart.ts';

const PORT = 20_000 + (process.pid % 20_000);
/** Workers without work end after thirty seconds. */
const IDLE_MS = 35_000;
const PATHS = ['/', '/feeds/all.rss', '/feeds/all.atom', '/sitemap.xml', '/search?q=harbour'];
const SECONDS = 4;

const folder = mkdtempSync(join(tmpdir(), 'dateline-bench-'));
cpSync(join(import.meta.dirname, '../content'), join(folder, 'content'), { recursive: true });
const server = spawn(
  process.execPath,
  ['--max-semi-space-size=4', join(import.meta.dirname, '../bin/dateline.js'), 'serve'],
  {
    stdio: 'ignore',
    env: {
      ...process.env,
      DATELINE_CONTENT: join(folder, 'content'),
      DATELINE_DATA: join(folder, 'data'),
      PORT: String(PORT),
      LOG_LEVEL: 'error',
    },
  },
);
process.once('exit', () => {
  server.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const megabytes = (): string =>
  (Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1024).toFixed(0);

async function isReady(): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${PORT}/health/ready`)).ok;
  } catch {
    return false;
  }
}

while (!(await isReady())) await setTimeout(100);
const rows = [['after its start', megabytes()]];
await setTimeout(IDLE_MS);
rows.push(['after its workers have ended', megabytes()]);
let requests = 0;
while (requests < 100_000) {
  for (const path of PATHS) {
    const args = [join(import.meta.dirname, 'load.ts'), String(PORT), String(SECONDS), path, 'Accept-Encoding:gzip'];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    requests += (JSON.parse(stdout) as { rate: number }).rate * SECONDS;
  }
}
rows.push([`after ${Math.round(requests / 1000)},000 requests`, megabytes()]);
printTable(['memory of a server', 'MB'], rows);
process.exit(0);
