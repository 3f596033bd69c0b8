import type { Instant } from '../../text/instant.ts';
import { nameKey } from '../../text/name-key.ts';
import { writeSequence } from './article-rows.ts';
import { batchesOf } from './batches.ts';
import { articleOf, boundaryRows, entryTime, termRows } from './rows.ts';
import type { Sql, Tables } from './tables.ts';

/** Articles read in one batch. */
const AT_ONCE = 500;

/** Later than every scheduled transition: a transition that is not recorded yet does not count. */
const AFTER_ALL = '9999-12-31T23:59:59Z' as Instant;

/**
 * Brings the index rows of an existing archive to the current schema. The feed position of an article, and the time at
 * which it left its feeds, are kept; terms, boundaries and search words are computed anew.
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
      .limit(AT_ONCE)
      .execute();
    for (const row of rows) await writeArticleAnew(sql, row);
    const end = rows.at(-1);
    if (end === undefined) return;
    last = end.key;
  }
}

async function writeArticleAnew(
  sql: Sql,
  { key, ...row }: { readonly key: string; readonly document: string; readonly released_at: string | null },
): Promise<void> {
  const article = articleOf(row);
  const before = await sql.selectFrom('terms').selectAll().where('key', '=', key).execute();
  const place = before.find(({ kind }) => kind === 'all');
  if (place === undefined) return;
  const fresh = termRows(article, key, AFTER_ALL);
  const { corrected_at = null, noticed_at = null } = fresh[0] ?? {};
  // A hidden story keeps its position, also for terms that its newest version no longer has.
  const cached = article.status === 'usable' ? [] : before.map((term) => ({ ...term, value: nameOf(term) }));
  const wanted = article.status === 'usable' ? fresh : cached;
  const placed = wanted.map(({ kind, value }): [string, Tables['terms']] => {
    const { hour, in_feeds, left_at } = place;
    const at = entryTime(kind, { hour, corrected_at });
    return [
      `${kind} ${value}`,
      { kind, value, key, hour: at, in_feeds, left_at, corrected_at, noticed_at, sequence: null },
    ];
  });
  await sql.deleteFrom('terms').where('key', '=', key).execute();
  for (const page of batchesOf([...new Map(placed).values()])) await sql.insertInto('terms').values(page).execute();
  await writeSequence(sql, key);
  for (const page of batchesOf(boundaryRows(article, key, { now: AFTER_ALL, before: [] }))) {
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
