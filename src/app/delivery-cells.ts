import type { Store } from '../archive/store.ts';
import type { Article } from '../article/article.ts';
import { messageOf } from '../delivery/partners/message.ts';
import { decide } from '../delivery/partners/plan.ts';
import type { Documents } from '../documents/documents.ts';
import { type Partner, partnerSchema } from '../publication/partner.ts';
import type { Instant } from '../text/instant.ts';

const CHANNELS = [{ type: 'https', url: 'https://partner.example/' }];

/** Partners with and without the right to stories under embargo. */
const PARTNERS: Readonly<Record<string, Partner>> = {
  'partner push': partnerSchema.parse({ key: 'partner', name: 'Partner', channels: CHANNELS }),
  'partner push, with embargoes': partnerSchema.parse({
    key: 'entitled',
    name: 'Entitled',
    product: { embargoes: true },
    channels: CHANNELS,
  }),
  'partner e-mail, with embargoes': partnerSchema.parse({
    key: 'desk',
    name: 'Desk',
    product: { embargoes: true },
    channels: [{ type: 'email', name: 'https', to: 'desk@partner.example' }],
  }),
};

/** Inputs of the cells: a story after a change. */
export interface DeliveryCellInputs {
  readonly store: Store;
  readonly documents: Documents;
  readonly article: Article;
  /** Returns the facts in a document. */
  readonly factsIn: (text: string) => string;
}

/** Returns the messages about a change to partners who have the version before it. */
export async function deliveryCells(inputs: DeliveryCellInputs, now: Instant): Promise<Record<string, string>> {
  const cells: Record<string, string> = {};
  for (const [name, partner] of Object.entries(PARTNERS)) cells[name] = await messageCell(inputs, partner, now);
  return cells;
}

async function messageCell(
  { store: { archive }, documents: { site }, article, factsIn }: DeliveryCellInputs,
  partner: Partner,
  now: Instant,
): Promise<string> {
  const change = changeOf(article, now);
  const isNew = ['publish', 'embargo', 'schedule'].includes(change);
  const entry = { change, cursor: 1, articleId: article.id, storedAt: now } as const;
  const possession = isNew ? { receivedBy: [] } : { receivedBy: [COPY.channel], heldVersion: COPY.version };
  if (decide({ entry, article, ...possession }, partner, now).sends === 'nothing') return 'none';
  const planned = {
    id: 1,
    story: article.id,
    hadVersion: isNew ? 0 : COPY.version,
    change,
    partner: partner.key,
    channel: COPY.channel,
  };
  const copies = isNew ? [] : [COPY];
  const message = await messageOf({ archive, site }, { entry: planned, partner, copies }, now);
  if (!('body' in message)) return 'none';
  // The subject without the headline, and without times.
  if (message.email !== undefined) return /^[A-Za-z]+/.exec(message.email.subject)?.[0] ?? '';
  return `${message.change}: ${factsIn(message.body)}`;
}

/** The copy of the first version. */
const COPY = {
  partner: 'partner',
  channel: 'https',
  story: '',
  version: 1,
  status: 'usable',
  hash: '',
  receivedAt: '2026-03-03T09:00:00Z' as Instant,
  isHeld: true,
} as const;

/** Returns the change of a story by which the log records its state. */
function changeOf(article: Article, now: Instant) {
  if (article.expires !== undefined && article.expires <= now) return 'expire';
  if (article.rights.endsAt !== undefined && article.rights.endsAt <= now) return 'rightsEnd';
  const last = article.changes.at(-1)?.kind;
  if (last !== undefined) return last;
  if (article.embargo !== undefined) return 'embargo';
  return article.publishAt > now ? 'schedule' : 'publish';
}
