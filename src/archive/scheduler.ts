import type { TimedChange } from '../article/public-life.ts';
import type { Instant } from '../text/instant.ts';
import type { ChangeLog } from './change-log.ts';
import type { CommitStep } from './commits.ts';
import { storedArticle } from './sql/article-rows.ts';
import type { Engine } from './sql/engine.ts';
import { PreparedQuery } from './sql/prepared.ts';
import { rowKey } from './sql/rows.ts';
import { serialized } from './sql/serialized.ts';
import { writeEntries } from './sql/write-entries.ts';

/** A scheduled transition. */
export interface ScheduledTransition {
  readonly articleId: string;
  readonly at: Instant;
  readonly change: TimedChange;
}

/** The times at which views change without a commit, and the transitions to record then. */
export class Scheduler {
  readonly #engine: Engine;
  readonly #log: ChangeLog;
  readonly #next: PreparedQuery<'instant', { at: Instant }>;

  constructor(engine: Engine, log: ChangeLog) {
    this.#engine = engine;
    this.#log = log;
    this.#next = new PreparedQuery(engine, ['instant'], ({ instant }) =>
      engine.db.selectFrom('boundaries').select('at').where('at', '>', instant).orderBy('at').limit(1),
    );
  }

  /** Returns due transitions that are not recorded yet, oldest first. */
  async due(now: Instant, limit: number): Promise<ScheduledTransition[]> {
    const rows = await this.#engine.db
      .selectFrom('boundaries as b')
      .innerJoin('articles as a', 'a.key', 'b.key')
      .select(['a.id', 'b.at', 'b.change'])
      .where('b.settled', '=', 0)
      .where('b.at', '<=', now)
      .orderBy('b.at')
      .orderBy('b.key')
      .limit(limit)
      .execute();
    return rows.map(({ id, at, change }) => ({
      articleId: id,
      at,
      change: change as ScheduledTransition['change'],
    }));
  }

  /** Records a scheduled transition, once for all machines; false if it is recorded already. */
  async record(
    { articleId, at, change }: ScheduledTransition,
    step: CommitStep | undefined,
    now: Instant,
  ): Promise<boolean> {
    const key = rowKey(articleId);
    const cursor = await serialized(this.#engine, async (sql) => {
      const settled = await sql
        .updateTable('boundaries')
        .set({ settled: 1 })
        .where('key', '=', key)
        .where('at', '=', at)
        .where('change', '=', change)
        .where('settled', '=', 0)
        .executeTakeFirst();
      if (settled.numUpdatedRows === 0n) return undefined;
      if (change === 'expire' || change === 'rightsEnd') {
        await sql.updateTable('terms').set({ in_feeds: 0, noticed_at: at }).where('key', '=', key).execute();
      }
      if (step === undefined) return 0;
      if (change === 'liveUpdate') {
        await sql.updateTable('terms').set({ noticed_at: at, corrected_at: at }).where('key', '=', key).execute();
      }
      const before = await storedArticle(sql, key);
      return writeEntries(this.#engine, sql, { before, steps: [step], now });
    });
    if (cursor !== undefined && cursor > 0) this.#log.advance(cursor);
    return cursor !== undefined && cursor > 0;
  }

  /** Returns articles changed by time alone after one instant and until another. */
  async changedByTime(after: Instant, until: Instant, limit: number): Promise<string[]> {
    const rows = await this.#engine.db
      .selectFrom('boundaries as b')
      .innerJoin('articles as a', 'a.key', 'b.key')
      .select('a.id')
      .distinct()
      .where('b.at', '>', after)
      .where('b.at', '<=', until)
      .limit(limit)
      .execute();
    return rows.map(({ id }) => id);
  }

  /** Returns the next instant after `instant` at which time alone changes a view. */
  async nextBoundary(instant: Instant): Promise<Instant | undefined> {
    const [row] = await this.#next.execute({ instant });
    return row?.at;
  }
}
