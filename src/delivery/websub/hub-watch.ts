import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Store } from '../../archive/store.ts';
import type { WatchedHub } from '../../archive/watched-hubs.ts';
import type { Documents } from '../../documents/documents.ts';
import { publicFeedAt } from '../../documents/public-feed.ts';
import { defined } from '../../text/defined.ts';
import { addSeconds, fromMilliseconds, type Instant, toMilliseconds } from '../../text/instant.ts';
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
 * no pings, or takes them and distributes nothing, is an alarm.
 */
export class HubWatch {
  readonly #deps: HubWatchDeps;
  #last: Instant | undefined;

  constructor(deps: HubWatchDeps) {
    this.#deps = deps;
  }

  /** Renews the subscription; one machine at a time. Returns an alarm that is new, or over. */
  async due(): Promise<Alarm[]> {
    const { store, clock } = this.#deps;
    const now = this.#now();
    if (this.#last !== undefined && addSeconds(this.#last, INTERVAL_S) > now) return [];
    this.#last = now;
    const lease = { ...LEASE, clock: () => store.leases.time(clock) };
    const held = await store.leases.hold(lease, () => this.#watch(now));
    return held?.result ?? [];
  }

  /** Records that the hub owes a content, before a ping: the hub may distribute it before the ping has ended. */
  async expect(hub: string, now: Instant): Promise<void> {
    const { watchedHubs } = this.#deps.store;
    const document = await publicFeedAt(this.#deps.documents, this.#topic(), now);
    if (document === undefined) return;
    const state = await watchedHubs.get(hub);
    const hash = document.etag('identity');
    if (hash === state.pingedHash) return;
    // The first content after the beginning of a subscription may be none that is new to the hub.
    const isOwed =
      state.pingedHash !== undefined && isSubscribed(state, now) && this.#callbackAt(hub) === state.callback;
    await watchedHubs.pinged(hub, hash, isOwed ? (state.pendingSince ?? now) : undefined);
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
      const reason = `denied: ${query.get('hub.reason') ?? 'without a reason'}`;
      await watchedHubs.denied(await watchedHubs.get(hub), reason, this.#now());
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

  /**
   * Records that the hub has distributed a content; one without our signature is ignored (section 8). Hubs may send new
   * entries alone (section 7), so that the bytes are not compared.
   */
  async receive(body: Buffer, signature: string | undefined): Promise<void> {
    const hub = this.#deps.documents.site.publication.webSub.external?.url;
    if (hub === undefined || !isSigned(body, signature, this.#secretOf(hub))) return;
    await this.#deps.store.watchedHubs.received(hub, this.#now());
  }

  async #watch(now: Instant): Promise<Alarm[]> {
    const { watchedHubs } = this.#deps.store;
    const hub = this.#deps.documents.site.publication.webSub.external?.url;
    await watchedHubs.removeOthers(hub);
    if (hub === undefined) return [];
    await this.#subscribe(await watchedHubs.get(hub), now);
    return this.#alarm(await watchedHubs.get(hub), now);
  }

  async #subscribe(state: WatchedHub, now: Instant): Promise<void> {
    const { hub, leaseUntil, askedAt } = state;
    const { store, send } = this.#deps;
    const callback = this.#callbackAt(hub);
    if (callback === undefined) return;
    // Another base URL or another secret makes another callback.
    const isSame = callback === state.callback;
    if (!isSame) await store.watchedHubs.restart(hub);
    if (isSame && leaseUntil !== undefined && renewalOf(leaseUntil, askedAt) > now) return;
    if (isSame && askedAt !== undefined && addSeconds(askedAt, ASKING_S) > now) return;
    const parameters = new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.callback': callback,
      'hub.topic': this.#topic(),
      'hub.secret': this.#secretOf(hub),
      'hub.lease_seconds': String(SUBSCRIPTION_S),
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const response = await send({ url: hub, headers, body: parameters.toString() }).then(
      ({ status }) => `${status}`,
      (error: unknown) => sendSentence(error),
    );
    await store.watchedHubs.asked(state, { callback, response }, now);
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
      return `it has not confirmed our subscription since ${requestedAt}; its last response was ${response}`;
    }
    return isLate(pendingSince) ? `it has not distributed the feed of all stories since ${pendingSince}` : undefined;
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

  #callbackAt(hub: string): string | undefined {
    const token = this.#tokenOf(hub);
    return token && this.#deps.documents.site.addresses.of('hubWatch', { token });
  }

  #secretOf(hub: string): string {
    return this.#deps.secrets?.of({ partner: '', channel: `subscription at ${hub}` }, 1) ?? '';
  }

  #now(): Instant {
    return fromMilliseconds(this.#deps.clock());
  }
}

/** Returns the time at which a subscription is renewed: a day before its end, or after half of a short one. */
function renewalOf(leaseUntil: Instant, askedAt: Instant | undefined): Instant {
  const length = askedAt === undefined ? 0 : (toMilliseconds(leaseUntil) - toMilliseconds(askedAt)) / 1000;
  return addSeconds(leaseUntil, -Math.min(RENEWAL_S, Math.floor(length / 2)));
}

function isSubscribed({ leaseUntil }: WatchedHub, now: Instant): boolean {
  return leaseUntil !== undefined && leaseUntil > now;
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
