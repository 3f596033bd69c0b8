import type { Addresses } from '../addresses/addresses.ts';
import type { Delivery } from '../archive/deliveries.ts';
import type { Store } from '../archive/store.ts';
import type { Publication } from '../publication/publication.ts';
import { addSeconds, fromMilliseconds, type Instant } from '../text/instant.ts';
import { growingWait } from './growing-wait.ts';
import { type Post, PrivateAddressError, sendSentence } from './outbound.ts';
import { secondsOf } from './retry-after.ts';

export const INDEX_NOW = 'indexnow';

/** Seconds between two submissions of one address (https://www.indexnow.org/faq). */
export const SPACING_S = 600;

/** Largest number of addresses in one request. */
const MAX_URLS = 10_000;

/** Waits after failures, in seconds. */
const WAITS = { first: 60, longest: 6 * 60 * 60 };
/** Number of failures (three days) after which an address is given up. */
const MAX_ATTEMPTS = 18;

/** The endpoint and the key of submissions. */
export interface IndexNowEndpoint {
  readonly store: Pick<Store, 'deliveries'>;
  readonly indexNow: NonNullable<Publication['indexNow']>;
  readonly addresses: Addresses;
  readonly post: Post;
}

/** The result of a request to an endpoint. */
export interface Submission {
  /** Number of addresses that it accepted. */
  readonly submitted: number;
  /** Number of addresses that it did not accept: they are retried, unless it refused them. */
  readonly failed: number;
  /** Its status, or the error of the connection; absent if all were accepted. */
  readonly response?: string;
}

/** The result without a due address. */
export const NONE_DUE: Submission = { submitted: 0, failed: 0 };

/**
 * Submits due addresses to search engines in one request (https://www.indexnow.org/documentation), and records their
 * responses. Addresses that fail temporarily are retried; refused ones are not.
 */
export async function submitDue(
  { store, indexNow, addresses, post }: IndexNowEndpoint,
  now: Instant,
): Promise<Submission> {
  const { deliveries } = store;
  const due = await deliveries.due(INDEX_NOW, now, MAX_URLS);
  if (due.length === 0) return NONE_DUE;
  const { key, endpoint } = indexNow;
  const { host } = new URL(addresses.base);
  const urlList = due.map(({ target }) => target);
  const body = { host, key, keyLocation: addresses.of('indexNowKey', { key }), urlList };
  const outcome = await post(endpoint, body).then(
    ({ status, retryAfter }) => ({ status, retryAfter, response: String(status) }),
    (error: unknown) => ({
      status: error instanceof PrivateAddressError ? 400 : 0,
      retryAfter: undefined,
      response: sendSentence(error),
    }),
  );
  const ids = due.map(({ id }) => id);
  const { status, response } = outcome;
  if (isSuccess(status)) await deliveries.settle(ids, { state: 'delivered', response, now });
  else if (!isTemporary(status)) await deliveries.settle(ids, { state: 'failed', response, now });
  else await postpone(due, deliveries, { ...outcome, now });
  return isSuccess(status) ? { submitted: due.length, failed: 0 } : { submitted: 0, failed: due.length, response };
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** True for too many requests, an error of the server, or no response. */
function isTemporary(status: number): boolean {
  return status === 0 || status === 408 || status === 429 || status >= 500;
}

async function postpone(
  due: readonly Delivery[],
  deliveries: Store['deliveries'],
  { response, retryAfter, now }: { response: string; retryAfter: string | undefined; now: Instant },
): Promise<void> {
  for (const [attempts, some] of Map.groupBy(due, (delivery) => delivery.attempts)) {
    const ids = some.map(({ id }) => id);
    if (attempts + 1 >= MAX_ATTEMPTS) {
      await deliveries.settle(ids, { state: 'failed', response, now });
      continue;
    }
    const wait = Math.max(growingWait(attempts, WAITS), secondsOf(retryAfter, now));
    const retryAt = addSeconds(now, Math.min(wait, WAITS.longest));
    await deliveries.settle(ids, { state: 'waiting', response: `${response}, retry at ${retryAt}`, now, retryAt });
  }
}

/** Returns the instant before which settled notifications are deleted. */
export function settledBefore(now: Instant): Instant {
  return fromMilliseconds(Date.parse(now) - 30 * 24 * 60 * 60 * 1000);
}
