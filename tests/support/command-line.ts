import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { execute } from '../../src/cli/index.ts';

/** The installed command. */
export const BIN = join(import.meta.dirname, '../../bin/dateline.js');

/** The outcome of a command. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function environmentOf(content: string) {
  return { DATELINE_CONTENT: content, DATELINE_DATA: join(content, '.data'), PORT: '0', NO_COLOR: '1' };
}

/**
 * Runs a command in this process, on a content folder that also contains the archive. One command runs at a time, since
 * environment and output belong to the process.
 */
export async function dateline(content: string, ...args: string[]): Promise<Ran> {
  const environment = { ...process.env };
  const { stdout, stderr, exitCode } = process;
  const output = { out: '', err: '' };
  const restore = [capture(stdout, (text) => (output.out += text)), capture(stderr, (text) => (output.err += text))];
  Object.assign(process.env, environmentOf(content));
  process.exitCode = undefined;
  try {
    await execute([process.execPath, BIN, ...args]);
    return { code: Number(process.exitCode ?? 0), ...output };
  } finally {
    for (const name of Object.keys(environmentOf(''))) {
      if (environment[name] === undefined) delete process.env[name];
      else process.env[name] = environment[name];
    }
    process.exitCode = exitCode;
    for (const one of restore) one();
  }
}

function capture(stream: NodeJS.WriteStream, onText: (text: string) => void): () => void {
  const { write } = stream;
  stream.write = ((chunk: string | Uint8Array) => {
    onText(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    return true;
  }) as typeof write;
  return () => {
    stream.write = write;
  };
}

/** Runs the installed command in a process of its own. */
export function datelineProcess(content: string, ...args: string[]): Promise<Ran> {
  const env = { ...process.env, ...environmentOf(content) };
  return new Promise((resolve) => {
    execFile(process.execPath, [BIN, ...args], { env }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}
