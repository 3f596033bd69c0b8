import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Message } from '../delivery/partners/message.ts';
import type { ImportedStory } from './importer.ts';
import type { Player } from './scenario.ts';

/** Options of a queue. */
export interface QueueOptions {
  /** 0 for any. */
  readonly port: number;
  /** The key that the importer sends. */
  readonly key: string;
  /** Address of the list of the importer's stories. */
  readonly state: string;
  /** Milliseconds until a message that was not confirmed counts as lost. */
  readonly patience?: number;
}

interface Queued {
  readonly message: Message;
  receipt: string | undefined;
  /** Times that it is handed out before a receipt counts. */
  ignored: number;
  readonly confirmed: PromiseWithResolvers<void>;
}

const PATIENCE_MS = 30_000;

/** A queue that an importer polls: its first request is answered 429, and receipts may time out. */
export class QueuePlayer implements Player {
  readonly channel = 'queue';
  readonly #options: QueueOptions;
  readonly #queue: Queued[] = [];
  #isFirst = true;
  readonly #server = createServer((request, response) => this.#handle(request, response));

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  /** Starts to listen. Returns the port. */
  async listen(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#options.port, resolve);
    });
    return (this.#server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.closeAllConnections();
      this.#server.close(() => resolve());
    });
  }

  deliver(message: Message): Promise<string | undefined> {
    return this.#put(message, 0);
  }

  deliverTwice(message: Message): Promise<string | undefined> {
    return this.#put(message, 1);
  }

  /** The key takes the place of signatures. */
  async deliverFaulty(): Promise<undefined> {
    return undefined;
  }

  async stories(): Promise<readonly ImportedStory[]> {
    const response = await fetch(this.#options.state);
    return ((await response.json()) as { stories: ImportedStory[] }).stories;
  }

  async #put(message: Message, ignored: number): Promise<string | undefined> {
    const queued = { message, receipt: undefined, ignored, confirmed: Promise.withResolvers<void>() };
    this.#queue.push(queued);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve('it was not confirmed'), this.#options.patience ?? PATIENCE_MS);
    });
    const result = await Promise.race([late, queued.confirmed.promise.then(() => undefined)]);
    clearTimeout(timer);
    const index = this.#queue.indexOf(queued);
    if (index >= 0) this.#queue.splice(index, 1);
    return result;
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    const { status, headers = {}, data } = this.#answerTo(request);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(data === undefined ? undefined : JSON.stringify(data));
  }

  #answerTo({ method, url = '', headers }: IncomingMessage): QueueAnswer {
    if (headers.authorization !== `Bearer ${this.#options.key}`) return { status: 401 };
    const receipt = /^\/api\/v1\/queue\/([\w-]+)$/.exec(url)?.[1];
    if (method === 'DELETE' && receipt !== undefined) return { status: this.#confirm(receipt) };
    if (method !== 'GET' || !/^\/api\/v1\/queue(?:\?|$)/.test(url)) return { status: 404 };
    if (this.#isFirst) {
      this.#isFirst = false;
      return { status: 429, headers: { 'retry-after': '1' } };
    }
    const [queued] = this.#queue;
    if (queued === undefined) return { status: 200, headers: { 'retry-after': '1' }, data: { messages: [] } };
    queued.receipt = randomBytes(9).toString('base64url');
    const { extension: _, files: _files, hash, ...message } = queued.message;
    return { status: 200, data: { messages: [{ ...message, sha256: hash, receipt: queued.receipt, attempts: 1 }] } };
  }

  /** Returns the status of a confirmation. */
  #confirm(receipt: string): number {
    const queued = this.#queue.find((one) => one.receipt === receipt);
    // The message is handed out again: its time was over.
    if (queued === undefined || queued.ignored-- > 0) return 404;
    queued.confirmed.resolve();
    return 204;
  }
}

interface QueueAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly data?: unknown;
}
