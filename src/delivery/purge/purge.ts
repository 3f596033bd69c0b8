import type { Delivery } from '../../archive/deliveries.ts';
import type { Store } from '../../archive/store.ts';
import type { Article } from '../../article/article.ts';
import { keyOf } from '../../article/identity.ts';
import type { View } from '../../article/view.ts';
import type { PageOf } from '../../documents/article-documents.ts';
import type { Documents } from '../../documents/documents.ts';
import type { PurgeSettings } from '../../publication/purge-settings.ts';
import { addSeconds, fromMilliseconds, type Instant } from '../../text/instant.ts';
import { MissingSecretError, type SecretIn } from '../account-secret.ts';
import { feedsOfStory } from '../feeds-of-story.ts';
import { growingWait } from '../growing-wait.ts';
import type { Send } from '../outbound.ts';
import { NETWORKS } from './networks.ts';

/** Channel of purges in the ledger; the target is the id of a story. */
export const PURGE = 'purge';

/** Dependencies of purging. */
export interface PurgeDeps {
  readonly store: Pick<Store, 'archive' | 'deliveries' | 'leases'>;
  readonly documents: Documents;
  readonly send: Send;
  /** Returns the current time in milliseconds. */
  readonly clock: () => number;
  readonly secretIn: SecretIn;
  /** Returns the tags of a name or of a key. */
  readonly tagsOf: (name: string) => readonly string[];
  /** Renders the page of a story. */
  readonly page: PageOf<View>;
}

const LEASE = { name: 'purge', seconds: 8 };
const BATCH_SIZE = 20;
/** Waits until the edge is asked again. */
const WAITS = { first: 2, longest: 300 };
/** Attempts (a day) after which a purge is given up: every lifetime is over by then. */
const MAX_ATTEMPTS = 300;

/**
 * Purges what has changed from the network in front of the server, and reads the page of each story back until the edge
 * shows it. One machine at a time does so.
 */
export async function purgeDue(deps: PurgeDeps): Promise<void> {
  const { store, documents, clock } = deps;
  const settings = documents.site.publication.purge;
  if (settings === undefined) return;
  const lease = { ...LEASE, clock: () => store.leases.time(clock) };
  await store.leases.hold(lease, async (lost) => {
    const now = fromMilliseconds(clock());
    const due = await store.deliveries.due(PURGE, now, BATCH_SIZE);
    if (due.length === 0 || lost.aborted) return;
    const stories = new Map(
      (await store.archive.articles.byIds(due.map(({ target }) => target))).map((one) => [one.id, one]),
    );
    const tags = [...new Set([...stories.values()].flatMap((article) => tagsToPurge(article, deps)))];
    const refusal = await purgeTags(deps, settings, tags);
    await Promise.all(
      due.map(async (delivery) => {
        const article = stories.get(delivery.target);
        const trouble =
          refusal ?? (article && (await staleness(deps, article, now).catch(() => 'the page cannot be made')));
        await settle(deps, { delivery, trouble }, now);
      }),
    );
  });
}

/** Returns the tags of a story, of the feeds that it is in, and of the documents about all stories. */
function tagsToPurge(article: Article, { documents, tagsOf }: PurgeDeps): string[] {
  const feeds = feedsOfStory(article, documents.site.publication).map((name) => `feed/${name}`);
  const names = [keyOf(article.id) ?? '', 'front', 'sitemap', ...feeds];
  return names.flatMap(tagsOf);
}

/** Returns a sentence about a call that the network refused. */
async function purgeTags(
  { send, secretIn }: PurgeDeps,
  settings: PurgeSettings,
  tags: readonly string[],
): Promise<string | undefined> {
  const token = settings.tokenFrom === undefined ? '' : secretIn(settings.tokenFrom);
  if (token === undefined) return new MissingSecretError(settings.tokenFrom ?? '').message;
  const { most, request } = NETWORKS[settings.network];
  for (let start = 0; start < tags.length; start += most) {
    const response = await send(request(settings, token, tags.slice(start, start + most))).catch(() => undefined);
    if (response === undefined) return 'the network did not respond';
    if (response.status >= 300) return `the network responded ${response.status}`;
  }
  return undefined;
}

/** Reads the page of a story through the edge. Returns a sentence where it is not the current one. */
async function staleness(
  { documents, send, page }: PurgeDeps,
  article: Article,
  now: Instant,
): Promise<string | undefined> {
  const current = await documents.articles.page(article.slug, page, now);
  const url = documents.site.addresses.article(article.slug);
  const seen = await send({ url, method: 'GET', headers: { 'accept-encoding': 'identity' } }).catch(() => undefined);
  if (seen === undefined) return 'the edge did not respond';
  if (seen.status !== current.status) return `the edge shows status ${seen.status}, and not ${current.status}`;
  const isOther =
    'etag' in current && seen.etag !== undefined && !seen.etag.includes(current.etag('identity').slice(1, -1));
  return isOther ? 'the edge shows an earlier version' : undefined;
}

/** Records that the edge shows the story, or when it is purged again. */
async function settle(
  { store }: PurgeDeps,
  { delivery, trouble }: { readonly delivery: Delivery; readonly trouble: string | undefined },
  now: Instant,
): Promise<void> {
  const { attempts } = delivery;
  const { deliveries } = store;
  if (trouble === undefined) {
    await deliveries.settleOne(delivery, { state: 'delivered', response: 'the edge shows it', now });
  } else if (attempts + 1 >= MAX_ATTEMPTS) {
    await deliveries.settleOne(delivery, { state: 'failed', response: trouble, now });
  } else {
    const retryAt = addSeconds(now, growingWait(attempts, WAITS));
    await deliveries.settleOne(delivery, { state: 'waiting', response: trouble, now, retryAt });
  }
}
