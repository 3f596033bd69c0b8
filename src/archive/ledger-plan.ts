import { earliest, type Instant } from '../text/instant.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { mergedInto, ofStory } from './ledger-merging.ts';
import { lastDeliveryId } from './sql/delivery-ids.ts';
import type { Sql } from './sql/tables.ts';

/** An entry to be planned. */
export interface NewEntry
  extends Pick<LedgerEntry, 'partner' | 'channel' | 'story' | 'cursor' | 'version' | 'hadVersion' | 'change'> {
  /** One of `PRIORITIES`. */
  readonly priority: number;
  readonly dueAt: Instant;
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
      .select(['id', 'priority', 'due_at', 'planned_at', 'had_version'])
      .where('state', '=', 'waiting')
      .execute();
    const merged: typeof waiting = [];
    for (const row of waiting) {
      // One that a sender has taken in the meantime stays, and the new one is sent after it.
      const { numUpdatedRows } = await sql
        .updateTable('deliveries')
        .set(mergedInto({ id, version: entry.version }, now))
        .where('id', '=', row.id)
        .where('state', '=', 'waiting')
        .executeTakeFirstOrThrow();
      if (numUpdatedRows > 0n) merged.push(row);
    }
    const priority = Math.min(entry.priority, ...merged.map((row) => row.priority));
    const due_at = earliest([entry.dueAt, ...merged.map((row) => row.due_at)]) ?? now;
    const had_version = await oldestHad(sql, entry, merged);
    const planned_at = earliest([now, ...merged.map((row) => row.planned_at ?? undefined)]) ?? now;
    await sql
      .insertInto('deliveries')
      .values({ ...rowOf(entry), id, had_version, priority, due_at, planned_at })
      .execute();
  }
}

/** Returns the version that a partner had before an entry, those merged into it, and those that were given up before it. */
async function oldestHad(
  sql: Sql,
  entry: NewEntry,
  merged: readonly { readonly had_version: number | null }[],
): Promise<number> {
  const delivered = await ofStory(sql, entry)
    .select(({ fn }) => fn.max('id').as('id'))
    .where('state', '=', 'delivered')
    .executeTakeFirst();
  const parked = await ofStory(sql, entry)
    .select('had_version')
    .where('state', '=', 'failed')
    .where('id', '>', Number(delivered?.id ?? 0))
    .execute();
  return Math.min(entry.hadVersion, ...[...merged, ...parked].map((row) => row.had_version ?? entry.hadVersion));
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
