import { createHmac } from 'node:crypto';
import type { Send } from '../../src/delivery/outbound.ts';
import { BASE, type TestServer } from './server.ts';

/** A hub of others: it verifies one subscriber, takes pings, and distributes feeds to that subscriber. */
export class ExternalHub {
  readonly url = 'https://hub.example/';
  /** Addresses of each ping. */
  readonly pings: string[][] = [];
  /** Requests for a subscription. */
  readonly requests: URLSearchParams[] = [];
  /** Bodies of alarms that were posted to `https://alarm.example/`. */
  readonly alarms: Record<string, string>[] = [];
  /** True while pings are taken and nothing is distributed, and while requests for a subscription are ignored. */
  isDropping = false;
  isIgnoring = false;
  /** Its responses to pings wait for this. */
  held: Promise<void> = Promise.resolve();
  /** The status of its responses. */
  status = 202;
  /** The secret with which it signs, instead of the one of the subscription. */
  otherSecret: string | undefined;
  /** Set by the test when the server runs. */
  server: TestServer | undefined;

  /** Sends requests of the server to this hub. */
  readonly send: Send = async ({ url, body = '' }) => {
    if (url === 'https://alarm.example/') this.alarms.push(JSON.parse(String(body)));
    if (url !== this.url || this.status >= 300) return { status: this.status };
    const parameters = new URLSearchParams(String(body));
    if (parameters.get('hub.mode') === 'publish') {
      this.pings.push(parameters.getAll('hub.url'));
      await this.held;
      if (!this.isDropping) this.#later(() => this.distribute());
    } else {
      this.requests.push(parameters);
      if (!this.isIgnoring) this.#later(() => this.verify());
    }
    return { status: this.status };
  };

  /** Asks the callback to confirm; returns its response. */
  async verify(more: Readonly<Record<string, string>> = {}): Promise<{ status: number; text: string }> {
    const query = new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.topic': this.#asked('hub.topic'),
      'hub.challenge': 'a challenge',
      'hub.lease_seconds': '864000',
      ...more,
    });
    const response = await this.#get(`${this.#callback()}?${query}`);
    return { status: response.status, text: await response.text() };
  }

  /** Sends the feed, as it is now, or another content to the callback; returns the status. */
  async distribute(content?: string): Promise<number> {
    if (this.requests.length === 0) return 0;
    const feed = await this.#get(this.#asked('hub.topic').slice(BASE.length));
    const body = content === undefined ? Buffer.from(await feed.arrayBuffer()) : Buffer.from(content);
    const secret = this.otherSecret ?? this.#asked('hub.secret');
    const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
    const response = await fetch(`http://127.0.0.1:${this.server?.running.port}${this.#callback()}`, {
      method: 'POST',
      headers: { 'X-Hub-Signature': signature, 'Content-Type': 'application/atom+xml' },
      body,
    });
    return response.status;
  }

  /** Calls the server after this response; the test may have ended by then. */
  #later(work: () => Promise<unknown>): void {
    setImmediate(() => work().catch(() => undefined));
  }

  #callback(): string {
    return this.#asked('hub.callback').slice(BASE.length);
  }

  #asked(name: string): string {
    return this.requests.at(-1)?.get(name) ?? '';
  }

  #get(path: string): Promise<Response> {
    if (this.server === undefined) throw new Error('The test has not set the server of the hub.');
    return this.server.get(path);
  }
}
