import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { type Finding, problem } from '../text/finding.ts';
import { isNestingError } from '../text/html-tree.ts';
import type { Job, JobInput, RefusedDocument } from './job.ts';
import { Slots } from './slots.ts';
import type { WorkerTask } from './worker.ts';

/** Limits of a document. */
export interface ParsingLimits {
  /** CPU time of the worker in milliseconds: a busy machine refuses nothing that an idle one accepts. */
  readonly cpuMs: number;
  /** Time in milliseconds, also of the garbage collector's own threads: far more than a busy machine needs. */
  readonly wallMs?: number;
}

/** Stored stories are bounded already; a busy machine must leave none of them out of a feed. */
export const RENDERING_LIMITS: ParsingLimits = { cpuMs: 60_000, wallMs: 240_000 };

const LIMITS = { cpuMs: 5000, wallMs: 20_000 } as const satisfies ParsingLimits;

/** Memory of a worker in megabytes: over a hundred times the largest story. */
const MEMORY_MB = 320;
/** Interval at which the CPU time of a job is read, in milliseconds. */
const WATCH_MS = 100;
/** A worker without work ends after this time, in milliseconds, and returns its memory. */
const IDLE_MS = 30_000;
/** Documents that wait for a worker; further ones are refused with 503. */
const MAX_WAITING = 500;

/** Too many documents wait for parsing; the client may try again. */
export class ParsingBusyError extends Error {
  readonly status = 503;
  constructor() {
    super('Too many documents wait for parsing: try again in a moment.');
    this.name = 'ParsingBusyError';
  }
}

/** Large documents have workers of their own, so that many of them never delay the small ones of a newsroom. */
type Lane = 'small' | 'large' | NonNullable<JobInput['lane']>;
const LARGE_BYTES = 100_000;

/** Workers with the documents that wait for them. The pool has no queue: its tasks would wait for ever after a worker was ended. */
interface Workers {
  readonly pool: Piscina;
  readonly slots: Slots;
}

const lanes = new Map<Lane, Workers>();

/** Returns the workers of a lane; they start with the first document. */
function workersFor(lane: Lane): Workers {
  const known = lanes.get(lane);
  if (known !== undefined) return known;
  const count = Math.max(2, Math.min(4, availableParallelism() - 1));
  const pool = new Piscina({
    filename: new URL('./worker.ts', import.meta.url).href,
    minThreads: 0,
    // A worker that is being ended counts until it is gone.
    maxThreads: 2 * count,
    idleTimeout: IDLE_MS,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  pool.on('error', () => {
    // A worker that ended without a document, such as one out of memory after its job was aborted, is replaced.
  });
  const workers = { pool, slots: new Slots(count) };
  lanes.set(lane, workers);
  return workers;
}

/**
 * Parses a document in a worker thread, so that no document stops the server. One that exceeds the limits of CPU time
 * or memory is refused.
 * @throws ParsingBusyError if too many documents wait
 */
export async function runJob<Input extends JobInput, Output>(
  job: Job<Input, Output>,
  input: Input,
  limits: ParsingLimits = LIMITS,
): Promise<Output | RefusedDocument> {
  const { pool, slots } = workersFor(laneOf(input));
  if (slots.waiting >= MAX_WAITING) throw new ParsingBusyError();
  return slots.run(() => runIn(pool, { job, input }, limits));
}

interface Running<Input extends JobInput, Output> {
  readonly job: Job<Input, Output>;
  readonly input: Input;
}

async function runIn<Input extends JobInput, Output>(
  pool: Piscina,
  { job: { module, name }, input }: Running<Input, Output>,
  { cpuMs, wallMs = LIMITS.wallMs }: ParsingLimits,
): Promise<Output | RefusedDocument> {
  const beginning = new Float64Array(new SharedArrayBuffer(24));
  const controller = new AbortController();
  const watch = setInterval(() => {
    void timeOf(beginning, pool).then((used) => {
      if (used.cpuMs > cpuMs || used.wallMs > wallMs) controller.abort();
    });
  }, WATCH_MS);
  try {
    const task: WorkerTask = { module, name, input, beginning };
    return (await pool.run(task, { signal: controller.signal })) as Output;
  } catch (error) {
    if (controller.signal.aborted) return { problems: [overTime(input, cpuMs)] };
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_WORKER_OUT_OF_MEMORY') return { problems: [overMemory(input)] };
    if (isNestingError(error)) return { problems: [tooDeep(input)] };
    throw error;
  } finally {
    clearInterval(watch);
  }
}

function laneOf(input: JobInput): Lane {
  if (input.lane !== undefined) return input.lane;
  const bytes = 'bytes' in input && input.bytes instanceof Uint8Array ? input.bytes.length : 0;
  return bytes > LARGE_BYTES ? 'large' : 'small';
}

/** Returns the time of a job so far, in milliseconds; 0 while it waits. */
async function timeOf([threadId = 0, before = 0, since = 0]: Float64Array, { threads }: Piscina) {
  const worker = threads.find((thread) => thread.threadId === threadId);
  if (threadId === 0 || worker === undefined) return { cpuMs: 0, wallMs: 0 };
  try {
    const { user, system } = await worker.cpuUsage();
    return { cpuMs: (user + system - before) / 1000, wallMs: Date.now() - since };
  } catch {
    // The worker has ended, and with it the job.
    return { cpuMs: 0, wallMs: 0 };
  }
}

function overTime({ file, lane }: JobInput, cpuMs: number): Finding {
  const message = `${workOf(lane)} took more than ${cpuMs / 1000} seconds: split the document, or take out repeated marks and nested lists, tables or tags.`;
  return problem('intake/time', message, { file });
}

function tooDeep({ file }: JobInput): Finding {
  return problem('intake/nesting', 'The document is nested too deeply: take out levels.', { file });
}

const WORK = { rendering: 'Rendering', indexing: 'Indexing', pictures: 'Resizing' } as const;

function workOf(lane: JobInput['lane']): string {
  return lane === undefined ? 'Parsing' : WORK[lane];
}

function overMemory({ file, lane }: JobInput): Finding {
  const message = `${workOf(lane)} took more than ${MEMORY_MB} MB of memory: split the document.`;
  return problem('intake/memory', message, { file });
}
