import { randomBytes } from 'node:crypto';
import type { SubscriptionRequest } from '../../archive/subscriptions.ts';
import type { Send } from '../outbound.ts';

/** Asks the callback whether it has made the request (WebSub, section 5.3); it confirms by repeating the challenge. */
export async function verifyRequest(request: SubscriptionRequest, send: Send): Promise<boolean> {
  const { mode, topic, callback, leaseSeconds } = request;
  const challenge = randomBytes(24).toString('base64url');
  const lease: Record<string, string> = mode === 'subscribe' ? { 'hub.lease_seconds': String(leaseSeconds) } : {};
  const url = withParameters(callback, { 'hub.mode': mode, 'hub.topic': topic, 'hub.challenge': challenge, ...lease });
  const response = await send({ url, method: 'GET', headers: {} }).catch(() => undefined);
  return response !== undefined && response.status >= 200 && response.status < 300 && response.text === challenge;
}

/** Denies a subscription (section 5.2). Failures are ignored: the callback gets nothing more. */
export async function deny(
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
