import type { LedgerEntry } from '../../archive/ledger-entry.ts';
import type { FileChannel, PushChannel } from '../../publication/channel.ts';
import type { Instant } from '../../text/instant.ts';
import { sendByEmail } from './email.ts';
import { type FileDelivery, putMessage } from './files.ts';
import { ftpsSentence, openFtps } from './ftps.ts';
import { type Attempt, push } from './https.ts';
import type { Message } from './message.ts';
import { openS3, s3Sentence } from './s3.ts';
import { type SenderDeps, validNumbers } from './sender.ts';
import { openSftp, sftpSentence } from './sftp.ts';

/** A channel, and what is sent on it at one time. */
export interface Transmission {
  readonly named: Pick<LedgerEntry, 'partner' | 'channel'>;
  readonly channel: PushChannel;
  /** One message, or those of a digest. */
  readonly messages: readonly Message[];
  readonly isDigest: boolean;
}

/** Dependencies of a transmission. */
export type TransmitDeps = Omit<SenderDeps, 'clock' | 'onError'>;

const NO_SECRET =
  'there is no signing secret: set DATELINE_SECRET to at least 32 characters, the same on every machine';

/** Sends messages on a channel: each on its own, except for digests by e-mail. */
export async function transmit(
  { named, channel, messages, isDigest }: Transmission,
  deps: TransmitDeps,
  now: Instant,
): Promise<Attempt> {
  const { store, site, send, sendMail, secrets, mediaBytes } = deps;
  if (channel.type === 'email') {
    return sendByEmail(messages, { channel, sendMail, site: site(), isDigest }, now);
  }
  const [message] = messages;
  if (message === undefined) throw new Error('There is no message to send.');
  if (channel.type !== 'https') {
    const delivery = { channel, named, files: store.partnerFiles, mediaBytes, ...targetOf(channel, deps) };
    return putMessage(message, delivery, now);
  }
  if (secrets === undefined) return { isDelivered: false, response: NO_SECRET, isLost: true };
  const state = await store.channels.get(named);
  const valid = validNumbers(state, now).map((number) => secrets.of(named, number));
  return push(message, { channel, secrets: valid, send, release: site().release }, now);
}

/** Returns the store of files that a channel names. */
function targetOf(
  channel: FileChannel,
  { allowed, send, secretIn }: TransmitDeps,
): Pick<FileDelivery, 'open' | 'sentenceOf'> {
  const connection = { allowed, secretIn };
  if (channel.type === 'sftp') return { open: () => openSftp(channel, connection), sentenceOf: sftpSentence };
  if (channel.type === 'ftps') return { open: () => openFtps(channel, connection), sentenceOf: ftpsSentence };
  return { open: () => openS3(channel, { send, secretIn }), sentenceOf: s3Sentence };
}
