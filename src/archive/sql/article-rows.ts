import type { Article } from '../../article/article.ts';
import { type IndexText, indexEntryOf } from '../../article/index-entry.ts';
import type { Instant } from '../../text/instant.ts';
import { batchesOf } from './batches.ts';
import type { Engine } from './engine.ts';
import { articleOf, boundaryRows, mediaUseRows, positionColumns, rowKey, termRows } from './rows.ts';
import type { Sql } from './tables.ts';

/** Returns the channel that created an article. */
export async function originOf(sql: Sql, key: string): Promise<string | undefined> {
  const row = await sql.selectFrom('articles').select('origin').where('key', '=', key).executeTakeFirst();
  return row?.origin;
}

/** Returns the newest version of an article by its key. */
export async function storedArticle(sql: Sql, key: string): Promise<Article | undefined> {
  const row = await sql
    .selectFrom('articles as a')
    .innerJoin('versions as v', (join) => join.onRef('v.key', '=', 'a.key').onRef('v.version', '=', 'a.version'))
    .select(['v.document', 'a.released_at'])
    .where('a.key', '=', key)
    .executeTakeFirst();
  return row && articleOf(row);
}

interface Newest {
  readonly article: Article;
  readonly origin: string;
  readonly now: Instant;
  /** The part of the index that comes from its text, if it is read already. */
  readonly text?: IndexText | undefined;
}

/** Writes the row of the article and all its index rows. */
export async function writeNewest(engine: Engine, sql: Sql, { article, origin, now, text }: Newest): Promise<void> {
  const key = rowKey(article.id);
  const known = await sql.selectFrom('articles').select('number').where('key', '=', key).executeTakeFirst();
  const number = known?.number ?? (await nextNumber(sql));
  const index = indexEntryOf(article, now, text);
  const position = positionColumns(index.position);
  const row = {
    key,
    number,
    id: article.id,
    version: article.version,
    slug: article.slug,
    publish_at: article.publishAt,
    feed_time: position.feed_time,
    released_at: article.releasedAt ?? null,
    origin,
  };
  await sql
    .insertInto('articles')
    .values(row)
    .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
    .execute();
  const before = await sql.selectFrom('boundaries').selectAll().where('key', '=', key).execute();
  if (known !== undefined) {
    // A hidden story is removed from every feed that contained it, also for terms that it no longer has.
    if (article.status === 'usable') await sql.deleteFrom('terms').where('key', '=', key).execute();
    else await moveEntries(sql, key, position);
    await sql.deleteFrom('boundaries').where('key', '=', key).execute();
    await sql.deleteFrom('media_uses').where('key', '=', key).execute();
    await engine.search.remove(sql, { key, number });
  }
  for (const page of batchesOf(termRows(index, key))) {
    await sql
      .insertInto('terms')
      .values(page)
      .onConflict((conflict) =>
        conflict.columns(['key', 'kind', 'value']).doUpdateSet(({ ref }) => ({
          feed_time: ref('excluded.feed_time'),
          in_feeds: ref('excluded.in_feeds'),
          left_at: ref('excluded.left_at'),
          corrected_at: ref('excluded.corrected_at'),
          noticed_at: ref('excluded.noticed_at'),
        })),
      )
      .execute();
  }
  for (const page of batchesOf(boundaryRows(index, key, { now, before }))) {
    await sql.insertInto('boundaries').values(page).execute();
  }
  const uses = mediaUseRows(index, key);
  if (uses.length > 0) await sql.insertInto('media_uses').values(uses).execute();
  if (index.words.length > 0) await engine.search.put(sql, { key, number }, index.words);
}

/** Updates the feed position of all rows of an article, also for terms that it no longer has. */
async function moveEntries(sql: Sql, key: string, position: ReturnType<typeof positionColumns>): Promise<void> {
  const { feed_time: _, ...rest } = position;
  await sql.updateTable('terms').set(position).where('key', '=', key).where('kind', '<>', 'corrected').execute();
  await sql.updateTable('terms').set(rest).where('key', '=', key).where('kind', '=', 'corrected').execute();
}

/** Sets the numbers of the public sequence in an article's rows, from its entries in the log. */
export async function writeSequence(sql: Sql, key: string): Promise<void> {
  const entries = sql.selectFrom('changes').where('key', '=', key).where('public_cursor', 'is not', null);
  const first = await entries.select(({ fn }) => fn.min('public_cursor').as('cursor')).executeTakeFirst();
  if (!first?.cursor) return;
  const row = { sequence: first.cursor };
  await sql.updateTable('terms').set(row).where('key', '=', key).where('kind', '<>', 'corrected').execute();
  const corrected = await entries
    .select(({ fn }) => fn.max('public_cursor').as('cursor'))
    .where('change', '=', 'correct')
    .executeTakeFirst();
  const last = { sequence: corrected?.cursor ?? null };
  await sql.updateTable('terms').set(last).where('key', '=', key).where('kind', '=', 'corrected').execute();
}

async function nextNumber(sql: Sql): Promise<number> {
  const { most } = await sql
    .selectFrom('articles')
    .select(({ fn }) => fn.max('number').as('most'))
    .executeTakeFirstOrThrow();
  return (most ?? 0) + 1;
}
