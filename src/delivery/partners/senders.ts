import type { LedgerEntry } from '../../archive/ledger-entry.ts';
import { channelNameOf } from '../../publication/channel.ts';
import { fromMilliseconds } from '../../text/instant.ts';
import { type StoredPartner, storedPartners } from './partner-list.ts';
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
    const { store, clock } = this.#deps;
    const due = await store.ledger.channelsDue(fromMilliseconds(clock()));
    if (due.length === 0) return;
    const partners = await storedPartners(store);
    const queues = queuesOf(partners);
    const existing = channelsOf(partners);
    // The messages of a paused channel that is gone move to another.
    const paused = new Set(
      (await store.channels.list())
        .filter((state) => state.pausedAt !== undefined && existing.has(nameOf(state)))
        .map(nameOf),
    );
    for (const named of due.filter((one) => !queues.has(nameOf(one)) && !paused.has(nameOf(one)))) {
      const name = nameOf(named);
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

function nameOf({ partner, channel }: Pick<LedgerEntry, 'partner' | 'channel'>): string {
  return `${partner} ${channel}`;
}

function channelsOf(partners: readonly StoredPartner[]): Set<string> {
  return new Set(
    partners.flatMap(({ partner: { key, channels } }) =>
      channels.map((channel) => nameOf({ partner: key, channel: channelNameOf(channel) })),
    ),
  );
}

/** Returns the names of the channels from which partners take messages themselves. */
function queuesOf(partners: readonly StoredPartner[]): Set<string> {
  return new Set(
    partners.flatMap(({ partner: { key, channels } }) =>
      channels
        .filter(({ type }) => type === 'queue')
        .map((channel) => nameOf({ partner: key, channel: channelNameOf(channel) })),
    ),
  );
}
