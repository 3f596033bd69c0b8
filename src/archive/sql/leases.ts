import { addSeconds, type Instant } from '../../text/instant.ts';
import type { Leases } from '../leases.ts';
import type { Engine } from './engine.ts';

/** The leases of both engines: one row for each lease, written only if it is free or held by the caller. */
export class SqlLeases implements Leases {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async take(name: string, holder: string, { now, seconds }: { now: Instant; seconds: number }): Promise<boolean> {
    const until = addSeconds(now, seconds);
    const row = await this.#engine.db
      .insertInto('leases')
      .values({ name, holder, until })
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet({ holder, until })
          .where((or) => or.or([or('leases.holder', '=', holder), or('leases.until', '<=', now)])),
      )
      .returning('holder')
      .executeTakeFirst();
    return row !== undefined;
  }

  async end(name: string): Promise<void> {
    await this.#engine.db.deleteFrom('leases').where('name', '=', name).execute();
  }

  async release(name: string, holder: string): Promise<void> {
    await this.#engine.db.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute();
  }
}
