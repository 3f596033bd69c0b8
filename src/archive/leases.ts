import type { Instant } from '../text/instant.ts';

/** Leases for work that one machine does at a time. */
export interface Leases {
  /**
   * Takes or renews a lease.
   * @param holder names the process
   * @param seconds until another holder may take it, unless it is renewed
   * @returns false while another holder has it
   */
  take(name: string, holder: string, hold: { readonly now: Instant; readonly seconds: number }): Promise<boolean>;
  /** Ends a lease of any holder that is known to be gone. */
  end(name: string): Promise<void>;
  /** Releases a lease at once, if this holder has it. */
  release(name: string, holder: string): Promise<void>;
}
