import pg from 'pg';
import type { OnError } from '../sql/engine.ts';

/** Channel of notifications about writes. */
export const CHANNEL = 'dateline';

/** Pause before the next attempt to reach the database, in milliseconds. */
const RECONNECT_MS = 500;
/** Interval at which the connection is tested, and limit of each test, in milliseconds. */
const HEARTBEAT_MS = 5000;

interface Listening {
  /** Called for each write of another machine, and after each reconnection, since notifications may have been missed. */
  readonly onWrite: () => void;
  readonly onError: OnError;
}

/**
 * Listens for writes of other machines on a connection of its own, which is replaced whenever it breaks. Until then
 * polling finds the changes.
 */
export class WriteListener {
  readonly #url: string;
  readonly #listening: Listening;
  #client: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(url: string, listening: Listening) {
    this.#url = url;
    this.#listening = listening;
    void this.#connect();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    void this.#close(this.#client);
  }

  async #connect(): Promise<void> {
    const { onWrite } = this.#listening;
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'dateline listener',
      connectionTimeoutMillis: HEARTBEAT_MS,
      query_timeout: HEARTBEAT_MS,
      keepAlive: true,
    });
    this.#client = client;
    client.on('error', (error) => this.#onBroken(client, error));
    client.on('end', () => this.#onBroken(client, new Error('the database closed the connection')));
    client.on('notification', onWrite);
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      if (this.#isStopped) return;
      onWrite();
      this.#schedule(client);
    } catch (error) {
      this.#onBroken(client, error);
    }
  }

  /** A connection that was cut silently gets no notifications: it is tested. */
  #schedule(client: pg.Client): void {
    this.#timer = setTimeout(() => {
      client.query('select 1').then(
        () => client === this.#client && !this.#isStopped && this.#schedule(client),
        (error: unknown) => this.#onBroken(client, error),
      );
    }, HEARTBEAT_MS).unref();
  }

  /** Reports the first error of a connection and opens another one. */
  #onBroken(client: pg.Client, error: unknown): void {
    if (client !== this.#client || this.#isStopped) return;
    this.#client = undefined;
    this.#listening.onError(error, 'listening for changes');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#connect(), RECONNECT_MS).unref();
    void this.#close(client);
  }

  async #close(client: pg.Client | undefined): Promise<void> {
    try {
      await client?.end();
    } catch (error) {
      this.#listening.onError(error, 'closing the connection for notifications');
    }
  }
}
