import type { NewEntry } from '../../archive/ledger.ts';
import type { Store } from '../../archive/store.ts';
import { isSelected } from '../../article/story-selection.ts';
import { channelNameOf, type Partner, storiesOfProduct } from '../../publication/partner.ts';
import type { Instant } from '../../text/instant.ts';

/** The stories that a partner gets again: one, or all that have changed in a range of time. */
export type Wanted = { readonly story: string } | { readonly from: Instant; readonly to: Instant };

const BATCH_SIZE = 500;
/** Change of entries that are sent again by hand. */
export const AGAIN = 'again';

/**
 * Plans messages about stories again, in their newest state; each partner still gets what it may have alone.
 * @returns the number of stories
 */
export async function sendAgain(
  { archive, ledger }: Pick<Store, 'archive' | 'ledger'>,
  { partner, wanted }: { readonly partner: Partner; readonly wanted: Wanted },
  now: Instant,
): Promise<number> {
  const ids = 'story' in wanted ? [wanted.story] : await changedIn(archive, wanted);
  const entries: NewEntry[] = [];
  for (const article of await archive.articles.byIds(ids)) {
    const isReceived = (await ledger.sentBy(article.id)).some((one) => one.partner === partner.key);
    if (!isReceived && !isSelected(article, storiesOfProduct(partner))) continue;
    const cursor = (await archive.log.newestOf(article.id))?.cursor ?? 0;
    const common = { partner: partner.key, story: article.id, cursor, version: article.version, change: AGAIN };
    for (const channel of partner.channels) {
      entries.push({ ...common, channel: channelNameOf(channel), priority: 2, dueAt: now, isAgain: true });
    }
  }
  await ledger.plan(entries, now);
  return new Set(entries.map(({ story }) => story)).size;
}

/** Returns the ids of the stories with a change in a range of time, oldest first. */
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
    if (last === undefined || last.storedAt > to || entries.length < BATCH_SIZE) return [...ids];
    cursor = last.cursor;
  }
}
