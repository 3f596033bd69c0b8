import type { Instant } from '../text/instant.ts';

/** The bytes that an address last answered with, and the date that went with them. */
export interface ServedDate {
  /** Digest of the bytes. */
  readonly hash: string;
  readonly date: Instant;
}

/** The last served date of each address, so that `Last-Modified` never decreases on any machine. */
export interface ServedDates {
  get(address: string): Promise<ServedDate | undefined>;
  /** Stores a date, unless another machine has stored a later one; returns the stored one. */
  put(address: string, served: ServedDate): Promise<ServedDate>;
}
