import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../src/archive/sql/tables.ts';

const TABLES = [
  'partners',
  'copies',
  'partner_files',
  'channel_states',
  'subscription_requests',
  'subscriptions',
  'topics',
  'watched_hubs',
];
const INDEXES = [
  ...['deliveries_of_story', 'deliveries_of_state', 'deliveries_of_partner'],
  ...['deliveries_counted', 'deliveries_settled', 'deliveries_receipt'],
];
const COLUMNS = [
  ...[
    'partner',
    'version',
    'change',
    'priority',
    'hash',
    'status',
    'planned_at',
    'merged_into',
    'receipt',
    'held_until',
    'had_version',
  ],
];

/** Removes tables and columns that releases before partners did not have, and the records of migrations from a name on. */
export async function asEarlierRelease(db: Kysely<Tables>, firstMigration: string): Promise<void> {
  for (const table of TABLES) await sql`drop table ${sql.table(table)}`.execute(db);
  for (const index of INDEXES) await sql`drop index ${sql.id(index)}`.execute(db);
  for (const column of COLUMNS) await sql`alter table deliveries drop column ${sql.id(column)}`.execute(db);
  await sql`alter table keys drop column partner`.execute(db);
  await sql`delete from migrations where name >= ${firstMigration}`.execute(db);
}
