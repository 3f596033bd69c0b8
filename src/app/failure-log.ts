import type { Logger } from 'pino';

/** Logs the first failure of repeated work and its recovery, so that an outage does not fill the log. */
export class FailureLog {
  readonly #log: Logger;
  readonly #message: string;
  #isFailing = false;

  /** @param message such as `recording due transitions failed` */
  constructor(log: Logger, message: string) {
    this.#log = log;
    this.#message = message;
  }

  /** Runs work; a failure is logged, not thrown. */
  async run(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.#isFailing) this.#log.error({ err: error }, this.#message);
      this.#isFailing = true;
      return;
    }
    if (this.#isFailing) this.#log.info(`${this.#message}: recovered`);
    this.#isFailing = false;
  }
}
