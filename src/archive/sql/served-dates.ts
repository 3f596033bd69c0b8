import type { Instant } from '../../text/instant.ts';
import type { ServedDate, ServedDates } from '../served-dates.ts';
import type { Engine } from './engine.ts';

/** The dates of both engines. */
export class SqlServedDates implements ServedDates {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async get(address: string): Promise<ServedDate | undefined> {
    const row = await this.#engine.db
      .selectFrom('served')
      .select(['hash', 'date'])
      .where('address', '=', address)
      .executeTakeFirst();
    return row && { hash: row.hash, date: row.date as Instant };
  }

  async put(address: string, { hash, date }: ServedDate): Promise<ServedDate> {
    await this.#engine.db
      .insertInto('served')
      .values({ address, hash, date })
      .onConflict((conflict) => conflict.column('address').doUpdateSet({ hash, date }).where('served.date', '<=', date))
      .execute();
    return (await this.get(address)) ?? { hash, date };
  }
}
