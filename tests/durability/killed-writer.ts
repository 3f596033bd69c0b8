import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Location } from '../../src/archive/location.ts';
import { type Acknowledged, acknowledgedIn } from './check.ts';

const WRITER = join(import.meta.dirname, 'writer.ts');

const textOf = (location: Location): string => ('url' in location ? location.url : location.file);

/** When a writer is killed. */
export interface Killing {
  /** Makes its stories others than those of the writers before it. */
  readonly seed: number;
  /** Milliseconds after it began to write; below 0, while it opens the archive. */
  readonly after: number;
  /** What happens instead of the kill, which follows it. */
  readonly instead?: () => void;
}

/** Starts a writer, kills it, and returns what it was told is stored. */
export function killedWriter(location: Location, { seed, after, instead }: Killing): Promise<Acknowledged[]> {
  return new Promise((resolve, reject) => {
    const args = [WRITER, textOf(location), String(seed)];
    const writer = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    let wasKilled = false;
    const kill = (): void => {
      wasKilled = true;
      // A power cut stops the process too: what it says afterwards it could not have said.
      if (instead !== undefined) writer.kill('SIGSTOP');
      instead?.();
      writer.kill('SIGKILL');
    };
    writer.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (output === '' && after >= 0) setTimeout(kill, after);
      output += text;
    });
    writer.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    if (after < 0) setTimeout(kill, 250 - after);
    writer.on('close', () => {
      if (wasKilled) resolve(acknowledgedIn(output));
      else reject(new Error(`the writer ended by itself: ${errors}`));
    });
  });
}
