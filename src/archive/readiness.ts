import { setTimeout } from 'node:timers/promises';
import type { Engine } from './sql/engine.ts';

/** Below this space the next writes may fail: SQLite writes up to 8 MB into its log before it needs no more. */
const MIN_FREE_BYTES = 16_000_000;
/** Limit of the check, in milliseconds: a load balancer does not wait longer. */
const LIMIT_MS = 2000;

/** The state of an archive: it accepts writes, or the reason why not. */
export type Readiness = { readonly ready: true } | { readonly ready: false; readonly cause: unknown };

/**
 * Checks that an archive accepts writes.
 * @param write a small write; while another process holds the lock for long, the archive is not ready
 */
export async function readinessOf(engine: Pick<Engine, 'freeBytes'>, write: () => Promise<void>): Promise<Readiness> {
  const timer = new AbortController();
  try {
    return await Promise.race([check(engine, write), overTime(timer.signal)]);
  } catch (cause) {
    return { ready: false, cause };
  } finally {
    timer.abort();
  }
}

async function check(engine: Pick<Engine, 'freeBytes'>, write: () => Promise<void>): Promise<Readiness> {
  const free = await engine.freeBytes();
  if (free !== undefined && free < MIN_FREE_BYTES) {
    return { ready: false, cause: new Error(`The disk of the archive is full: ${free} bytes are free; make space.`) };
  }
  await write();
  return { ready: true };
}

async function overTime(signal: AbortSignal): Promise<Readiness> {
  await setTimeout(LIMIT_MS, undefined, { signal, ref: false });
  return { ready: false, cause: new Error(`The archive did not respond within ${LIMIT_MS} ms: check the database.`) };
}
