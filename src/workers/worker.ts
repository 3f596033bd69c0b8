import { threadId } from 'node:worker_threads';

/** A job as a worker receives it. */
export interface WorkerTask {
  readonly module: string;
  readonly name: string;
  readonly input: unknown;
  /** Numbers that the worker writes when it begins: its thread, the CPU time of the thread so far in µs, and the time in ms. */
  readonly beginning: Float64Array<SharedArrayBuffer>;
}

/** Runs a job in a worker thread. */
export default async function runTask({ module, name, input, beginning }: WorkerTask): Promise<unknown> {
  const { [name]: run } = (await import(module)) as Record<string, (input: unknown) => unknown>;
  if (run === undefined) throw new Error(`${module} does not export ${name}.`);
  const { user, system } = process.threadCpuUsage();
  beginning[1] = user + system;
  beginning[2] = Date.now();
  beginning[0] = threadId;
  return run(input);
}
