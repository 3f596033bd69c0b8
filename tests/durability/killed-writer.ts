import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Location } from '../../src/archive/location.ts';
import { type Acknowledged, acknowledgedIn } from './check.ts';

const WRITER = join(import.meta.dirname, 'writer.ts');

const textOf = (location: Location): string => ('url' in location ? location.url : location.file);

/** Longest delays before a kill, in milliseconds: within a write, and while the archive is opened. */
const MAX_DELAY_MS = 20;
const MAX_OPENING_MS = 1000;

/** When a writer is killed. */
export interface Killing {
  /** Makes its stories different from those of earlier writers. */
  readonly seed: number;
  /** Acknowledged versions before the kill; `opening` while it opens the archive. */
  readonly after: number | 'opening';
  /** Called instead of the kill, which follows it. */
  readonly instead?: () => void;
}

/** Starts a writer, kills it, and returns the versions that were acknowledged. */
export function killedWriter(location: Location, { seed, after, instead }: Killing): Promise<Acknowledged[]> {
  return new Promise((resolve, reject) => {
    const args = [WRITER, textOf(location), String(seed)];
    const writer = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    let wasKilled = false;
    let isScheduled = false;
    const kill = (): void => {
      wasKilled = true;
      // A power cut stops the process too: later output would not exist.
      if (instead !== undefined) writer.kill('SIGSTOP');
      instead?.();
      writer.kill('SIGKILL');
    };
    const schedule = (milliseconds: number): void => {
      isScheduled = true;
      setTimeout(kill, milliseconds);
    };
    writer.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      // A moment later, so that the kill hits any point of the next write.
      const isDue = typeof after === 'number' && !isScheduled && acknowledgedIn(output).length >= after;
      if (isDue) schedule(Math.random() * MAX_DELAY_MS);
    });
    writer.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    if (after === 'opening') writer.once('spawn', () => schedule(Math.random() * MAX_OPENING_MS));
    writer.on('close', () => {
      if (wasKilled) resolve(acknowledgedIn(output));
      else reject(new Error(`the writer ended without a kill: ${errors}`));
    });
  });
}
