import { createHash } from 'node:crypto';
import type { Archive } from '../../archive/archive.ts';
import { type Copy, type LedgerEntry, type SentMessage, URGENT_CHANGES } from '../../archive/ledger-entry.ts';
import { RESEND } from '../../archive/ledger-plan.ts';
import type { Store } from '../../archive/store.ts';
import type { Article } from '../../article/article.ts';
import { keyOf } from '../../article/identity.ts';
import { visibleMediaPaths } from '../../article/media-paths.ts';
import { recallOf, type View, viewOf, withSignalSince } from '../../article/view.ts';
import { contextFor } from '../../documents/context.ts';
import { render } from '../../documents/rendering.ts';
import type { EmailPart } from '../../formats/email/email.ts';
import { emailPart } from '../../formats/email/email-part.ts';
import type { Site } from '../../formats/format.ts';
import { ALL_FORMATS } from '../../formats/index.ts';
import { type Channel, channelNameOf, isUrgentOnly } from '../../publication/channel.ts';
import { audienceOfPartner, isActive, type Partner } from '../../publication/partner.ts';
import type { Instant } from '../../text/instant.ts';

/** A message to a partner: a document about one story, in its newest state. */
export interface Message {
  /** The same at every attempt. */
  readonly id: string;
  readonly change: string;
  readonly story: string;
  readonly version: number;
  readonly status: SentMessage['status'];
  readonly mediaType: string;
  readonly extension: string;
  readonly body: string;
  /** SHA-256 of the body. */
  readonly hash: string;
  readonly slug: string;
  /** Paths of the files below `/media/` that the story shows this partner; none for a recall. */
  readonly files: readonly string[];
  /** The text of an e-mail about it; for channels of e-mail alone. */
  readonly email?: EmailPart;
}

/** Dependencies of messages. */
export interface MessageDeps {
  readonly archive: Archive;
  readonly site: Site;
}

/** Input of a message. */
export interface MessageInput {
  readonly entry: Pick<LedgerEntry, 'id' | 'story' | 'hadVersion' | 'change' | 'partner' | 'channel'>;
  readonly partner: Partner;
  /** Copies of the story that this partner has, or may have, on any channel. */
  readonly copies: readonly Copy[];
}

/** Returns the message of an entry of the ledger at an instant, or the reason for which there is nothing to send. */
export async function messageOf(
  deps: MessageDeps,
  { entry, partner, copies }: MessageInput,
  now: Instant,
): Promise<Message | { readonly nothing: string } | { readonly refused: string }> {
  const article = await deps.archive.articles.byId(entry.story);
  const channel = partner.channels.find((one) => channelNameOf(one) === entry.channel);
  const own = ownCopy(entry, copies, channel);
  const view = article && viewFor(article, { partner, copies, own }, now);
  if (view === undefined) return { nothing: 'the partner may not have the story' };
  if (view.kind === 'tombstone' && copies.length === 0) return { nothing: 'the partner has never received it' };
  if (view.kind === 'story' && !isActive(partner, now)) return { nothing: 'the agreement has ended' };
  const isRecalled = own !== undefined && own.status !== 'usable' && own.status !== 'unconfirmed';
  if (view.kind === 'tombstone' && article?.status === 'usable' && isRecalled && entry.change !== RESEND) {
    return { nothing: 'it was taken back before' };
  }
  const format = ALL_FORMATS.find(({ id }) => id === partner.format);
  if (format === undefined) return { refused: `format ${partner.format} does not exist` };
  const viewContext = { audience: audienceOfPartner(partner), instant: now };
  const context = await contextFor([view], deps, viewContext);
  const made = await render(view, { format }, context);
  if (made === undefined) return { nothing: `the story is not available in ${format.name}` };
  if ('refused' in made) return { refused: made.refused.map(({ message }) => message).join(' ') };
  const hash = createHash('sha256').update(made.text).digest('hex');
  const isKnown = copies.some(
    (copy) => copy.channel === entry.channel && copy.status !== 'unconfirmed' && copy.hash === hash,
  );
  if (isKnown && entry.change !== RESEND) return { nothing: 'the partner has this version already' };
  const change = changeIn(view, { planned: entry.change, own, article });
  const isUrgent = view.kind === 'tombstone' || entry.change === RESEND || URGENT_CHANGES.has(change);
  if (isUrgentOnly(channel) && !isUrgent) return { nothing: 'the channel is for urgent messages alone' };
  return {
    id: `msg_${entry.partner}_${entry.id}`,
    change,
    story: entry.story,
    version: view.version,
    status: view.kind === 'story' ? 'usable' : view.status,
    mediaType: format.mediaType,
    extension: format.extension,
    body: made.text,
    hash,
    // A recall names nothing of the story, whose slug may be a new one.
    slug: view.kind === 'story' ? view.slug : (keyOf(view.id) ?? 'story'),
    files: view.kind === 'story' ? visibleMediaPaths(view) : [],
    ...(channel?.type === 'email' ? { email: emailPart(view, change, context) } : {}),
  };
}

/**
 * Returns the copy on the channel of a message. On a channel for urgent messages it is the version that the partner had
 * before the change, from any channel.
 */
function ownCopy(
  { channel, hadVersion }: MessageInput['entry'],
  copies: readonly Copy[],
  settings: Channel | undefined,
): Copy | undefined {
  const own = copies.find((copy) => copy.channel === channel);
  if (!isUrgentOnly(settings)) return own;
  if (own !== undefined && own.status !== 'usable' && own.status !== 'unconfirmed')
    return { ...own, version: hadVersion };
  const held = copies.find(({ isHeld }) => isHeld);
  return held && { ...held, channel, status: 'usable', version: hadVersion };
}

/** The outcome of preparing a started entry: a message that may leave now, or the reason why not. */
export type Prepared = PreparedMessage | { readonly nothing: string } | { readonly refused: string };

/** A message that may leave now. */
export interface PreparedMessage extends Message {
  /** True if the partner cannot have any version yet: nothing left before. */
  readonly isFirst: boolean;
}

/**
 * Prepares the message of a started entry. From now on the partner may have the story, so that a kill that is stored while
 * the message is made reaches it: the story is read after that was recorded.
 */
export async function prepare(
  store: Pick<Store, 'archive' | 'copies'>,
  { entry, partner, site }: { readonly entry: LedgerEntry; readonly partner: Partner; readonly site: Site },
  now: Instant,
): Promise<Prepared> {
  const copies = (await store.copies.of(entry.story)).filter((copy) => copy.partner === entry.partner);
  const isFirst = await store.copies.expect(entry);
  const message = await messageOf({ archive: store.archive, site }, { entry, partner, copies }, now);
  if ('body' in message) return { ...message, isFirst };
  if (isFirst) await store.copies.removeExpected(entry);
  return message;
}

/** Inputs of the name of a change. */
interface Planned {
  /** The change that was planned. */
  readonly planned: string;
  /** The copy on the channel of the message. */
  readonly own: Copy | undefined;
  readonly article: Article | undefined;
}

/** Returns the change that a message is about: the strongest of those that the partner has missed. */
function changeIn(view: View, { planned, own, article }: Planned): string {
  if (view.kind === 'tombstone') return view.status === 'canceled' ? 'kill' : 'withhold';
  if (own === undefined) return view.held ? 'embargo' : 'publish';
  const missed = article?.changes.filter(({ version }) => version > own.version).map(({ kind }) => kind) ?? [];
  if (missed.includes('correct')) return 'correct';
  // It has the corrected version.
  if (planned === 'correct') return 'amend';
  return planned === 'amend' && missed.includes('update') ? 'update' : planned;
}

interface Receiver {
  readonly partner: Partner;
  readonly copies: readonly Copy[];
  /** The copy on the channel of the message. */
  readonly own: Copy | undefined;
}

/**
 * Returns what a partner sees of a story. One that has confirmed a version gets later ones, also if its product has
 * changed, and a recall of what it may no longer have; one that may have an unconfirmed version gets a recall alone, or
 * what is in its product.
 */
function viewFor(article: Article, { partner, copies, own }: Receiver, now: Instant): View | undefined {
  const audience = audienceOfPartner(partner);
  const { stories: _, ...receiver } = audience;
  const isHolder = copies.some(({ isHeld }) => isHeld);
  const view = viewOf(article, isHolder ? receiver : audience, now);
  if (view === undefined) return copies.length === 0 ? undefined : recallOf(article, receiver, now);
  if (view.kind === 'tombstone' || own === undefined) return view;
  return withSignalSince(view, { article, audience: receiver, version: own.version });
}
