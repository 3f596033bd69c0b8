import { randomBytes } from 'node:crypto';
import type { LedgerEntry } from '../../archive/ledger-entry.ts';
import type { Store } from '../../archive/store.ts';
import type { Site } from '../../formats/format.ts';
import { channelNameOf, type Partner, type QueueChannel } from '../../publication/partner.ts';
import { addSeconds, type Instant } from '../../text/instant.ts';
import { type Message, messageOfEntry } from './message.ts';

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
  const { ledger } = queue.store;
  const named = [queue.partner.key, channelNameOf(queue.channel)] as const;
  await ledger.recover(...named, now);
  const messages: QueuedMessage[] = [];
  while (messages.length < limit) {
    const due = await ledger.due(...named, { now, limit: limit - messages.length });
    if (due.length === 0) break;
    for (const entry of due) {
      // Another request may have taken it meanwhile.
      if (!(await ledger.start(entry.id))) continue;
      const message = await handOut(queue, entry, now);
      if (message !== undefined) messages.push(message);
    }
  }
  await queue.store.channels.succeeded({ partner: named[0], channel: named[1] }, 'polled', now);
  return messages;
}

/** Returns the message of a started entry; `undefined` where there is nothing to hand out. */
async function handOut(
  { store, site, partner, channel }: PartnerQueue,
  entry: LedgerEntry,
  now: Instant,
): Promise<QueuedMessage | undefined> {
  const { ledger, archive } = store;
  const message = await messageOfEntry({ archive, ledger, site }, { entry, partner }, now);
  if ('nothing' in message) {
    await ledger.drop(entry.id, message.nothing, now);
    return undefined;
  }
  if ('refused' in message) {
    await ledger.fail(entry, { response: message.refused, now });
    return undefined;
  }
  const { version, hash, status } = message;
  const attempts = entry.attempts + 1;
  if (channel.atMostOnce) {
    await ledger.confirm(entry, { version, hash, status, response: 'handed out once', now });
    return { ...message, attempts };
  }
  const receipt = randomBytes(18).toString('base64url');
  const hiddenUntil = addSeconds(now, channel.hideSeconds);
  await ledger.handOut(entry.id, { version, hash, status, receipt, heldUntil: hiddenUntil });
  return { ...message, receipt, hiddenUntil, attempts };
}

/** Confirms a message. Returns false for a receipt that is unknown, used, or of a message that was handed out again. */
export async function confirmMessage(
  { ledger }: Pick<Store, 'ledger'>,
  { partner, receipt }: { readonly partner: string; readonly receipt: string },
  now: Instant,
): Promise<boolean> {
  const entry = await ledger.byReceipt(partner, receipt);
  if (entry?.hash === undefined || entry.status === undefined) return false;
  const { version, hash, status } = entry;
  await ledger.confirm(entry, { version, hash, status, response: 'confirmed', now });
  return true;
}
