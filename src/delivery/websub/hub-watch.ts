import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Store } from '../../archive/store.ts';
import type { WatchedHub } from '../../archive/watched-hubs.ts';
import type { Documents } from '../../documents/documents.ts';
import { publicFeedAt } from '../../documents/public-feed.ts';
import { defined } from '../../text/defined.ts';
import { addSeconds, fromMilliseconds, type Instant } from '../../text/instant.ts';
import { type Send, sendSentence } from '../outbound.ts';
import type { Alarm } from '../partners/alarms.ts';
import type { SigningSecrets } from '../signing-secret.ts';

/** Dependencies of watching a hub. */
export interface HubWatchDeps {
  readonly store: Pick<Store, 'watchedHubs' | 'leases'>;
  readonly documents: Documents;
  readonly send: Send;
  /** Absent without a secret of the operator: nothing can be watched then. */
  readonly secrets: SigningSecrets | undefined;
  /** Returns the current time in milliseconds. */
  readonly clock: () => number;
}

const LEASE = { name: 'hub watch', seconds: 8 };
/** Interval at which the feed is compared, in seconds. */
const INTERVAL_S = 30;
/** Seconds of a subscription, and before its end at which it is renewed. */
const SUBSCRIPTION_S = 10 * 24 * 60 * 60;
const RENEWAL_S = 24 * 60 * 60;
/** Seconds between two requests for a subscription. */
const ASKING_S = 10 * 60;
/** Seconds after which a content that has not arrived, or a subscription without confirmation, is an alarm. */
const PATIENCE_S = 15 * 60;

/**
 * Watches a hub of others (`webSub.external`) by a subscription of our own to the feed of all stories: a hub that takes
 * pings and distributes nothing is an alarm.
 */
export class HubWatch {
  readonly #deps: HubWatchDeps;
  #last: Instant | undefined;

  constructor(deps: HubWatchDeps) {
    this.#deps = deps;
  }

  /** Renews the subscription and compares the feed; one machine at a time. Returns an alarm that is new, or over. */
  async due(): Promise<Alarm[]> {
    const { store, clock } = this.#deps;
    const now = this.#now();
    if (this.#last !== undefined && addSeconds(this.#last, INTERVAL_S) > now) return [];
    this.#last = now;
    const lease = { ...LEASE, clock: () => store.leases.time(clock) };
    const held = await store.leases.hold(lease, () => this.#watch(now));
    return held?.result ?? [];
  }

  /**
   * Returns the challenge to repeat, if a request of the hub is about our subscription (WebSub, section 5.3); records a
   * denial.
   */
  async verified(token: string, query: URLSearchParams): Promise<string | undefined> {
    const hub = this.#hubOf(token);
    if (hub === undefined || query.get('hub.topic') !== this.#topic()) return undefined;
    const mode = query.get('hub.mode');
    const { watchedHubs } = this.#deps.store;
    if (mode === 'denied') {
      await watchedHubs.denied(hub, `denied: ${query.get('hub.reason') ?? 'without a reason'}`, this.#now());
      return '';
    }
    const challenge = query.get('hub.challenge');
    if (mode !== 'subscribe' || challenge === null) return undefined;
    const seconds = Number(query.get('hub.lease_seconds'));
    const lease = Number.isInteger(seconds) && seconds > 0 ? Math.min(seconds, SUBSCRIPTION_S) : SUBSCRIPTION_S;
    await watchedHubs.confirmed(hub, addSeconds(this.#now(), lease));
    return challenge;
  }

  /** True for the token of our subscription. */
  isOwn(token: string): boolean {
    return this.#hubOf(token) !== undefined;
  }

  /** Records a content that the hub has distributed; one without our signature is ignored (section 8). */
  async receive(body: Buffer, signature: string | undefined): Promise<void> {
    const hub = this.#deps.documents.site.publication.webSub.external?.url;
    if (hub === undefined || !isSigned(body, signature, this.#secretOf(hub))) return;
    const { watchedHubs } = this.#deps.store;
    const [now, hash] = [this.#now(), hashOf(body)];
    const isCurrent = hash === (await this.#currentHash(now));
    await watchedHubs.received(hub, hash, { now, pendingSince: isCurrent ? undefined : now });
  }

  async #watch(now: Instant): Promise<Alarm[]> {
    const { watchedHubs } = this.#deps.store;
    const hub = this.#deps.documents.site.publication.webSub.external?.url;
    await watchedHubs.removeOthers(hub);
    if (hub === undefined) return [];
    await this.#subscribe(await watchedHubs.get(hub), now);
    const state = await watchedHubs.get(hub);
    const current = await this.#currentHash(now);
    if (current !== undefined && current !== state.expectedHash) {
      // At the beginning of the subscription the hub owes nothing.
      const isNew = state.expectedHash === undefined || !isSubscribed(state, now);
      const isOwed = !isNew && current !== state.receivedHash;
      await watchedHubs.expect(hub, current, isOwed ? (state.pendingSince ?? now) : undefined);
    }
    return this.#alarm(await watchedHubs.get(hub), now);
  }

  async #subscribe(state: WatchedHub, now: Instant): Promise<void> {
    const { hub, leaseUntil, askedAt } = state;
    if (leaseUntil !== undefined && addSeconds(leaseUntil, -RENEWAL_S) > now) return;
    if (askedAt !== undefined && addSeconds(askedAt, ASKING_S) > now) return;
    const { store, documents, send } = this.#deps;
    const token = this.#tokenOf(hub);
    if (token === undefined) return;
    const parameters = new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.callback': documents.site.addresses.of('hubWatch', { token }),
      'hub.topic': this.#topic(),
      'hub.secret': this.#secretOf(hub),
      'hub.lease_seconds': String(SUBSCRIPTION_S),
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const response = await send({ url: hub, headers, body: parameters.toString() }).then(
      ({ status }) => `${status}`,
      (error: unknown) => sendSentence(error),
    );
    await store.watchedHubs.asked(state, response, now);
  }

  async #alarm(state: WatchedHub, now: Instant): Promise<Alarm[]> {
    const reason = this.#troubleOf(state, now);
    if ((reason !== undefined) === (state.alarmedAt !== undefined)) return [];
    await this.#deps.store.watchedHubs.alarmed(state.hub, reason === undefined ? undefined : now);
    const { alarm = {} } = this.#deps.documents.site.publication.webSub.external ?? {};
    const about = { channel: `the hub ${state.hub}`, ...defined(alarm) };
    return [
      reason === undefined
        ? { ...about, state: 'recovered', reason: 'the hub distributes the feeds again' }
        : { ...about, state: 'alarm', reason },
    ];
  }

  #troubleOf(state: WatchedHub, now: Instant): string | undefined {
    const { requestedAt, response = 'no response', pendingSince } = state;
    if (this.#deps.secrets === undefined) return 'it cannot be watched: set DATELINE_SECRET, the same on every machine';
    const isLate = (since: Instant | undefined): boolean => since !== undefined && addSeconds(since, PATIENCE_S) <= now;
    if (isLate(requestedAt) && !isSubscribed(state, now)) {
      return `it has not confirmed our subscription since ${requestedAt}: ${response}`;
    }
    return isLate(pendingSince) ? `it has not distributed the feed of all stories since ${pendingSince}` : undefined;
  }

  async #currentHash(now: Instant): Promise<string | undefined> {
    const document = await publicFeedAt(this.#deps.documents, this.#topic(), now);
    return document && hashOf(await document.bytes('identity'));
  }

  #topic(): string {
    return this.#deps.documents.site.addresses.feed('all', '.atom');
  }

  #hubOf(token: string): string | undefined {
    const hub = this.#deps.documents.site.publication.webSub.external?.url;
    if (hub === undefined) return undefined;
    const own = this.#tokenOf(hub);
    return own !== undefined && areEqual(own, token) ? hub : undefined;
  }

  /** Returns the part of the callback's address that no other party can guess. */
  #tokenOf(hub: string): string | undefined {
    const secret = this.#deps.secrets?.of({ partner: '', channel: `callback of ${hub}` }, 1);
    return secret && createHash('sha256').update(secret).digest('base64url');
  }

  #secretOf(hub: string): string {
    return this.#deps.secrets?.of({ partner: '', channel: `subscription at ${hub}` }, 1) ?? '';
  }

  #now(): Instant {
    return fromMilliseconds(this.#deps.clock());
  }
}

function isSubscribed({ leaseUntil }: WatchedHub, now: Instant): boolean {
  return leaseUntil !== undefined && leaseUntil > now;
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const METHODS: ReadonlySet<string> = new Set(['sha1', 'sha256', 'sha384', 'sha512']);

function isSigned(body: Buffer, signature: string | undefined, secret: string): boolean {
  const [method = '', digest = ''] = (signature ?? '').split('=');
  return METHODS.has(method) && areEqual(createHmac(method, secret).update(body).digest('hex'), digest.toLowerCase());
}

function areEqual(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
