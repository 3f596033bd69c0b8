import { randomBytes } from 'node:crypto';
import { isTemporary } from '../../archive/archive-errors.ts';
import type { LedgerEntry } from '../../archive/ledger-entry.ts';
import type { Store } from '../../archive/store.ts';
import type { Site } from '../../formats/format.ts';
import { channelNameOf, type QueueChannel } from '../../publication/channel.ts';
import type { Partner } from '../../publication/partner.ts';
import { addSeconds, type Instant } from '../../text/instant.ts';
import { type Message, type Prepared, prepare } from './message.ts';

/** A message that a partner has taken from its queue. */
export interface QueuedMessage extends Message {
  /** Confirms the message; absent where it counts as received. */
  readonly receipt?: string;
  /** Time until which it is hidden: afterwards it is handed out again. */
  readonly hiddenUntil?: Instant;
  readonly attempts: number;
}

/** A queue of a partner. */
export interface PartnerQueue {
  readonly store: Store;
  readonly site: Site;
  readonly partner: Partner;
  readonly channel: QueueChannel;
}

/**
 * Takes messages from a queue: recalls first, then the oldest. Each is hidden from further requests until it is confirmed
 * or its time is over.
 */
export async function takeMessages(queue: PartnerQueue, limit: number, now: Instant): Promise<QueuedMessage[]> {
  const { store, partner, channel } = queue;
  const named = { partner: partner.key, channel: channelNameOf(channel) };
  const state = await store.channels.get(named);
  if (state.pausedAt !== undefined) return [];
  await store.ledger.recover(named, { now, isQueue: true });
  const messages: QueuedMessage[] = [];
  while (messages.length < limit) {
    const due = await store.ledger.due(named.partner, named.channel, { now, limit: limit - messages.length });
    if (due.length === 0) break;
    for (const entry of due) {
      const message = await handOut(queue, entry, now);
      if (message !== undefined) messages.push(message);
    }
  }
  // A message that waits for its receipt is not received: a partner that never confirms is in trouble.
  if (messages.every(({ receipt }) => receipt === undefined)) await store.channels.succeeded(named, 'polled', now);
  return messages;
}

/** Returns the message of an entry; `undefined` where another request has it, or there is nothing to hand out. */
async function handOut(queue: PartnerQueue, entry: LedgerEntry, now: Instant): Promise<QueuedMessage | undefined> {
  const { store, channel } = queue;
  const hiddenUntil = addSeconds(now, channel.hideSeconds);
  if (!(await store.ledger.start(entry, hiddenUntil))) return undefined;
  const ready = await prepared(queue, entry, now);
  if ('nothing' in ready) {
    await store.ledger.drop(entry, ready.nothing, now);
    return undefined;
  }
  if ('refused' in ready) {
    await store.ledger.fail(entry, { response: ready.refused, now });
    return undefined;
  }
  const { isFirst: _, ...message } = ready;
  const attempts = entry.attempts + 1;
  if (channel.atMostOnce) {
    await store.ledger.confirm(entry, message, { response: 'handed out once', now });
    return { ...message, attempts };
  }
  const receipt = randomBytes(18).toString('base64url');
  await store.ledger.handOut(entry, { ...message, receipt });
  return { ...message, receipt, hiddenUntil, attempts };
}

/** Prepares a message; an error of one story parks it, and stops no other. */
async function prepared({ store, site, partner }: PartnerQueue, entry: LedgerEntry, now: Instant): Promise<Prepared> {
  try {
    return await prepare(store, { entry, partner, site }, now);
  } catch (error) {
    if (isTemporary(error)) throw error;
    return { refused: 'the message could not be made: the error is in the log of the server' };
  }
}

/** Confirms a message. Returns false for a receipt that is unknown, used, or of a message that was handed out again. */
export async function confirmMessage(
  { ledger, channels }: Pick<Store, 'ledger' | 'channels'>,
  { partner, receipt }: { readonly partner: string; readonly receipt: string },
  now: Instant,
): Promise<boolean> {
  const entry = await ledger.byReceipt(partner, receipt);
  if (entry?.hash === undefined || entry.status === undefined) return false;
  const { version, hash, status } = entry;
  const isConfirmed = await ledger.confirm(entry, { version, hash, status }, { response: 'confirmed', now });
  if (isConfirmed) await channels.succeeded(entry, 'confirmed', now);
  return isConfirmed;
}
