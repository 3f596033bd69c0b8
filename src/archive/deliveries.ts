import type { Instant } from '../text/instant.ts';

/** A notification to a recipient outside. */
export interface Delivery {
  readonly id: number;
  /** Channel, such as `indexnow`. */
  readonly channel: string;
  /** Address of ours that the notification is about. */
  readonly target: string;
  /** The newest entry of the change log that it covers. */
  readonly cursor: number;
  readonly state: 'waiting' | 'delivered' | 'failed';
  /** Earliest time of the next attempt. */
  readonly dueAt: Instant;
  /** Number of attempts. */
  readonly attempts: number;
  /** The last response, such as `200` or `429, again at …`. */
  readonly response?: string;
  readonly respondedAt?: Instant;
}

/** The ledger of notifications, sent and pending. One machine at a time writes to it. */
export interface Deliveries {
  /**
   * Adds a notification. One that is pending for the same target is merged with it.
   * @param spacing smallest number of seconds since the last notification of the target
   */
  plan(
    delivery: Pick<Delivery, 'channel' | 'target' | 'cursor'>,
    when: { readonly now: Instant; readonly spacing: number },
  ): Promise<void>;
  /** Due notifications, oldest first. */
  due(channel: string, now: Instant, limit: number): Promise<Delivery[]>;
  /** Records the outcome of notifications; with a time they are retried then. */
  settle(
    ids: readonly number[],
    result: {
      readonly state: Delivery['state'];
      readonly answer: string;
      readonly now: Instant;
      readonly again?: Instant;
    },
  ): Promise<void>;
  /** The newest notifications, newest first. */
  newest(limit: number): Promise<Delivery[]>;
  /** Deletes notifications settled before an instant. */
  deleteBefore(before: Instant): Promise<void>;
}
