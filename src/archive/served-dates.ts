import type { Instant } from '../text/instant.ts';
import { batchesOf } from './sql/batches.ts';
import type { Engine } from './sql/engine.ts';
import { PreparedQuery } from './sql/prepared.ts';

/** Hash and date of the last response of an address. */
export interface ServedDate {
  /** Digest of the bytes. */
  readonly hash: string;
  readonly date: Instant;
}

/** Milliseconds that a date may wait before it is written. */
const BATCH_DELAY_MS = 50;

/** The last served date of each address, so that `Last-Modified` never decreases on any machine. */
export class ServedDates {
  readonly #engine: Engine;
  readonly #stored: PreparedQuery<'address', { hash: string; date: Instant }>;
  readonly #waiting = new Map<string, ServedDate>();
  #timer: NodeJS.Timeout | undefined;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#stored = new PreparedQuery(engine, ['address'], ({ address }) =>
      engine.db.selectFrom('served').select(['hash', 'date']).where('address', '=', address),
    );
  }

  async get(address: string): Promise<ServedDate | undefined> {
    const waiting = this.#waiting.get(address);
    if (waiting !== undefined) return waiting;
    const [row] = await this.#stored.execute({ address });
    return row && { hash: row.hash, date: row.date };
  }

  /** Stores a date, unless another machine has stored a later one; returns the stored one. */
  async put(address: string, served: ServedDate): Promise<ServedDate> {
    if (this.#engine.batchesWrites) {
      const before = await this.get(address);
      if (before !== undefined && before.date > served.date) return before;
      this.#waiting.set(address, served);
      this.#timer ??= setTimeout(
        () => this.flush().catch((error) => this.#engine.onError(error, 'writing served dates')),
        BATCH_DELAY_MS,
      ).unref();
      return served;
    }
    await this.#write([[address, served]]);
    return (await this.get(address)) ?? served;
  }

  /** Writes the waiting dates. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const waiting = [...this.#waiting];
    await this.#write(waiting);
    for (const [address, served] of waiting) {
      if (this.#waiting.get(address) === served) this.#waiting.delete(address);
    }
  }

  async #write(rows: readonly (readonly [string, ServedDate])[]): Promise<void> {
    const values = rows.map(([address, { hash, date }]) => ({ address, hash, date }));
    for (const page of batchesOf(values)) {
      await this.#engine.db
        .insertInto('served')
        .values(page)
        .onConflict((conflict) =>
          conflict
            .column('address')
            .doUpdateSet(({ ref }) => ({ hash: ref('excluded.hash'), date: ref('excluded.date') }))
            .whereRef('served.date', '<=', 'excluded.date'),
        )
        .execute();
    }
  }
}
