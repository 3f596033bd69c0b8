import type { LedgerEntry } from '../../archive/ledger-entry.ts';
import { fromMilliseconds } from '../../text/instant.ts';
import { Sender, type SenderDeps } from './sender.ts';

/** Options of the senders. */
export interface SendersOptions {
  /** Aborted when the process stops: messages on their way are awaited. */
  readonly stopping: AbortSignal;
  /** Called with errors of the archive; one channel's error stops no other. */
  readonly onError: (error: unknown, named: Pick<LedgerEntry, 'partner' | 'channel'>) => void;
}

/** Longest wait for messages on their way when the process stops, in milliseconds. */
const PATIENCE_MS = 3000;

/** Sends due messages of all partners, each channel on its own. */
export class Senders {
  readonly #deps: SenderDeps;
  readonly #options: SendersOptions;
  readonly #running = new Map<string, Promise<void>>();

  constructor(deps: SenderDeps, options: SendersOptions) {
    this.#deps = deps;
    this.#options = options;
  }

  /** Starts sending on every channel with due messages, and returns at once. */
  async start(): Promise<void> {
    const due = await this.#deps.store.ledger.channelsDue(fromMilliseconds(this.#deps.clock()));
    for (const named of due) {
      const name = `${named.partner} ${named.channel}`;
      if (this.#running.has(name) || this.#options.stopping.aborted) continue;
      const run = new Sender(this.#deps, named)
        .run(this.#options.stopping)
        .catch((error: unknown) => this.#options.onError(error, named))
        .finally(() => this.#running.delete(name));
      this.#running.set(name, run);
    }
  }

  /** Waits until no message is on its way, but not for a receiver that hangs: its message is sent again. */
  async ended(): Promise<void> {
    const patience = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS).unref());
    await Promise.race([patience, Promise.all(this.#running.values())]);
  }
}
