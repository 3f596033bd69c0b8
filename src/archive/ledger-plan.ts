import { earliest, type Instant } from '../text/instant.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { mergedInto, ofStory } from './ledger-merging.ts';
import { lastDeliveryId } from './sql/delivery-ids.ts';
import type { Sql } from './sql/tables.ts';

/** An entry to be planned. */
export interface NewEntry extends Pick<LedgerEntry, 'partner' | 'channel' | 'story' | 'cursor' | 'version' | 'change'> {
  /** One of `PRIORITIES`. */
  readonly priority: number;
  readonly dueAt: Instant;
  /** True if `version` is the one that the partner had before the change: of merged entries the oldest holds. */
  readonly isBaseline?: boolean;
}

/** Change of entries that a person has asked for: they are planned in any case. */
export const RESEND = 'resend';

/** Adds entries to the ledger, in a transaction; waiting ones about the same story are merged into them. */
export async function addEntries(sql: Sql, entries: readonly NewEntry[], now: Instant): Promise<void> {
  let id = await lastDeliveryId(sql);
  for (const entry of entries) {
    const planned = await ofStory(sql, entry)
      .select('id')
      .where('cursor', '>=', entry.cursor)
      .where('change', '<>', RESEND)
      .executeTakeFirst();
    if (planned !== undefined && entry.change !== RESEND) continue;
    id++;
    const waiting = await ofStory(sql, entry)
      .select(['id', 'priority', 'due_at', 'planned_at', 'version'])
      .where('state', '=', 'waiting')
      .execute();
    const merged: typeof waiting = [];
    for (const row of waiting) {
      // One that a sender has taken in the meantime stays, and the new one is sent after it.
      const { numUpdatedRows } = await sql
        .updateTable('deliveries')
        .set({
          ...mergedInto({ id, version: entry.version }, now),
          ...(entry.isBaseline === true ? { response: 'sent with a later message' } : {}),
        })
        .where('id', '=', row.id)
        .where('state', '=', 'waiting')
        .executeTakeFirstOrThrow();
      if (numUpdatedRows > 0n) merged.push(row);
    }
    const priority = Math.min(entry.priority, ...merged.map((row) => row.priority));
    const due_at = earliest([entry.dueAt, ...merged.map((row) => row.due_at)]) ?? now;
    const had = merged.map((row) => row.version ?? entry.version);
    const version = entry.isBaseline === true ? Math.min(entry.version, ...had) : entry.version;
    const planned_at = earliest([now, ...merged.map((row) => row.planned_at ?? undefined)]) ?? now;
    await sql
      .insertInto('deliveries')
      .values({ ...rowOf(entry), id, version, priority, due_at, planned_at })
      .execute();
  }
}

function rowOf({ partner, channel, story, cursor, version, change }: NewEntry) {
  return {
    partner,
    channel,
    target: story,
    cursor,
    version,
    change,
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
