import type { LogEntry } from '../../archive/change-log.ts';
import { type Copy, PRIORITIES, URGENT_CHANGES } from '../../archive/ledger-entry.ts';
import type { NewEntry } from '../../archive/ledger-plan.ts';
import type { Article } from '../../article/article.ts';
import { type Condition, unmetCondition } from '../../article/story-selection.ts';
import { viewOf } from '../../article/view.ts';
import { channelNameOf, isUrgentOnly } from '../../publication/channel.ts';
import { audienceOfPartner, isActive, type Partner, storiesOfProduct } from '../../publication/partner.ts';
import { addSeconds, type Instant } from '../../text/instant.ts';
import { digestTime } from './digest-time.ts';

/** Changes without a message: a story states its expiry from its first version on. */
const UNSENT: ReadonlySet<string> = new Set(['adopt', 'erase', 'expire']);

/** Age in seconds at which a story is no news any more: neither an import nor an edit of it sends it as new. */
const OLD_S = 7 * 24 * 60 * 60;
const OLD = 'it is older than seven days and was never sent: `dateline partner resend` sends it';

/** The reason for which a partner gets a change, or does not. */
export interface Decision {
  /** `recall`: the partner has the story, and may have it no longer. */
  readonly sends: 'story' | 'recall' | 'nothing';
  readonly because: string;
}

/** A change, with the story as it is now. */
export interface ChangedStory {
  readonly entry: Pick<LogEntry, 'change' | 'cursor' | 'articleId' | 'storedAt'>;
  readonly article: Article;
  /** Channels by which the partner has received a version, or may have: a message whose confirmation was lost. */
  readonly receivedBy: readonly string[];
  /** The newest version that it has confirmed, of a story whose text it has; absent without one. */
  readonly heldVersion?: number;
}

/** Returns what a partner has of a story, by its copies. */
export function possessionOf(
  copies: readonly Copy[],
  partner: string,
): Pick<ChangedStory, 'receivedBy' | 'heldVersion'> {
  const own = copies.filter((copy) => copy.partner === partner);
  const held = own.filter(({ isHeld }) => isHeld).map(({ version }) => version);
  const receivedBy = own.map(({ channel }) => channel);
  return held.length === 0 ? { receivedBy } : { receivedBy, heldVersion: Math.max(...held) };
}

/** Decides whether a partner gets a change, with the reason in words. */
export function decide(story: ChangedStory, partner: Partner, now: Instant): Decision {
  const { entry, article, receivedBy, heldVersion } = story;
  if (UNSENT.has(entry.change)) return nothing('it is a change for the newsroom alone');
  const { stories: _, ...receiver } = audienceOfPartner(partner);
  const view = viewOf(article, receiver, now);
  const has = receivedBy.length > 0;
  // Recalls go to everyone who has a version, former partners too.
  if (has && view?.kind !== 'story')
    return { sends: 'recall', because: 'it has received the story, which is taken back' };
  if (!isActive(partner, now)) return nothing('its agreement has ended');
  return heldVersion !== undefined ? decideForHolder(story, partner) : decideForOthers(story, partner, now);
}

function decideForHolder({ entry, article }: ChangedStory, partner: Partner): Decision {
  const isHeldBack = entry.change === 'amend' && partner.product.silentEdits === 'hold';
  if (isHeldBack) return nothing('it gets no silent edits');
  const isIn = unmetCondition(article, storiesOfProduct(partner)) === undefined;
  return { sends: 'story', because: isIn ? IN_PRODUCT : 'it has received the story before' };
}

function decideForOthers({ entry, article, receivedBy }: ChangedStory, partner: Partner, now: Instant): Decision {
  const unmet = unmetCondition(article, storiesOfProduct(partner));
  const mayHave = receivedBy.length > 0;
  if (unmet !== undefined && mayHave) return { sends: 'recall', because: 'it may have a story that left its product' };
  if (unmet !== undefined) return nothing(`the story is not in its product: ${sentenceOf(unmet)}`);
  const view = viewOf(article, audienceOfPartner(partner), now);
  if (view === undefined) return nothing('it may not have the story: rights, destinations, an embargo or a schedule');
  if (view.kind !== 'story') return nothing('the story is withdrawn, and it has never received it');
  if (!mayHave && addSeconds(view.firstPublishedAt, OLD_S) < entry.storedAt) return nothing(OLD);
  return { sends: 'story', because: IN_PRODUCT };
}

const IN_PRODUCT = 'the story is in its product';

function nothing(because: string): Decision {
  return { sends: 'nothing', because };
}

function sentenceOf({ terms, isExcluding }: Condition): string {
  const names = terms.map(({ kind, value }) => `${kind} ${value}`).join(', ');
  return isExcluding ? `it has one of ${names}` : `it has none of ${names}`;
}

/** Returns the entries of the ledger for a change: one for each channel of a partner that gets it. */
export function plannedEntries(
  story: ChangedStory,
  { partner, timeZone }: { readonly partner: Partner; readonly timeZone: string },
  now: Instant,
): NewEntry[] {
  const { sends } = decide(story, partner, now);
  if (sends === 'nothing') return [];
  const { entry, article, receivedBy, heldVersion } = story;
  const { change, cursor } = entry;
  // A partner that has taken a story offline gets its return at once, also if it has never confirmed the story.
  const isReturn = change === 'restore' && receivedBy.length > 0;
  const isUrgent = sends === 'recall' || isReturn || (heldVersion !== undefined && URGENT_CHANGES.has(change));
  const priority =
    sends === 'story' ? PRIORITIES.ordinary : PRIORITIES[article.status === 'canceled' ? 'kill' : 'recall'];
  const own = partner.channels.filter((one) => isUrgent || !isUrgentOnly(one));
  // A recall of a partner without a channel is an entry that waits, where people see it.
  const channels = partner.channels.length > 0 ? own.map(channelNameOf) : receivedBy;
  return channels.map((channel) => ({
    partner: partner.key,
    channel,
    story: entry.articleId,
    cursor,
    version: article.version,
    hadVersion: heldVersion ?? 0,
    change,
    priority,
    dueAt: isUrgent ? now : digestTime(now, partner.digests, timeZone),
  }));
}
