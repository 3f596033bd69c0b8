import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { type Finding, problem } from '../text/finding.ts';
import { isNestingError } from '../text/html-tree.ts';
import type { Job, JobInput, RefusedDocument } from './job.ts';
import type { WorkerTask } from './worker.ts';

/** Limits of a document. */
export interface ParsingLimits {
  /** CPU time of the worker in milliseconds: a busy machine refuses nothing that an idle one accepts. */
  readonly cpuMs: number;
}

const LIMITS: ParsingLimits = { cpuMs: 5000 };

/** Memory of a worker in megabytes: over twenty times the largest document. */
const MEMORY_MB = 512;
/** Interval at which the CPU time of a job is read, in milliseconds. */
const WATCH_MS = 100;
/** A worker without work ends after this time, in milliseconds, and returns its memory. */
const IDLE_MS = 30_000;
/** Documents that wait for a worker; further ones are refused with 503. */
const MAX_WAITING = 500;

/** Too many documents wait for parsing; the client may try again. */
export class ParsingBusyError extends Error {
  readonly status = 503;
  constructor(options?: ErrorOptions) {
    super('Too many documents wait for parsing: try again in a moment.', options);
    this.name = 'ParsingBusyError';
  }
}

let pool: Piscina | undefined;

/** Returns the workers of this process; they start with the first document. */
function workers(): Piscina {
  pool ??= new Piscina({
    filename: new URL('./worker.ts', import.meta.url).href,
    minThreads: 0,
    // A document that exceeds its limit never delays the others.
    maxThreads: Math.max(2, Math.min(4, availableParallelism() - 1)),
    maxQueue: MAX_WAITING,
    idleTimeout: IDLE_MS,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  return pool;
}

/**
 * Parses a document in a worker thread, so that no document stops the server. One that exceeds the limits of CPU time
 * or memory is refused.
 * @throws ParsingBusyError if too many documents wait
 */
export async function runJob<Input extends JobInput, Output>(
  { module, name }: Job<Input, Output>,
  input: Input,
  { cpuMs }: ParsingLimits = LIMITS,
): Promise<Output | RefusedDocument> {
  const beginning = new Float64Array(new SharedArrayBuffer(16));
  const controller = new AbortController();
  const watch = setInterval(() => {
    void cpuTimeOf(beginning).then((usedMs) => usedMs > cpuMs && controller.abort());
  }, WATCH_MS);
  try {
    const task: WorkerTask = { module, name, input, beginning };
    return (await workers().run(task, { signal: controller.signal })) as Output;
  } catch (error) {
    if (controller.signal.aborted) return { problems: [overTime(input, cpuMs)] };
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_WORKER_OUT_OF_MEMORY') return { problems: [overMemory(input)] };
    if (isNestingError(error)) return { problems: [tooDeep(input)] };
    if (error instanceof Error && /queue/i.test(error.message)) throw new ParsingBusyError({ cause: error });
    throw error;
  } finally {
    clearInterval(watch);
  }
}

/** Returns the CPU time of a job so far, in milliseconds; 0 while it waits. */
async function cpuTimeOf([threadId = 0, before = 0]: Float64Array): Promise<number> {
  const worker = workers().threads.find((thread) => thread.threadId === threadId);
  if (threadId === 0 || worker === undefined) return 0;
  try {
    const { user, system } = await worker.cpuUsage();
    return (user + system - before) / 1000;
  } catch {
    // The worker has ended, and with it the job.
    return 0;
  }
}

function overTime({ file }: JobInput, cpuMs: number): Finding {
  const message = `Parsing took more than ${cpuMs / 1000} seconds: split the document, or take out repeated marks and nested lists, tables or tags.`;
  return problem('intake/time', message, { file });
}

function tooDeep({ file }: JobInput): Finding {
  return problem('intake/nesting', 'The document is nested too deeply: take out levels.', { file });
}

function overMemory({ file }: JobInput): Finding {
  const message = `Parsing took more than ${MEMORY_MB} MB of memory: split the document.`;
  return problem('intake/memory', message, { file });
}
