import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { isTemporary } from '../../archive/archive-errors.ts';
import type { Store } from '../../archive/store.ts';
import type { Subscription, SubscriptionRequest } from '../../archive/subscriptions.ts';
import type { Documents } from '../../documents/documents.ts';
import { publicFeedAt } from '../../documents/public-feed.ts';
import { addSeconds, fromMilliseconds, type Instant } from '../../text/instant.ts';
import type { Send } from '../outbound.ts';
import type { SigningSecrets } from '../signing-secret.ts';
import { Distributor } from './distributor.ts';
import type { SubscriptionForm } from './subscription-form.ts';
import { deny, verifyRequest } from './verify-request.ts';

/** Dependencies of the hub. */
export interface HubDeps {
  readonly store: Pick<Store, 'subscriptions' | 'leases'>;
  readonly documents: Documents;
  readonly send: Send;
  /** Absent without a secret of the operator: subscriptions with a secret are refused then. */
  readonly secrets: SigningSecrets | undefined;
  /** Returns the current time in milliseconds. */
  readonly clock: () => number;
  /** Receives errors of single feeds, requests and callbacks. */
  readonly onError?: (error: unknown) => void;
}

const LEASE = { name: 'websub', seconds: 8 };
/** Requests that are verified at one time, besides distribution. */
const VERIFICATIONS = 20;
const VERIFICATIONS_PER_ORIGIN = 4;
/** Requests that are looked at: those of one origin do not hide others. */
const READ_REQUESTS = 1000;
/** Interval at which a busy hub looks for changes and requests, in milliseconds. */
const INTERVAL_MS = 250;
/** Largest number of subscriptions whose callbacks are on one origin, and of subscribed topics. */
const MAX_PER_ORIGIN = 10_000;
const MAX_TOPICS = 2000;

/** A hub for our own feeds (WebSub, W3C Recommendation of 23 January 2018); one machine at a time sends. */
export class Hub {
  readonly #deps: HubDeps;
  /** Verifications on their way, by the id of the request. */
  readonly #verifying = new Map<string, { readonly origin: string; readonly done: Promise<void> }>();

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
    if (mode === 'unsubscribe') {
      // Without a subscription nothing is sent to the callback.
      if (!(await store.subscriptions.has({ callback, topic }))) return undefined;
    } else {
      if ((await publicFeedAt(documents, topic, now)) === undefined) {
        return { status: 404, reason: 'hub.topic is no feed of this site: use the address of its link rel="self".' };
      }
      if (secret !== undefined && secrets === undefined) {
        return { status: 503, reason: 'This hub takes no hub.secret at the moment.' };
      }
      const topics = await store.subscriptions.topics();
      const isFull = topics.length >= MAX_TOPICS && !topics.some((one) => one.topic === topic);
      if (isFull || (await store.subscriptions.countOf(new URL(callback).origin)) >= MAX_PER_ORIGIN) {
        return { status: 429, reason: 'There are too many subscriptions: try again later.' };
      }
    }
    const sealed = secret === undefined ? {} : { secret: secrets?.seal(secret) ?? '' };
    const id = randomBytes(12).toString('hex');
    await store.subscriptions.request({ id, mode, topic, callback, leaseSeconds, ...sealed, requestedAt: now });
    return undefined;
  }

  /**
   * Verifies requests, and distributes changed feeds, until nothing is to be done; nothing while another machine does. A
   * callback that hangs delays no other one.
   */
  async run(stopping: AbortSignal): Promise<void> {
    const { store, clock, documents } = this.#deps;
    if (!documents.site.publication.webSub.hub) return;
    const lease = { ...LEASE, clock: () => store.leases.time(clock) };
    await store.leases.hold(lease, async (lost) => {
      const stopped = AbortSignal.any([stopping, lost]);
      const distributor = new Distributor(this.#deps);
      try {
        while (!stopped.aborted) {
          await this.#startVerifications();
          await store.subscriptions.removeExpired(this.#now());
          await this.#readTopics();
          const isSending = await distributor.fill();
          const running = [...this.#verifying.values()].map(({ done }) => done);
          if (isSending) running.push(distributor.progress);
          if (running.length === 0) return;
          await Promise.race([...running, pause(INTERVAL_MS, undefined, { ref: false })]);
        }
      } finally {
        await distributor.end();
      }
    });
  }

  async #startVerifications(): Promise<void> {
    const requests = await this.#deps.store.subscriptions.requests(READ_REQUESTS);
    for (const request of requests) {
      const { origin } = new URL(request.callback);
      const ofOrigin = [...this.#verifying.values()].filter((one) => one.origin === origin).length;
      const isFull = this.#verifying.size >= VERIFICATIONS || ofOrigin >= VERIFICATIONS_PER_ORIGIN;
      if (this.#verifying.has(request.id) || isFull) continue;
      const refuse = (): Promise<void> => this.#deps.store.subscriptions.refuse(request);
      const done = this.#guarded(() => this.#verified(request), refuse).finally(() =>
        this.#verifying.delete(request.id),
      );
      this.#verifying.set(request.id, { origin, done });
    }
  }

  async #verified(request: SubscriptionRequest): Promise<void> {
    const { store, documents, send } = this.#deps;
    const { mode, topic, leaseSeconds } = request;
    const now = this.#now();
    const document = await publicFeedAt(documents, topic, now);
    if (mode === 'subscribe' && document === undefined) {
      await store.subscriptions.refuse(request);
      return deny(send, { ...request, reason: 'The feed does not exist any more.' });
    }
    if (!(await verifyRequest(request, send))) return store.subscriptions.refuse(request);
    // A subscriber gets what changes from now on.
    const sentHash = document?.etag('identity') ?? '';
    await store.subscriptions.confirm(request, { expiresAt: addSeconds(now, leaseSeconds), sentHash });
    if (document !== undefined) await store.subscriptions.addTopic(topic, sentHash);
  }

  /** Records the current digest of each topic; subscribers of feeds that are gone are denied. */
  async #readTopics(): Promise<void> {
    const { store, documents, send } = this.#deps;
    const now = this.#now();
    for (const { topic, hash } of await store.subscriptions.topics()) {
      // A feed that cannot be rendered stays as it was, and stops no other.
      const document = await publicFeedAt(documents, topic, now).catch((error: unknown) => {
        if (isTemporary(error)) throw error;
        this.#deps.onError?.(error);
        return 'broken' as const;
      });
      if (document === 'broken') continue;
      const current = document?.etag('identity');
      if (current === undefined) {
        const gone = await store.subscriptions.of(topic);
        for (const one of gone) await store.subscriptions.remove(one);
        void denyAll(gone, send);
      } else if (current !== hash) await store.subscriptions.setTopic(topic, current);
    }
  }

  /** Runs work in the background: its error is reported, and then its remedy is tried; neither ends the process. */
  async #guarded(work: () => Promise<void>, remedy: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#deps.onError?.(error);
      if (!isTemporary(error)) await remedy().catch((again: unknown) => this.#deps.onError?.(again));
    }
  }

  #now(): Instant {
    return fromMilliseconds(this.#deps.clock());
  }
}

/** Denies subscriptions, some at a time. */
async function denyAll(gone: readonly Subscription[], send: Send): Promise<void> {
  for (let start = 0; start < gone.length; start += VERIFICATIONS) {
    const some = gone.slice(start, start + VERIFICATIONS);
    await Promise.all(some.map((one) => deny(send, { ...one, reason: 'The feed does not exist any more.' })));
  }
}
