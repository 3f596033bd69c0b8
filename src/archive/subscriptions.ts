import { defined } from '../text/defined.ts';
import type { Instant } from '../text/instant.ts';
import { batchesOf } from './sql/batches.ts';
import type { Engine } from './sql/engine.ts';
import type { Tables } from './sql/tables.ts';

/** A request of a subscriber that is not verified yet. */
export interface SubscriptionRequest {
  readonly id: string;
  readonly callback: string;
  readonly topic: string;
  readonly mode: 'subscribe' | 'unsubscribe';
  readonly leaseSeconds: number;
  /** Encrypted. */
  readonly secret?: string;
  readonly requestedAt: Instant;
}

/** A verified subscription of a callback to a topic. */
export interface Subscription {
  readonly callback: string;
  readonly topic: string;
  readonly expiresAt: Instant;
  /** Encrypted. */
  readonly secret?: string;
  /** Digest of the content that the callback has confirmed. */
  readonly sentHash: string;
  /** Failures in a row. */
  readonly failures: number;
}

/** The result of sending content to a callback. */
export interface Distribution extends Pick<Subscription, 'callback' | 'topic'> {
  /** The digest of the confirmed content; absent after a failure. */
  readonly hash?: string;
  readonly failures: number;
  readonly retryAt?: Instant;
}

/** The subscriptions of WebSub (W3C Recommendation, 23 January 2018). */
export class Subscriptions {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Stores a request, to be verified; a newer one of the same callback and topic replaces it. */
  async request(request: SubscriptionRequest): Promise<void> {
    const { id, callback, topic, mode, leaseSeconds, secret, requestedAt } = request;
    const values = { id, mode, lease_seconds: leaseSeconds, secret: secret ?? null, requested_at: requestedAt };
    await this.#engine.db
      .insertInto('subscription_requests')
      .values({ callback, topic, ...values })
      .onConflict((conflict) => conflict.columns(['callback', 'topic']).doUpdateSet(values))
      .execute();
  }

  /** Returns requests that are not verified, oldest first. */
  async requests(limit: number): Promise<SubscriptionRequest[]> {
    const rows = await this.#engine.db
      .selectFrom('subscription_requests')
      .selectAll()
      .orderBy('requested_at')
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(requestOf);
  }

  /** Ends a request that its callback has not confirmed: the subscription stays as it was. */
  async refuse({ id }: Pick<SubscriptionRequest, 'id'>): Promise<void> {
    await this.#engine.db.deleteFrom('subscription_requests').where('id', '=', id).execute();
  }

  /**
   * Carries out a verified request.
   * @param sentHash digest of the content at the time of the subscription; a renewal keeps its own
   */
  async confirm(
    { id, callback, topic, mode, secret = null }: Omit<SubscriptionRequest, 'secret'> & { secret?: string | null },
    { expiresAt, sentHash }: Pick<Subscription, 'expiresAt' | 'sentHash'>,
  ): Promise<void> {
    await this.#engine.transaction(async (sql) => {
      const { numDeletedRows } = await sql
        .deleteFrom('subscription_requests')
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      // A newer request of the same callback has replaced it.
      if (numDeletedRows === 0n) return;
      if (mode === 'unsubscribe') {
        await sql.deleteFrom('subscriptions').where('callback', '=', callback).where('topic', '=', topic).execute();
        return;
      }
      const renewed = { expires_at: expiresAt, secret };
      await sql
        .insertInto('subscriptions')
        .values({ callback, topic, sent_hash: sentHash, failures: 0, retry_at: null, ...renewed })
        .onConflict((conflict) => conflict.columns(['callback', 'topic']).doUpdateSet(renewed))
        .execute();
    });
  }

  /** True if there is a subscription. */
  async has({ callback, topic }: Pick<Subscription, 'callback' | 'topic'>): Promise<boolean> {
    const row = await this.#engine.db
      .selectFrom('subscriptions')
      .select('topic')
      .where('callback', '=', callback)
      .where('topic', '=', topic)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Records the digest of a topic with its first subscriber. */
  async addTopic(topic: string, hash: string): Promise<void> {
    await this.#engine.db
      .insertInto('topics')
      .values({ topic, hash })
      .onConflict((conflict) => conflict.column('topic').doNothing())
      .execute();
  }

  /** Returns the topics with subscribers, and the digest of the content that was distributed last. */
  async topics(): Promise<{ readonly topic: string; readonly hash: string | undefined }[]> {
    const rows = await this.#engine.db
      .selectFrom('subscriptions as s')
      .leftJoin('topics as t', 't.topic', 's.topic')
      .select(['s.topic', 't.hash'])
      .distinct()
      .execute();
    return rows.map(({ topic, hash }) => ({ topic, hash: hash ?? undefined }));
  }

  /** Records the digest of a topic's content. */
  async setTopic(topic: string, hash: string): Promise<void> {
    await this.#engine.db
      .insertInto('topics')
      .values({ topic, hash })
      .onConflict((conflict) => conflict.column('topic').doUpdateSet({ hash }))
      .execute();
  }

  /** Returns subscriptions whose callbacks have not confirmed the current content: those without failures first. */
  async due(now: Instant, limit: number): Promise<Subscription[]> {
    const rows = await this.#engine.db
      .selectFrom('subscriptions as s')
      .innerJoin('topics as t', 't.topic', 's.topic')
      .selectAll('s')
      .whereRef('s.sent_hash', '<>', 't.hash')
      .where('s.expires_at', '>', now)
      .where((or) => or.or([or('s.retry_at', 'is', null), or('s.retry_at', '<=', now)]))
      .orderBy('s.failures')
      .orderBy('s.callback')
      .limit(limit)
      .execute();
    return rows.map(subscriptionOf);
  }

  /** Records results of sending. */
  async record(results: readonly Distribution[]): Promise<void> {
    for (const page of batchesOf(results)) {
      await this.#engine.transaction(async (sql) => {
        for (const { callback, topic, hash, failures, retryAt } of page) {
          await sql
            .updateTable('subscriptions')
            .set({ failures, retry_at: retryAt ?? null, ...(hash === undefined ? {} : { sent_hash: hash }) })
            .where('callback', '=', callback)
            .where('topic', '=', topic)
            .execute();
        }
      });
    }
  }

  /** Deletes a subscription. */
  async remove({ callback, topic }: Pick<Subscription, 'callback' | 'topic'>): Promise<void> {
    await this.#engine.db
      .deleteFrom('subscriptions')
      .where('callback', '=', callback)
      .where('topic', '=', topic)
      .execute();
  }

  /** Returns the subscriptions of a topic. */
  async of(topic: string): Promise<Subscription[]> {
    const rows = await this.#engine.db.selectFrom('subscriptions').selectAll().where('topic', '=', topic).execute();
    return rows.map(subscriptionOf);
  }

  /** Deletes subscriptions whose lease has ended, and topics without any. */
  async removeExpired(now: Instant): Promise<void> {
    const { numDeletedRows } = await this.#engine.db
      .deleteFrom('subscriptions')
      .where('expires_at', '<=', now)
      .executeTakeFirstOrThrow();
    if (numDeletedRows === 0n) return;
    await this.#engine.db
      .deleteFrom('topics')
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('subscriptions as s').select('s.topic').whereRef('s.topic', '=', 'topics.topic'))),
      )
      .execute();
  }

  /** Returns the number of subscriptions and requests whose callbacks begin with an origin. */
  async countOf(origin: string): Promise<number> {
    const from = (table: 'subscriptions' | 'subscription_requests') =>
      this.#engine.db
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('callback', '>=', `${origin}/`)
        // The character after a slash.
        .where('callback', '<', `${origin}0`)
        .executeTakeFirstOrThrow();
    const [active, requested] = [await from('subscriptions'), await from('subscription_requests')];
    return Number(active.count) + Number(requested.count);
  }

  /** Returns the number of subscriptions of each topic, of those with failures, and of those that wait for content. */
  async summary(): Promise<{ topic: string; count: number; failing: number; waiting: number }[]> {
    const rows = await this.#engine.db
      .selectFrom('subscriptions as s')
      .leftJoin('topics as t', 't.topic', 's.topic')
      .select(({ fn, eb }) => [
        's.topic',
        fn.countAll<number>().as('count'),
        fn.sum<number>(eb.case().when('s.failures', '>', 0).then(1).else(0).end()).as('failing'),
        fn.sum<number>(eb.case().whenRef('s.sent_hash', '<>', 't.hash').then(1).else(0).end()).as('waiting'),
      ])
      .groupBy('s.topic')
      .orderBy('s.topic')
      .execute();
    return rows.map(({ topic, ...counts }) => ({
      topic,
      count: Number(counts.count),
      failing: Number(counts.failing),
      waiting: Number(counts.waiting),
    }));
  }
}

function requestOf(row: Tables['subscription_requests']): SubscriptionRequest {
  return defined({
    id: row.id,
    callback: row.callback,
    topic: row.topic,
    mode: row.mode,
    leaseSeconds: row.lease_seconds,
    secret: row.secret ?? undefined,
    requestedAt: row.requested_at,
  });
}

function subscriptionOf(row: Tables['subscriptions']): Subscription {
  return defined({
    callback: row.callback,
    topic: row.topic,
    expiresAt: row.expires_at,
    secret: row.secret ?? undefined,
    sentHash: row.sent_hash,
    failures: row.failures,
  });
}
