import { ArchiveBusyError } from '../archive-errors.ts';

/** Lets one write of this process after the other into the database, so that waiting writes need no connection. */
export class WriteQueue {
  #last: Promise<unknown> = Promise.resolve();
  readonly #maxWaitMs: number;

  /** @param maxWaitMs in milliseconds, until a waiting write is refused */
  constructor(maxWaitMs: number) {
    this.#maxWaitMs = maxWaitMs;
  }

  /** @throws ArchiveBusyError if the writes before take too long */
  run<Result>(work: () => Promise<Result>): Promise<Result> {
    const since = performance.now();
    const result = this.#last.then(() => {
      if (performance.now() - since <= this.#maxWaitMs) return work();
      throw new ArchiveBusyError('Other writes take too long: nothing was stored; try again.');
    });
    this.#last = result.catch(() => {
      // The caller gets the error.
    });
    return result;
  }
}
