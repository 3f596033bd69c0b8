import type { Instant } from '../text/instant.ts';

/** Something that is to be told to somebody outside, or was. */
export interface Delivery {
  readonly id: number;
  /** Who is told, such as `indexnow`. */
  readonly channel: string;
  /** What: an address of ours. */
  readonly target: string;
  /** The newest entry of the change log that it is about. */
  readonly cursor: number;
  readonly state: 'waiting' | 'delivered' | 'failed';
  /** Not before. */
  readonly dueAt: Instant;
  /** How often it was tried. */
  readonly attempts: number;
  /** What came back the last time, such as `200` or `429, again at …`. */
  readonly answer?: string;
  readonly answeredAt?: Instant;
}

/** The ledger of what was told to whom, and what is still to be told. One machine at a time writes into it. */
export interface Deliveries {
  /**
   * Puts something down to be told. What waits already for the same target is told once, for both.
   * @param spacing seconds since the target was last told, at least
   */
  plan(
    delivery: Pick<Delivery, 'channel' | 'target' | 'cursor'>,
    when: { readonly now: Instant; readonly spacing: number },
  ): Promise<void>;
  /** What is due, oldest first. */
  due(channel: string, now: Instant, limit: number): Promise<Delivery[]>;
  /** Says what came of some of them; with an hour they are tried again then. */
  settle(
    ids: readonly number[],
    result: {
      readonly state: Delivery['state'];
      readonly answer: string;
      readonly now: Instant;
      readonly again?: Instant;
    },
  ): Promise<void>;
  /** The newest, newest first. */
  newest(limit: number): Promise<Delivery[]>;
  /** Forgets what was settled before a moment. */
  forget(before: Instant): Promise<void>;
}
