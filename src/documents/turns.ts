import { nextTurn } from '../archive/next-turn.ts';

/** Longest stretch of rendering without a turn for other requests, in milliseconds. */
const SLICE_MS = 15;

/** Divides long rendering into slices, between which other requests are handled. */
export class Turns {
  #since = performance.now();

  /** Gives way if the current slice has lasted long enough. */
  async giveWay(): Promise<void> {
    if (performance.now() - this.#since < SLICE_MS) return;
    await nextTurn();
    this.#since = performance.now();
  }
}
