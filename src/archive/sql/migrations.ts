import { type Kysely, type RawBuilder, sql } from 'kysely';
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration';
import { searchWordsOf } from '../../article/index-entry.ts';
import { NewerArchiveError } from '../archive-errors.ts';
import type { SearchIndex } from './engine.ts';
import { PIECE_BYTES } from './media-pieces.ts';
import { reindex } from './reindex.ts';
import { articleOf } from './rows.ts';
import type { Tables } from './tables.ts';

/** Column types as each engine names them. */
export interface ColumnTypes {
  /** Text sorted by code point. */
  readonly text: RawBuilder<unknown>;
  readonly bytes: RawBuilder<unknown>;
  readonly bigint: RawBuilder<unknown>;
  /** Options after the list of columns. */
  readonly tableEnd: RawBuilder<unknown>;
  /** Creates the full-text index. */
  createSearch(db: Kysely<unknown>): Promise<void>;
}

/**
 * Migrates the tables to the current schema, all or nothing, also when several machines start at once: one migrates,
 * the others wait.
 * @throws NewerArchiveError if the schema is newer than this release
 */
export async function migrate(db: Kysely<never>, types: ColumnTypes, search: SearchIndex): Promise<void> {
  const provider: MigrationProvider = { getMigrations: async () => migrations(types, search) };
  const migrator = new Migrator({
    db,
    provider,
    migrationTableName: 'migrations',
    migrationLockTableName: 'migrations_lock',
  });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (error instanceof Error && /corrupted migrations/.test(error.message)) {
    throw new NewerArchiveError('The archive was made by a later release of Dateline: install that one.');
  }
  throw error;
}

/** Returns the migrations, sorted by name. A released migration never changes: a new schema is a new migration. */
function migrations(types: ColumnTypes, search: SearchIndex): Record<string, Migration> {
  return {
    '0001-archive': { up: (db) => firstTables(db, types) },
    '0002-feeds': { up: (db) => feedTables(db, types) },
    '0003-calendar': { up: (db) => calendarTables(db, types) },
    '0004-deliveries': { up: (db) => deliveryTables(db, types) },
    '0005-names': { up: nameColumns },
    '0006-media-pieces': { up: (db) => mediaPieces(db, types) },
    '0007-access-and-origin': { up: recomputeIndex },
    '0008-free-words': { up: (db) => removePaidWords(db, search) },
    '0009-mining-and-live-pages': { up: recomputeIndex },
    '0010-partners': { up: (db) => partnerTables(db, types) },
    '0011-websub': { up: (db) => subscriptionTables(db, types) },
    '0012-watched-hubs': { up: (db) => watchedHubTable(db, types) },
    '0013-had-versions': { up: hadVersions },
  };
}

async function firstTables(
  db: Kysely<unknown>,
  { text, bytes, bigint, tableEnd, createSearch }: ColumnTypes,
): Promise<void> {
  const statements = [
    sql`create table meta (name ${text} primary key, value ${text} not null)${tableEnd}`,
    sql`create table articles (key ${text} primary key, number ${bigint} not null unique, id ${text} not null unique, version integer not null,
      slug ${text} not null unique, publish_at ${text} not null, hour ${text} not null, released_at ${text}, origin ${text} not null)${tableEnd}`,
    sql`create table versions (key ${text} not null, version integer not null, stored_at ${text} not null, hash ${text} not null,
      document ${text} not null, primary key (key, version))${tableEnd}`,
    sql`create table changes (cursor ${bigint} primary key, public_cursor ${bigint} unique, at ${text} not null, stored_at ${text} not null,
      key ${text} not null, article_id ${text} not null, version integer not null, change ${text} not null, actor ${text} not null,
      origin ${text} not null)${tableEnd}`,
    sql`create index changes_by_article on changes (key, cursor)`,
    sql`create table terms (kind ${text} not null, value ${text} not null, hour ${text} not null, key ${text} not null,
      in_feeds integer not null, left_at ${text}, primary key (key, kind, value))${tableEnd}`,
    sql`create index terms_newest on terms (kind, value, hour desc, key)`,
    sql`create index terms_in_feeds on terms (kind, value, in_feeds, hour desc, key)`,
    sql`create index terms_left on terms (kind, value, left_at) where left_at is not null`,
    sql`create table slugs (slug ${text} primary key, key ${text} not null, redirects integer not null)${tableEnd}`,
    sql`create table boundaries (key ${text} not null, at ${text} not null, change ${text} not null, settled integer not null,
      primary key (key, at, change))${tableEnd}`,
    sql`create index boundaries_by_time on boundaries (at)`,
    sql`create index boundaries_due on boundaries (at) where settled = 0`,
    sql`create table media_uses (path ${text} not null, key ${text} not null, primary key (path, key))${tableEnd}`,
    sql`create index media_uses_by_article on media_uses (key)`,
    sql`create table media (path ${text} primary key, type ${text} not null, size ${bigint} not null, width integer, height integer,
      stored_at ${text} not null, bytes ${bytes} not null)${tableEnd}`,
    sql`create table outbox (cursor ${bigint} primary key, key ${text} not null, priority integer not null, due_at ${text} not null,
      attempts integer not null, holder ${text}, held_until ${text})${tableEnd}`,
    sql`create index outbox_due on outbox (priority, cursor)`,
    sql`create table keys (id ${text} primary key, name ${text} not null, hash ${text} not null, scopes ${text} not null,
      created_at ${text} not null, expires_at ${text}, revoked_at ${text}, last_used_at ${text})${tableEnd}`,
    sql`create table receipts (holder ${text} not null, name ${text} not null, request_hash ${text} not null, key ${text} not null,
      version integer not null, stored_at ${text} not null, primary key (holder, name))${tableEnd}`,
    sql`create index receipts_by_time on receipts (stored_at)`,
    sql`create table leases (name ${text} primary key, holder ${text} not null, until ${text} not null)${tableEnd}`,
    sql`create table files (path ${text} primary key, key ${text}, state ${text} not null, findings ${text} not null)${tableEnd}`,
    sql`create table served (address ${text} primary key, hash ${text} not null, date ${text} not null)${tableEnd}`,
  ];
  for (const statement of statements) await statement.execute(db);
  await createSearch(db);
}

/**
 * Creates tables for feeds of every selection and their history: terms by folded names, numbers of the public sequence,
 * closed pages.
 */
async function feedTables(db: Kysely<unknown>, { text, bigint, tableEnd }: ColumnTypes): Promise<void> {
  const statements = [
    sql`alter table terms add column sequence ${bigint}`,
    sql`alter table terms add column corrected_at ${text}`,
    sql`create index terms_sequence on terms (kind, value, sequence) where sequence is not null`,
    sql`create index terms_corrected on terms (kind, value, corrected_at) where corrected_at is not null`,
    sql`create table feed_pages (feed ${text} not null, page integer not null, up_to ${bigint} not null, primary key (feed, page))${tableEnd}`,
  ];
  for (const statement of statements) await statement.execute(db);
}

/** Creates tables for days and months, for sitemaps and archive pages. */
async function calendarTables(db: Kysely<unknown>, { text }: ColumnTypes): Promise<void> {
  const statements = [
    sql`alter table terms add column noticed_at ${text}`,
    sql`create index terms_noticed on terms (kind, value, noticed_at) where kind in ('day', 'month')`,
  ];
  for (const statement of statements) await statement.execute(db);
}

/** Creates the table of notifications and their responses. */
async function deliveryTables(db: Kysely<unknown>, { text, bigint, tableEnd }: ColumnTypes): Promise<void> {
  const statements = [
    sql`create table deliveries (id ${bigint} primary key, channel ${text} not null, target ${text} not null, cursor ${bigint} not null,
      state ${text} not null, due_at ${text} not null, attempts integer not null, answer ${text}, answered_at ${text})${tableEnd}`,
    sql`create index deliveries_by_target on deliveries (channel, target)`,
    sql`create index deliveries_due on deliveries (channel, due_at) where state = 'waiting'`,
  ];
  for (const statement of statements) await statement.execute(db);
}

/** Creates the tables of partners, and the columns of the ledger for messages to them. */
async function partnerTables(db: Kysely<unknown>, { text, bigint, tableEnd }: ColumnTypes): Promise<void> {
  const statements = [
    sql`alter table keys add column partner ${text}`,
    sql`alter table deliveries add column partner ${text} not null default ''`,
    sql`alter table deliveries add column version integer`,
    sql`alter table deliveries add column change ${text}`,
    sql`alter table deliveries add column priority integer not null default 1`,
    sql`alter table deliveries add column hash ${text}`,
    sql`alter table deliveries add column status ${text}`,
    sql`alter table deliveries add column planned_at ${text}`,
    sql`alter table deliveries add column merged_into ${bigint}`,
    sql`alter table deliveries add column receipt ${text}`,
    sql`alter table deliveries add column held_until ${text}`,
    sql`create index deliveries_of_story on deliveries (partner, channel, target, cursor)`,
    sql`create index deliveries_of_state on deliveries (state, partner, channel, priority, id)`,
    sql`create index deliveries_of_partner on deliveries (partner, id)`,
    sql`create index deliveries_counted on deliveries (partner, state)`,
    sql`create index deliveries_settled on deliveries (state, responded_at)`,
    sql`create index deliveries_receipt on deliveries (receipt) where receipt is not null`,
    sql`create table partners (key ${text} not null, version integer not null, document ${text} not null, stored_at ${text} not null,
      actor ${text} not null, origin ${text} not null, primary key (key, version))${tableEnd}`,
    sql`create table copies (partner ${text} not null, channel ${text} not null, story ${text} not null, version integer not null,
      status ${text} not null, hash ${text} not null, received_at ${text} not null, held integer not null, primary key (story, partner, channel))${tableEnd}`,
    sql`create index copies_of_partner on copies (partner, received_at)`,
    sql`create table partner_files (partner ${text} not null, channel ${text} not null, hash ${text} not null, name ${text} not null,
      sent_at ${text} not null, primary key (partner, channel, name))${tableEnd}`,
    sql`create table channel_states (partner ${text} not null, channel ${text} not null, paused_at ${text}, paused_by ${text}, failures integer not null,
      failing_since ${text}, retry_at ${text}, last_response ${text}, last_success_at ${text}, alarmed_at ${text},
      secret_number integer not null, rotated_at ${text}, primary key (partner, channel))${tableEnd}`,
  ];
  for (const statement of statements) await statement.execute(db);
}

/** Creates the tables of the hub. */
async function subscriptionTables(db: Kysely<unknown>, { text, tableEnd }: ColumnTypes): Promise<void> {
  const statements = [
    sql`create table subscription_requests (callback ${text} not null, topic ${text} not null, id ${text} not null unique,
      mode ${text} not null, lease_seconds integer not null, secret ${text}, requested_at ${text} not null,
      primary key (callback, topic))${tableEnd}`,
    sql`create table subscriptions (callback ${text} not null, topic ${text} not null, expires_at ${text} not null, secret ${text},
      sent_hash ${text} not null, failures integer not null, retry_at ${text}, primary key (callback, topic))${tableEnd}`,
    sql`create index subscriptions_of_topic on subscriptions (topic, sent_hash)`,
    sql`create table topics (topic ${text} primary key, hash ${text} not null)${tableEnd}`,
  ];
  for (const statement of statements) await statement.execute(db);
}

/** Creates the table of hubs of others that are watched. */
async function watchedHubTable(db: Kysely<unknown>, { text, tableEnd }: ColumnTypes): Promise<void> {
  await sql`create table watched_hubs (hub ${text} primary key, callback ${text}, requested_at ${text}, asked_at ${text}, response ${text},
    lease_until ${text}, pinged_hash ${text}, pending_since ${text}, received_at ${text}, alarmed_at ${text})${tableEnd}`.execute(
    db,
  );
}

/** Adds the version that a partner had before a change, by which its messages name what it has missed. */
async function hadVersions(db: Kysely<unknown>): Promise<void> {
  await sql`alter table deliveries add column had_version integer`.execute(db);
}

/** Columns by the names that the code uses. */
async function nameColumns(db: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`alter table articles rename column hour to feed_time`,
    sql`alter table terms rename column hour to feed_time`,
    sql`alter table deliveries rename column answer to response`,
    sql`alter table deliveries rename column answered_at to responded_at`,
  ];
  for (const statement of statements) await statement.execute(db);
}

/**
 * Recomputes the index rows of every article from its newest version: for the terms of unpaid stories, of their origin
 * and of their rules for mining, and for the updates of live pages. The step needs the current columns, so it is in the
 * newest migration.
 */
async function recomputeIndex(db: Kysely<unknown>): Promise<void> {
  await reindex(db as Kysely<Tables>);
}

/** Moves the bytes of media files into pieces, so that a part of a file is read without the rest; responses of receipts. */
async function mediaPieces(db: Kysely<unknown>, { text, bytes, tableEnd }: ColumnTypes): Promise<void> {
  await sql`create table media_pieces (path ${text} not null, piece integer not null, bytes ${bytes} not null,
    primary key (path, piece))${tableEnd}`.execute(db);
  const { rows } = await sql<{ path: string; size: number }>`select path, size from media order by path`.execute(db);
  for (const { path, size } of rows) {
    for (let piece = 0; piece * PIECE_BYTES < size; piece++) {
      const start = piece * PIECE_BYTES + 1;
      await sql`insert into media_pieces (path, piece, bytes)
        select path, ${sql.lit(piece)}, substr(bytes, ${sql.lit(start)}, ${sql.lit(PIECE_BYTES)}) from media where path = ${path}`.execute(
        db,
      );
    }
  }
  await sql`alter table media drop column bytes`.execute(db);
  await sql`alter table receipts add column response ${text}`.execute(db);
}

/** Indexes paid stories again: of a paid one only the free part is found by search. */
async function removePaidWords(db: Kysely<unknown>, search: SearchIndex): Promise<void> {
  const archive = db as Kysely<Tables>;
  const rows = await archive
    .selectFrom('terms as t')
    .innerJoin('articles as a', 'a.key', 't.key')
    .select(['a.key', 'a.number'])
    .where('t.kind', '=', 'access')
    .where('t.value', '=', 'paid')
    .execute();
  for (const row of rows) {
    const { document, released_at } = await archive
      .selectFrom('articles as a')
      .innerJoin('versions as v', (join) => join.onRef('v.key', '=', 'a.key').onRef('v.version', '=', 'a.version'))
      .select(['v.document', 'a.released_at'])
      .where('a.key', '=', row.key)
      .executeTakeFirstOrThrow();
    await search.remove(archive, row);
    const words = searchWordsOf(articleOf({ document, released_at }));
    if (words.length > 0) await search.put(archive, row, words);
  }
}
