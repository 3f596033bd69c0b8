import { createHash, type Hash } from 'node:crypto';
import { backup, DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { searchWordsOf } from '../article/index-entry.ts';
import { MoveError } from './archive-errors.ts';
import { type Location, openEngine } from './location.ts';
import type { Engine } from './sql/engine.ts';
import { articleOf } from './sql/rows.ts';
import { SOURCE_TABLES, type Sql } from './sql/tables.ts';

/** A table on both sides. */
export interface MovedTable {
  readonly name: string;
  readonly rows: number;
  /** SHA-256 of all rows in order. */
  readonly hash: string;
}

/** The moved tables, and the number of changes made meanwhile. */
export interface Move {
  readonly tables: readonly MovedTable[];
  readonly changedMeanwhile: number;
}

/**
 * Copies an archive into another, empty one, on any engine: from one state of the source, in one transaction of the
 * destination, read back and compared by counts and hashes.
 * @param onTable called after each table
 * @throws MoveError; the destination is empty then
 */
export async function moveArchive(
  from: Location,
  to: Location,
  onTable: (table: MovedTable) => void = () => {},
): Promise<Move> {
  const source = await openEngine(from);
  const target = await openEngine(to).catch(async (error) => {
    await source.close();
    throw error;
  });
  try {
    const tables = await source.snapshot((reading) =>
      target.transaction(async (writing) => {
        await target.serialize(writing);
        for (const { name } of SOURCE_TABLES) {
          if (name === 'meta' || (await countOf(writing, name)) === 0) continue;
          throw new MoveError(`There is an archive at the destination already (${name}): name an empty one.`);
        }
        return copyTables(reading, { engine: target, sql: writing }, onTable);
      }),
    );
    const changes = tables.find(({ name }) => name === 'changes')?.rows ?? 0;
    return { tables, changedMeanwhile: (await countOf(source.db, 'changes')) - changes };
  } finally {
    await target.close();
    await source.close();
  }
}

/**
 * Copies an archive to a file of SQLite, in one state, while it is served. Such a file is an archive; an existing file
 * is overwritten.
 */
export async function backupArchive(from: Location, file: string): Promise<void> {
  if ('url' in from) {
    await moveArchive(from, { file });
    return;
  }
  const database = new DatabaseSync(from.file, { readOnly: true, timeout: 5000 });
  try {
    await backup(database, file);
  } finally {
    database.close();
  }
}

async function countOf(db: Sql, table: (typeof SOURCE_TABLES)[number]['name']): Promise<number> {
  const { count } = await db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

interface Writing {
  readonly engine: Engine;
  readonly sql: Sql;
}

async function copyTables(reading: Sql, writing: Writing, onTable: (table: MovedTable) => void): Promise<MovedTable[]> {
  const done: MovedTable[] = [];
  for (const table of SOURCE_TABLES) {
    if (table.name === 'meta') await sql`delete from meta`.execute(writing.sql);
    const sent = await eachPage(reading, table, async (rows) => {
      await writing.sql
        .insertInto(table.name)
        .values(rows as never)
        .execute();
    });
    const stored = await eachPage(writing.sql, table, async () => {});
    if (sent.rows !== stored.rows || sent.hash !== stored.hash) {
      throw new MoveError(`The table ${table.name} is not the same at the destination: nothing was moved.`);
    }
    done.push(sent);
    onTable(sent);
  }
  await indexWords(writing);
  return done;
}

type Row = Readonly<Record<string, unknown>>;

/** SQLite accepts at most 32,766 values in one statement. */
const PAGE = 500;
/** Pieces of files are large: two megabytes at a time. */
const PIECES = 8;

/** Yields every row of a table in order, page by page. */
async function eachPage(
  db: Sql,
  { name, order }: (typeof SOURCE_TABLES)[number],
  take: (rows: readonly Row[]) => Promise<void>,
): Promise<MovedTable> {
  const hash = createHash('sha256');
  const columns = sql.join(order.map((column) => sql.ref(column)));
  let rows = 0;
  let last: Row | undefined;
  for (;;) {
    const values = last === undefined ? undefined : sql.join(order.map((column) => last?.[column]));
    const after = values === undefined ? sql`` : sql`where (${columns}) > (${values})`;
    const limit = name === 'media_pieces' ? PIECES : PAGE;
    const page = await sql<Row>`select * from ${sql.table(name)} ${after} order by ${columns} limit ${limit}`.execute(
      db,
    );
    if (page.rows.length === 0) return { name, rows, hash: hash.digest('hex') };
    const plain = page.rows.map((row) => ({ ...row }));
    for (const row of plain) addTo(hash, row);
    await take(plain);
    rows += plain.length;
    last = plain.at(-1);
  }
}

function addTo(hash: Hash, row: Row): void {
  for (const column of Object.keys(row).toSorted()) {
    const value = row[column];
    hash.update(`${column}=`);
    hash.update(value instanceof Uint8Array ? value : JSON.stringify(value));
    hash.update('\n');
  }
}

/** Rebuilds the search index, which is specific to each engine. */
async function indexWords({ engine, sql: db }: Writing): Promise<void> {
  let last = '';
  for (;;) {
    const rows = await db
      .selectFrom('articles as a')
      .innerJoin('versions as v', (join) => join.onRef('v.key', '=', 'a.key').onRef('v.version', '=', 'a.version'))
      .select(['a.key', 'a.number', 'a.released_at', 'v.document'])
      .where('a.key', '>', last)
      .orderBy('a.key')
      .limit(PAGE)
      .execute();
    for (const row of rows) {
      const words = searchWordsOf(articleOf(row));
      if (words.length > 0) await engine.search.put(db, row, words);
    }
    const end = rows.at(-1);
    if (end === undefined) return;
    last = end.key;
  }
}
