import { sql } from 'kysely';
import type { Article } from '../article/article.ts';
import type { Term } from '../article/terms.ts';
import type { Instant } from '../text/instant.ts';
import type { ArticleQuery } from './article-reader.ts';
import { batchesOf } from './sql/batches.ts';
import type { Engine } from './sql/engine.ts';
import { articleOf, rowKey } from './sql/rows.ts';
import { hasTerm, newestWith, type TermOrder } from './sql/term-query.ts';

/** A query for articles that have left the feeds: withheld, killed, expired, or without rights. */
export interface DepartedQuery extends Pick<ArticleQuery, 'terms' | 'until' | 'limit'> {
  readonly since: Instant;
  readonly within?: SequenceRange;
  /** Number of articles to skip. */
  readonly offset: number;
}

/**
 * A range of the public sequence: numbers given when articles first became public (for `corrected`: when they were last
 * corrected), in the order of recording. A number never changes.
 */
export interface SequenceRange {
  /** Lower bound, exclusive. */
  readonly after: number;
  /** Upper bound, inclusive; open if absent. */
  readonly upTo?: number;
}

/** An entry of the public sequence. */
export interface SequenceEntry {
  readonly number: number;
  /** Sort key in the list. */
  readonly time: Instant;
}

/** A query for entries of a list, newest first. */
export interface EntryQuery {
  readonly terms: readonly Term[];
  /** Only entries whose time has passed. */
  readonly until: Instant;
  readonly within?: SequenceRange;
  /** Only entries after this instant. */
  readonly since?: Instant;
  /** Only entries that were corrected, or of live pages updated, after this instant. */
  readonly correctedSince?: Instant;
  readonly limit: number;
}

/** A query for a day or a month. */
export interface PeriodQuery {
  readonly until: Instant;
  /** Upper limit of the count. */
  readonly limit: number;
}

/** A day or a month of the archive. */
export interface Period {
  /** Number of its articles in feeds, up to the limit of the query. */
  readonly count: number;
  /** Time of the last change noticeable to readers, removals included. */
  readonly noticedAt: Instant;
}

/** A story and its original. */
export interface Translation {
  readonly id: string;
  /** The story that it was translated from. */
  readonly of: string;
}

/** An article's entry in a list, without its text. */
export interface FeedEntry {
  readonly id: string;
  readonly version: number;
  /** Sort key in the list: the first publication, or in `corrected` the last correction. */
  readonly time: Instant;
}

/** Lists articles by term: the entries of feeds, the public sequence, and the calendar. */
export class FeedIndex {
  readonly #engine: Engine;
  readonly #order: TermOrder;

  constructor(engine: Engine, order: TermOrder) {
    this.#engine = engine;
    this.#order = order;
  }

  /** Entries of articles in feeds, newest first, then by id. */
  async entries({ terms, until, since, within, correctedSince, limit }: EntryQuery): Promise<FeedEntry[]> {
    const [first, ...others] = await this.#order.rarestFirst(terms);
    let query = this.#engine.db
      .selectFrom('terms as t')
      .innerJoin('articles as a', 'a.key', 't.key')
      .select(['a.id', 'a.version', 't.feed_time'])
      .where('t.kind', '=', first.kind)
      .where('t.value', '=', first.value)
      .where('t.in_feeds', '=', 1)
      .where('t.feed_time', '<=', until)
      .limit(limit);
    for (const term of others) query = query.where(hasTerm(term));
    if (since !== undefined) query = query.where('t.feed_time', '>', since);
    // In the order of a small index: by time every entry of the list would be scanned.
    if (within !== undefined) query = query.where('t.sequence', '>', within.after).orderBy('t.sequence', 'desc');
    else if (correctedSince !== undefined) {
      query = query.where('t.corrected_at', '>', correctedSince).orderBy('t.corrected_at', 'desc');
    } else query = query.orderBy('t.feed_time', 'desc').orderBy('t.key');
    if (within?.upTo !== undefined) query = query.where('t.sequence', '<=', within.upTo);
    const rows = await query.execute();
    return rows.map(({ id, version, feed_time: time }) => ({ id, version, time })).toSorted(byTime);
  }

  /** Returns stories under embargo: available to entitled partners, not public yet. */
  async embargoed({ terms, until, limit }: Omit<ArticleQuery, 'after' | 'inFeeds'>): Promise<Article[]> {
    const rows = await (await newestWith(this.#engine.db, this.#order, terms))
      .where('t.in_feeds', '=', 1)
      .where('t.feed_time', '>', until)
      .where('a.publish_at', '<=', until)
      .orderBy('t.feed_time', 'desc')
      .orderBy('t.key')
      .limit(limit)
      .execute();
    return rows.map(articleOf);
  }

  /** Returns articles that left the feeds after `since` and until `until`, hidden or expired, the last one first. */
  async departed({ terms, since, until, limit, offset, within }: DepartedQuery): Promise<Article[]> {
    let query = (await newestWith(this.#engine.db, this.#order, terms))
      .where('t.left_at', '>', since)
      .where('t.left_at', '<=', until);
    if (within !== undefined) query = query.where('t.sequence', '>', within.after);
    if (within?.upTo !== undefined) query = query.where('t.sequence', '<=', within.upTo);
    const rows = await query.orderBy('t.left_at', 'desc').orderBy('t.key').limit(limit).offset(offset).execute();
    return rows.map(articleOf);
  }

  /** Entries of the public sequence of articles with these terms, hidden ones included, after a number, in order. */
  async sequence(terms: readonly Term[], after: number, limit: number): Promise<SequenceEntry[]> {
    const [first, ...others] = await this.#order.rarestFirst(terms);
    let query = this.#engine.db
      .selectFrom('terms as t')
      .select(['t.sequence', 't.feed_time'])
      .where('t.kind', '=', first.kind)
      .where('t.value', '=', first.value)
      .where('t.sequence', '>', after);
    for (const term of others) query = query.where(hasTerm(term));
    const rows = await query.orderBy('t.sequence').limit(limit).execute();
    return rows.map(({ sequence, feed_time: time }) => ({ number: Number(sequence), time }));
  }

  /** True if an article with this term was ever public. */
  async isPublicTerm({ kind, value }: Term, until: Instant): Promise<boolean> {
    const with_ = this.#engine.db
      .selectFrom('terms')
      .select('key')
      .where('kind', '=', kind)
      .where('value', '=', value)
      .limit(1);
    const known = await with_.where('sequence', 'is not', null).executeTakeFirst();
    return known !== undefined || (await this.entries({ terms: [{ kind, value }], until, limit: 1 })).length > 0;
  }

  /** Returns a day or month at an instant; `undefined` if it never had anything noticeable to readers. */
  async period({ kind, value }: Term, { until, limit }: PeriodQuery): Promise<Period | undefined> {
    const of = this.#engine.db.selectFrom('terms').where('kind', '=', kind).where('value', '=', value);
    const { noticed } = await of
      .select(({ fn }) => fn.max('noticed_at').as('noticed'))
      // As stored in the index of these terms alone.
      .where(sql<boolean>`kind in ('day', 'month')`)
      .where('noticed_at', '<=', until)
      .executeTakeFirstOrThrow();
    if (noticed === null) return undefined;
    const some = of.select('key').where('in_feeds', '=', 1).where('feed_time', '<=', until).limit(limit);
    const { count } = await this.#engine.db
      .selectFrom(some.as('some'))
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return { count: Number(count), noticedAt: noticed };
  }

  /** Skips from one value to the next, without scanning the rows between. */
  async termValues(kind: Term['kind'], after: string, limit: number): Promise<string[]> {
    const { rows } = await sql<{ value: string }>`with recursive found(value) as (
        select min(value) from terms where kind = ${kind} and value > ${after} and sequence is not null
        union all
        select (select min(t.value) from terms t where t.kind = ${kind} and t.value > found.value and t.sequence is not null)
        from found where found.value is not null
      )
      select value from found where value is not null limit ${limit}`.execute(this.#engine.db);
    return rows.map(({ value }) => value);
  }

  /** Translations of these articles among our stories: pairs of ids. */
  async translations(ids: readonly string[]): Promise<Translation[]> {
    const byKey = new Map(ids.map((id) => [rowKey(id), id]));
    const found: Translation[] = [];
    for (const page of batchesOf([...byKey.keys()])) {
      const rows = await this.#engine.db
        .selectFrom('terms as t')
        .innerJoin('articles as a', 'a.key', 't.key')
        .select(['a.id', 't.value'])
        .where('t.kind', '=', 'translation')
        .where('t.value', 'in', page)
        .orderBy('a.id')
        .execute();
      found.push(...rows.map(({ id, value }) => ({ id, of: byKey.get(value) ?? '' })));
    }
    return found;
  }
}

function byTime(a: FeedEntry, b: FeedEntry): number {
  if (a.time !== b.time) return a.time < b.time ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}
