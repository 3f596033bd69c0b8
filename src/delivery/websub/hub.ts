import { randomBytes } from 'node:crypto';
import type { Store } from '../../archive/store.ts';
import type { SubscriptionRequest } from '../../archive/subscriptions.ts';
import type { Documents } from '../../documents/documents.ts';
import { publicFeedAt } from '../../documents/public-feed.ts';
import { addSeconds, fromMilliseconds, type Instant } from '../../text/instant.ts';
import type { Send } from '../outbound.ts';
import type { SigningSecrets } from '../signing-secret.ts';
import { distribute } from './distribute.ts';
import type { SubscriptionForm } from './subscription-form.ts';

/** Dependencies of the hub. */
export interface HubDeps {
  readonly store: Pick<Store, 'subscriptions' | 'leases'>;
  readonly documents: Documents;
  readonly send: Send;
  /** Absent without a secret of the operator: subscriptions with a secret are refused then. */
  readonly secrets: SigningSecrets | undefined;
  /** Returns the current time in milliseconds. */
  readonly clock: () => number;
}

const LEASE = { name: 'websub', seconds: 8 };
/** Requests that are verified in one run, at the same time. */
const VERIFIED_AT_ONCE = 50;
/** Largest number of subscriptions whose callbacks are on one origin: the hub amplifies requests. */
const MAX_PER_ORIGIN = 10_000;

/** A hub for our own feeds (WebSub, W3C Recommendation of 23 January 2018); one machine at a time sends. */
export class Hub {
  readonly #deps: HubDeps;

  constructor(deps: HubDeps) {
    this.#deps = deps;
  }

  /**
   * Stores a request, to be verified later (section 5.1).
   * @returns a sentence about the refusal, with its status
   */
  async accept(form: SubscriptionForm, now: Instant): Promise<{ status: number; reason: string } | undefined> {
    const { store, documents, secrets } = this.#deps;
    const { mode, topic, callback, leaseSeconds, secret } = form;
    const isTopic = (await publicFeedAt(documents, topic, now)) !== undefined;
    if (mode === 'subscribe' && !isTopic) {
      return { status: 404, reason: 'hub.topic is no feed of this site: use the address of its link rel="self".' };
    }
    if (secret !== undefined && secrets === undefined) {
      return { status: 503, reason: 'This hub takes no hub.secret at the moment.' };
    }
    if ((await store.subscriptions.countOf(new URL(callback).origin)) >= MAX_PER_ORIGIN) {
      return { status: 429, reason: 'There are too many subscriptions of this host.' };
    }
    const sealed = secret === undefined ? {} : { secret: secrets?.seal(secret) ?? '' };
    const id = randomBytes(12).toString('hex');
    await store.subscriptions.request({ id, mode, topic, callback, leaseSeconds, ...sealed, requestedAt: now });
    return undefined;
  }

  /** Verifies requests, and distributes changed feeds; nothing while another machine does. */
  async run(stopping: AbortSignal): Promise<void> {
    const { store, clock } = this.#deps;
    const lease = { ...LEASE, clock: () => store.leases.time(clock) };
    await store.leases.hold(lease, async (lost) => {
      const stopped = AbortSignal.any([stopping, lost]);
      await this.#verifyRequests(stopped);
      const now = this.#now();
      await store.subscriptions.removeExpired(now);
      const topics = await this.#changedTopics(now);
      await distribute({ ...this.#deps, topics }, stopped);
    });
  }

  async #verifyRequests(stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      const requests = await this.#deps.store.subscriptions.requests(VERIFIED_AT_ONCE);
      await Promise.all(requests.map((request) => this.#verify(request)));
      if (requests.length < VERIFIED_AT_ONCE) return;
    }
  }

  /** Asks the callback whether it has made the request (section 5.3); it confirms by repeating the challenge. */
  async #verify(request: SubscriptionRequest): Promise<void> {
    const { store, documents, send } = this.#deps;
    const { mode, topic, callback, leaseSeconds } = request;
    const now = this.#now();
    const document = await publicFeedAt(documents, topic, now);
    if (mode === 'subscribe' && document === undefined) {
      await store.subscriptions.refuse(request);
      return deny(send, { callback, topic, reason: 'The feed does not exist any more.' });
    }
    const challenge = randomBytes(24).toString('base64url');
    const lease: Record<string, string> = mode === 'subscribe' ? { 'hub.lease_seconds': String(leaseSeconds) } : {};
    const url = withParameters(callback, {
      'hub.mode': mode,
      'hub.topic': topic,
      'hub.challenge': challenge,
      ...lease,
    });
    const response = await send({ url, method: 'GET', headers: {} }).catch(() => undefined);
    const isConfirmed =
      response !== undefined && response.status >= 200 && response.status < 300 && response.text === challenge;
    if (!isConfirmed) return store.subscriptions.refuse(request);
    // A subscriber gets what changes from now on.
    const sentHash = document?.etag('identity') ?? '';
    await store.subscriptions.confirm(request, { expiresAt: addSeconds(now, leaseSeconds), sentHash });
    if (document !== undefined && (await isNewTopic(store, topic))) await store.subscriptions.setTopic(topic, sentHash);
  }

  /** Returns the current documents of all topics with subscribers; subscribers of feeds that are gone are denied. */
  async #changedTopics(now: Instant): Promise<ReadonlyMap<string, TopicDocument>> {
    const { store, documents, send } = this.#deps;
    const found = new Map<string, TopicDocument>();
    for (const { topic, hash } of await store.subscriptions.topics()) {
      const document = await publicFeedAt(documents, topic, now);
      if (document === undefined) {
        for (const one of await store.subscriptions.of(topic)) {
          await store.subscriptions.remove(one);
          await deny(send, { ...one, reason: 'The feed does not exist any more.' });
        }
        continue;
      }
      const current = document.etag('identity');
      if (current !== hash) await store.subscriptions.setTopic(topic, current);
      found.set(topic, { hash: current, mediaType: document.mediaType, bytes: await document.bytes('identity') });
    }
    return found;
  }

  #now(): Instant {
    return fromMilliseconds(this.#deps.clock());
  }
}

/** The content of a topic: the bytes that its address serves. */
export interface TopicDocument {
  readonly hash: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

async function isNewTopic({ subscriptions }: HubDeps['store'], topic: string): Promise<boolean> {
  return (await subscriptions.topics()).some((one) => one.topic === topic && one.hash === undefined);
}

/** Tells a callback that its subscription is denied (section 5.2). Failures are ignored: it gets nothing more. */
async function deny(
  send: Send,
  { callback, topic, reason }: { readonly callback: string; readonly topic: string; readonly reason: string },
): Promise<void> {
  const url = withParameters(callback, { 'hub.mode': 'denied', 'hub.topic': topic, 'hub.reason': reason });
  await send({ url, method: 'GET', headers: {} }).catch(() => undefined);
}

/** Appends parameters to a callback, whose own query stays as it is. */
function withParameters(callback: string, parameters: Readonly<Record<string, string>>): string {
  return `${callback}${callback.includes('?') ? '&' : '?'}${new URLSearchParams(parameters)}`;
}
