import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { BIN } from './command-line.ts';

/** A server in a process of its own, as it is really started. */
export interface ServerProcess {
  readonly process: ChildProcess;
  readonly port: number;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** Ends it as a power cut of its machine would, for the others. */
  kill(): Promise<void>;
  stop(): void;
  resume(): void;
}

/** Starts `dateline serve` with some environment variables, and waits until it listens. */
export async function startProcess(environment: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const env = { ...process.env, ...environment, PORT: '0', LOG_LEVEL: 'error', NO_COLOR: '1' };
  const child = spawn(process.execPath, [BIN, 'serve'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  onTestFinished(kill);
  const port = await portOf(child);
  return {
    process: child,
    port,
    get: (path, headers = {}) => fetch(`http://127.0.0.1:${port}${path}`, { headers, redirect: 'manual' }),
    kill,
    stop: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
  };
}

/** Reads the port from the line that the command prints when it listens. */
async function portOf(child: ChildProcess): Promise<number> {
  const output: string[] = [];
  if (child.stderr === null) throw new Error('The server has no output.');
  for await (const line of createInterface({ input: child.stderr })) {
    output.push(line);
    const port = /localhost:(\d+)/.exec(line)?.[1];
    if (port === undefined) continue;
    child.stderr.resume();
    return Number(port);
  }
  throw new Error(`The server ended: ${output.join('\n')}`);
}
