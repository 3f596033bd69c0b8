import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** The command as it is installed. */
export const BIN = join(import.meta.dirname, '../../bin/dateline.js');

/** What became of a command. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command on a content folder, which also holds the archive. */
export function dateline(content: string, ...args: string[]): Promise<Ran> {
  const data = join(content, '.data');
  const env = { ...process.env, DATELINE_CONTENT: content, DATELINE_DATA: data, PORT: '0', NO_COLOR: '1' };
  return new Promise((resolve) => {
    execFile(process.execPath, [BIN, ...args], { env, timeout: 30_000 }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}
