import { createHash } from 'node:crypto';
import type { Archive } from '../../archive/archive.ts';
import type { Ledger } from '../../archive/ledger.ts';
import type { Copy, LedgerEntry } from '../../archive/ledger-entry.ts';
import type { Article } from '../../article/article.ts';
import { visibleMediaPaths } from '../../article/media-paths.ts';
import { recallOf, type View, viewOf, withSignalSince } from '../../article/view.ts';
import { contextFor } from '../../documents/context.ts';
import { render } from '../../documents/rendering.ts';
import type { Site } from '../../formats/format.ts';
import { ALL_FORMATS } from '../../formats/index.ts';
import { audienceOfPartner, isActive, type Partner } from '../../publication/partner.ts';
import type { Instant } from '../../text/instant.ts';

/** A message to a partner: a document about one story, in its newest state. */
export interface Message {
  /** The same at every attempt. */
  readonly id: string;
  readonly change: string;
  readonly story: string;
  readonly version: number;
  readonly status: Copy['status'];
  readonly mediaType: string;
  readonly extension: string;
  readonly body: string;
  /** SHA-256 of the body. */
  readonly hash: string;
  readonly slug: string;
  /** Paths of the files below `/media/` that the story shows this partner; none for a recall. */
  readonly files: readonly string[];
}

/** Dependencies of messages. */
export interface MessageDeps {
  readonly archive: Archive;
  readonly site: Site;
}

/** Returns the message of an entry that was started, with what the partner has of the story. */
export async function messageOfEntry(
  deps: MessageDeps & { readonly ledger: Ledger },
  { entry, partner }: { readonly entry: LedgerEntry; readonly partner: Partner },
  now: Instant,
): ReturnType<typeof messageOf> {
  const copies = (await deps.ledger.copiesOf(entry.story)).filter((one) => one.partner === entry.partner);
  const copy = copies.toSorted((a, b) => a.version - b.version).at(-1);
  const mayHave = copy !== undefined || entry.attempts > 0 || (await deps.ledger.wasSent(entry));
  return messageOf(deps, { entry, partner, copy, mayHave }, now);
}

/** Input of a message. */
export interface MessageInput {
  readonly entry: Pick<LedgerEntry, 'id' | 'story' | 'change' | 'partner'>;
  readonly partner: Partner;
  /** The newest version that the partner has confirmed, on any channel. */
  readonly copy: Copy | undefined;
  /** True if it has a version, or may have one: a message whose confirmation was lost. */
  readonly mayHave: boolean;
}

/** Returns the message of an entry of the ledger at an instant, or the reason for which there is nothing to send. */
export async function messageOf(
  deps: MessageDeps,
  { entry, partner, copy, mayHave }: MessageInput,
  now: Instant,
): Promise<Message | { readonly nothing: string } | { readonly refused: string }> {
  const article = await deps.archive.articles.byId(entry.story);
  const view = article && viewFor(article, { partner, mayHave, version: copy?.version ?? 0 }, now);
  if (article === undefined || view === undefined) return { nothing: 'the partner may not have the story' };
  if (view.kind === 'tombstone' && !mayHave) return { nothing: 'the partner has never received it' };
  if (view.kind === 'story' && !isActive(partner, now)) return { nothing: 'the agreement has ended' };
  const format = ALL_FORMATS.find(({ id }) => id === partner.format);
  if (format === undefined) return { refused: `format ${partner.format} does not exist` };
  const viewContext = { audience: audienceOfPartner(partner), instant: now };
  const context = await contextFor([view], deps, viewContext);
  const made = await render(view, { format }, context);
  if (made === undefined) return { nothing: `the story is not available in ${format.name}` };
  if ('refused' in made) return { refused: made.refused.map(({ message }) => message).join(' ') };
  return {
    id: `msg_${entry.partner}_${entry.id}`,
    change: changeIn(view, entry.change, mayHave),
    story: entry.story,
    version: view.version,
    status: view.kind === 'story' ? 'usable' : view.status,
    mediaType: format.mediaType,
    extension: format.extension,
    body: made.text,
    hash: createHash('sha256').update(made.text).digest('hex'),
    slug: view.slug,
    files: view.kind === 'story' ? visibleMediaPaths(view) : [],
  };
}

/** Returns the change that a message is about: the strongest of those that were merged into it. */
function changeIn(view: View, planned: string, mayHave: boolean): string {
  if (view.kind === 'tombstone') return view.status === 'canceled' ? 'kill' : 'withhold';
  if (!mayHave) return view.held ? 'embargo' : 'publish';
  if (view.signal?.kind === 'correction') return 'correct';
  return planned === 'amend' && view.signal?.kind === 'update' ? 'update' : planned;
}

/**
 * Returns what a partner sees of a story. One that has received it gets later versions, also if its product has changed,
 * and a recall of what it may no longer have.
 */
function viewFor(
  article: Article,
  { partner, mayHave, version }: { readonly partner: Partner; readonly mayHave: boolean; readonly version: number },
  now: Instant,
): View | undefined {
  const audience = audienceOfPartner(partner);
  if (!mayHave) return viewOf(article, audience, now);
  const { stories: _, ...receiver } = audience;
  const view = viewOf(article, receiver, now);
  if (view === undefined) return recallOf(article, receiver, now);
  return view.kind === 'story' && version > 0 ? withSignalSince(view, { article, audience: receiver, version }) : view;
}
