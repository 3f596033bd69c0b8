import type { Instant } from '../text/instant.ts';

/** An entry of the change log that has to be delivered. */
export interface OutboxEntry {
  /** Cursor of the log entry. */
  readonly cursor: number;
  readonly key: string;
  /** Number of attempts, the current one included. */
  readonly attempts: number;
}

/**
 * Entries to deliver: written in the transaction of the change itself, so that neither exists without the other.
 * Delivery is at least once: an entry that was taken and not settled becomes due again.
 */
export interface Outbox {
  /**
   * Takes due entries, kills first, then in the order of the log; they are hidden from other processes for some
   * seconds.
   */
  take(
    holder: string,
    hold: { readonly now: Instant; readonly seconds: number; readonly limit: number },
  ): Promise<OutboxEntry[]>;
  /** Marks an entry as delivered. */
  settle(cursor: number): Promise<void>;
  /** Marks an entry as failed; it is due again later. */
  postpone(cursor: number, dueAt: Instant): Promise<void>;
}
