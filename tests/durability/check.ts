import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { type Location, openEngine } from '../../src/archive/location.ts';
import type { Engine } from '../../src/archive/sql/engine.ts';

/** An acknowledged version. */
export interface Acknowledged {
  readonly id: string;
  readonly version: number;
  readonly headline: string;
}

/** The acknowledgements in what a writer said; a line that was cut off is none. */
export function acknowledgedIn(output: string): Acknowledged[] {
  const lines = output.split('\n').slice(0, -1);
  return lines.flatMap((line) => {
    const [, id, version, headline] = /^ack (\S+) (\d+) (.*)$/.exec(line) ?? [];
    return id === undefined || headline === undefined ? [] : [{ id, version: Number(version), headline }];
  });
}

/** Returns the damage of an archive after its writer was killed, lost acknowledged versions included. */
export async function damageIn(location: Location, acknowledged: readonly Acknowledged[]): Promise<string[]> {
  const engine = await openEngine(location);
  try {
    return [...(await lostIn(engine, acknowledged)), ...(await disagreementsIn(engine))];
  } finally {
    await engine.close();
  }
}

async function lostIn({ db }: Engine, acknowledged: readonly Acknowledged[]): Promise<string[]> {
  const lost: string[] = [];
  for (const { id, version, headline } of acknowledged) {
    const key = id.split(':').at(-1) ?? '';
    const row = await db
      .selectFrom('versions')
      .select(['document', 'hash'])
      .where('key', '=', key)
      .where('version', '=', version)
      .executeTakeFirst();
    if (row === undefined) lost.push(`${id} version ${version} is gone`);
    else if (JSON.parse(row.document).headline !== headline) lost.push(`${id} version ${version} is another`);
    else if (createHash('sha256').update(row.document).digest('hex') !== row.hash)
      lost.push(`${id}: the hash is another`);
  }
  return lost;
}

/** Each of these counts is 0 in an archive in which every commit is there whole or not at all. */
const CHECKS: Readonly<Record<string, string>> = {
  'articles without their newest version':
    'select count(*) as n from articles a where not exists (select 1 from versions v where v.key = a.key and v.version = a.version)',
  'versions beyond the newest':
    'select count(*) as n from versions v join articles a on a.key = v.key where v.version > a.version',
  'versions of no article':
    'select count(*) as n from versions v where not exists (select 1 from articles a where a.key = v.key)',
  'gaps in versions':
    'select count(*) as n from articles a where a.version <> (select count(*) from versions v where v.key = a.key)',
  'versions without a log entry':
    'select count(*) as n from versions v where not exists (select 1 from changes c where c.key = v.key and c.version = v.version)',
  'log entries without a version':
    'select count(*) as n from changes c where not exists (select 1 from versions v where v.key = c.key and v.version = c.version)',
  'gaps in the log': 'select coalesce(max(cursor), 0) - count(*) as n from changes',
  'gaps in the public log': 'select coalesce(max(public_cursor), 0) - count(public_cursor) as n from changes',
  'log entries without an entry in the outbox':
    'select count(*) as n from changes c where not exists (select 1 from outbox o where o.cursor = c.cursor)',
  'articles without terms':
    "select count(*) as n from articles a where not exists (select 1 from terms t where t.key = a.key and t.kind = 'all')",
  'slugs that are another article’s':
    'select count(*) as n from articles a where not exists (select 1 from slugs s where s.slug = a.slug and s.key = a.key)',
};

async function disagreementsIn(engine: Engine): Promise<string[]> {
  const found: string[] = [];
  for (const [name, query] of Object.entries(CHECKS)) {
    const { rows } = await sql<{ n: number }>`${sql.raw(query)}`.execute(engine.db);
    if (Number(rows[0]?.n) !== 0) found.push(`${rows[0]?.n} ${name}`);
  }
  if (engine.name === 'SQLite') {
    const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(engine.db);
    if (rows[0]?.integrity_check !== 'ok') found.push(`integrity_check: ${JSON.stringify(rows)}`);
  } else found.push(...(await damagedIndexes(engine)));
  return found;
}

/** PostgreSQL's own look at its files (amcheck), where the server has it. */
async function damagedIndexes({ db }: Engine): Promise<string[]> {
  await sql`create extension if not exists amcheck`.execute(db);
  const { rows } = await sql<{ name: string }>`
    select c.oid::regclass::text as name from pg_index i join pg_class c on c.oid = i.indexrelid
    join pg_am m on m.oid = c.relam join pg_namespace n on n.oid = c.relnamespace
    where m.amname = 'btree' and n.nspname = 'public'`.execute(db);
  const damaged: string[] = [];
  for (const { name } of rows) {
    await sql`select bt_index_check(${name}::regclass, true)`
      .execute(db)
      .catch((error: Error) => damaged.push(error.message));
  }
  return damaged;
}
