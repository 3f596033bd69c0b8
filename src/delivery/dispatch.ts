import { randomBytes } from 'node:crypto';
import { type Addresses, isLocal } from '../addresses/addresses.ts';
import { originalElsewhere } from '../addresses/copies.ts';
import type { LogEntry } from '../archive/change-log.ts';
import type { Store } from '../archive/store.ts';
import type { Article } from '../article/article.ts';
import { machineUses } from '../publication/machine-uses.ts';
import type { Publication } from '../publication/publication.ts';
import { rightsOf } from '../publication/rights-of.ts';
import type { Instant } from '../text/instant.ts';
import { INDEX_NOW, NONE_DUE, SPACING_S, type Submission, settledBefore, submitDue } from './index-now.ts';
import type { Post } from './outbound.ts';

/** Dependencies of deliveries. */
export interface DispatchDeps {
  readonly store: Pick<Store, 'archive' | 'outbox' | 'deliveries' | 'leases'>;
  readonly publication: Publication;
  readonly addresses: Addresses;
  readonly post: Post;
  /** Returns the current time in milliseconds. */
  readonly clock: () => number;
}

/** Settings that decide which addresses are submitted. */
type NotifiedSite = Pick<DispatchDeps, 'publication' | 'addresses'>;

const DELIVERY_LEASE = { name: 'delivery', seconds: 8 };
const BATCH_SIZE = 500;
/** Largest number of batches in one run, so that entries of the outbox are settled while they are held. */
const MAX_BATCHES = 4;

/**
 * Notifies recipients of changes: entries of the outbox become notifications, one for each address and channel, and due
 * ones are sent. One machine at a time does so.
 */
export class Dispatch {
  readonly #holder = randomBytes(8).toString('hex');

  /** @returns nothing due while another machine delivers */
  async run(deps: DispatchDeps, now: Instant): Promise<Submission> {
    const { leases } = deps.store;
    const lease = { ...DELIVERY_LEASE, clock: () => leases.time(deps.clock) };
    const held = await leases.hold(lease, (lost) => this.#deliver(deps, now, lost));
    return held?.result ?? NONE_DUE;
  }

  async #deliver(
    { store, publication, addresses, post }: DispatchDeps,
    now: Instant,
    lost: AbortSignal,
  ): Promise<Submission> {
    const { indexNow } = publication;
    // An address on a developer's machine is unreachable for others.
    const isNotified = indexNow !== undefined && !isLocal(addresses.base);
    await this.#readOutbox(store, { site: isNotified ? { publication, addresses } : undefined, now });
    await store.deliveries.deleteBefore(settledBefore(now));
    // A process that was stopped meanwhile leaves the rest to the one that took over.
    return isNotified && !lost.aborted ? submitDue({ store, indexNow, addresses, post }, now) : NONE_DUE;
  }

  /** Entries are settled even when no channel is configured, so that enabling one later does not replay history. */
  async #readOutbox(
    { archive, outbox, deliveries }: DispatchDeps['store'],
    { site, now }: { readonly site: NotifiedSite | undefined; readonly now: Instant },
  ): Promise<void> {
    for (let time = 0; time < MAX_BATCHES; time++) {
      const entries = await outbox.take(this.#holder, { now, seconds: DELIVERY_LEASE.seconds, limit: BATCH_SIZE });
      for (const { cursor } of entries) {
        const [entry] = site === undefined ? [] : await archive.log.changesAfter(cursor - 1, 1);
        const versions = entry === undefined ? [] : await archive.articles.versionsOf(entry.articleId);
        const slugs = entry === undefined || site === undefined ? [] : changedSlugs(entry, versions, site);
        for (const slug of slugs) {
          // A slug that was never public is not submitted.
          if ((await archive.articles.bySlug(slug))?.id !== entry?.articleId) continue;
          const target = site?.addresses.article(slug) ?? '';
          await deliveries.plan({ channel: INDEX_NOW, target, cursor }, { now, spacing: SPACING_S });
        }
        await outbox.settle(cursor);
      }
      if (entries.length < BATCH_SIZE) return;
    }
  }
}

/** The row "IndexNow" of docs/life-cycle.md: every change that readers may notice, and never a silent edit. */
const NOTIFIED: readonly string[] = [
  'publish',
  'release',
  'update',
  'correct',
  'withhold',
  'restore',
  'kill',
  'expire',
  'rightsEnd',
  'liveUpdate',
];

function isIndexed(article: Article, { publication, addresses }: NotifiedSite): boolean {
  const { search } = machineUses(rightsOf(publication, { ...article, publishedAt: article.publishAt }));
  return originalElsewhere(article, { addresses }) === undefined && search !== false;
}

/**
 * Returns the slugs whose addresses an entry has changed: none for an internal entry, both for a moved story. A copy
 * whose canonical address is elsewhere, and a story that search engines may not index, are not submitted.
 */
export function changedSlugs(
  { publicCursor, change, version }: Pick<LogEntry, 'publicCursor' | 'change' | 'version'>,
  versions: readonly Article[],
  site: NotifiedSite,
): string[] {
  const now = versions.find((one) => one.version === version);
  if (publicCursor === undefined || now === undefined || !isIndexed(now, site)) return [];
  const before = versions.find((one) => one.version === version - 1);
  const hasMoved = before !== undefined && before.slug !== now.slug;
  if (hasMoved) return [now.slug, before.slug];
  return NOTIFIED.includes(change) ? [now.slug] : [];
}
