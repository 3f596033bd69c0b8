import type { Instant } from '../text/instant.ts';

/** An organisation that handed an item on (NewsML-G2 Guidelines, hop history). */
export interface Hop {
  readonly party: string;
  /** Time at which it sent the item on. */
  readonly at?: Instant;
}
