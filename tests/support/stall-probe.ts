import { setImmediate } from 'node:timers/promises';
import { Piscina } from 'piscina';
import { onTestFinished, vi } from 'vitest';

/**
 * The limit for one turn of the serving thread, in milliseconds of its own CPU time. `npm run test:long` measures it on
 * a quiet machine. On a busy one the same work takes several times the CPU time: there the limit finds stalls of
 * seconds, and `workerJobs` shows which work left the serving thread.
 */
export const MAX_STALL_MS = process.env.DATELINE_LONG ? 100 : 2000;

/** Measures the CPU time of this thread between two turns of its event loop, which another process cannot increase. */
export interface StallProbe {
  /** Stops measuring and returns the longest stretch, in milliseconds of CPU time. */
  longest(): number;
}

/** Begins measuring; the probe itself takes a turn every two milliseconds. */
export async function stallProbe(): Promise<StallProbe> {
  await setImmediate();
  let longest = 0;
  let last = cpuMs();
  const turn = (): void => {
    const now = cpuMs();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(turn, 2);
  return {
    longest: () => {
      clearInterval(timer);
      turn();
      return longest;
    },
  };
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Returns the names of the functions that run in worker threads from now on, until the test ends. */
export function workerJobs(): string[] {
  const names: string[] = [];
  const run = Piscina.prototype.run;
  const spy = vi.spyOn(Piscina.prototype, 'run').mockImplementation(function (this: Piscina, ...parameters) {
    names.push(parameters[0].name);
    return run.apply(this, parameters);
  });
  onTestFinished(() => spy.mockRestore());
  return names;
}
