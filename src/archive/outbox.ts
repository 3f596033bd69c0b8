import { addSeconds, type Instant } from '../text/instant.ts';
import type { Engine } from './sql/engine.ts';

/** An entry of the change log that has to be delivered. */
export interface OutboxEntry {
  /** Cursor of the log entry. */
  readonly cursor: number;
  readonly key: string;
  /** Number of attempts, the current one included. */
  readonly attempts: number;
}

/**
 * Entries to deliver: written in the transaction of the change itself, so that neither exists without the other.
 * Delivery is at least once: an entry that was taken and not settled becomes due again.
 */
export class Outbox {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /**
   * Takes due entries, kills first, then in the order of the log; they are hidden from other processes for some
   * seconds.
   */
  take(
    holder: string,
    { now, seconds, limit }: { readonly now: Instant; readonly seconds: number; readonly limit: number },
  ): Promise<OutboxEntry[]> {
    return this.#engine.db.transaction().execute(async (sql) => {
      const due = sql
        .selectFrom('outbox')
        .select('cursor')
        .where('due_at', '<=', now)
        .where((or) => or.or([or('held_until', 'is', null), or('held_until', '<=', now)]))
        .orderBy('priority')
        .orderBy('cursor')
        .limit(limit);
      // With several machines each skips the entries that another one is taking.
      const free = this.#engine.skipsLocked ? due.forUpdate().skipLocked() : due;
      const cursors = (await free.execute()).map(({ cursor }) => cursor);
      if (cursors.length === 0) return [];
      const rows = await sql
        .updateTable('outbox')
        .set(({ eb }) => ({ holder, held_until: addSeconds(now, seconds), attempts: eb('attempts', '+', 1) }))
        .where('cursor', 'in', cursors)
        .returning(['cursor', 'key', 'attempts', 'priority'])
        .execute();
      return rows
        .toSorted((a, b) => a.priority - b.priority || a.cursor - b.cursor)
        .map(({ cursor, key, attempts }) => ({ cursor, key, attempts }));
    });
  }

  /** Marks an entry as delivered. */
  async settle(cursor: number): Promise<void> {
    await this.#engine.db.deleteFrom('outbox').where('cursor', '=', cursor).execute();
  }

  /** Marks an entry as failed; it is due again later. */
  async postpone(cursor: number, dueAt: Instant): Promise<void> {
    await this.#engine.db
      .updateTable('outbox')
      .set({ due_at: dueAt, holder: null, held_until: null })
      .where('cursor', '=', cursor)
      .execute();
  }
}
