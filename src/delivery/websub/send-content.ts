import { createHmac } from 'node:crypto';
import type { Distribution, Subscription } from '../../archive/subscriptions.ts';
import type { Document } from '../../documents/document.ts';
import { publicFeedAt } from '../../documents/public-feed.ts';
import { hubsOf } from '../../formats/hubs.ts';
import { addSeconds, fromMilliseconds, type Instant } from '../../text/instant.ts';
import { growingWait } from '../growing-wait.ts';
import type { HubDeps } from './hub.ts';

/** Waits after failures. */
const WAITS = { first: 30, longest: 6 * 60 * 60 };

/**
 * Sends the current content to a subscriber (WebSub, section 7): the bytes that the feed serves at this moment. A
 * subscriber that was away gets the newest content alone. A subscription lasts until its lease ends, however often its
 * callback fails.
 * @returns `gone` for a callback that responded 410; `undefined` where the feed is gone
 */
export async function sendContent(
  deps: HubDeps,
  subscription: Subscription,
): Promise<Distribution | 'gone' | undefined> {
  const { documents, send, clock } = deps;
  const { callback, topic, failures } = subscription;
  const document = await publicFeedAt(documents, topic, fromMilliseconds(clock()));
  if (document === undefined) return undefined;
  const body = await document.bytes('identity');
  const headers = headersOf(deps, subscription, { mediaType: document.mediaType, body });
  // A secret that cannot be read any more: content without its signature would be refused.
  const response = headers && (await send({ url: callback, headers, body }).catch(() => undefined));
  if (response?.status === 410) return 'gone';
  const isConfirmed = response !== undefined && response.status >= 200 && response.status < 300;
  if (isConfirmed) return { callback, topic, hash: document.etag('identity'), failures: 0 };
  return { callback, topic, failures: failures + 1, retryAt: retryAt(failures, fromMilliseconds(clock())) };
}

function headersOf(
  { documents: { site }, secrets }: HubDeps,
  { topic, secret }: Subscription,
  { mediaType, body }: Pick<Document, 'mediaType'> & { readonly body: Buffer },
): Record<string, string> | undefined {
  const links = [...hubsOf({ name: topic }, site).map((hub) => `<${hub}>; rel="hub"`), `<${topic}>; rel="self"`];
  const headers = { 'content-type': `${mediaType}; charset=utf-8`, link: links.join(', ') };
  if (secret === undefined) return headers;
  const key = secrets?.open(secret);
  if (key === undefined) return undefined;
  const { signature } = site.publication.webSub;
  const digest = createHmac(signature, key).update(body).digest('hex');
  return { ...headers, 'x-hub-signature': `${signature}=${digest}` };
}

function retryAt(failures: number, now: Instant): Instant {
  const wait = growingWait(failures, WAITS);
  return addSeconds(now, Math.round(wait * (0.8 + 0.4 * Math.random())));
}
