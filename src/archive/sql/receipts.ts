import type { Instant } from '../../text/instant.ts';
import type { Answered, Receipt } from '../archive.ts';
import type { Sql } from './tables.ts';

/** How long a request with a receipt is known again: a day. */
const RECEIPT_DAYS = 1;

/** What a request with this receipt led to, within a day. */
export async function answeredTo(
  sql: Sql,
  { holder, name }: Receipt,
  now: Instant | undefined,
): Promise<Answered | undefined> {
  const row = await sql
    .selectFrom('receipts as r')
    .innerJoin('articles as a', 'a.key', 'r.key')
    .select(['a.id', 'r.version', 'r.request_hash', 'r.stored_at'])
    .where('r.holder', '=', holder)
    .where('r.name', '=', name)
    .executeTakeFirst();
  if (row === undefined || (now !== undefined && isOld(row.stored_at, now))) return undefined;
  return { requestHash: row.request_hash, articleId: row.id, version: row.version };
}

function isOld(storedAt: string, now: Instant): boolean {
  return Date.parse(now) - Date.parse(storedAt) > RECEIPT_DAYS * 86_400_000;
}

export async function writeReceipt(
  sql: Sql,
  { holder, name, requestHash }: Receipt,
  { key, version, now }: { key: string; version: number; now: Instant },
): Promise<void> {
  const row = { holder, name, request_hash: requestHash, key, version, stored_at: now };
  await sql
    .insertInto('receipts')
    .values(row)
    .onConflict((conflict) => conflict.columns(['holder', 'name']).doUpdateSet(row))
    .execute();
  const yesterday = new Date(Date.parse(now) - RECEIPT_DAYS * 86_400_000).toISOString().replace(/\.\d+Z$/, 'Z');
  await sql.deleteFrom('receipts').where('stored_at', '<', yesterday).execute();
}
