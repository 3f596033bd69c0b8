import { isTemporary } from '../../archive/archive-errors.ts';
import type { Delivery } from '../../archive/deliveries.ts';
import type { Store } from '../../archive/store.ts';
import type { Site } from '../../formats/format.ts';
import { FEED_FORMATS } from '../../formats/index.ts';
import { addSeconds, fromMilliseconds, type Instant } from '../../text/instant.ts';
import { feedsOfStory } from '../feeds-of-story.ts';
import { growingWait } from '../growing-wait.ts';
import { type Send, sendSentence } from '../outbound.ts';
import type { HubWatch } from './hub-watch.ts';

/** Channel of pings in the ledger; the target is the id of a story. */
export const PING = 'hub';

/** Dependencies of pings. */
export interface PingDeps {
  readonly store: Pick<Store, 'archive' | 'deliveries' | 'leases'>;
  readonly site: Site;
  readonly send: Send;
  readonly hubWatch: Pick<HubWatch, 'expect'>;
  readonly onError: (error: unknown) => void;
  /** Returns the current time in milliseconds. */
  readonly clock: () => number;
}

const LEASE = { name: 'pings', seconds: 8 };

const BATCH_SIZE = 20;
/** Largest number of addresses in one request. */
const MAX_URLS = 100;
const WAITS = { first: 10, longest: 60 * 60 };
/** Attempts (about three days) after which a ping is given up. */
const MAX_ATTEMPTS = 80;

/**
 * Names the changed feeds of due stories to the hub of others (WebSub, section 6; `hub.mode=publish`). One machine at a
 * time does so.
 */
export async function pingDue(deps: PingDeps): Promise<void> {
  const { store, clock } = deps;
  const now = fromMilliseconds(clock());
  const due = await store.deliveries.due(PING, now, BATCH_SIZE);
  if (due.length === 0) return;
  const lease = { ...LEASE, clock: () => store.leases.time(clock) };
  await store.leases.hold(lease, async () => {
    // Another machine may have sent them meanwhile.
    await pingFor(await store.deliveries.due(PING, now, BATCH_SIZE), deps, now);
  });
}

async function pingFor(due: readonly Delivery[], { store, site, send, hubWatch, onError }: PingDeps, now: Instant) {
  if (due.length === 0) return;
  const { publication, addresses } = site;
  const hub = publication.webSub.external?.url;
  if (hub === undefined) return settle(store, due, { trouble: 'no hub is configured any more', isGivenUp: true, now });
  const stories = await store.archive.articles.byIds(due.map(({ target }) => target));
  const names = new Set(stories.flatMap((article) => feedsOfStory(article, publication)));
  const urls = [...names].flatMap((name) => FEED_FORMATS.map(({ extension }) => addresses.feed(name, extension)));
  // A feed that cannot be rendered stops no ping.
  await hubWatch.expect(hub, now).catch((error: unknown) => {
    if (isTemporary(error)) throw error;
    onError(error);
  });
  let trouble: string | undefined;
  for (let start = 0; start < urls.length && trouble === undefined; start += MAX_URLS) {
    trouble = await ping(send, hub, urls.slice(start, start + MAX_URLS));
  }
  await settle(store, due, { trouble, isGivenUp: false, now });
}

/** Returns a sentence about a request that the hub did not take. */
async function ping(send: Send, hub: string, urls: readonly string[]): Promise<string | undefined> {
  const parameters = new URLSearchParams([['hub.mode', 'publish'], ...urls.map((url) => ['hub.url', url])]);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  try {
    const { status } = await send({ url: hub, headers, body: parameters.toString() });
    return status >= 200 && status < 300 ? undefined : `the hub responded ${status}`;
  } catch (error) {
    return sendSentence(error);
  }
}

async function settle(
  { deliveries }: PingDeps['store'],
  due: readonly Delivery[],
  { trouble, isGivenUp, now }: { readonly trouble: string | undefined; isGivenUp: boolean; now: Instant },
): Promise<void> {
  for (const delivery of due) {
    const { attempts } = delivery;
    const response = trouble ?? 'the hub has taken the addresses';
    if (trouble === undefined) await deliveries.settleOne(delivery, { state: 'delivered', response, now });
    else if (isGivenUp || attempts + 1 >= MAX_ATTEMPTS) {
      await deliveries.settleOne(delivery, { state: 'failed', response, now });
    } else {
      const retryAt = addSeconds(now, growingWait(attempts, WAITS));
      await deliveries.settleOne(delivery, { state: 'waiting', response, now, retryAt });
    }
  }
}
