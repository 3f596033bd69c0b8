import { PRIORITIES } from '../../archive/ledger-entry.ts';
import { type NewEntry, RESEND } from '../../archive/ledger-plan.ts';
import type { Store } from '../../archive/store.ts';
import type { Article } from '../../article/article.ts';
import { isSelected } from '../../article/story-selection.ts';
import { channelNameOf, isUrgentOnly } from '../../publication/channel.ts';
import { type Partner, storiesOfProduct } from '../../publication/partner.ts';
import type { Instant } from '../../text/instant.ts';
import { possessionOf } from './plan.ts';

/** The stories that a partner gets once more: one, or all that have changed in a range of time. */
export type Wanted = { readonly story: string } | { readonly from: Instant; readonly to: Instant };

/** A partner, the stories that it gets once more, and the channel; every one that is not for urgent messages alone if absent. */
export interface ResendRequest {
  readonly partner: Partner;
  readonly wanted: Wanted;
  readonly channel?: string;
}

/** Entries of the change log that are read at one time. */
const BATCH_SIZE = 500;
/** Largest number of stories that are planned by one call. */
export const MAX_STORIES = 10_000;

/**
 * Plans messages about stories once more, in their newest state; the partner still gets what it may have alone.
 * @returns the number of stories
 */
export async function resend(
  store: Pick<Store, 'archive' | 'ledger' | 'copies'>,
  { partner, wanted, channel }: ResendRequest,
  now: Instant,
): Promise<number> {
  const { archive, ledger } = store;
  const chosen = partner.channels.filter((one) =>
    channel === undefined ? !isUrgentOnly(one) : channelNameOf(one) === channel,
  );
  const channels = chosen.map(channelNameOf);
  const ids = 'story' in wanted ? [wanted.story] : await changedIn(archive, wanted);
  let count = 0;
  for (let start = 0; start < ids.length; start += BATCH_SIZE) {
    const entries: NewEntry[] = [];
    for (const article of await archive.articles.byIds(ids.slice(start, start + BATCH_SIZE))) {
      const entry = await entryFor(store, { article, partner }, now);
      if (entry === undefined || channels.length === 0) continue;
      count++;
      entries.push(...channels.map((name) => ({ ...entry, channel: name })));
    }
    await ledger.plan(entries, now);
  }
  return count;
}

async function entryFor(
  { archive, copies }: Pick<Store, 'archive' | 'copies'>,
  { article, partner }: { readonly article: Article; readonly partner: Partner },
  now: Instant,
): Promise<Omit<NewEntry, 'channel'> | undefined> {
  const { receivedBy, heldVersion = 0 } = possessionOf(await copies.of(article.id), partner.key);
  const isReceived = receivedBy.length > 0;
  if (!isReceived && !isSelected(article, storiesOfProduct(partner))) return undefined;
  const cursor = (await archive.log.newestOf(article.id))?.cursor ?? 0;
  const { id: story, version, status } = article;
  const priority =
    status === 'usable' ? PRIORITIES.ordinary : status === 'canceled' ? PRIORITIES.kill : PRIORITIES.recall;
  return {
    partner: partner.key,
    story,
    cursor,
    version,
    hadVersion: heldVersion,
    change: RESEND,
    priority,
    dueAt: now,
  };
}

/** Returns the ids of the newest stories with a change in a range of time, oldest first. */
async function changedIn(
  { log }: Store['archive'],
  { from, to }: { readonly from: Instant; readonly to: Instant },
): Promise<string[]> {
  const ids = new Set<string>();
  let { cursor } = await log.positionAt(from, 'all');
  for (;;) {
    const entries = await log.changesAfter(cursor, BATCH_SIZE);
    for (const { articleId, storedAt } of entries) if (storedAt <= to) ids.add(articleId);
    const last = entries.at(-1);
    const isOver = last === undefined || last.storedAt > to || entries.length < BATCH_SIZE;
    if (isOver) return [...ids].slice(-MAX_STORIES);
    cursor = last.cursor;
  }
}
