import { addSeconds, type Instant } from '../../text/instant.ts';
import type { Receipt, ReceiptOutcome } from '../commits.ts';
import type { Sql } from './tables.ts';

/** Seconds for which the response to an `Idempotency-Key` is remembered: one day. */
const RECEIPT_LIFETIME_S = 24 * 60 * 60;

/** Returns the stored outcome of a request with this receipt, within a day. */
export async function receiptOutcome(
  sql: Sql,
  { holder, name }: Receipt,
  now: Instant,
): Promise<ReceiptOutcome | undefined> {
  const row = await sql
    .selectFrom('receipts as r')
    .leftJoin('articles as a', 'a.key', 'r.key')
    .select(['a.id', 'r.version', 'r.request_hash', 'r.response'])
    .where('r.holder', '=', holder)
    .where('r.name', '=', name)
    .where('r.stored_at', '>=', addSeconds(now, -RECEIPT_LIFETIME_S))
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { id, version, request_hash: requestHash, response } = row;
  if (response !== null) return { requestHash, response };
  return id === null ? undefined : { requestHash, articleId: id, version };
}

interface WrittenOutcome {
  readonly key: string;
  readonly version: number;
  readonly response?: string | null;
  readonly now: Instant;
}

/** Stores the outcome of a request with this receipt, and deletes those that are a day old. */
export async function writeReceipt(
  sql: Sql,
  { holder, name, requestHash }: Receipt,
  { key, version, response = null, now }: WrittenOutcome,
): Promise<void> {
  const row = { holder, name, request_hash: requestHash, key, version, stored_at: now, response };
  await sql
    .insertInto('receipts')
    .values(row)
    .onConflict((conflict) => conflict.columns(['holder', 'name']).doUpdateSet(row))
    .execute();
  await sql.deleteFrom('receipts').where('stored_at', '<', addSeconds(now, -RECEIPT_LIFETIME_S)).execute();
}
