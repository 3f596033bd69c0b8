import type { Leases } from '../archive/leases.ts';

/** Interval at which the difference between the clocks is measured, in milliseconds. */
export const CALIBRATION_MS = 10_000;

/**
 * The clock of a server: that of the database, which all servers share, so that an embargo ends at one moment on all of
 * them even if the clocks of the machines differ. With SQLite it is the machine's own.
 */
export class DatabaseClock {
  readonly #leases: Pick<Leases, 'time'>;
  #differenceMs = 0;
  readonly #machine: () => number;

  /** @param machine the clock of this machine, in milliseconds */
  constructor(leases: Pick<Leases, 'time'>, machine: () => number) {
    this.#leases = leases;
    this.#machine = machine;
  }

  /** Returns the current time in milliseconds. */
  readonly now = (): number => this.#machine() + this.#differenceMs;

  /** Measures the difference; the time that the response takes makes the clock late, never early. */
  async calibrate(): Promise<void> {
    const time = await this.#leases.time(this.#machine);
    this.#differenceMs = time - this.#machine();
  }
}
