import { expect, test } from 'vitest';
import { every } from '../../src/app/every.ts';

test('repeats work, one run at a time, until it is stopped', async () => {
  const stop = new AbortController();
  let [running, most, runs] = [0, 0, 0];
  await every(
    1,
    async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      if (++runs === 5) stop.abort();
    },
    stop.signal,
  );
  expect([runs, most, running]).toEqual([5, 1, 0]);
});

test('does not begin after it was stopped, and a stop ends the wait at once', async () => {
  let runs = 0;
  await every(1, async () => void runs++, AbortSignal.abort());
  expect(runs).toBe(0);
  const stop = new AbortController();
  const stopped = every(2 ** 31 - 1, async () => void runs++, stop.signal);
  stop.abort();
  await stopped;
  expect(runs).toBe(1);
});
