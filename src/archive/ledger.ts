import type { Instant } from '../text/instant.ts';
import { type Copy, copyOf, type LedgerEntry, ledgerEntryOf } from './ledger-entry.ts';
import type { Engine } from './sql/engine.ts';
import { serialized } from './sql/serialized.ts';
import type { Sql } from './sql/tables.ts';

/** An entry to be planned. */
export interface NewEntry extends Pick<LedgerEntry, 'partner' | 'channel' | 'story' | 'cursor' | 'version' | 'change'> {
  /** 0 for recalls, which precede everything else. */
  readonly priority: number;
  readonly dueAt: Instant;
  /** True if the partner gets it again: the same change may be planned twice. */
  readonly isAgain?: boolean;
}

/** The receiver's confirmation of a message. */
export interface Confirmation {
  readonly version: number;
  readonly status: Copy['status'];
  readonly hash: string;
  readonly response: string;
  readonly now: Instant;
}

/** An entry that a partner has taken and not confirmed yet. */
export interface HandedOut extends Pick<Confirmation, 'version' | 'hash' | 'status'> {
  readonly receipt: string;
  readonly heldUntil: Instant;
}

/** A query for entries of one channel of a partner. */
export interface DueQuery {
  readonly now: Instant;
  readonly limit: number;
}

/**
 * The messages to partners: planned, sent and confirmed. An entry is delivered when the receiver has confirmed it, and
 * never before.
 */
export class Ledger {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /**
   * Adds entries. A waiting entry about the same story is merged into the new one, which carries the newest state. An
   * entry that was planned before for the same change is not planned again.
   */
  async plan(entries: readonly NewEntry[], now: Instant): Promise<void> {
    if (entries.length === 0) return;
    await serialized(this.#engine, async (sql) => {
      let id = await lastId(sql);
      for (const entry of entries) {
        const same = sameStory(sql, entry);
        const known = await same.select('id').where('cursor', '>=', entry.cursor).executeTakeFirst();
        if (known !== undefined && entry.isAgain !== true) continue;
        id++;
        const waiting = await same.select(['id', 'priority']).where('state', '=', 'waiting').execute();
        const priority = Math.min(entry.priority, ...waiting.map((row) => row.priority));
        for (const row of waiting) await merge(sql, { id: row.id, into: id, version: entry.version, now });
        await sql
          .insertInto('deliveries')
          .values({ ...rowOf(entry), id, priority, planned_at: now })
          .execute();
      }
    });
  }

  /** Returns the channels with due entries. */
  async channelsDue(now: Instant): Promise<Pick<LedgerEntry, 'partner' | 'channel'>[]> {
    return this.#engine.db
      .selectFrom('deliveries')
      .select(['partner', 'channel'])
      .distinct()
      .where('partner', '<>', '')
      .where('state', 'in', ['waiting', 'sending'])
      .where('due_at', '<=', now)
      .execute();
  }

  /** Returns due entries of a channel: recalls first, then the oldest; none about a story with an entry on its way. */
  async due(partner: string, channel: string, { now, limit }: DueQuery): Promise<LedgerEntry[]> {
    const rows = await this.#engine.db
      .selectFrom('deliveries as d')
      .selectAll()
      .where('d.partner', '=', partner)
      .where('d.channel', '=', channel)
      .where('d.state', '=', 'waiting')
      .where('d.due_at', '<=', now)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('deliveries as e')
              .select('e.id')
              .where('e.partner', '=', partner)
              .where('e.channel', '=', channel)
              .whereRef('e.target', '=', 'd.target')
              .where('e.state', '=', 'sending'),
          ),
        ),
      )
      .orderBy('d.priority')
      .orderBy('d.id')
      .limit(limit)
      .execute();
    return rows.map(ledgerEntryOf);
  }

  /** Marks an entry as on its way. Returns false if it was merged, or taken by another process, in the meantime. */
  async start(id: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#engine.db
      .updateTable('deliveries')
      .set(({ eb }) => ({ state: 'sending', attempts: eb('attempts', '+', 1), receipt: null, held_until: null }))
      .where('id', '=', id)
      .where('state', '=', 'waiting')
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /** Records that a started entry was handed out, and hides it until it is confirmed or the time is over. */
  async handOut(id: number, { version, hash, status, receipt, heldUntil }: HandedOut): Promise<void> {
    await this.#engine.db
      .updateTable('deliveries')
      .set({ version, hash, status, receipt, held_until: heldUntil })
      .where('id', '=', id)
      .execute();
  }

  /** Records the receiver's confirmation, and the copy that it has now. */
  async confirm(entry: LedgerEntry, { version, status, hash, response, now }: Confirmation): Promise<void> {
    await this.#engine.transaction(async (sql) => {
      await sql
        .updateTable('deliveries')
        .set({
          state: 'delivered',
          version,
          hash,
          status,
          response,
          responded_at: now,
          receipt: null,
          held_until: null,
        })
        .where('id', '=', entry.id)
        .execute();
      const { partner, channel, story } = entry;
      const copy = { version, status, hash, received_at: now };
      await sql
        .insertInto('copies')
        .values({ partner, channel, story, ...copy })
        .onConflict((conflict) => conflict.columns(['story', 'partner', 'channel']).doUpdateSet(copy))
        .execute();
    });
  }

  /**
   * Records a failure. The entry is retried, parked without a time, or merged if there is a newer one about the story.
   */
  async fail(
    entry: LedgerEntry,
    { response, now, retryAt }: { readonly response: string; readonly now: Instant; readonly retryAt?: Instant },
  ): Promise<void> {
    await this.#engine.transaction(async (sql) => {
      const newer = await sameStory(sql, entry)
        .select(['id', 'version'])
        .where('state', '=', 'waiting')
        .where('id', '>', entry.id)
        .executeTakeFirst();
      const state = newer !== undefined ? 'merged' : retryAt === undefined ? 'failed' : 'waiting';
      await sql
        .updateTable('deliveries')
        .set({
          state,
          response,
          responded_at: now,
          due_at: retryAt ?? entry.dueAt,
          merged_into: newer?.id ?? null,
          receipt: null,
          held_until: null,
        })
        .where('id', '=', entry.id)
        .execute();
    });
  }

  /** Ends an entry that there is nothing to send for. */
  async drop(id: number, response: string, now: Instant): Promise<void> {
    await this.#engine.db
      .updateTable('deliveries')
      .set({ state: 'dropped', response, responded_at: now, receipt: null, held_until: null })
      .where('id', '=', id)
      .execute();
  }

  /**
   * Makes entries due again that a stopped process, or a partner without a receipt, has left on their way.
   * @param now entries of a queue that are hidden until later stay
   */
  async recover(partner: string, channel: string, now: Instant): Promise<void> {
    await this.#engine.transaction(async (sql) => {
      const rows = await sql
        .selectFrom('deliveries')
        .selectAll()
        .where('partner', '=', partner)
        .where('channel', '=', channel)
        .where('state', '=', 'sending')
        .where((or) => or.or([or('held_until', 'is', null), or('held_until', '<=', now)]))
        .execute();
      for (const row of rows.map(ledgerEntryOf)) {
        const newer = await sameStory(sql, row)
          .select(['id', 'version'])
          .where('state', '=', 'waiting')
          .where('id', '>', row.id)
          .executeTakeFirst();
        if (newer !== undefined) await merge(sql, { id: row.id, into: newer.id, version: newer.version ?? 0, now });
        else await sql.updateTable('deliveries').set({ state: 'waiting' }).where('id', '=', row.id).execute();
      }
    });
  }

  /** Returns the entry that was handed out with a receipt. */
  async byReceipt(partner: string, receipt: string): Promise<LedgerEntry | undefined> {
    const row = await this.#engine.db
      .selectFrom('deliveries')
      .selectAll()
      .where('partner', '=', partner)
      .where('receipt', '=', receipt)
      .where('state', '=', 'sending')
      .executeTakeFirst();
    return row && ledgerEntryOf(row);
  }

  /** Returns the copies of a story that partners have, former partners too. */
  async copiesOf(story: string): Promise<Copy[]> {
    const rows = await this.#engine.db.selectFrom('copies').selectAll().where('story', '=', story).execute();
    return rows.map(copyOf);
  }

  /** Returns the channels by which messages about a story were sent at least once, whether they were confirmed or not. */
  async sentBy(story: string): Promise<Pick<LedgerEntry, 'partner' | 'channel'>[]> {
    return this.#engine.db
      .selectFrom('deliveries')
      .select(['partner', 'channel'])
      .distinct()
      .where('target', '=', story)
      .where('partner', '<>', '')
      .where('attempts', '>', 0)
      .execute();
  }

  /** True if a message about a story was sent to a partner before, besides an entry that is on its way now. */
  async wasSent({ partner, story, id }: Pick<LedgerEntry, 'partner' | 'story' | 'id'>): Promise<boolean> {
    const row = await this.#engine.db
      .selectFrom('deliveries')
      .select('id')
      .where('partner', '=', partner)
      .where('target', '=', story)
      .where('attempts', '>', 0)
      .where('id', '<>', id)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Returns the copies of a partner that it received in a range of time, oldest first. */
  async copiesOfPartner(
    partner: string,
    { from, to }: { readonly from: Instant; readonly to: Instant },
  ): Promise<Copy[]> {
    const rows = await this.#engine.db
      .selectFrom('copies')
      .selectAll()
      .where('partner', '=', partner)
      .where('received_at', '>=', from)
      .where('received_at', '<=', to)
      .orderBy('received_at')
      .execute();
    return rows.map(copyOf);
  }

  /** Returns the newest entries, newest first; of one partner if it is named. */
  async newest(limit: number, partner?: string): Promise<LedgerEntry[]> {
    const all = this.#engine.db.selectFrom('deliveries').selectAll().orderBy('id', 'desc').limit(limit);
    const rows = await (partner === undefined
      ? all.where('partner', '<>', '')
      : all.where('partner', '=', partner)
    ).execute();
    return rows.map(ledgerEntryOf);
  }

  /** Returns the number of open entries of each channel, and the time at which the oldest was planned. */
  async waiting(): Promise<{ partner: string; channel: string; count: number; oldest: Instant | undefined }[]> {
    const rows = await this.#engine.db
      .selectFrom('deliveries')
      .select(({ fn }) => ['partner', 'channel', fn.countAll<number>().as('count'), fn.min('planned_at').as('oldest')])
      .where('partner', '<>', '')
      .where('state', 'in', ['waiting', 'sending'])
      .groupBy(['partner', 'channel'])
      .execute();
    return rows.map(({ partner, channel, count, oldest }) => ({
      partner,
      channel,
      count: Number(count),
      oldest: oldest ?? undefined,
    }));
  }

  /** Returns the number of entries of a partner by state, within the time that the ledger covers. */
  async countByState(partner: string): Promise<Record<string, number>> {
    const rows = await this.#engine.db
      .selectFrom('deliveries')
      .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
      .where('partner', '=', partner)
      .groupBy('state')
      .execute();
    return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
  }

  /** Makes the parked entries of a partner due again. Returns their number. */
  async unpark(partner: string, now: Instant): Promise<number> {
    const { numUpdatedRows } = await this.#engine.db
      .updateTable('deliveries')
      .set({ state: 'waiting', due_at: now, attempts: 0, planned_at: now })
      .where('partner', '=', partner)
      .where('state', '=', 'failed')
      .executeTakeFirstOrThrow();
    return Number(numUpdatedRows);
  }

  /** Deletes settled entries from before an instant; the copies stay. */
  async deleteBefore(before: Instant): Promise<void> {
    await this.#engine.db
      .deleteFrom('deliveries')
      .where('partner', '<>', '')
      .where('state', 'not in', ['waiting', 'sending'])
      .where('responded_at', '<', before)
      .execute();
  }
}

async function lastId(sql: Sql): Promise<number> {
  const { most } = await sql
    .selectFrom('deliveries')
    .select(({ fn }) => fn.max('id').as('most'))
    .executeTakeFirstOrThrow();
  return Number(most ?? 0);
}

function sameStory(sql: Sql, { partner, channel, story }: Pick<LedgerEntry, 'partner' | 'channel' | 'story'>) {
  return sql
    .selectFrom('deliveries')
    .where('partner', '=', partner)
    .where('channel', '=', channel)
    .where('target', '=', story);
}

async function merge(
  sql: Sql,
  {
    id,
    into,
    version,
    now,
  }: { readonly id: number; readonly into: number; readonly version: number; readonly now: Instant },
): Promise<void> {
  await sql
    .updateTable('deliveries')
    .set({ state: 'merged', merged_into: into, response: `sent with version ${version}`, responded_at: now })
    .where('id', '=', id)
    .execute();
}

function rowOf({ partner, channel, story, cursor, version, change, dueAt }: NewEntry) {
  return {
    partner,
    channel,
    target: story,
    cursor,
    version,
    change,
    due_at: dueAt,
    state: 'waiting' as const,
    attempts: 0,
    response: null,
    responded_at: null,
    hash: null,
    status: null,
    merged_into: null,
    receipt: null,
    held_until: null,
  };
}
