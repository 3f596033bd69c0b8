import type { Instant } from '../text/instant.ts';

/** An entry of the change log that has to be told to somebody outside. */
export interface OutboxEntry {
  /** Of the log entry. */
  readonly cursor: number;
  readonly key: string;
  /** How often it was taken, this time included. */
  readonly attempts: number;
}

/**
 * What is still to be told outside: written in the transaction of the change itself, so that neither is there without
 * the other. Told at least once: whoever takes an entry and ends before it has settled it leaves it to the next one.
 */
export interface Outbox {
  /** Entries that are due, kills first, then in the order of the log; nobody else gets them for some seconds. */
  take(
    holder: string,
    hold: { readonly now: Instant; readonly seconds: number; readonly limit: number },
  ): Promise<OutboxEntry[]>;
  /** It has been told. */
  settle(cursor: number): Promise<void>;
  /** It could not be told, and is due again later. */
  postpone(cursor: number, dueAt: Instant): Promise<void>;
}
