import type { LogEntry } from '../../archive/change-log.ts';
import type { NewEntry } from '../../archive/ledger.ts';
import type { Article } from '../../article/article.ts';
import { type Condition, unmetCondition } from '../../article/story-selection.ts';
import { viewOf } from '../../article/view.ts';
import {
  audienceOfPartner,
  channelNameOf,
  isActive,
  type Partner,
  storiesOfProduct,
} from '../../publication/partner.ts';
import { addSeconds, type Instant } from '../../text/instant.ts';
import { digestTime } from './digest-time.ts';

/** Kills precede everything else, then withdrawals; the rest is in the order of the log. */
const PRIORITIES: Readonly<Record<string, number>> = { kill: 0, withhold: 1, rightsEnd: 1 };
const ORDINARY = 2;

/** Changes that are sent at once, also to partners with digests. */
const URGENT: ReadonlySet<string> = new Set(['kill', 'withhold', 'rightsEnd', 'correct', 'mediaRightsEnd']);

/** Changes without a message: a story states its expiry from its first version on. */
const UNSENT: ReadonlySet<string> = new Set(['adopt', 'erase', 'expire', 'schedule']);

/** Age in seconds at which a story is no news any more: neither an import nor an edit of it sends it as new. */
const OLD_S = 7 * 24 * 60 * 60;
const OLD = 'it is older than seven days and was never sent: `dateline partner resend` sends it';

/** The reason for which a partner gets a change, or does not. */
export interface Decision {
  readonly isSent: boolean;
  readonly because: string;
}

/** A change, with the story as it is now. */
export interface ChangedStory {
  readonly entry: Pick<LogEntry, 'change' | 'cursor' | 'articleId' | 'storedAt'>;
  readonly article: Article;
  /** Channels by which the partner has received a version, or may have: a message whose confirmation was lost. */
  readonly receivedBy: readonly string[];
}

/** Decides whether a partner gets a change, with the reason in words. */
export function decide(
  { entry: { change, storedAt }, article, receivedBy }: ChangedStory,
  partner: Partner,
  now: Instant,
): Decision {
  const has = receivedBy.length > 0;
  if (UNSENT.has(change)) return no('it is a change for the newsroom alone');
  if (change === 'kill' && has) return yes('a kill goes to everyone who has received the story');
  if (!isActive(partner, now)) return no('its agreement has ended, and it has not received what is recalled');
  const unmet = unmetCondition(article, storiesOfProduct(partner));
  const isIn = unmet === undefined;
  if (!has && !isIn) return no(`the story is not in its product: ${sentenceOf(unmet)}`);
  if (has && change === 'amend' && partner.product.silentEdits === 'hold') return no('it gets no silent edits');
  const { stories: _, ...audience } = audienceOfPartner(partner);
  const view = viewOf(article, audience, now);
  const isOld = view?.kind === 'story' && addSeconds(view.firstPublishedAt, OLD_S) < storedAt;
  if (isOld && !has) return no(OLD);
  if (view?.kind === 'story')
    return yes(has && !isIn ? 'it has received the story before' : 'the story is in its product');
  if (has) return yes('the story is taken back');
  if (view === undefined) return no('it may not have the story: rights, destinations, an embargo or a schedule');
  return no('the story is withdrawn, and it has never received it');
}

function sentenceOf({ terms, isExcluding }: Condition): string {
  const names = terms.map(({ kind, value }) => `${kind} ${value}`).join(', ');
  return isExcluding ? `it has one of ${names}` : `it has none of ${names}`;
}

function yes(because: string): Decision {
  return { isSent: true, because };
}

function no(because: string): Decision {
  return { isSent: false, because };
}

/** Returns the entries of the ledger for a change: one for each channel of a partner that gets it. */
export function plannedEntries(
  story: ChangedStory,
  { partner, timeZone }: { readonly partner: Partner; readonly timeZone: string },
  now: Instant,
): NewEntry[] {
  if (!decide(story, partner, now).isSent) return [];
  const { change, cursor, articleId } = story.entry;
  const dueAt = URGENT.has(change) ? now : digestTime(now, partner.digests, timeZone);
  const own = partner.channels.map(channelNameOf);
  // A recall of a partner without a channel is an entry that waits, where people see it.
  const channels = own.length > 0 ? own : story.receivedBy;
  return channels.map((channel) => ({
    partner: partner.key,
    channel,
    story: articleId,
    cursor,
    version: story.article.version,
    change,
    priority: PRIORITIES[change] ?? ORDINARY,
    dueAt,
  }));
}
