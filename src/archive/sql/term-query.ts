import type { ExpressionBuilder } from 'kysely';
import { LRUCache } from 'lru-cache';
import { ALL, type Term, termText } from '../../article/terms.ts';
import type { Sql, Tables } from './tables.ts';

/** Above this count terms are equally common. */
const MAX_COUNTED = 5000;

const ORDER_LIFETIME_MS = 60 * 60 * 1000;

/** Orders the terms of a query so that the rarest comes first; its list is the shortest to scan. */
export class TermOrder {
  readonly #db: Sql;
  /** A cached order that is no longer optimal is slower, and never wrong. */
  readonly #orders = new LRUCache<string, [Term, ...Term[]]>({ max: 10_000, ttl: ORDER_LIFETIME_MS });

  constructor(db: Sql) {
    this.#db = db;
  }

  /**
   * Returns the terms of a query, the rarest first: its list is scanned, and each entry is checked for the others. The
   * rarity of a term is counted up to a limit.
   */
  async rarestFirst(terms: readonly Term[] = []): Promise<[Term, ...Term[]]> {
    const [first = ALL, ...others] = terms;
    if (others.length === 0) return [first];
    const name = terms.map(termText).join('\n');
    const cached = this.#orders.get(name);
    if (cached !== undefined) return cached;
    const counted: { readonly term: Term; readonly count: number }[] = [];
    for (const term of terms) counted.push({ term, count: await this.#countOf(term) });
    const [rarest = { term: first }, ...rest] = counted.toSorted((a, b) => a.count - b.count);
    const order: [Term, ...Term[]] = [rarest.term, ...rest.map(({ term }) => term)];
    this.#orders.set(name, order);
    return order;
  }

  async #countOf({ kind, value }: Term): Promise<number> {
    const rows = this.#db
      .selectFrom('terms')
      .select('key')
      .where('kind', '=', kind)
      .where('value', '=', value)
      .limit(MAX_COUNTED);
    const { count } = await this.#db
      .selectFrom(rows.as('some'))
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return Number(count);
  }
}

/** Returns a query for newest versions, to be filtered. */
export function newestVersions(db: Sql) {
  return db
    .selectFrom('articles as a')
    .innerJoin('versions as v', (join) => join.onRef('v.key', '=', 'a.key').onRef('v.version', '=', 'a.version'))
    .select(['v.document', 'a.released_at']);
}

/** Returns a query for newest versions with their entries in the list of a term, filtered by further terms. */
export async function newestWith(db: Sql, order: TermOrder, terms: readonly Term[] = []) {
  const [first, ...others] = await order.rarestFirst(terms);
  let query = newestVersions(db)
    .innerJoin('terms as t', 't.key', 'a.key')
    .where('t.kind', '=', first.kind)
    .where('t.value', '=', first.value);
  for (const term of others) query = query.where(hasTerm(term));
  return query;
}

/** True for a row of `terms` whose article has another term too. */
export function hasTerm({ kind, value }: Term) {
  return ({ exists, selectFrom }: ExpressionBuilder<Tables & { t: Tables['terms'] }, 't'>) =>
    exists(
      selectFrom('terms as x')
        .select('x.key')
        .whereRef('x.key', '=', 't.key')
        .where('x.kind', '=', kind)
        .where('x.value', '=', value),
    );
}
