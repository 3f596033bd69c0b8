import { setImmediate } from 'node:timers/promises';

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
