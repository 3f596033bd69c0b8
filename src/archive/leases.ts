import type { Instant } from '../text/instant.ts';

/** Work that one machine does at a time, for as long as it says so. */
export interface Leases {
  /**
   * Takes a lease, or keeps it.
   * @param holder names the process
   * @param seconds after which somebody else may have it, unless it is taken again before
   * @returns false while somebody else holds it
   */
  take(name: string, holder: string, hold: { readonly now: Instant; readonly seconds: number }): Promise<boolean>;
  /** Ends a lease, whoever has it: for somebody who knows that its holder is gone. */
  end(name: string): Promise<void>;
  /** Gives a lease up at once, if this holder has it. */
  release(name: string, holder: string): Promise<void>;
}
