import type { Instant } from '../text/instant.ts';

/** The bytes that an address last answered with, and the date that went with them. */
export interface ServedDate {
  /** Of the bytes. */
  readonly hash: string;
  readonly date: Instant;
}

/** What was last served at each address, so that `Last-Modified` never goes back, whichever machine answers. */
export interface ServedDates {
  get(address: string): Promise<ServedDate | undefined>;
  /** Writes it down, unless another machine was further; answers with what then stands. */
  put(address: string, served: ServedDate): Promise<ServedDate>;
}
