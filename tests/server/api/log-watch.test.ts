import { expect, test } from 'vitest';
import { LogWatch } from '../../../src/server/api/log-watch.ts';

function quietLog() {
  const listeners = new Set<() => void>();
  return {
    knownCursor: 1,
    onChange: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    grow() {
      this.knownCursor++;
      for (const listener of listeners) listener();
    },
  };
}

test('a value is read once until the log grows', async () => {
  const log = quietLog();
  const watch = new LogWatch(log);
  let reads = 0;
  const read = async () => ++reads;
  const first = await Promise.all([watch.shared('a', read), watch.shared('a', read)]);
  expect(first[0]).toBe(first[1]);
  log.grow();
  expect(await watch.shared('a', read)).toBeGreaterThan(first[0] as number);
});

test('values do not stay while the log is quiet', async () => {
  const watch = new LogWatch(quietLog());
  const large = new WeakRef({ text: 'x'.repeat(1000) });
  await watch.shared('a', async () => large.deref());
  const begin = performance.now();
  while (performance.now() - begin < 1100) await new Promise((resolve) => setTimeout(resolve, 50));
  let reads = 0;
  await watch.shared('a', async () => ++reads);
  expect(reads).toBe(1);
});

test('a failed reading is repeated by the next client', async () => {
  const watch = new LogWatch(quietLog());
  await expect(watch.shared('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await watch.shared('a', async () => 1)).toBe(1);
});

test('a client that waits again while others are woken is not woken twice for one change', async () => {
  const log = quietLog();
  const watch = new LogWatch(log);
  let wakes = 0;
  const wait = (): void => {
    watch.onGrowth(() => {
      wakes++;
      wait();
    });
  };
  for (let client = 0; client < 120; client++) wait();
  log.grow();
  while (wakes < 120) await new Promise((resolve) => setTimeout(resolve, 1));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(wakes).toBe(120);
});
