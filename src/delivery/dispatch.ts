import { randomBytes } from 'node:crypto';
import { type Addresses, isLocal } from '../addresses/addresses.ts';
import { originalElsewhere } from '../addresses/copies.ts';
import { isTemporary } from '../archive/archive-errors.ts';
import type { LogEntry } from '../archive/change-log.ts';
import type { Store } from '../archive/store.ts';
import type { Article } from '../article/article.ts';
import { machineUses } from '../publication/machine-uses.ts';
import type { Partner } from '../publication/partner.ts';
import type { Publication } from '../publication/publication.ts';
import { rightsOf } from '../publication/rights-of.ts';
import { addSeconds, fromMilliseconds, type Instant } from '../text/instant.ts';
import { INDEX_NOW, NONE_DUE, SPACING_S, type Submission, settledBefore, submitDue } from './index-now.ts';
import type { Post } from './outbound.ts';
import { partnersToPlan } from './partners/partner-list.ts';
import { plannedEntries, possessionOf } from './partners/plan.ts';
import { PURGE } from './purge/purge.ts';
import { PING } from './websub/ping.ts';

/** Dependencies of deliveries. */
export interface DispatchDeps {
  readonly store: Store;
  readonly publication: Publication;
  readonly addresses: Addresses;
  readonly post: Post;
  /** Called after each batch of planned messages, so that they leave before the next one is planned. */
  readonly onPlanned?: () => Promise<void>;
  /** Returns the current time in milliseconds. */
  readonly clock: () => number;
}

/** Settings that decide which addresses are submitted. */
type NotifiedSite = Pick<DispatchDeps, 'publication' | 'addresses'>;

const DELIVERY_LEASE = { name: 'delivery', seconds: 8 };
const BATCH_SIZE = 50;
/** Seconds for which settled messages to partners stay in the ledger. */
const LEDGER_S = 90 * 24 * 60 * 60;
const DELETION_INTERVAL_S = 60 * 60;
/** Seconds until an entry that could not be planned is tried again. */
const POSTPONED_S = 60;
/** Largest number of batches in one run, so that entries of the outbox are settled while they are held. */
const MAX_BATCHES = 40;

/**
 * Notifies recipients of changes: entries of the outbox become notifications, one for each address and channel, and due
 * ones are sent. One machine at a time does so.
 */
export class Dispatch {
  readonly #holder = randomBytes(8).toString('hex');
  readonly #onError: (error: unknown) => void;
  #deletedAt: Instant | undefined;

  /** @param onError receives errors of single entries, which are planned later */
  constructor(onError: (error: unknown) => void = () => {}) {
    this.#onError = onError;
  }

  /** @returns nothing due while another machine delivers */
  async run(deps: DispatchDeps, now: Instant): Promise<Submission> {
    const { leases } = deps.store;
    const lease = { ...DELIVERY_LEASE, clock: () => leases.time(deps.clock) };
    const held = await leases.hold(lease, (lost) => this.#deliver(deps, now, lost));
    return held?.result ?? NONE_DUE;
  }

  async #deliver(deps: DispatchDeps, now: Instant, lost: AbortSignal): Promise<Submission> {
    const { store, publication, addresses, post } = deps;
    const { indexNow } = publication;
    // An address on a developer's machine is unreachable for others.
    const isNotified = indexNow !== undefined && !isLocal(addresses.base);
    await this.#readOutbox(deps, isNotified ? { publication, addresses } : undefined);
    await store.deliveries.deleteBefore(settledBefore(now));
    if (this.#deletedAt === undefined || addSeconds(this.#deletedAt, DELETION_INTERVAL_S) <= now) {
      this.#deletedAt = now;
      await store.ledger.deleteBefore(addSeconds(now, -LEDGER_S));
    }
    // A process that was stopped meanwhile leaves the rest to the one that took over.
    return isNotified && !lost.aborted ? submitDue({ store, indexNow, addresses, post }, now) : NONE_DUE;
  }

  /** Entries are settled even when no channel is configured, so that enabling one later does not replay history. */
  async #readOutbox(
    { store, publication, clock, onPlanned }: DispatchDeps,
    site: NotifiedSite | undefined,
  ): Promise<void> {
    const { archive, outbox } = store;
    const channels = channelsOfStories(publication);
    for (let time = 0; time < MAX_BATCHES; time++) {
      // A kill that is stored during a large import is in the next batch.
      const now = fromMilliseconds(clock());
      const entries = await outbox.take(this.#holder, { now, seconds: DELIVERY_LEASE.seconds, limit: BATCH_SIZE });
      const partners = entries.length === 0 ? [] : (await partnersToPlan(store)).map(({ partner }) => partner);
      for (const { cursor } of entries) {
        const isRead = site !== undefined || partners.length > 0 || channels.length > 0;
        const [entry] = isRead ? await archive.log.changesAfter(cursor - 1, 1) : [];
        try {
          if (entry !== undefined) {
            await planForPartners(store, { entry, partners, timeZone: publication.timeZone }, now);
            if (site !== undefined) await planForSearch(store, { entry, site }, now);
            for (const channel of entry.publicCursor === undefined ? [] : channels) {
              await store.deliveries.plan({ channel, target: entry.articleId, cursor }, { now, spacing: 0 });
            }
          }
          await outbox.settle(cursor);
        } catch (error) {
          // One entry that cannot be planned stops no other.
          if (isTemporary(error)) throw error;
          this.#onError(error);
          await outbox.postpone(cursor, addSeconds(now, POSTPONED_S));
        }
      }
      if (entries.length > 0 || time === 0) await onPlanned?.();
      if (entries.length < BATCH_SIZE) return;
    }
  }
}

/** Returns the channels by which a changed story is named to a network or a hub. */
function channelsOfStories({ purge, webSub }: Publication): string[] {
  return [...(purge === undefined ? [] : [PURGE]), ...(webSub.external === undefined ? [] : [PING])];
}

/** Plans the notifications of search engines about an entry of the log. */
async function planForSearch(
  { archive, deliveries }: Pick<Store, 'archive' | 'deliveries'>,
  { entry, site }: { readonly entry: LogEntry; readonly site: NotifiedSite },
  now: Instant,
): Promise<void> {
  const versions = await archive.articles.versionsOf(entry.articleId);
  for (const slug of changedSlugs(entry, versions, site)) {
    // A slug that was never public is not submitted.
    if ((await archive.articles.bySlug(slug))?.id !== entry.articleId) continue;
    const target = site.addresses.article(slug);
    await deliveries.plan({ channel: INDEX_NOW, target, cursor: entry.cursor }, { now, spacing: SPACING_S });
  }
}

/** Plans the messages to partners about an entry of the log. */
async function planForPartners(
  { archive, ledger, copies }: Pick<Store, 'archive' | 'ledger' | 'copies'>,
  { entry, partners, timeZone }: { entry: LogEntry; partners: readonly Partner[]; timeZone: string },
  now: Instant,
): Promise<void> {
  if (partners.length === 0) return;
  const article = await archive.articles.byId(entry.articleId);
  if (article === undefined) return;
  const holders = await copies.of(article.id);
  const planned = partners.flatMap((partner) => {
    const story = { entry, article, ...possessionOf(holders, partner.key) };
    return plannedEntries(story, { partner, timeZone }, now);
  });
  await ledger.plan(planned, now);
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
