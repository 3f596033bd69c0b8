import { randomBytes } from 'node:crypto';
import { addSeconds, fromMilliseconds, type Instant } from '../text/instant.ts';
import type { Engine } from './sql/engine.ts';

/** A lease to hold. */
export interface Lease {
  readonly name: string;
  /** Seconds until another holder may take it, if it is not renewed. */
  readonly seconds: number;
  /** Returns the current time in milliseconds. */
  readonly clock: () => number | Promise<number>;
}

/** Renewals within the time of a lease. */
const RENEWALS = 3;

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

  /** Returns the time for leases in milliseconds: the database's, since the clocks of machines differ, or that of a clock. */
  async time(clock: () => number): Promise<number> {
    return (await this.#engine.now()) ?? clock();
  }

  /** Returns the other leases whose names begin alike and that other holders have. */
  async rivals({ name, holder }: { name: string; holder: string }, prefix: string, now: Instant): Promise<string[]> {
    const rows = await this.#engine.db
      .selectFrom('leases')
      .select('name')
      .where('name', 'like', `${prefix}%`)
      .where('name', '<>', name)
      .where('holder', '<>', holder)
      .where('until', '>', now)
      .execute();
    return rows.map((row) => row.name);
  }

  /** Ends a lease of any holder that is known to be gone. */
  async end(name: string): Promise<void> {
    await this.#engine.db.deleteFrom('leases').where('name', '=', name).execute();
  }

  /** Releases a lease at once, if this holder has it. */
  async release(name: string, holder: string): Promise<void> {
    await this.#engine.db.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute();
  }

  /** True while any holder has the lease. */
  async isHeld(name: string, now: Instant): Promise<boolean> {
    const row = await this.#engine.db
      .selectFrom('leases')
      .select('name')
      .where('name', '=', name)
      .where('until', '>', now)
      .executeTakeFirst();
    return row !== undefined;
  }

  /**
   * Runs work while a lease is held: it is renewed until the work has ended, then released.
   * @param work gets a signal that aborts if the lease is lost, as after a long stall of the process
   * @returns `undefined` if another holder has the lease; the work is not run then
   */
  async hold<Result>(
    lease: Lease,
    work: (lost: AbortSignal) => Promise<Result>,
  ): Promise<{ readonly result: Result } | undefined> {
    const { name, seconds, clock } = lease;
    const holder = randomBytes(8).toString('hex');
    const renew = async () => this.take(name, holder, { now: fromMilliseconds(await clock()), seconds });
    if (!(await renew())) return undefined;
    const onError = (error: unknown): void => this.#engine.onError(error, `renewing the lease "${name}"`);
    const lost = new AbortController();
    let renewal: Promise<void> = Promise.resolve();
    const timer = setInterval(
      () => {
        renewal = renew().then((isHeld) => {
          if (isHeld || lost.signal.aborted) return;
          lost.abort();
          onError(new Error('another process has taken the lease'));
        }, onError);
      },
      (seconds * 1000) / RENEWALS,
    );
    try {
      return { result: await work(lost.signal) };
    } finally {
      clearInterval(timer);
      // A renewal in flight must not follow the release. A lease that cannot be released ends by itself.
      await renewal;
      await this.release(name, holder).catch(onError);
    }
  }
}
