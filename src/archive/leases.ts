import { addSeconds, type Instant } from '../text/instant.ts';
import type { Engine } from './sql/engine.ts';

/** Leases for work that one machine does at a time. */
export class Leases {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /**
   * Takes or renews a lease.
   * @param holder names the process
   * @param seconds until another holder may take it, unless it is renewed
   * @returns false while another holder has it
   */
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

  /** Ends a lease of any holder that is known to be gone. */
  async end(name: string): Promise<void> {
    await this.#engine.db.deleteFrom('leases').where('name', '=', name).execute();
  }

  /** Releases a lease at once, if this holder has it. */
  async release(name: string, holder: string): Promise<void> {
    await this.#engine.db.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute();
  }
}
