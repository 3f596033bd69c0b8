import { isDeepStrictEqual } from 'node:util';
import type { Article } from '../../article/article.ts';
import { PUBLIC, viewOf } from '../../article/view.ts';
import { type Instant, latest, toMilliseconds } from '../../text/instant.ts';
import type { Commit, CommitStep, Committed } from '../archive.ts';
import { originOf, storedArticle, writeNewest, writeSequence } from './article-rows.ts';
import { batchesOf } from './batches.ts';
import type { Engine } from './engine.ts';
import { receiptOutcome, writeReceipt } from './receipts.ts';
import { documentOf, hashOfDocument, rowKey } from './rows.ts';
import type { Sql, Tables } from './tables.ts';

/** Writes everything of one commit in one transaction. The caller has locked out other writers. */
export async function writeCommit(engine: Engine, sql: Sql, commit: Commit): Promise<Committed> {
  const { steps, expectedVersion, receipt, basis } = commit;
  const now = await notBefore(sql, commit.now);
  const id = steps[0]?.entry.articleId ?? '';
  const repeated = receipt === undefined ? undefined : await receiptOutcome(sql, receipt, now);
  if (repeated !== undefined) return { repeated };
  const stored = await storedArticle(sql, rowKey(id));
  if ((stored?.version ?? 0) !== expectedVersion) return { conflict: stored?.version ?? 0 };
  if (basis !== undefined && stored !== undefined) {
    const origin = await originOf(sql, rowKey(id));
    if (!isDeepStrictEqual(stored, basis.article) || origin !== basis.origin) return { conflict: stored.version };
  }
  const written = await writeVersions(sql, stored, { ...commit, now });
  if (written !== undefined) return written;
  const newest = steps.findLast(({ version }) => version !== undefined)?.version;
  if (newest !== undefined)
    await writeNewest(engine, sql, { article: newest, origin: steps.at(-1)?.entry.origin ?? '', now });
  const cursor = await writeEntries(engine, sql, { before: stored, steps, now });
  if (receipt !== undefined) {
    const version = newest?.version ?? expectedVersion;
    await writeReceipt(sql, receipt, { key: rowKey(id), version, now });
  }
  return { cursor };
}

/** A writer that waited for the lock, or has a slow clock, is dated after the last write. */
async function notBefore(sql: Sql, now: Instant): Promise<Instant> {
  const newest = await sql
    .selectFrom('changes')
    .select('stored_at')
    .orderBy('cursor', 'desc')
    .limit(1)
    .executeTakeFirst();
  const before = newest?.stored_at as Instant | undefined;
  // A clock that differs by more is wrong, and is ignored.
  const isNear = before !== undefined && toMilliseconds(before) - toMilliseconds(now) <= MOST_SKEW;
  return isNear ? (latest([now, before]) ?? now) : now;
}

/** In milliseconds. */
const MOST_SKEW = 60_000;

/** Writes the versions; a slug of another article stops it. */
async function writeVersions(
  sql: Sql,
  stored: Article | undefined,
  { steps, now }: Commit,
): Promise<Committed | undefined> {
  let before = stored;
  const rows: Tables['versions'][] = [];
  for (const { version } of steps) {
    // A release or an adoption refers to the stored version.
    if (version === undefined || version.version === before?.version) continue;
    const key = rowKey(version.id);
    const taken = await takeSlug(sql, { before, version, key, now });
    if (taken !== undefined) return { slugTakenBy: taken };
    const document = documentOf(version);
    rows.push({ key, version: version.version, stored_at: now, hash: hashOfDocument(document), document });
    before = version;
  }
  for (const page of batchesOf(rows)) await sql.insertInto('versions').values(page).execute();
  return undefined;
}

interface SlugChange {
  readonly before: Article | undefined;
  readonly version: Article;
  readonly key: string;
  readonly now: Instant;
}

/** A slug belongs to one article forever; a former public one redirects (law 8 of the life cycle). */
async function takeSlug(sql: Sql, { before, version, key, now }: SlugChange): Promise<string | undefined> {
  if (before?.slug === version.slug) return undefined;
  const row = await sql.selectFrom('slugs').select('key').where('slug', '=', version.slug).executeTakeFirst();
  if (row !== undefined && row.key !== key) {
    const owner = await sql.selectFrom('articles').select('id').where('key', '=', row.key).executeTakeFirst();
    return owner?.id ?? row.key;
  }
  if (row === undefined) await sql.insertInto('slugs').values({ slug: version.slug, key, redirects: 0 }).execute();
  if (before !== undefined && viewOf(before, PUBLIC, now) !== undefined) {
    await sql.updateTable('slugs').set({ redirects: 1 }).where('slug', '=', before.slug).execute();
  }
  return undefined;
}

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
  let stands = before;
  const rows: Tables['changes'][] = [];
  const waiting: Tables['outbox'][] = [];
  for (const { version, entry } of steps) {
    const after = version ?? stands;
    cursor++;
    const isPublic = isNewsroomOnly(entry.change) ? false : isSeen(stands, now) || isSeen(after, now);
    if (isPublic) publicCursor++;
    const key = rowKey(entry.articleId);
    const { at, articleId: article_id, version: number, change, actor, origin } = entry;
    const row = { at, stored_at: now, key, article_id, version: number, change, actor, origin };
    rows.push({ ...row, cursor, public_cursor: isPublic ? publicCursor : null });
    const priority = change === 'kill' ? URGENT : ORDINARY;
    const warnings = { cursor, key, priority, due_at: now, attempts: 0, holder: null, held_until: null };
    if (!isNewsroomOnly(change)) waiting.push(warnings);
    stands = after;
  }
  for (const page of batchesOf(rows)) await sql.insertInto('changes').values(page).execute();
  for (const page of batchesOf(waiting)) await sql.insertInto('outbox').values(page).execute();
  for (const key of new Set(rows.map((row) => row.key))) await writeSequence(sql, key);
  await engine.announce(sql, cursor);
  return cursor;
}

function isSeen(article: Article | undefined, now: Instant): boolean {
  return article !== undefined && viewOf(article, PUBLIC, now) !== undefined;
}

function isNewsroomOnly(change: string): boolean {
  return change === 'adopt' || change === 'erase';
}
