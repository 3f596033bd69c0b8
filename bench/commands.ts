/**
 * Measures CPU time and memory of commands: `npm run bench:commands`. Each runs several times in a process of its own,
 * beside `node -e 0`; the medians count.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printTable, quantile } from './chart.ts';

const ROUNDS = 7;
const BIN = join(import.meta.dirname, '../bin/dateline.js');
const folder = mkdtempSync(join(tmpdir(), 'dateline-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
cpSync(join(import.meta.dirname, '../content'), join(folder, 'content'), { recursive: true });

interface Cost {
  readonly seconds: number;
  readonly megabytes: number;
}

/** Runs a command under GNU time, which prints CPU seconds and the largest memory in kilobytes. */
async function costOf(args: readonly string[]): Promise<Cost> {
  const report = join(folder, 'time');
  const env = { ...process.env, DATELINE_CONTENT: join(folder, 'content'), DATELINE_DATA: join(folder, 'data') };
  const command = ['-f', '%U %S %M', '-o', report, process.execPath, ...args];
  const child = spawn('/usr/bin/time', command, { env, stdio: 'ignore' });
  await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject));
  const [user = 0, system = 0, kilobytes = 0] =
    readFileSync(report, 'utf8').trim().split('\n').at(-1)?.split(' ').map(Number) ?? [];
  return { seconds: user + system, megabytes: kilobytes / 1024 };
}

const rows: string[][] = [];
for (const [name, args] of [
  ['node -e 0', ['-e', '0']],
  ['dateline --version', [BIN, '--version']],
  ['dateline --help', [BIN, '--help']],
  ['dateline new', [BIN, 'new', 'A headline']],
  ['dateline key list', [BIN, 'key', 'list']],
] as const) {
  const costs: Cost[] = [];
  for (let round = 0; round < ROUNDS; round++) costs.push(await costOf(args));
  const median = (field: keyof Cost): number =>
    quantile(
      costs.map((cost) => cost[field]),
      0.5,
    );
  rows.push([name, median('seconds').toFixed(2), median('megabytes').toFixed(0)]);
}
printTable(['command', 'CPU, s', 'memory, MB'], rows);
