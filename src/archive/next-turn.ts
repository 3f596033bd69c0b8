import { setImmediate } from 'node:timers/promises';

/** Lets requests and timers that wait run before the next slice of a long task. */
export async function nextTurn(): Promise<void> {
  await setImmediate();
}
