import { setTimeout as pause } from 'node:timers/promises';
import { partnerNamed } from '../../delivery/partners/partner-list.ts';
import { confirmMessage, type PartnerQueue, type QueuedMessage, takeMessages } from '../../delivery/partners/queue.ts';
import { resend } from '../../delivery/partners/resend.ts';
import { channelNameOf, type QueueChannel } from '../../publication/channel.ts';
import type { Partner } from '../../publication/partner.ts';
import { addSeconds, fromMilliseconds, parseInstant } from '../../text/instant.ts';
import type { ServerContext } from '../context.ts';
import { parameter } from '../exchange.ts';
import { API_PATH } from './address.ts';
import { type ApiExchange, type ApiHandler, partnerIn, sendJson } from './context.ts';
import { numberIn } from './log-cursor.ts';
import { apiProblem, sendApiProblem } from './problem.ts';

type QueueOperation = 'getQueue' | 'deleteReceipt' | 'replayQueue';

const MAX_MESSAGES = 50;
/** Longest wait for a message, in seconds; one request of a partner waits at a time. */
const MAX_WAIT_S = 30;
/** Seconds until a client should ask again after an empty response. */
const RETRY_AFTER_S = 5;
/** Interval at which a waiting request looks for messages, in milliseconds. */
const POLL_MS = 500;
/** Messages in a queue after which nothing is put into it again. */
const MAX_OPEN = 10_000;
/** Length of the past that can be had again, in seconds. */
const MAX_REPLAY_S = 90 * 24 * 60 * 60;

/** Handlers of the queue of a partner. */
export function queueHandlers(context: ServerContext): Readonly<Record<QueueOperation, ApiHandler>> {
  const waiting = new Set<string>();
  const replaying = new Set<string>();
  return {
    getQueue: (exchange) => getQueue(context, exchange, waiting),
    deleteReceipt: (exchange) => deleteReceipt(context, exchange),
    replayQueue: (exchange) => replayQueue(context, exchange, replaying),
  };
}

async function getQueue(context: ServerContext, exchange: ApiExchange, waiting: Set<string>): Promise<void> {
  const { request, response } = exchange;
  const queue = queueIn(context, exchange);
  if (queue === undefined) return;
  const limit = numberIn(request.query.limit, { most: MAX_MESSAGES, otherwise: 10 });
  const wait = numberIn(request.query.wait, { most: MAX_WAIT_S, otherwise: 0 });
  if (limit === undefined || limit === 0 || wait === undefined) {
    const detail = `\`limit\` is 1 to ${MAX_MESSAGES} messages, \`wait\` 0 to ${MAX_WAIT_S} seconds.`;
    return sendApiProblem(response, apiProblem(400, detail));
  }
  const { key } = queue.partner;
  if (wait > 0 && waiting.has(key)) {
    return sendApiProblem(response, apiProblem(429, 'Another request of this partner is waiting: end it first.'));
  }
  if (wait > 0) waiting.add(key);
  try {
    sendMessages(exchange, await messagesWithin(context, { queue, limit, wait, exchange }));
  } finally {
    if (wait > 0) waiting.delete(key);
  }
}

interface Waiting {
  readonly queue: PartnerQueue;
  readonly limit: number;
  /** In seconds. */
  readonly wait: number;
  readonly exchange: ApiExchange;
}

async function messagesWithin(
  { clock, stopping, store }: ServerContext,
  { queue, limit, wait, exchange: { request, key } }: Waiting,
): Promise<QueuedMessage[]> {
  const until = performance.now() + wait * 1000;
  for (;;) {
    const now = fromMilliseconds(clock());
    // The key, the agreement or the product may have changed during the wait.
    if (!(await store.keys.isValid(key.id, now))) return [];
    const partner = (await partnerNamed(store, queue.partner.key))?.partner ?? queue.partner;
    const messages = await takeMessages({ ...queue, partner }, limit, now);
    const isOver = performance.now() >= until || stopping.aborted || request.socket.destroyed;
    if (messages.length > 0 || isOver) return messages;
    await pause(POLL_MS);
  }
}

function sendMessages({ response }: ApiExchange, messages: readonly QueuedMessage[]): void {
  if (messages.length === 0) response.set('Retry-After', String(RETRY_AFTER_S));
  sendJson(response, 200, {
    messages: messages.map(({ extension: _, files: _files, hash, ...message }) => ({ ...message, sha256: hash })),
  });
}

async function deleteReceipt(context: ServerContext, exchange: ApiExchange): Promise<void> {
  const queue = queueIn(context, exchange);
  if (queue === undefined) return;
  const receipt = parameter(exchange, 'receipt');
  if (await confirmMessage(context.store, { partner: queue.partner.key, receipt }, exchange.now)) {
    exchange.response.status(204).end();
    return;
  }
  const detail = 'This receipt is not valid: it was used before, or the message was handed out again after its time.';
  sendApiProblem(exchange.response, apiProblem(404, detail));
}

/** Plans messages about everything that has changed since a time. */
async function replayQueue(context: ServerContext, exchange: ApiExchange, replaying: Set<string>): Promise<void> {
  const queue = queueIn(context, exchange);
  if (queue === undefined) return;
  const { request, response, now } = exchange;
  const from = parseInstant(String(request.query.since ?? ''));
  if (from === undefined || from < addSeconds(now, -MAX_REPLAY_S) || from > now) {
    const detail = '`since` is a time of the last 90 days with an offset, such as 2026-11-01T00:00:00Z.';
    return sendApiProblem(response, apiProblem(400, detail));
  }
  const { key } = queue.partner;
  const channel = channelNameOf(queue.channel);
  const waiting = await context.store.ledgerFigures.waiting();
  const open = waiting.find((one) => one.partner === key && one.channel === channel)?.count ?? 0;
  if (replaying.has(key) || open >= MAX_OPEN) {
    const detail = 'A replay of this partner is being planned, or its queue is long: take messages first.';
    return sendApiProblem(response, apiProblem(429, detail));
  }
  replaying.add(key);
  try {
    const wanted = { from, to: now };
    const stories = await resend(context.store, { partner: queue.partner, wanted, channel }, now);
    response.set('Location', `${API_PATH}/queue`);
    sendJson(response, 202, { stories });
  } finally {
    replaying.delete(key);
  }
}

/** Returns the queue of the partner of a request; responds with a problem if there is none. */
function queueIn({ store, documents }: ServerContext, exchange: ApiExchange): PartnerQueue | undefined {
  const partner = partnerIn(exchange);
  if (partner === undefined) return undefined;
  const channel = queueOf(partner);
  if (channel !== undefined) return { store, site: documents.site, partner, channel };
  const detail = 'This partner has no queue: add a channel of the type `queue` to its settings.';
  sendApiProblem(exchange.response, apiProblem(404, detail));
  return undefined;
}

function queueOf({ channels }: Partner): QueueChannel | undefined {
  return channels.find((channel) => channel.type === 'queue');
}
