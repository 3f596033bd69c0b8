import type { ServedDates } from '../archive/served-dates.ts';
import { addSeconds, earliest, type Instant, latest } from '../text/instant.ts';

/**
 * `Last-Modified` of each address, as law 7 of the life cycle says: monotonic, one second further when two changes fall
 * into one, and never in the future. What a document shows gives its date; where the bytes changed and that date did not
 * move (a story left, a linked one was hidden, settings), the date moves all the same. The archive remembers it, so that
 * it is the same on every machine and after a restart.
 */
export class Dates {
  readonly #served: ServedDates;

  constructor(served: ServedDates) {
    this.#served = served;
  }

  /**
   * The date that an address has to answer with at an instant.
   * @param served what tells its bytes from others, and the date that they would have by themselves
   */
  async dateOf(
    address: string,
    { hash, lastModified }: { readonly hash: string; readonly lastModified: Instant },
    now: Instant,
  ): Promise<Instant> {
    const before = await this.#served.get(address);
    if (before?.hash === hash) return before.date;
    const own = earliest([lastModified, now]) ?? now;
    // Two changes in one second stay two: the header waits for its second, what says the moment itself need not.
    const date = before === undefined ? own : (latest([own, addSeconds(before.date, 1)]) ?? own);
    // A reader gets its document also while the archive takes no writes.
    const served = await this.#served.put(address, { hash, date }).catch(() => ({ date }));
    return served.date;
  }
}
