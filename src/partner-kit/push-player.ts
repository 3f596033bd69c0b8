import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { factsOf, signatureOf } from '../delivery/partners/https.ts';
import type { Message } from '../delivery/partners/message.ts';
import { addSeconds, type Instant } from '../text/instant.ts';
import type { ImportedStory } from './importer.ts';
import type { Fault, Player } from './scenario.ts';
import { instantNow } from './specimens.ts';

/** The addresses of an importer, and its secret. */
export interface PushTarget {
  readonly url: string;
  /** Address of the list of its stories. */
  readonly state: string;
  readonly secret: string;
}

/** A secret that the importer does not have. */
const UNKNOWN_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
/** Attempts until a message counts as refused; a server error may pass. */
const ATTEMPTS = 3;
const HOUR_S = 3600;

/** Sends messages to an importer by push. */
export class PushPlayer implements Player {
  readonly channel = 'push';
  readonly #target: PushTarget;

  constructor(target: PushTarget) {
    this.#target = target;
  }

  async deliver(message: Message): Promise<string | undefined> {
    let status = 0;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      status = await this.#post(message, [this.#target.secret], instantNow());
      if (isConfirmed(status)) return undefined;
      await pause(200);
    }
    return status === 0 ? 'it was not answered' : `it was answered ${status}`;
  }

  async deliverTwice(message: Message): Promise<string | undefined> {
    return (await this.deliver(message)) ?? (await this.deliver(message));
  }

  async deliverFaulty(message: Message, fault: Fault): Promise<boolean> {
    const { secret } = this.#target;
    if (fault === 'cut') return this.#cut(message);
    if (fault === 'rotation') return isConfirmed(await this.#post(message, [UNKNOWN_SECRET, secret], instantNow()));
    if (fault === 'old') return isConfirmed(await this.#post(message, [secret], addSeconds(instantNow(), -HOUR_S)));
    return isConfirmed(await this.#post(message, [UNKNOWN_SECRET], instantNow()));
  }

  async stories(): Promise<readonly ImportedStory[]> {
    const response = await fetch(this.#target.state);
    return ((await response.json()) as { stories: ImportedStory[] }).stories;
  }

  async #post(message: Message, secrets: readonly string[], at: Instant): Promise<number> {
    const headers = headersOf(message, secrets, at);
    const response = await fetch(this.#target.url, { method: 'POST', headers, body: message.body }).catch(
      () => undefined,
    );
    await response?.arrayBuffer();
    return response?.status ?? 0;
  }

  /** Sends the first half of a message, and cuts the connection. */
  #cut(message: Message): Promise<boolean> {
    const headers = headersOf(message, [this.#target.secret], instantNow());
    const length = String(Buffer.byteLength(message.body));
    const sending = request(this.#target.url, { method: 'POST', headers: { ...headers, 'content-length': length } });
    return new Promise((resolve) => {
      sending.once('error', () => resolve(false));
      sending.once('response', ({ statusCode = 0 }) => resolve(isConfirmed(statusCode)));
      sending.write(message.body.slice(0, message.body.length / 2), () => setTimeout(() => sending.destroy(), 100));
    });
  }
}

function headersOf(message: Message, secrets: readonly string[], at: Instant): Record<string, string> {
  const type = { 'content-type': `${message.mediaType}; charset=utf-8` };
  return { ...type, ...signatureOf(message, secrets, at), ...factsOf(message) };
}

function isConfirmed(status: number): boolean {
  return status >= 200 && status < 300;
}
