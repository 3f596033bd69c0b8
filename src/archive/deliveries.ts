import { defined } from '../text/defined.ts';
import { addSeconds, type Instant, latest } from '../text/instant.ts';
import type { EntryState } from './ledger-entry.ts';
import { batchesOf } from './sql/batches.ts';
import { lastDeliveryId } from './sql/delivery-ids.ts';
import type { Engine } from './sql/engine.ts';
import { serialized } from './sql/serialized.ts';
import type { Tables } from './sql/tables.ts';

/** A notification to a recipient outside. */
export interface Delivery {
  readonly id: number;
  /** Channel, such as `indexnow`. */
  readonly channel: string;
  /** Address of ours that the notification is about. */
  readonly target: string;
  /** The newest entry of the change log that it covers. */
  readonly cursor: number;
  readonly state: EntryState;
  /** Earliest time of the next attempt. */
  readonly dueAt: Instant;
  /** Number of attempts. */
  readonly attempts: number;
  /** The last response, such as `200` or `429, again at …`. */
  readonly response?: string;
  readonly respondedAt?: Instant;
}

/** The outcome of an attempt. */
export interface Settlement {
  readonly state: Delivery['state'];
  /** The response of the recipient, or the error. */
  readonly response: string;
  readonly now: Instant;
  /** Time of the next attempt; none if absent. */
  readonly retryAt?: Instant;
}

/** Fields of a notification that has not been sent. */
const UNSENT = {
  partner: '',
  state: 'waiting',
  attempts: 0,
  response: null,
  responded_at: null,
  version: null,
  change: null,
  priority: 1,
  hash: null,
  status: null,
  planned_at: null,
  merged_into: null,
  receipt: null,
  held_until: null,
  had_version: null,
} as const;

/** The ledger of notifications, sent and pending. One machine at a time writes to it. */
export class Deliveries {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /**
   * Adds a notification. One that is pending for the same target is merged with it.
   * @param spacing smallest number of seconds since the last notification of the target
   */
  async plan(
    { channel, target, cursor }: Pick<Delivery, 'channel' | 'target' | 'cursor'>,
    { now, spacing }: { readonly now: Instant; readonly spacing: number },
  ): Promise<void> {
    await serialized(this.#engine, async (sql) => {
      const same = sql
        .selectFrom('deliveries')
        .where('partner', '=', '')
        .where('channel', '=', channel)
        .where('target', '=', target);
      const waiting = await same.select('id').where('state', '=', 'waiting').executeTakeFirst();
      if (waiting !== undefined) {
        // With a spacing the time of the pending one holds; without it a newer change is due at once.
        const urgency = spacing > 0 ? {} : { due_at: now, attempts: 0 };
        await sql
          .updateTable('deliveries')
          .set({ cursor, ...urgency })
          .where('id', '=', waiting.id)
          .execute();
        return;
      }
      const { last } = await same.select(({ fn }) => fn.max('responded_at').as('last')).executeTakeFirstOrThrow();
      const due_at = latest([now, last === null ? undefined : addSeconds(last, spacing)]) ?? now;
      const row = { id: (await lastDeliveryId(sql)) + 1, channel, target, cursor, due_at };
      await sql
        .insertInto('deliveries')
        .values({ ...row, ...UNSENT })
        .execute();
    });
  }

  /** Returns due notifications, oldest first. */
  async due(channel: string, now: Instant, limit: number): Promise<Delivery[]> {
    const rows = await this.#engine.db
      .selectFrom('deliveries')
      .selectAll()
      .where('partner', '=', '')
      .where('channel', '=', channel)
      .where('state', '=', 'waiting')
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(deliveryOf);
  }

  /** Records the outcome of notifications; with a time they are retried then. */
  async settle(ids: readonly number[], { state, response, now, retryAt }: Settlement): Promise<void> {
    for (const page of batchesOf(ids)) {
      await this.#engine.db
        .updateTable('deliveries')
        .set(({ eb }) =>
          defined({
            state,
            response,
            responded_at: now,
            attempts: eb('attempts', '+', 1),
            due_at: retryAt,
          }),
        )
        .where('id', 'in', page)
        .execute();
    }
  }

  /**
   * Records the outcome of one notification, unless a later change was merged into it while it was on its way: it stays
   * due then.
   */
  async settleOne(
    { id, cursor }: Pick<Delivery, 'id' | 'cursor'>,
    { state, response, now, retryAt }: Settlement,
  ): Promise<void> {
    await this.#engine.db
      .updateTable('deliveries')
      .set(({ eb }) =>
        defined({ state, response, responded_at: now, attempts: eb('attempts', '+', 1), due_at: retryAt }),
      )
      .where('id', '=', id)
      .where('cursor', '=', cursor)
      .execute();
  }

  /** Returns the newest notifications, newest first. */
  async newest(limit: number): Promise<Delivery[]> {
    const rows = await this.#engine.db
      .selectFrom('deliveries')
      .selectAll()
      .where('partner', '=', '')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(deliveryOf);
  }

  /** Deletes notifications settled before an instant. */
  async deleteBefore(before: Instant): Promise<void> {
    await this.#engine.db
      .deleteFrom('deliveries')
      .where('partner', '=', '')
      .where('state', 'not in', ['waiting', 'sending'])
      .where('responded_at', '<', before)
      .execute();
  }
}

function deliveryOf(row: Tables['deliveries']): Delivery {
  return defined({
    id: Number(row.id),
    channel: row.channel,
    target: row.target,
    cursor: Number(row.cursor),
    state: row.state,
    dueAt: row.due_at,
    attempts: row.attempts,
    response: row.response ?? undefined,
    respondedAt: row.responded_at ?? undefined,
  });
}
