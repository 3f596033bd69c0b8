/**
 * Measures the price of a delivery in a ledger of 1,000 and of 1,000,000 entries, with a receiver that answers at once:
 * `npm run bench:ledger`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LedgerEntry } from '../src/archive/ledger-entry.ts';
import { openArchive, openEngine } from '../src/archive/location.ts';
import type { Instant } from '../src/text/instant.ts';
import { printTable, quantile } from './chart.ts';

const SIZES = [1000, 1_000_000];
const ROUNDS = 400;
const NOW = '2026-11-01T00:00:00Z' as Instant;
const BATCH_SIZE = 1000;

const folder = mkdtempSync(join(tmpdir(), 'dateline-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Fills a ledger with delivered entries of 50 partners. */
async function filled(size: number): Promise<string> {
  const file = join(folder, `${size}.sqlite`);
  await (await openArchive({ file })).close();
  const engine = await openEngine({ file });
  for (let start = 0; start < size; start += BATCH_SIZE) {
    const rows = Array.from({ length: BATCH_SIZE }, (_, index) => ({
      id: start + index + 1,
      partner: `partner-${index % 50}`,
      channel: 'https',
      target: `tag:news.example.com,2026:article:${String(start + index).padStart(26, '0')}`,
      cursor: start + index + 1,
      version: 1,
      change: 'publish',
      priority: 2,
      state: 'delivered' as const,
      due_at: NOW,
      planned_at: NOW,
      attempts: 1,
      response: '204',
      responded_at: NOW,
      hash: 'x',
      status: 'usable',
      merged_into: null,
      receipt: null,
      held_until: null,
    }));
    await engine.db.insertInto('deliveries').values(rows).execute();
  }
  await engine.close();
  return file;
}

/** Returns the times of planning, taking and confirming one message, in milliseconds. */
async function measure(file: string): Promise<number[]> {
  const store = await openArchive({ file });
  const { ledger, copies } = store;
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const story = `tag:news.example.com,2026:article:${String(round).padStart(25, '0')}z`;
    const entry = { partner: 'partner-7', channel: 'https', story, cursor: 2_000_000 + round, version: 1 };
    const begin = performance.now();
    await ledger.plan([{ ...entry, hadVersion: 0, change: 'publish', priority: 2, dueAt: NOW }], NOW);
    await ledger.channelsDue(NOW);
    const [due] = (await ledger.due('partner-7', 'https', { now: NOW, limit: 1 })) as [LedgerEntry];
    await ledger.start(due);
    await copies.expect(due);
    await ledger.confirm(due, { version: 1, status: 'usable', hash: 'x' }, { response: '204', now: NOW });
    times.push(performance.now() - begin);
  }
  await store.close();
  return times.toSorted((a, b) => a - b);
}

const rows: string[][] = [];
let first = 0;
for (const size of SIZES) {
  const times = await measure(await filled(size));
  first ||= quantile(times, 0.5);
  const ratio = (quantile(times, 0.5) / first).toFixed(2);
  rows.push([String(size), `${quantile(times, 0.5).toFixed(2)} ms`, `${quantile(times, 0.99).toFixed(2)} ms`, ratio]);
}
printTable(['entries in the ledger', 'p50', 'p99', 'ratio of the p50'], rows);
