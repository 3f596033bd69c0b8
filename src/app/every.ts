/**
 * Repeats work at an interval, one run at a time, until a signal stops it.
 * @param milliseconds from the start of one run to the start of the next, or until a longer run has ended
 * @param work handles its own errors; a rejection ends the process like any other
 * @returns a promise that resolves once the work has stopped
 */
export async function every(milliseconds: number, work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const start = performance.now();
    await work();
    await pause(Math.max(0, milliseconds - (performance.now() - start)), signal);
  }
}

/** Waits for some time; an aborted signal ends the wait at once. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
  });
}
