import { createHash } from 'node:crypto';
import { keyOf } from '../../article/identity.ts';
import { digestEmail, storyEmail } from '../../formats/email/email.ts';
import type { Site } from '../../formats/format.ts';
import type { EmailChannel } from '../../publication/channel.ts';
import { type Instant, toMilliseconds } from '../../text/instant.ts';
import { mailFailure, type SendMail } from '../mail.ts';
import { documentName } from './files.ts';
import { type Attempt, factsOf } from './https.ts';
import type { Message } from './message.ts';

/** Inputs of an e-mail. */
export interface EmailDelivery {
  readonly channel: EmailChannel;
  /** Absent without a mail server. */
  readonly sendMail: SendMail | undefined;
  readonly site: Site;
  /** True if the messages are a digest, also a single one. */
  readonly isDigest: boolean;
}

const NO_SERVER = 'there is no mail server: set DATELINE_SMTP_URL and DATELINE_MAIL_FROM';

/** Sends messages as one e-mail, with their documents. It is delivered when the mail server has taken it. */
export async function sendByEmail(
  messages: readonly Message[],
  { channel, sendMail, site, isDigest }: EmailDelivery,
  now: Instant,
): Promise<Attempt> {
  if (sendMail === undefined) return { isDelivered: false, response: NO_SERVER, isLost: true };
  const parts = messages.flatMap(({ email }) => email ?? []);
  const [first] = messages;
  const [part] = parts;
  if (first === undefined || part === undefined) throw new Error('A message for a channel of e-mail has no text.');
  const email = isDigest ? digestEmail(parts, site.publication) : storyEmail(part, site.publication);
  try {
    const response = await sendMail({
      ...email,
      to: channel.to,
      messageId: messageId(messages, site),
      date: new Date(toMilliseconds(now)),
      headers: isDigest ? {} : factsOf(first),
      ...(isDigest ? {} : { references: storyReference(first, site) }),
      isUrgent: first.status !== 'usable' || first.change === 'correct',
      attachments: messages.map((message) => ({
        filename: documentName(message),
        contentType: message.mediaType,
        content: message.body,
      })),
    });
    return { isDelivered: true, response };
  } catch (error) {
    return { isDelivered: false, ...mailFailure(error) };
  }
}

/** Returns the same id at every attempt with the same content: a mail system may drop a repeated one. */
function messageId(messages: readonly Message[], { addresses }: Site): string {
  const content = createHash('sha256').update(messages.map(({ id, hash }) => `${id} ${hash}`).join('\n'));
  return `<${messages[0]?.id}.${content.digest('hex').slice(0, 16)}@${new URL(addresses.base).hostname}>`;
}

/** Returns an id that all e-mails about a story refer to, so that mail programs show them together. */
function storyReference({ story }: Message, { addresses }: Site): string {
  return `<${keyOf(story) ?? 'story'}.story@${new URL(addresses.base).hostname}>`;
}
