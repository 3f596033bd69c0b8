import { earliest, type Instant } from '../text/instant.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import type { Sql } from './sql/tables.ts';

/** Returns the query for the entries about a story on a channel. */
export function ofStory(sql: Sql, { partner, channel, story }: Pick<LedgerEntry, 'partner' | 'channel' | 'story'>) {
  return sql
    .selectFrom('deliveries')
    .where('partner', '=', partner)
    .where('channel', '=', channel)
    .where('target', '=', story);
}

/** Returns the query for the waiting ones among them. */
export function waitingOf(sql: Sql, entry: Pick<LedgerEntry, 'partner' | 'channel' | 'story'>) {
  return ofStory(sql, entry).where('state', '=', 'waiting');
}

/** Gives an entry the urgency and the age of one that is merged into it, and the version that the partner had before. */
export async function inherit(
  sql: Sql,
  id: number,
  { priority, dueAt, plannedAt, hadVersion }: Pick<LedgerEntry, 'priority' | 'dueAt' | 'plannedAt' | 'hadVersion'>,
): Promise<void> {
  const columns = ['priority', 'due_at', 'planned_at', 'had_version'] as const;
  const row = await sql.selectFrom('deliveries').select(columns).where('id', '=', id).executeTakeFirst();
  if (row === undefined) return;
  await sql
    .updateTable('deliveries')
    .set({
      priority: Math.min(row.priority, priority),
      due_at: earliest([row.due_at, dueAt]) ?? dueAt,
      planned_at: earliest([row.planned_at ?? undefined, plannedAt]) ?? plannedAt,
      had_version: Math.min(row.had_version ?? hadVersion, hadVersion),
    })
    .where('id', '=', id)
    .execute();
}

/** Returns the newest waiting entry about the same story that was planned after another. */
export function newerThan(sql: Sql, entry: LedgerEntry) {
  return ofStory(sql, entry)
    .select(['id', 'version'])
    .where('state', '=', 'waiting')
    .where('id', '>', entry.id)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Returns the columns of an entry that another one replaces. */
export function mergedInto({ id, version }: { readonly id: number; readonly version: number | null }, now: Instant) {
  return { state: 'merged', merged_into: id, response: `sent with version ${version}`, responded_at: now } as const;
}
