import { Webhook } from 'standardwebhooks';
import type { HttpsChannel } from '../../publication/channel.ts';
import { type Instant, toMilliseconds } from '../../text/instant.ts';
import { isLost, type OutboundResponse, type Send, sendSentence } from '../outbound.ts';
import type { Message } from './message.ts';

/** The result of an attempt. */
export interface Attempt {
  readonly isDelivered: boolean;
  /** The receiver's response, or the error of the connection. */
  readonly response: string;
  readonly retryAfter?: string;
  /** True if the receiver asks for nothing more (410). */
  readonly isGone?: boolean;
  /** True if the receiver refuses this story alone (4xx): the channel goes on. */
  readonly isOfStory?: boolean;
  /** True if no byte of the message has arrived for certain. */
  readonly isLost?: boolean;
}

/** Inputs of an attempt. */
export interface Push {
  readonly channel: HttpsChannel;
  /** Valid secrets, the current one first; all of them sign, so that a receiver may change at any time. */
  readonly secrets: readonly string[];
  readonly send: Send;
  readonly release: string;
}

/**
 * Posts a message, signed by Standard Webhooks (https://www.standardwebhooks.com), with a new signature at each attempt.
 * It is delivered if the receiver answers with a status of 2xx, and its response is complete.
 */
export async function push(
  message: Message,
  { channel, secrets, send, release }: Push,
  now: Instant,
): Promise<Attempt> {
  const headers = {
    'content-type': `${message.mediaType}; charset=utf-8`,
    'user-agent': `Dateline/${release}`,
    ...signatureOf(message, secrets, now),
    ...factsOf(message),
  };
  try {
    return attemptOf(await send({ url: channel.url, headers, body: message.body }));
  } catch (error) {
    return { isDelivered: false, response: sendSentence(error), isLost: isLost(error) };
  }
}

/** Returns the headers of Standard Webhooks. */
export function signatureOf(
  { id, body }: Pick<Message, 'id' | 'body'>,
  secrets: readonly string[],
  now: Instant,
): Record<string, string> {
  const at = new Date(toMilliseconds(now));
  const signatures = secrets.map((secret) => new Webhook(secret).sign(id, at, body));
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signatures.join(' '),
  };
}

/** Returns the facts of a message as headers, for receivers that route before they parse. */
export function factsOf({ change, story, version, status }: Omit<Message, 'body'>): Record<string, string> {
  return {
    'dateline-change': change,
    'dateline-story': story,
    'dateline-version': String(version),
    'dateline-status': status,
  };
}

/** Statuses 4xx that do not depend on the story: the account, the time, the rate, the address. */
const OF_CHANNEL: ReadonlySet<number> = new Set([401, 403, 404, 405, 408, 410, 425, 429]);

function attemptOf({ status, retryAfter, location, text = '' }: OutboundResponse): Attempt {
  const isDelivered = status >= 200 && status < 300;
  const about = location === undefined ? text.trim().slice(0, 200) : `a redirect to ${location.slice(0, 200)}`;
  const response = isDelivered || about === '' ? String(status) : `${status}: ${about}`;
  return {
    isDelivered,
    response,
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(status === 410 ? { isGone: true } : {}),
    isOfStory: status >= 400 && status < 500 && !OF_CHANNEL.has(status),
  };
}
