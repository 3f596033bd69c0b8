import { isDeepStrictEqual } from 'node:util';
import type { Article } from '../../article/article.ts';
import { type IndexText, isPublic } from '../../article/index-entry.ts';
import { type Instant, latest, toMilliseconds } from '../../text/instant.ts';
import type { Commit, Committed } from '../commits.ts';
import { originOf, storedArticle, writeNewest } from './article-rows.ts';
import { batchesOf } from './batches.ts';
import type { Engine } from './engine.ts';
import { receiptOutcome, writeReceipt } from './receipts.ts';
import { documentOf, hashOfDocument, rowKey } from './rows.ts';
import type { Sql, Tables } from './tables.ts';
import { writeEntries } from './write-entries.ts';

/**
 * Writes everything of one commit in one transaction. The caller has locked out other writers.
 * @param text of the newest version, for the index
 */
export async function writeCommit(
  { engine, sql }: { readonly engine: Engine; readonly sql: Sql },
  commit: Commit,
  text: IndexText | undefined,
): Promise<Committed> {
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
    await writeNewest(engine, sql, { article: newest, origin: steps.at(-1)?.entry.origin ?? '', now, text });
  const cursor = await writeEntries(engine, sql, { before: stored, steps, now });
  if (receipt !== undefined) {
    const version = newest?.version ?? expectedVersion;
    await writeReceipt(sql, receipt, { key: rowKey(id), version, now });
  }
  return { cursor };
}

/** Dates a write after the last one, also if the writer waited for the lock or has a slow clock. */
async function notBefore(sql: Sql, now: Instant): Promise<Instant> {
  const newest = await sql
    .selectFrom('changes')
    .select('stored_at')
    .orderBy('cursor', 'desc')
    .limit(1)
    .executeTakeFirst();
  const before = newest?.stored_at;
  // A clock that differs by more is wrong, and is ignored.
  const isNear = before !== undefined && toMilliseconds(before) - toMilliseconds(now) <= MAX_SKEW_MS;
  return isNear ? (latest([now, before]) ?? now) : now;
}

const MAX_SKEW_MS = 60_000;

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
    const taken = await reserveSlug(sql, { before, version, key, now });
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

/** Reserves a slug for an article permanently; a former public one redirects (law 8 of the life cycle). */
async function reserveSlug(sql: Sql, { before, version, key, now }: SlugChange): Promise<string | undefined> {
  if (before?.slug === version.slug) return undefined;
  const row = await sql.selectFrom('slugs').select('key').where('slug', '=', version.slug).executeTakeFirst();
  if (row !== undefined && row.key !== key) {
    const owner = await sql.selectFrom('articles').select('id').where('key', '=', row.key).executeTakeFirst();
    return owner?.id ?? row.key;
  }
  if (row === undefined) await sql.insertInto('slugs').values({ slug: version.slug, key, redirects: 0 }).execute();
  if (before !== undefined && isPublic(before, now)) {
    await sql.updateTable('slugs').set({ redirects: 1 }).where('slug', '=', before.slug).execute();
  }
  return undefined;
}
