import { createHmac } from 'node:crypto';
import type { Distribution, Subscription } from '../../archive/subscriptions.ts';
import { hubsOf } from '../../formats/hubs.ts';
import { addSeconds, fromMilliseconds, type Instant } from '../../text/instant.ts';
import type { HubDeps, TopicDocument } from './hub.ts';

/** Inputs of a distribution. */
export interface DistributeInputs extends HubDeps {
  readonly topics: ReadonlyMap<string, TopicDocument>;
}

/** Callbacks that get content at one time. */
const AT_ONCE = 256;
/** Places of those for callbacks that have failed before: they may hang. */
const FAILING_AT_ONCE = 64;
const BATCH_SIZE = 1000;
/** First and longest wait after a failure, in seconds; each wait is twice the previous one. */
const FIRST_WAIT_S = 30;
const MAX_WAIT_S = 6 * 60 * 60;

/**
 * Sends the current content to each subscriber that has not confirmed it (WebSub, section 7): the bytes that the feed
 * serves. A subscriber that was away gets the newest content alone. A subscription lasts until its lease ends, however
 * often its callback fails.
 */
export async function distribute(inputs: DistributeInputs, stopped: AbortSignal): Promise<void> {
  const { store, topics, clock } = inputs;
  for (;;) {
    const due = (await store.subscriptions.due(fromMilliseconds(clock()), BATCH_SIZE)).filter(({ topic }) =>
      topics.has(topic),
    );
    if (due.length === 0 || stopped.aborted) return;
    const [healthy, failing] = [due.filter((one) => one.failures === 0), due.filter((one) => one.failures > 0)];
    const results = new Results(store.subscriptions);
    const sendTo = async (subscription: Subscription): Promise<void> =>
      results.add(await sendContent(inputs, subscription));
    const first = inTurns(healthy, { atOnce: AT_ONCE - FAILING_AT_ONCE, stopped }, sendTo);
    await Promise.all([first, inTurns(failing, { atOnce: FAILING_AT_ONCE, stopped }, sendTo)]);
    await results.flush();
    if (due.length < BATCH_SIZE) return;
  }
}

/** Runs work for each item, some at a time. */
async function inTurns<Item>(
  items: readonly Item[],
  { atOnce, stopped }: { readonly atOnce: number; readonly stopped: AbortSignal },
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const worker = async (): Promise<void> => {
    for (const item of waiting) {
      if (stopped.aborted) return;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}

/** Collects results, and records them in batches: a write for each would take longer than the request. */
class Results {
  readonly #subscriptions: HubDeps['store']['subscriptions'];
  #waiting: Distribution[] = [];

  constructor(subscriptions: HubDeps['store']['subscriptions']) {
    this.#subscriptions = subscriptions;
  }

  async add(result: Distribution | undefined): Promise<void> {
    if (result !== undefined) this.#waiting.push(result);
    if (this.#waiting.length >= BATCH_SIZE / 4) await this.flush();
  }

  async flush(): Promise<void> {
    const results = this.#waiting;
    this.#waiting = [];
    if (results.length > 0) await this.#subscriptions.record(results);
  }
}

/** @returns `undefined` for a subscription that has ended: its callback responded 410 */
async function sendContent(inputs: DistributeInputs, subscription: Subscription): Promise<Distribution | undefined> {
  const { store, send, topics, clock } = inputs;
  const { callback, topic, failures } = subscription;
  const content = topics.get(topic);
  if (content === undefined) return undefined;
  const headers = headersOf(inputs, subscription, content);
  const response = await send({ url: callback, headers, body: content.bytes }).catch(() => undefined);
  if (response?.status === 410) {
    await store.subscriptions.remove(subscription);
    return undefined;
  }
  const isConfirmed = response !== undefined && response.status >= 200 && response.status < 300;
  if (isConfirmed) return { callback, topic, hash: content.hash, failures: 0 };
  return { callback, topic, failures: failures + 1, retryAt: retryAt(failures, fromMilliseconds(clock())) };
}

function headersOf(
  { documents: { site }, secrets }: DistributeInputs,
  { topic, secret }: Subscription,
  { mediaType, bytes }: TopicDocument,
): Record<string, string> {
  const links = [...hubsOf({}, site).map((hub) => `<${hub}>; rel="hub"`), `<${topic}>; rel="self"`];
  const headers = { 'content-type': `${mediaType}; charset=utf-8`, link: links.join(', ') };
  const key = secret === undefined ? undefined : secrets?.open(secret);
  if (key === undefined) return headers;
  const { signature } = site.publication.webSub;
  const digest = createHmac(signature, key).update(bytes).digest('hex');
  return { ...headers, 'x-hub-signature': `${signature}=${digest}` };
}

function retryAt(failures: number, now: Instant): Instant {
  const wait = Math.min(FIRST_WAIT_S * 2 ** Math.min(failures, 20), MAX_WAIT_S);
  return addSeconds(now, Math.round(wait * (0.8 + 0.4 * Math.random())));
}
