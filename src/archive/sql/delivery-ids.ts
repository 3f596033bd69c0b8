import type { Sql } from './tables.ts';

/** Returns the greatest id that an entry of the ledger ever had; deleted ones count. The caller has locked out other writers. */
export async function lastDeliveryId(sql: Sql): Promise<number> {
  const { most } = await sql
    .selectFrom('deliveries')
    .select(({ fn }) => fn.max('id').as('most'))
    .executeTakeFirstOrThrow();
  const deleted = await sql.selectFrom('meta').select('value').where('name', '=', 'last delivery').executeTakeFirst();
  return Math.max(Number(most ?? 0), Number(deleted?.value ?? 0));
}
