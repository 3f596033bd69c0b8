import { indexEntryOf } from '../../article/index-entry.ts';
import { UNPAID } from '../../article/terms.ts';
import { nameKey } from '../../text/name-key.ts';
import { writeSequence } from './article-rows.ts';
import { batchesOf } from './batches.ts';
import { articleOf, boundaryRows, entryTime, termRows } from './rows.ts';
import { NEVER, type Sql, type Tables } from './tables.ts';

/** Articles read in one batch. */
const BATCH_SIZE = 500;

/** Later than every scheduled transition: a transition that is not recorded yet does not count. */
const AFTER_ALL = NEVER;

/**
 * Brings the index rows of an existing archive to the current schema. The feed position of an article, and the time at
 * which it left its feeds, are kept; terms, boundaries and search words are recomputed.
 */
export async function reindex(sql: Sql): Promise<void> {
  let last = '';
  for (;;) {
    const rows = await sql
      .selectFrom('articles as a')
      .innerJoin('versions as v', (join) => join.onRef('v.key', '=', 'a.key').onRef('v.version', '=', 'a.version'))
      .select(['a.key', 'a.released_at', 'v.document'])
      .where('a.key', '>', last)
      .orderBy('a.key')
      .limit(BATCH_SIZE)
      .execute();
    for (const row of rows) await reindexArticle(sql, row);
    const end = rows.at(-1);
    if (end === undefined) return;
    last = end.key;
  }
}

async function reindexArticle(
  sql: Sql,
  {
    key,
    ...row
  }: { readonly key: string; readonly document: string; readonly released_at: Tables['articles']['released_at'] },
): Promise<void> {
  const article = articleOf(row);
  const before = await sql.selectFrom('terms').selectAll().where('key', '=', key).execute();
  const position = before.find(({ kind }) => kind === 'all');
  if (position === undefined) return;
  const index = indexEntryOf(article, AFTER_ALL);
  const fresh = termRows(index, key);
  const { corrected_at = null, noticed_at = null } = fresh[0] ?? {};
  // A hidden story keeps its position, also for terms that its newest version no longer has.
  const former = article.status === 'usable' ? [] : before.map((term) => ({ ...term, value: nameOf(term) }));
  // Terms that later releases added are true of it too.
  const added = fresh.filter(({ kind, value }) => kind === 'origin' || (kind === 'access' && value === UNPAID));
  const wanted = article.status === 'usable' ? fresh : [...former, ...added];
  const rows = wanted.map(({ kind, value }): [string, Tables['terms']] => {
    const { feed_time, in_feeds, left_at } = position;
    const at = entryTime(kind, { feed_time, corrected_at });
    return [
      `${kind} ${value}`,
      { kind, value, key, feed_time: at, in_feeds, left_at, corrected_at, noticed_at, sequence: null },
    ];
  });
  await sql.deleteFrom('terms').where('key', '=', key).execute();
  for (const page of batchesOf([...new Map(rows).values()])) await sql.insertInto('terms').values(page).execute();
  await writeSequence(sql, key);
  for (const page of batchesOf(boundaryRows(index, key, { now: AFTER_ALL, before: [] }))) {
    await sql
      .insertInto('boundaries')
      .values(page)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

function nameOf({ kind, value }: Tables['terms']): string {
  return kind === 'all' ? '' : nameKey(value);
}
