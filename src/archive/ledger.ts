import type { Instant } from '../text/instant.ts';
import { type LedgerEntry, ledgerEntryOf, PRIORITIES, type SentMessage } from './ledger-entry.ts';
import { inherit, mergedInto, newerThan, waitingOf } from './ledger-merging.ts';
import { addEntries, type NewEntry } from './ledger-plan.ts';
import { responseText } from './response-text.ts';
import { lastDeliveryId } from './sql/delivery-ids.ts';
import type { Engine } from './sql/engine.ts';
import { serialized } from './sql/serialized.ts';
import type { Sql } from './sql/tables.ts';

/** A message that a partner has taken and not confirmed yet. */
export interface HandedOut extends SentMessage {
  readonly receipt: string;
}

/** A query for entries of one channel of a partner. */
export interface DueQuery {
  readonly now: Instant;
  readonly limit: number;
  /** True for kills alone, which do not wait for a channel that rests. */
  readonly killsOnly?: boolean;
  /** True for a channel in trouble: messages that have failed least come first, so that one that always fails hides no other. */
  readonly isProbe?: boolean;
}

/** Entries that are planned in one transaction: other writers wait for it. */
const BATCH_SIZE = 100;
/** States of entries that nothing more happens to. */
const SETTLED = ['delivered', 'failed', 'merged', 'dropped'] as const;

/**
 * The messages to partners: planned, sent and confirmed. An entry is delivered when the receiver has confirmed it, and
 * never before. Results of an attempt count only while that attempt is the last one: a sender that has lost its lease
 * cannot overwrite what another one has recorded.
 */
export class Ledger {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /**
   * Adds entries. A waiting entry about the same story is merged into the new one, which carries the newest state, its
   * urgency and its age. An entry that was planned before for the same change is not planned again.
   */
  async plan(entries: readonly NewEntry[], now: Instant): Promise<void> {
    for (let start = 0; start < entries.length; start += BATCH_SIZE) {
      const batch = entries.slice(start, start + BATCH_SIZE);
      await serialized(this.#engine, (sql) => addEntries(sql, batch, now));
    }
  }

  /** Returns the channels with due entries. */
  channelsDue(now: Instant): Promise<Pick<LedgerEntry, 'partner' | 'channel'>[]> {
    return this.#engine.db
      .selectFrom('deliveries')
      .select(['partner', 'channel'])
      .distinct()
      .where('state', 'in', ['waiting', 'sending'])
      .where('partner', '>', '')
      .where('due_at', '<=', now)
      .execute();
  }

  /** Returns due entries of a channel: kills first, then the oldest; none about a story with an entry on its way. */
  async due(
    partner: string,
    channel: string,
    { now, limit, killsOnly = false, isProbe = false }: DueQuery,
  ): Promise<LedgerEntry[]> {
    let query = this.#engine.db
      .selectFrom('deliveries as d')
      .selectAll()
      .where('d.state', '=', 'waiting')
      .where('d.partner', '=', partner)
      .where('d.channel', '=', channel)
      .where('d.due_at', '<=', now)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('deliveries as e')
              .select('e.id')
              .whereRef('e.partner', '=', 'd.partner')
              .whereRef('e.channel', '=', 'd.channel')
              .whereRef('e.target', '=', 'd.target')
              // Of several entries about a story the newest is sent.
              .where(({ or, and, eb }) =>
                or([
                  eb('e.state', '=', 'sending'),
                  and([eb('e.state', '=', 'waiting'), eb('e.id', '>', eb.ref('d.id'))]),
                ]),
              ),
          ),
        ),
      );
    if (killsOnly) query = query.where('d.priority', '=', PRIORITIES.kill);
    const first = isProbe ? query.orderBy('d.attempts') : query;
    const rows = await first.orderBy('d.priority').orderBy('d.id').limit(limit).execute();
    return rows.map(ledgerEntryOf);
  }

  /**
   * Marks an entry as on its way.
   * @param heldUntil time until which an entry of a queue is hidden
   * @returns false if it was merged, or taken by another process, in the meantime
   */
  async start({ id, attempts }: LedgerEntry, heldUntil?: Instant): Promise<boolean> {
    const { numUpdatedRows } = await this.#engine.db
      .updateTable('deliveries')
      .set({ state: 'sending', attempts: attempts + 1, receipt: null, held_until: heldUntil ?? null })
      .where('id', '=', id)
      .where('state', '=', 'waiting')
      .where('attempts', '=', attempts)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /** Records that a started entry was handed out with a receipt. */
  async handOut(entry: LedgerEntry, { version, hash, status, receipt }: HandedOut): Promise<void> {
    await this.#ofAttempt(this.#engine.db, entry).set({ version, hash, status, receipt }).execute();
  }

  /** Records the receiver's confirmation. Returns false for an attempt that is not the last one. */
  async confirm(
    entry: LedgerEntry,
    { version, status, hash }: SentMessage,
    { response, now }: { readonly response: string; readonly now: Instant },
  ): Promise<boolean> {
    return this.#engine.transaction(async (sql) => {
      const { numUpdatedRows } = await this.#ofAttempt(sql, entry)
        .set({
          state: 'delivered',
          version,
          hash,
          status,
          response: responseText(response),
          responded_at: now,
          receipt: null,
        })
        .executeTakeFirstOrThrow();
      const { partner, channel, story } = entry;
      const copy = { version, status, hash, received_at: now };
      // Bytes that were confirmed late are a copy too, but never hide a newer one.
      await sql
        .insertInto('copies')
        .values({ partner, channel, story, ...copy, held: status === 'usable' ? 1 : 0 })
        .onConflict((conflict) =>
          conflict
            .columns(['story', 'partner', 'channel'])
            .doUpdateSet(status === 'usable' ? { ...copy, held: 1 } : copy)
            .where('copies.version', '<=', version),
        )
        .execute();
      return numUpdatedRows > 0n;
    });
  }

  /** Records a failure: the entry is retried, parked without a time, or merged into a newer one about the story. */
  async fail(
    entry: LedgerEntry,
    { response, now, retryAt }: { readonly response: string; readonly now: Instant; readonly retryAt?: Instant },
  ): Promise<void> {
    await this.#engine.transaction(async (sql) => {
      const newer = await newerThan(sql, entry);
      if (newer !== undefined) await inherit(sql, newer.id, entry);
      const state = newer !== undefined ? 'merged' : retryAt === undefined ? 'failed' : 'waiting';
      await this.#ofAttempt(sql, entry)
        .set({
          state,
          response: responseText(response),
          responded_at: now,
          due_at: retryAt ?? entry.dueAt,
          merged_into: newer?.id ?? null,
          receipt: null,
          held_until: null,
        })
        .execute();
    });
  }

  /** Ends a started entry that there is nothing to send for. */
  async drop(entry: LedgerEntry, response: string, now: Instant): Promise<void> {
    await this.#ofAttempt(this.#engine.db, entry)
      .set({ state: 'dropped', response, responded_at: now, receipt: null, held_until: null })
      .execute();
  }

  /** An update of the last attempt of an entry, which was started from this state of it. */
  #ofAttempt(sql: Sql, { id, attempts, state }: LedgerEntry) {
    return sql
      .updateTable('deliveries')
      .where('id', '=', id)
      .where('state', '=', 'sending')
      .where('attempts', '=', state === 'sending' ? attempts : attempts + 1);
  }

  /**
   * Makes entries due again that were left on their way: by a process that has stopped, or by a partner whose time for a
   * receipt is over.
   */
  async recover(
    { partner, channel }: Pick<LedgerEntry, 'partner' | 'channel'>,
    { now, isQueue }: { readonly now: Instant; readonly isQueue: boolean },
  ): Promise<void> {
    const left = (sql: Sql) => {
      const sending = sql
        .selectFrom('deliveries')
        .selectAll()
        .where('state', '=', 'sending')
        .where('partner', '=', partner)
        .where('channel', '=', channel);
      if (!isQueue) return sending;
      // Without a time they are from when the channel was another one.
      return sending.where((or) => or.or([or('held_until', 'is', null), or('held_until', '<=', now)]));
    };
    // Most often there is nothing, and other writers do not wait.
    if ((await left(this.#engine.db).limit(1).execute()).length === 0) return;
    await serialized(this.#engine, async (sql) => {
      const rows = await left(sql).execute();
      for (const entry of rows.map(ledgerEntryOf)) {
        const newer = await newerThan(sql, entry);
        if (newer !== undefined) await inherit(sql, newer.id, entry);
        const state = newer === undefined ? ({ state: 'waiting' } as const) : mergedInto(newer, now);
        await this.#ofAttempt(sql, entry)
          .set({ ...state, receipt: null, held_until: null })
          .execute();
      }
    });
  }

  /** Returns the entry that was handed out with a receipt. */
  async byReceipt(partner: string, receipt: string): Promise<LedgerEntry | undefined> {
    const row = await this.#engine.db
      .selectFrom('deliveries')
      .selectAll()
      .where('receipt', '=', receipt)
      .where('partner', '=', partner)
      .where('state', '=', 'sending')
      .executeTakeFirst();
    return row && ledgerEntryOf(row);
  }

  /** Moves the open entries of a channel that is gone to another one, where newer ones about a story replace them. */
  async moveChannel(
    { partner, channel }: Pick<LedgerEntry, 'partner' | 'channel'>,
    to: string,
    now: Instant,
  ): Promise<void> {
    await serialized(this.#engine, async (sql) => {
      const rows = await sql
        .selectFrom('deliveries')
        .selectAll()
        .where('state', '=', 'waiting')
        .where('partner', '=', partner)
        .where('channel', '=', channel)
        .execute();
      for (const entry of rows.map(ledgerEntryOf)) {
        const there = await waitingOf(sql, { ...entry, channel: to })
          .select(['id', 'version'])
          .executeTakeFirst();
        if (there !== undefined) await inherit(sql, Number(there.id), entry);
        const change = there === undefined ? { channel: to } : mergedInto(there, now);
        await sql
          .updateTable('deliveries')
          .set(change)
          .where('id', '=', entry.id)
          .where('state', '=', 'waiting')
          .execute();
      }
    });
  }

  /** Makes the parked entries of a channel due again, one about each story. Returns their number. */
  async unpark({ partner, channel }: Pick<LedgerEntry, 'partner' | 'channel'>, now: Instant): Promise<number> {
    return serialized(this.#engine, async (sql) => {
      const rows = await sql
        .selectFrom('deliveries')
        .selectAll()
        .where('state', '=', 'failed')
        .where('partner', '=', partner)
        .where('channel', '=', channel)
        .orderBy('id')
        .execute();
      let count = 0;
      for (const entry of rows.map(ledgerEntryOf)) {
        const newer = rows.find((row) => row.target === entry.story && Number(row.id) > entry.id);
        const open = newer ?? (await waitingOf(sql, entry).select(['id', 'version']).executeTakeFirst());
        if (open === undefined) count++;
        else await inherit(sql, Number(open.id), { ...entry, dueAt: now });
        const again = { state: 'waiting', due_at: now, planned_at: now, attempts: 0 } as const;
        const change = open === undefined ? again : mergedInto(open, now);
        await sql.updateTable('deliveries').set(change).where('id', '=', entry.id).execute();
      }
      return count;
    });
  }

  /** Makes the entries of a channel due now that have failed before. */
  async hasten({ partner, channel }: Pick<LedgerEntry, 'partner' | 'channel'>, now: Instant): Promise<void> {
    await this.#engine.db
      .updateTable('deliveries')
      .set({ due_at: now })
      .where('state', '=', 'waiting')
      .where('partner', '=', partner)
      .where('channel', '=', channel)
      .where('attempts', '>', 0)
      .execute();
  }

  /** Deletes settled entries from before an instant; the copies stay, and ids are never used again. */
  async deleteBefore(before: Instant): Promise<void> {
    await serialized(this.#engine, async (sql) => {
      const value = String(await lastDeliveryId(sql));
      await sql
        .insertInto('meta')
        .values({ name: 'last delivery', value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute();
      for (const state of SETTLED) {
        await sql
          .deleteFrom('deliveries')
          .where('state', '=', state)
          .where('partner', '>', '')
          .where('responded_at', '<', before)
          .execute();
      }
    });
  }
}
