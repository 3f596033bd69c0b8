import { defined } from '../text/defined.ts';
import type { Instant } from '../text/instant.ts';
import { responseText } from './response-text.ts';
import type { Engine } from './sql/engine.ts';
import type { Tables } from './sql/tables.ts';

/** A hub of others that distributes our feeds, as our own subscription there shows it. */
export interface WatchedHub {
  readonly hub: string;
  /** The callback of the last request for a subscription. */
  readonly callback?: string;
  /** Time of the first request for a subscription that has not been confirmed; absent while it is. */
  readonly requestedAt?: Instant;
  /** Time of the last request. */
  readonly askedAt?: Instant;
  /** The response to the last request, or the reason of a denial. */
  readonly response?: string;
  readonly leaseUntil?: Instant;
  /** Digest of the feed at the last ping. */
  readonly pingedHash?: string;
  /** Time since which the hub owes us a content; absent if it owes none. */
  readonly pendingSince?: Instant;
  readonly receivedAt?: Instant;
  /** Time of the alarm about it; absent after its recovery. */
  readonly alarmedAt?: Instant;
}

type Row = Tables['watched_hubs'];

/** The hubs that are watched; at most one is configured. */
export class WatchedHubs {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Returns the state of a hub; that of a new one if nothing is stored. */
  async get(hub: string): Promise<WatchedHub> {
    const row = await this.#engine.db.selectFrom('watched_hubs').selectAll().where('hub', '=', hub).executeTakeFirst();
    return row === undefined ? { hub } : watchedHubOf(row);
  }

  /** Returns all hubs that are watched. */
  async list(): Promise<WatchedHub[]> {
    const rows = await this.#engine.db.selectFrom('watched_hubs').selectAll().orderBy('hub').execute();
    return rows.map(watchedHubOf);
  }

  /** Records a request for a subscription, and the response of the hub. */
  async asked(
    { hub, requestedAt }: WatchedHub,
    { callback, response }: Required<Pick<WatchedHub, 'callback' | 'response'>>,
    now: Instant,
  ): Promise<void> {
    const asked = { callback, requested_at: requestedAt ?? now, asked_at: now };
    await this.#set(hub, { ...asked, response: responseText(response) });
  }

  /** Starts again without a subscription: the callback has changed. */
  restart(hub: string): Promise<void> {
    return this.#set(hub, { requested_at: null, asked_at: null, lease_until: null, pending_since: null });
  }

  /** Records that the hub has verified a request for a subscription. */
  confirmed(hub: string, leaseUntil: Instant): Promise<void> {
    return this.#set(hub, { lease_until: leaseUntil, requested_at: null, response: null });
  }

  /** Records that the hub refuses the subscription. */
  denied({ hub, requestedAt }: WatchedHub, reason: string, now: Instant): Promise<void> {
    return this.#set(hub, { lease_until: null, requested_at: requestedAt ?? now, response: responseText(reason) });
  }

  /**
   * Records the digest of the feed before a ping.
   * @param pendingSince time since which the hub owes a content; absent where it owes nothing
   */
  pinged(hub: string, pingedHash: string, pendingSince: Instant | undefined): Promise<void> {
    return this.#set(hub, { pinged_hash: pingedHash, pending_since: pendingSince ?? null });
  }

  /** Records that the hub has distributed a content. */
  received(hub: string, now: Instant): Promise<void> {
    return this.#set(hub, { received_at: now, pending_since: null });
  }

  /** Records an alarm, or its recovery without an instant. */
  alarmed(hub: string, now: Instant | undefined): Promise<void> {
    return this.#set(hub, { alarmed_at: now ?? null });
  }

  /** Deletes the states of hubs that are not configured any more. */
  async removeOthers(hub: string | undefined): Promise<void> {
    const all = this.#engine.db.deleteFrom('watched_hubs');
    await (hub === undefined ? all : all.where('hub', '<>', hub)).execute();
  }

  async #set(hub: string, fields: Partial<Omit<Row, 'hub'>>): Promise<void> {
    await this.#engine.db
      .insertInto('watched_hubs')
      .values({ ...NEW, hub, ...fields })
      .onConflict((conflict) => conflict.column('hub').doUpdateSet(fields))
      .execute();
  }
}

const NEW: Omit<Row, 'hub'> = {
  callback: null,
  requested_at: null,
  asked_at: null,
  response: null,
  lease_until: null,
  pinged_hash: null,
  pending_since: null,
  received_at: null,
  alarmed_at: null,
};

function watchedHubOf(row: Row): WatchedHub {
  return defined({
    hub: row.hub,
    callback: row.callback ?? undefined,
    requestedAt: row.requested_at ?? undefined,
    askedAt: row.asked_at ?? undefined,
    response: row.response ?? undefined,
    leaseUntil: row.lease_until ?? undefined,
    pingedHash: row.pinged_hash ?? undefined,
    pendingSince: row.pending_since ?? undefined,
    receivedAt: row.received_at ?? undefined,
    alarmedAt: row.alarmed_at ?? undefined,
  });
}
