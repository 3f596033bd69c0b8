import { expect, test } from 'vitest';
import { nextTurn } from '../../../src/archive/next-turn.ts';
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
  const watch = new LogWatch(log, () => 0);
  let reads = 0;
  const read = async () => ++reads;
  const first = await Promise.all([watch.shared('a', read), watch.shared('a', read)]);
  expect(first[0]).toBe(first[1]);
  log.grow();
  expect(await watch.shared('a', read)).toBeGreaterThan(first[0] as number);
});

test('values do not stay while the log is quiet', async () => {
  let milliseconds = 0;
  const watch = new LogWatch(quietLog(), () => milliseconds);
  let reads = 0;
  const read = async () => ++reads;
  await watch.shared('a', read);
  milliseconds = 999;
  await watch.shared('a', read);
  expect(reads).toBe(1);
  milliseconds = 1000;
  await watch.shared('a', read);
  expect(reads).toBe(2);
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
  // Three slices, and as many turns again in which a second waking would show.
  for (let turn = 0; turn < 20; turn++) await nextTurn();
  expect(wakes).toBe(120);
});
