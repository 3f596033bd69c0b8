import type { ServedDates } from '../archive/served-dates.ts';
import { addSeconds, earliest, type Instant, latest } from '../text/instant.ts';

/**
 * `Last-Modified` of each address, as law 7 of the life cycle requires: monotonic, one second later if two changes fall
 * into one second, and never in the future. The content determines the date; if the bytes changed and that date did not
 * (a story left, a linked one was hidden, settings changed), the date still moves. It is stored in the archive, so that
 * it is the same on every machine and after a restart.
 */
export class LastModifiedDates {
  readonly #served: ServedDates;

  constructor(served: ServedDates) {
    this.#served = served;
  }

  /**
   * Returns the date for an address at an instant.
   * @param served digest of the bytes, and the date of the content
   */
  async dateOf(
    address: string,
    { hash, lastModified }: { readonly hash: string; readonly lastModified: Instant },
    now: Instant,
  ): Promise<Instant> {
    const before = await this.#served.get(address);
    if (before?.hash === hash) return before.date;
    const own = earliest([lastModified, now]) ?? now;
    // Two changes in one second stay distinct: the header waits for its second; a date inside the document need not.
    const date = before === undefined ? own : (latest([own, addSeconds(before.date, 1)]) ?? own);
    // Readers get a document even while the archive accepts no writes.
    const served = await this.#served.put(address, { hash, date }).catch(() => ({ date }));
    return served.date;
  }
}
