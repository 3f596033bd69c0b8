import { randomBytes } from 'node:crypto';
import type { LogEntry } from '../archive/archive.ts';
import type { Store } from '../archive/store.ts';
import type { Article } from '../article/article.ts';
import { type Addresses, isLocal } from '../publication/addresses.ts';
import type { Publication } from '../publication/publication.ts';
import type { Instant } from '../text/instant.ts';
import { forgottenBefore, INDEX_NOW, SPACING, submitDue } from './index-now.ts';
import type { Post } from './outbound.ts';

/** What deliveries are made with. */
export interface Dispatching {
  readonly store: Pick<Store, 'archive' | 'outbox' | 'deliveries' | 'leases'>;
  readonly publication: Publication;
  readonly addresses: Addresses;
  readonly post: Post;
}

const LEASE = { name: 'delivery', seconds: 60 };
const AT_ONCE = 500;
/** So many times at a run, so that the lease does not run out meanwhile; the rest comes with the next one. */
const MOST_TIMES = 4;

/**
 * Tells everybody outside what has changed: entries of the outbox become deliveries, one for each address and channel, and
 * those that are due are sent. One machine at a time does it.
 */
export class Dispatch {
  readonly #holder = randomBytes(8).toString('hex');

  /** @returns how many addresses were sent */
  async run({ store, publication, addresses, post }: Dispatching, now: Instant): Promise<number> {
    if (!(await store.leases.take(LEASE.name, this.#holder, { now, seconds: LEASE.seconds }))) return 0;
    const { indexNow } = publication;
    // Nobody outside can come to an address of somebody's own machine.
    const isTold = indexNow !== undefined && !isLocal(addresses.base);
    await this.#readOutbox(store, { addresses: isTold ? addresses : undefined, now });
    await store.deliveries.forget(forgottenBefore(now));
    return isTold ? submitDue({ store, indexNow, addresses, post }, now) : 0;
  }

  /** Without anybody to tell, entries are settled too: who is told later is not told of everything that ever was. */
  async #readOutbox(
    { archive, outbox, deliveries }: Dispatching['store'],
    { addresses, now }: { readonly addresses: Addresses | undefined; readonly now: Instant },
  ): Promise<void> {
    for (let time = 0; time < MOST_TIMES; time++) {
      const entries = await outbox.take(this.#holder, { now, seconds: LEASE.seconds, limit: AT_ONCE });
      for (const { cursor } of entries) {
        const [entry] = addresses === undefined ? [] : await archive.changesAfter(cursor - 1, 1);
        const slugs = entry === undefined ? [] : slugsToTell(entry, await archive.versionsOf(entry.articleId));
        for (const slug of slugs) {
          // A slug that only the newsroom ever knew is told to nobody.
          if ((await archive.bySlug(slug))?.id !== entry?.articleId) continue;
          const target = addresses?.article(slug) ?? '';
          await deliveries.plan({ channel: INDEX_NOW, target, cursor }, { now, spacing: SPACING });
        }
        await outbox.settle(cursor);
      }
      if (entries.length < AT_ONCE) return;
    }
  }
}

/** The row "IndexNow" of docs/LIFECYCLE.md: whatever readers may notice, and never a silent edit. */
const TOLD: readonly string[] = [
  'publish',
  'release',
  'update',
  'correct',
  'withhold',
  'restore',
  'kill',
  'expire',
  'rightsEnd',
];

/**
 * The slugs whose addresses have changed by an entry: none where the public knows nothing of it, both where the story has
 * moved. A copy of somebody else's story is told of by nobody.
 */
export function slugsToTell(
  { publicCursor, change, version }: Pick<LogEntry, 'publicCursor' | 'change' | 'version'>,
  versions: readonly Article[],
): string[] {
  const now = versions.find((one) => one.version === version);
  if (publicCursor === undefined || now === undefined || now.canonical !== undefined) return [];
  const before = versions.find((one) => one.version === version - 1);
  const hasMoved = before !== undefined && before.slug !== now.slug;
  if (hasMoved) return [now.slug, before.slug];
  return TOLD.includes(change) ? [now.slug] : [];
}
