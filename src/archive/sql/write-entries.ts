import type { Article } from '../../article/article.ts';
import { isPublic } from '../../article/index-entry.ts';
import type { Instant } from '../../text/instant.ts';
import type { CommitStep } from '../commits.ts';
import { writeSequence } from './article-rows.ts';
import { batchesOf } from './batches.ts';
import type { Engine } from './engine.ts';
import { rowKey } from './rows.ts';
import type { Sql, Tables } from './tables.ts';

/** Kills precede all other deliveries. */
const URGENT = 0;
const ORDINARY = 1;

/** Writes the entries of the log, each with its entry in the outbox. */
export async function writeEntries(
  engine: Engine,
  sql: Sql,
  { before, steps, now }: { before: Article | undefined; steps: readonly CommitStep[]; now: Instant },
): Promise<number> {
  // Two queries: SQLite answers each from the end of an index, and one query for both by scanning the log.
  const newest = await sql
    .selectFrom('changes')
    .select(({ fn }) => fn.max('cursor').as('cursor'))
    .executeTakeFirst();
  const newestPublic = await sql
    .selectFrom('changes')
    .select(({ fn }) => fn.max('public_cursor').as('cursor'))
    .executeTakeFirst();
  let cursor = newest?.cursor ?? 0;
  let publicCursor = newestPublic?.cursor ?? 0;
  let current = before;
  const rows: Tables['changes'][] = [];
  const outbox: Tables['outbox'][] = [];
  for (const { version, entry } of steps) {
    const after = version ?? current;
    cursor++;
    const isVisible = !isNewsroomOnly(entry.change) && (wasPublic(current, now) || wasPublic(after, now));
    if (isVisible) publicCursor++;
    const key = rowKey(entry.articleId);
    const { at, articleId: article_id, version: number, change, actor, origin } = entry;
    const row = { at, stored_at: now, key, article_id, version: number, change, actor, origin };
    rows.push({ ...row, cursor, public_cursor: isVisible ? publicCursor : null });
    const priority = change === 'kill' ? URGENT : ORDINARY;
    const delivery = { cursor, key, priority, due_at: now, attempts: 0, holder: null, held_until: null };
    if (!isNewsroomOnly(change)) outbox.push(delivery);
    current = after;
  }
  for (const page of batchesOf(rows)) await sql.insertInto('changes').values(page).execute();
  for (const page of batchesOf(outbox)) await sql.insertInto('outbox').values(page).execute();
  for (const key of new Set(rows.map((row) => row.key))) await writeSequence(sql, key);
  await engine.announce(sql, cursor);
  return cursor;
}

function wasPublic(article: Article | undefined, now: Instant): boolean {
  return article !== undefined && isPublic(article, now);
}

function isNewsroomOnly(change: string): boolean {
  return change === 'adopt' || change === 'erase';
}
