import type { Kysely, Transaction } from 'kysely';
import type { Term } from '../../article/terms.ts';
import type { Instant } from '../../text/instant.ts';
import type { LoggedChange } from '../change-log.ts';
import type { EntryState } from '../ledger-entry.ts';

/**
 * The tables of both engines. Documents are text, byte for byte: `jsonb` would reorder keys and refuse valid JSON.
 * Instants are text of one width (`2026-03-02T09:00:00Z`), so that text order is the order of time.
 */
export interface Tables {
  meta: { name: string; value: string };
  /** The newest state of each article. `number` is the row of the search index. */
  articles: {
    key: string;
    number: number;
    id: string;
    version: number;
    slug: string;
    publish_at: Instant;
    /** Time by which it is sorted in feeds; `NEVER` while it is undetermined. */
    feed_time: Instant;
    released_at: Instant | null;
    origin: string;
  };
  versions: { key: string; version: number; stored_at: Instant; hash: string; document: string };
  changes: {
    cursor: number;
    public_cursor: number | null;
    at: Instant;
    stored_at: Instant;
    key: string;
    article_id: string;
    version: number;
    change: LoggedChange;
    actor: string;
    origin: string;
  };
  /**
   * `in_feeds` is 0 for hidden and expired articles; `left_at` is the time at which it left the feeds, or will.
   * `sequence` is the number of the entry that made it public, or of its last correction where the kind is `corrected`.
   */
  terms: {
    kind: Term['kind'];
    value: string;
    feed_time: Instant;
    key: string;
    in_feeds: number;
    left_at: Instant | null;
    sequence: number | null;
    corrected_at: Instant | null;
    /** Time of the last change noticeable to readers: a notified change, or its removal. */
    noticed_at: Instant | null;
  };
  /** The closed pages of each feed's history: the last number of the public sequence in each. */
  feed_pages: { feed: string; page: number; up_to: number };
  /** Every slug ever used; `redirects` is 1 for a former public slug of the article. */
  slugs: { slug: string; key: string; redirects: number };
  /**
   * `change` is empty for boundaries that are not scheduled transitions; `settled` is 1 once a transition is recorded.
   */
  boundaries: { key: string; at: Instant; change: string; settled: number };
  media_uses: { path: string; key: string };
  media: {
    path: string;
    type: string;
    size: number;
    width: number | null;
    height: number | null;
    stored_at: Instant;
  };
  /** The bytes of media files, in pieces of equal length. */
  media_pieces: { path: string; piece: number; bytes: Uint8Array };
  outbox: {
    cursor: number;
    key: string;
    priority: number;
    due_at: Instant;
    attempts: number;
    holder: string | null;
    held_until: Instant | null;
  };
  deliveries: {
    id: number;
    channel: string;
    target: string;
    cursor: number;
    state: EntryState;
    due_at: Instant;
    attempts: number;
    response: string | null;
    responded_at: Instant | null;
    /** Key of the partner; empty for notifications of search engines. */
    partner: string;
    version: number | null;
    change: string | null;
    priority: number;
    /** SHA-256 of the bytes that were sent, and the status of the story in them. */
    hash: string | null;
    status: string | null;
    planned_at: Instant | null;
    /** The entry that replaced it. */
    merged_into: number | null;
    /** Receipt of an entry that was handed out, and the time until which it is hidden. */
    receipt: string | null;
    held_until: Instant | null;
    /** The version that the partner had before the change. */
    had_version: number | null;
  };
  /** The history of each partner's settings. */
  partners: { key: string; version: number; document: string; stored_at: Instant; actor: string; origin: string };
  /** The newest version of each story that each partner has confirmed, kept for recalls. */
  copies: {
    partner: string;
    channel: string;
    story: string;
    version: number;
    status: string;
    hash: string;
    received_at: Instant;
    /** 1 if a usable version was ever confirmed. */
    held: number;
  };
  /** Pictures, films and sounds that the receiver of a channel has, by their digest. */
  partner_files: { partner: string; channel: string; hash: string; name: string; sent_at: Instant };
  channel_states: {
    partner: string;
    channel: string;
    paused_at: Instant | null;
    /** `receiver` for a response 410, `person` otherwise. */
    paused_by: 'receiver' | 'person' | null;
    failures: number;
    failing_since: Instant | null;
    retry_at: Instant | null;
    last_response: string | null;
    last_success_at: Instant | null;
    alarmed_at: Instant | null;
    secret_number: number;
    rotated_at: Instant | null;
  };
  subscription_requests: {
    callback: string;
    topic: string;
    id: string;
    mode: 'subscribe' | 'unsubscribe';
    lease_seconds: number;
    secret: string | null;
    requested_at: Instant;
  };
  subscriptions: {
    callback: string;
    topic: string;
    expires_at: Instant;
    secret: string | null;
    sent_hash: string;
    failures: number;
    retry_at: Instant | null;
  };
  watched_hubs: {
    hub: string;
    callback: string | null;
    requested_at: Instant | null;
    asked_at: Instant | null;
    response: string | null;
    lease_until: Instant | null;
    pinged_hash: string | null;
    pending_since: Instant | null;
    received_at: Instant | null;
    alarmed_at: Instant | null;
  };
  /** The digest of the content of each topic that was distributed last. */
  topics: { topic: string; hash: string };
  keys: {
    id: string;
    name: string;
    hash: string;
    scopes: string;
    created_at: Instant;
    expires_at: Instant | null;
    revoked_at: Instant | null;
    last_used_at: Instant | null;
    /** Key of the partner that holds it. */
    partner: string | null;
  };
  receipts: {
    holder: string;
    name: string;
    request_hash: string;
    /** Empty for a response about several articles. */
    key: string;
    version: number;
    stored_at: Instant;
    /** The whole response, for one about several articles. */
    response: string | null;
  };
  leases: { name: string; holder: string; until: Instant };
  files: { path: string; key: string | null; state: string; findings: string };
  served: { address: string; hash: string; date: Instant };
}

/** Later than every instant. */
export const NEVER = '9999-12-31T23:59:59Z' as Instant;

/** Tables with data that cannot be derived, in the order in which they can be filled. */
export const SOURCE_TABLES = [
  { name: 'meta', order: ['name'] },
  { name: 'articles', order: ['key'] },
  { name: 'versions', order: ['key', 'version'] },
  { name: 'changes', order: ['cursor'] },
  { name: 'terms', order: ['key', 'kind', 'value'] },
  { name: 'feed_pages', order: ['feed', 'page'] },
  { name: 'slugs', order: ['slug'] },
  { name: 'boundaries', order: ['key', 'at', 'change'] },
  { name: 'media_uses', order: ['path', 'key'] },
  { name: 'media_pieces', order: ['path', 'piece'] },
  { name: 'media', order: ['path'] },
  { name: 'outbox', order: ['cursor'] },
  { name: 'deliveries', order: ['id'] },
  { name: 'partners', order: ['key', 'version'] },
  { name: 'copies', order: ['partner', 'channel', 'story'] },
  { name: 'partner_files', order: ['partner', 'channel', 'name'] },
  { name: 'channel_states', order: ['partner', 'channel'] },
  { name: 'subscription_requests', order: ['callback', 'topic'] },
  { name: 'subscriptions', order: ['callback', 'topic'] },
  { name: 'topics', order: ['topic'] },
  { name: 'watched_hubs', order: ['hub'] },
  { name: 'keys', order: ['id'] },
  { name: 'receipts', order: ['holder', 'name'] },
  { name: 'files', order: ['path'] },
  { name: 'served', order: ['address'] },
] as const satisfies readonly { name: keyof Tables; order: readonly string[] }[];

/** A connection or a transaction of either engine. */
export type Sql = Kysely<Tables> | Transaction<Tables>;
