import { type ExpressionBuilder, sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Article } from '../../article/article.ts';
import { feedTime } from '../../article/public-life.ts';
import { wordsOf } from '../../article/search-words.ts';
import { ALL, type Term, termText } from '../../article/terms.ts';
import type { Instant } from '../../text/instant.ts';
import type {
  Archive,
  ArticleQuery,
  DepartedQuery,
  EntryQuery,
  FeedEntry,
  LogEntry,
  Period,
  PeriodQuery,
  ScheduledTransition,
  Translation,
} from '../archive.ts';
import { originOf, storedArticle } from './article-rows.ts';
import { batchesOf } from './batches.ts';
import type { Engine } from './engine.ts';
import { articleOf, entryOf, rowKey } from './rows.ts';
import { NEVER, type Tables } from './tables.ts';

/** Read-only queries of an archive. */
export class SqlLookUps
  implements
    Omit<
      Archive,
      | 'commit'
      | 'commitScheduled'
      | 'erase'
      | 'cursor'
      | 'knownCursor'
      | 'onChange'
      | 'storeReceipt'
      | 'receiptOutcome'
      | 'isReady'
    >
{
  protected readonly engine: Engine;
  /** A cached order of terms that is no longer optimal is slower, and never wrong. */
  readonly #orders = new LRUCache<string, [Term, ...Term[]]>({ max: 10_000, ttl: 60 * 60 * 1000 });

  constructor(engine: Engine) {
    this.engine = engine;
  }

  async changesAfter(cursor: number, limit: number): Promise<LogEntry[]> {
    const rows = await this.engine.db
      .selectFrom('changes')
      .selectAll()
      .where('cursor', '>', cursor)
      .orderBy('cursor')
      .limit(limit)
      .execute();
    return rows.map(entryOf);
  }

  async publicChangesAfter(publicCursor: number, limit: number): Promise<LogEntry[]> {
    const rows = await this.engine.db
      .selectFrom('changes')
      .selectAll()
      .where('public_cursor', '>', publicCursor)
      .orderBy('public_cursor')
      .limit(limit)
      .execute();
    return rows.map(entryOf);
  }

  byId(id: string): Promise<Article | undefined> {
    return storedArticle(this.engine.db, rowKey(id));
  }

  async bySlug(slug: string): Promise<Article | undefined> {
    const row = await this.#newest()
      .innerJoin('slugs as s', 's.key', 'a.key')
      .where('s.slug', '=', slug)
      .where((or) => or.or([or('s.redirects', '=', 1), or('a.slug', '=', slug)]))
      .executeTakeFirst();
    return row && articleOf(row);
  }

  async formerSlugs(): Promise<string[]> {
    const rows = await this.engine.db
      .selectFrom('slugs as s')
      .innerJoin('articles as a', 'a.key', 's.key')
      .select('s.slug')
      .where('s.redirects', '=', 1)
      .whereRef('s.slug', '<>', 'a.slug')
      .orderBy('s.slug')
      .execute();
    return rows.map(({ slug }) => slug);
  }

  async versionsOf(id: string): Promise<Article[]> {
    const rows = await this.engine.db
      .selectFrom('versions as v')
      .innerJoin('articles as a', 'a.key', 'v.key')
      .select(['v.document', 'a.released_at'])
      .where('v.key', '=', rowKey(id))
      .orderBy('v.version')
      .execute();
    return rows.map(articleOf);
  }

  originOf(id: string): Promise<string | undefined> {
    return originOf(this.engine.db, rowKey(id));
  }

  async latest({ terms, until, after, limit, inFeeds = false }: ArticleQuery): Promise<Article[]> {
    const last = after && { hour: feedTime(after) ?? NEVER, key: rowKey(after.id) };
    let query = (await this.#newestWith(terms)).where(
      't.hour',
      '<=',
      last === undefined || last.hour > until ? until : last.hour,
    );
    if (inFeeds) query = query.where('t.in_feeds', '=', 1);
    if (last !== undefined) {
      query = query.where((or) => or.or([or('t.hour', '<', last.hour), or('t.key', '>', last.key)]));
    }
    const rows = await query.orderBy('t.hour', 'desc').orderBy('t.key').limit(limit).execute();
    return rows.map(articleOf);
  }

  async embargoed({ terms, until, limit }: Omit<ArticleQuery, 'after' | 'inFeeds'>): Promise<Article[]> {
    const rows = await (await this.#newestWith(terms))
      .where('t.in_feeds', '=', 1)
      .where('t.hour', '>', until)
      .where('a.publish_at', '<=', until)
      .orderBy('t.hour', 'desc')
      .orderBy('t.key')
      .limit(limit)
      .execute();
    return rows.map(articleOf);
  }

  async departed({ terms, since, until, limit, offset, within }: DepartedQuery): Promise<Article[]> {
    let query = (await this.#newestWith(terms)).where('t.left_at', '>', since).where('t.left_at', '<=', until);
    if (within !== undefined) query = query.where('t.sequence', '>', within.after);
    if (within?.upTo !== undefined) query = query.where('t.sequence', '<=', within.upTo);
    const rows = await query.orderBy('t.left_at', 'desc').orderBy('t.key').limit(limit).offset(offset).execute();
    return rows.map(articleOf);
  }

  async entries({ terms, until, since, within, correctedSince, limit }: EntryQuery): Promise<FeedEntry[]> {
    const [first, ...others] = await this.#rarestFirst(terms);
    let query = this.engine.db
      .selectFrom('terms as t')
      .innerJoin('articles as a', 'a.key', 't.key')
      .select(['a.id', 'a.version', 't.hour'])
      .where('t.kind', '=', first.kind)
      .where('t.value', '=', first.value)
      .where('t.in_feeds', '=', 1)
      .where('t.hour', '<=', until)
      .limit(limit);
    for (const term of others) query = query.where(hasTerm(term));
    if (since !== undefined) query = query.where('t.hour', '>', since);
    // In the order of a small index: by time every entry of the list would be scanned.
    if (within !== undefined) query = query.where('t.sequence', '>', within.after).orderBy('t.sequence', 'desc');
    else if (correctedSince !== undefined) {
      query = query.where('t.corrected_at', '>', correctedSince).orderBy('t.corrected_at', 'desc');
    } else query = query.orderBy('t.hour', 'desc').orderBy('t.key');
    if (within?.upTo !== undefined) query = query.where('t.sequence', '<=', within.upTo);
    const rows = await query.execute();
    return rows.map(({ id, version, hour }) => ({ id, version, time: hour as Instant })).toSorted(byTime);
  }

  async byIds(ids: readonly string[]): Promise<Article[]> {
    const found: Article[] = [];
    for (const page of batchesOf(ids.map(rowKey))) {
      const rows = await this.#newest().where('a.key', 'in', page).execute();
      found.push(...rows.map(articleOf));
    }
    return found;
  }

  async sequence(terms: readonly Term[], after: number, limit: number): Promise<number[]> {
    const [first, ...others] = await this.#rarestFirst(terms);
    let query = this.engine.db
      .selectFrom('terms as t')
      .select('t.sequence')
      .where('t.kind', '=', first.kind)
      .where('t.value', '=', first.value)
      .where('t.sequence', '>', after);
    for (const term of others) query = query.where(hasTerm(term));
    const rows = await query.orderBy('t.sequence').limit(limit).execute();
    return rows.map(({ sequence }) => Number(sequence));
  }

  async isPublicTerm({ kind, value }: Term, until: Instant): Promise<boolean> {
    const with_ = this.engine.db
      .selectFrom('terms')
      .select('key')
      .where('kind', '=', kind)
      .where('value', '=', value)
      .limit(1);
    const known = await with_.where('sequence', 'is not', null).executeTakeFirst();
    return known !== undefined || (await this.entries({ terms: [{ kind, value }], until, limit: 1 })).length > 0;
  }

  async period({ kind, value }: Term, { until, limit }: PeriodQuery): Promise<Period | undefined> {
    const of = this.engine.db.selectFrom('terms').where('kind', '=', kind).where('value', '=', value);
    const { noticed } = await of
      .select(({ fn }) => fn.max('noticed_at').as('noticed'))
      // As stored in the index of these terms alone.
      .where(sql<boolean>`kind in ('day', 'month')`)
      .where('noticed_at', '<=', until)
      .executeTakeFirstOrThrow();
    if (noticed === null) return undefined;
    const some = of.select('key').where('in_feeds', '=', 1).where('hour', '<=', until).limit(limit);
    const { count } = await this.engine.db
      .selectFrom(some.as('some'))
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return { count: Number(count), noticedAt: noticed as Instant };
  }

  async translations(ids: readonly string[]): Promise<Translation[]> {
    const byKey = new Map(ids.map((id) => [rowKey(id), id]));
    const found: Translation[] = [];
    for (const page of batchesOf([...byKey.keys()])) {
      const rows = await this.engine.db
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

  /** Skips from one value to the next, without scanning the rows between. */
  async termValues(kind: Term['kind'], after: string, limit: number): Promise<string[]> {
    const { rows } = await sql<{ value: string }>`with recursive found(value) as (
        select min(value) from terms where kind = ${kind} and value > ${after} and sequence is not null
        union all
        select (select min(t.value) from terms t where t.kind = ${kind} and t.value > found.value and t.sequence is not null)
        from found where found.value is not null
      )
      select value from found where value is not null limit ${limit}`.execute(this.engine.db);
    return rows.map(({ value }) => value);
  }

  async changedByTime(after: Instant, until: Instant, limit: number): Promise<string[]> {
    const rows = await this.engine.db
      .selectFrom('boundaries as b')
      .innerJoin('articles as a', 'a.key', 'b.key')
      .select('a.id')
      .distinct()
      .where('b.at', '>', after)
      .where('b.at', '<=', until)
      .limit(limit)
      .execute();
    return rows.map(({ id }) => id);
  }

  async search(text: string, { until, limit }: Pick<ArticleQuery, 'until' | 'limit'>): Promise<Article[]> {
    const words = wordsOf(text);
    if (words.length === 0) return [];
    const keys = await this.engine.search.find(this.engine.db, words, { until, limit });
    const found = await Promise.all(keys.map((key) => storedArticle(this.engine.db, key)));
    return found.filter((article) => article !== undefined);
  }

  async byMedia(path: string): Promise<Article[]> {
    const rows = await this.#newest()
      .innerJoin('media_uses as m', 'm.key', 'a.key')
      .where('m.path', '=', path)
      .execute();
    return rows.map(articleOf);
  }

  async nextBoundary(instant: Instant): Promise<Instant | undefined> {
    const row = await this.engine.db
      .selectFrom('boundaries')
      .select('at')
      .where('at', '>', instant)
      .orderBy('at')
      .limit(1)
      .executeTakeFirst();
    return row?.at as Instant | undefined;
  }

  async due(now: Instant, limit: number): Promise<ScheduledTransition[]> {
    const rows = await this.engine.db
      .selectFrom('boundaries as b')
      .innerJoin('articles as a', 'a.key', 'b.key')
      .select(['a.id', 'b.at', 'b.change'])
      .where('b.settled', '=', 0)
      .where('b.at', '<=', now)
      .orderBy('b.at')
      .orderBy('b.key')
      .limit(limit)
      .execute();
    return rows.map(({ id, at, change }) => ({
      articleId: id,
      at: at as Instant,
      change: change as ScheduledTransition['change'],
    }));
  }

  /** Newest versions, to be filtered. */
  #newest() {
    return this.engine.db
      .selectFrom('articles as a')
      .innerJoin('versions as v', (join) => join.onRef('v.key', '=', 'a.key').onRef('v.version', '=', 'a.version'))
      .select(['v.document', 'a.released_at']);
  }

  /** Newest versions with their entries in the list of a term, filtered by further terms. */
  async #newestWith(terms: readonly Term[] = []) {
    const [first, ...others] = await this.#rarestFirst(terms);
    let query = this.#newest()
      .innerJoin('terms as t', 't.key', 'a.key')
      .where('t.kind', '=', first.kind)
      .where('t.value', '=', first.value);
    for (const term of others) query = query.where(hasTerm(term));
    return query;
  }

  /**
   * Orders terms for a query: the list of the first is scanned, and each of its entries is checked for the others. The
   * rarity of a term is counted up to a limit.
   */
  async #rarestFirst(terms: readonly Term[]): Promise<[Term, ...Term[]]> {
    const [first = ALL, ...others] = terms;
    if (others.length === 0) return [first];
    const name = terms.map(termText).join('\n');
    const known = this.#orders.get(name);
    if (known !== undefined) return known;
    const counted: { readonly term: Term; readonly count: number }[] = [];
    for (const term of terms) {
      const rows = this.engine.db
        .selectFrom('terms')
        .select('key')
        .where('kind', '=', term.kind)
        .where('value', '=', term.value)
        .limit(COUNTED);
      const { count } = await this.engine.db
        .selectFrom(rows.as('some'))
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      counted.push({ term, count: Number(count) });
    }
    const [rarest = { term: first }, ...rest] = counted.toSorted((a, b) => a.count - b.count);
    const order: [Term, ...Term[]] = [rarest.term, ...rest.map(({ term }) => term)];
    this.#orders.set(name, order);
    return order;
  }
}

function byTime(a: FeedEntry, b: FeedEntry): number {
  if (a.time !== b.time) return a.time < b.time ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}

/** Above this count terms are equally common. */
const COUNTED = 5000;

/** True for a row of `terms` whose article has another term too. */
function hasTerm({ kind, value }: Term) {
  return ({ exists, selectFrom }: ExpressionBuilder<Tables & { t: Tables['terms'] }, 't'>) =>
    exists(
      selectFrom('terms as x')
        .select('x.key')
        .whereRef('x.key', '=', 't.key')
        .where('x.kind', '=', kind)
        .where('x.value', '=', value),
    );
}
