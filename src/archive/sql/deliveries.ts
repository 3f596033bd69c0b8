import { addSeconds, type Instant, latest } from '../../text/instant.ts';
import type { Deliveries, Delivery } from '../deliveries.ts';
import { batchesOf } from './batches.ts';
import type { Engine } from './engine.ts';
import type { Tables } from './tables.ts';

/** The ledger of both engines. */
export class SqlDeliveries implements Deliveries {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async plan(
    { channel, target, cursor }: Pick<Delivery, 'channel' | 'target' | 'cursor'>,
    { now, spacing }: { readonly now: Instant; readonly spacing: number },
  ): Promise<void> {
    await this.#engine.db.transaction().execute(async (sql) => {
      const same = sql.selectFrom('deliveries').where('channel', '=', channel).where('target', '=', target);
      const waiting = await same.select('id').where('state', '=', 'waiting').executeTakeFirst();
      if (waiting !== undefined) {
        await sql.updateTable('deliveries').set({ cursor }).where('id', '=', waiting.id).execute();
        return;
      }
      const { last } = await same.select(({ fn }) => fn.max('answered_at').as('last')).executeTakeFirstOrThrow();
      const due_at = latest([now, last === null ? undefined : addSeconds(last as Instant, spacing)]) ?? now;
      const { most } = await sql
        .selectFrom('deliveries')
        .select(({ fn }) => fn.max('id').as('most'))
        .executeTakeFirstOrThrow();
      const row = { id: Number(most ?? 0) + 1, channel, target, cursor, due_at };
      await sql
        .insertInto('deliveries')
        .values({ ...row, state: 'waiting', attempts: 0, answer: null, answered_at: null })
        .execute();
    });
  }

  async due(channel: string, now: Instant, limit: number): Promise<Delivery[]> {
    const rows = await this.#engine.db
      .selectFrom('deliveries')
      .selectAll()
      .where('channel', '=', channel)
      .where('state', '=', 'waiting')
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(deliveryOf);
  }

  async settle(
    ids: readonly number[],
    { state, answer, now, again }: Parameters<Deliveries['settle']>[1],
  ): Promise<void> {
    for (const page of batchesOf(ids)) {
      await this.#engine.db
        .updateTable('deliveries')
        .set(({ eb }) => ({
          state,
          answer,
          answered_at: now,
          attempts: eb('attempts', '+', 1),
          ...(again === undefined ? {} : { due_at: again }),
        }))
        .where('id', 'in', page)
        .execute();
    }
  }

  async newest(limit: number): Promise<Delivery[]> {
    const rows = await this.#engine.db
      .selectFrom('deliveries')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(deliveryOf);
  }

  async deleteBefore(before: Instant): Promise<void> {
    await this.#engine.db
      .deleteFrom('deliveries')
      .where('state', '<>', 'waiting')
      .where('answered_at', '<', before)
      .execute();
  }
}

function deliveryOf(row: Tables['deliveries']): Delivery {
  return {
    id: Number(row.id),
    channel: row.channel,
    target: row.target,
    cursor: Number(row.cursor),
    state: row.state as Delivery['state'],
    dueAt: row.due_at as Instant,
    attempts: row.attempts,
    ...(row.answer === null ? {} : { response: row.answer }),
    ...(row.answered_at === null ? {} : { respondedAt: row.answered_at as Instant }),
  };
}
