import { isRecall, type LedgerEntry, URGENT_CHANGES } from '../../archive/ledger-entry.ts';
import type { PushChannel } from '../../publication/channel.ts';
import type { Partner } from '../../publication/partner.ts';
import type { PreparedMessage } from './message.ts';

/** A partner, and one of its channels. */
export interface Settings {
  readonly partner: Partner;
  readonly channel: PushChannel;
}

/** Entries that are sent at one time. */
export interface Batch {
  readonly entries: readonly LedgerEntry[];
  readonly isDigest: boolean;
}

/** Largest number of stories in a digest by e-mail. */
const DIGEST_SIZE = 50;

/** True for e-mail with digests: several stories are sent together. */
export function isDigested({ partner, channel }: Settings): boolean {
  return channel.type === 'email' && partner.digests.length > 0;
}

/** Returns the largest number of entries that are sent at one time. */
export function batchSize(settings: Settings): number {
  return isDigested(settings) ? DIGEST_SIZE : 1;
}

/** Returns entries as they are sent: each on its own, and those of a digest by e-mail together. */
export function batchesOf(entries: readonly LedgerEntry[], settings: Settings): Batch[] {
  const isOfDigest = (entry: LedgerEntry): boolean => isDigested(settings) && !isRecall(entry);
  const single = entries.filter((entry) => !isOfDigest(entry)).map((entry) => ({ entries: [entry], isDigest: false }));
  const digest = entries.filter(isOfDigest);
  return digest.length === 0 ? single : [...single, { entries: digest, isDigest: true }];
}

/** A message on its way, and its entry. */
export interface Sent {
  readonly entry: LedgerEntry;
  readonly message: PreparedMessage;
}

/** True for a message that is no entry of a digest. */
export function isUrgentMessage({ message }: Sent): boolean {
  return message.status !== 'usable' || URGENT_CHANGES.has(message.change);
}
