import { setTimeout as pause } from 'node:timers/promises';
import { isTemporary } from '../../archive/archive-errors.ts';
import type { Distribution, Subscription } from '../../archive/subscriptions.ts';
import { addSeconds, fromMilliseconds } from '../../text/instant.ts';
import type { HubDeps } from './hub.ts';
import { sendContent } from './send-content.ts';

/** Callbacks that get content at one time, and those among them that have failed before: they may hang. */
const CALLBACKS = 256;
const FAILING_CALLBACKS = 64;
/** Subscriptions that are read at one time. */
const BATCH_SIZE = 1000;
/** Seconds until a subscription is tried again whose feed could not be rendered. */
const BROKEN_WAIT_S = 60;
/** Longest wait for callbacks on their way at the end, in milliseconds: what is not recorded is sent again. */
const PATIENCE_MS = 2000;

/**
 * Sends content to callbacks, many at one time; one that hangs delays no other. Results that come after the end are not
 * recorded: another machine may send by then.
 */
export class Distributor {
  readonly #deps: HubDeps;
  /** Subscriptions that are sent next: those without failures first. */
  #waiting: Subscription[] = [];
  /** Subscriptions on their way, by callback and topic; true for one that has failed before. */
  readonly #sending = new Map<string, boolean>();
  /** Results that are recorded together. */
  #results: Distribution[] = [];
  #progress: Promise<void> = Promise.resolve();
  #started = Promise.withResolvers<void>();
  #drained = Promise.withResolvers<void>();

  constructor(deps: HubDeps) {
    this.#deps = deps;
  }

  /**
   * Records results, reads what is due, and starts to send.
   * @returns true if content is on its way: then `progress` ends when it is useful to call this again
   */
  async fill(): Promise<boolean> {
    const { subscriptions } = this.#deps.store;
    await this.#record();
    const limit = BATCH_SIZE + this.#sending.size;
    const due = await subscriptions.due(fromMilliseconds(this.#deps.clock()), limit);
    // A result may have come since.
    const done = new Set(this.#results.map(nameOf));
    this.#waiting = due.filter((one) => !this.#sending.has(nameOf(one)) && !done.has(nameOf(one)));
    this.#started = Promise.withResolvers();
    this.#drained = Promise.withResolvers();
    this.#start();
    // More may be due than was read.
    this.#progress = due.length === limit ? this.#started.promise : this.#drained.promise;
    return this.#sending.size > 0;
  }

  /** Ends when what was read has been started, or is done where nothing more is due. */
  get progress(): Promise<void> {
    return this.#progress;
  }

  /** Starts nothing more, waits a short time for what is on its way, and records the results. */
  async end(): Promise<void> {
    this.#waiting = [];
    if (this.#sending.size > 0) {
      await Promise.race([this.#drained.promise, pause(PATIENCE_MS, undefined, { ref: false })]);
    }
    await this.#record();
  }

  #start(): void {
    for (;;) {
      const [next] = this.#waiting;
      if (next === undefined || this.#sending.size >= CALLBACKS) break;
      const isFailing = next.failures > 0;
      const failing = isFailing ? [...this.#sending.values()].filter(Boolean).length : 0;
      if (failing >= FAILING_CALLBACKS) break;
      this.#waiting.shift();
      this.#sending.set(nameOf(next), isFailing);
      void this.#send(next).finally(() => {
        this.#sending.delete(nameOf(next));
        this.#start();
      });
    }
    if (this.#waiting.length === 0) this.#started.resolve();
    if (this.#waiting.length === 0 && this.#sending.size === 0) this.#drained.resolve();
  }

  /** Sends to one callback; an error is reported, and stops no other. */
  async #send(subscription: Subscription): Promise<void> {
    const { store, clock, onError } = this.#deps;
    try {
      const result = await sendContent(this.#deps, subscription);
      if (result === 'gone') await store.subscriptions.remove(subscription);
      else if (result !== undefined) this.#results.push(result);
    } catch (error) {
      onError?.(error);
      if (isTemporary(error)) return;
      const { callback, topic, failures } = subscription;
      const retryAt = addSeconds(fromMilliseconds(clock()), BROKEN_WAIT_S);
      this.#results.push({ callback, topic, failures: failures + 1, retryAt });
    }
  }

  async #record(): Promise<void> {
    const results = this.#results;
    // Those that come meanwhile are recorded with the next ones.
    this.#results = [];
    try {
      await this.#deps.store.subscriptions.record(results);
    } catch (error) {
      this.#results = [...results, ...this.#results];
      throw error;
    }
  }
}

function nameOf({ callback, topic }: Pick<Subscription, 'callback' | 'topic'>): string {
  return `${callback} ${topic}`;
}
