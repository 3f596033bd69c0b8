import type { ChangeLog, LogEntry } from '../../archive/change-log.ts';
import { nextTurn } from '../../archive/next-turn.ts';

/** Clients woken in one turn of the event loop. */
const SLICE = 50;

/**
 * Lets any number of clients wait for the change log: after a change they are woken in slices, and what they read in the
 * same state of the log is read once for all of them.
 */
export class LogWatch {
  readonly #log: Pick<ChangeLog, 'onChange' | 'knownCursor'>;
  readonly #milliseconds: () => number;
  readonly #waiting = new Set<() => void>();
  readonly #shared = new Map<string, Promise<unknown>>();
  #cursor = -1;
  #second = -1;
  #isWaking = false;
  #hasGrown = false;

  /** @param milliseconds a clock that never goes back */
  constructor(log: Pick<ChangeLog, 'onChange' | 'knownCursor'>, milliseconds = (): number => performance.now()) {
    this.#log = log;
    this.#milliseconds = milliseconds;
    log.onChange(() => void this.#wake());
  }

  /**
   * Registers a client that waits for growth.
   * @returns the function that ends waiting
   */
  onGrowth(wake: () => void): () => void {
    this.#waiting.add(wake);
    return () => this.#waiting.delete(wake);
  }

  /**
   * Reads something once for all clients that ask for it within a second, before the log grows.
   * @param key names the value
   */
  shared<Value>(key: string, read: () => Promise<Value>): Promise<Value> {
    const second = Math.floor(this.#milliseconds() / 1000);
    // Values also depend on the time, so none is older than a second.
    if (this.#cursor !== this.#log.knownCursor || this.#second !== second) {
      this.#cursor = this.#log.knownCursor;
      this.#second = second;
      this.#shared.clear();
    }
    const cached = this.#shared.get(key) as Promise<Value> | undefined;
    if (cached !== undefined) return cached;
    const value = read();
    this.#shared.set(key, value);
    value.catch(() => {
      // A failed reading is repeated by the next client.
      if (this.#shared.get(key) === value) this.#shared.delete(key);
    });
    return value;
  }

  async #wake(): Promise<void> {
    this.#hasGrown = true;
    if (this.#isWaking) return;
    this.#isWaking = true;
    while (this.#hasGrown) {
      this.#hasGrown = false;
      const clients = [...this.#waiting];
      for (let start = 0; start < clients.length; start += SLICE) {
        for (const wake of clients.slice(start, start + SLICE)) {
          this.#waiting.delete(wake);
          wake();
        }
        await nextTurn();
      }
    }
    this.#isWaking = false;
  }
}

/** A reading of the log. */
export interface LogReading {
  readonly kind: 'public' | 'all';
  readonly cursor: number;
  readonly limit: number;
}

/** Reads entries after a position, once for all clients at that position. */
export function entriesAfter(
  watch: LogWatch,
  log: Pick<ChangeLog, 'entriesAfter'>,
  { kind, cursor, limit }: LogReading,
): Promise<readonly LogEntry[]> {
  return watch.shared(`entries ${kind} ${cursor} ${limit}`, () => log.entriesAfter({ kind, cursor }, limit));
}
