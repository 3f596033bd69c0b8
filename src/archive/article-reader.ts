import type { Article } from '../article/article.ts';
import { feedTime } from '../article/public-life.ts';
import { wordsOf } from '../article/search-words.ts';
import type { Term } from '../article/terms.ts';
import type { Instant } from '../text/instant.ts';
import { originOf, storedArticle } from './sql/article-rows.ts';
import { batchesOf } from './sql/batches.ts';
import type { Engine } from './sql/engine.ts';
import { PreparedQuery } from './sql/prepared.ts';
import { articleOf, rowKey, type StoredVersion } from './sql/rows.ts';
import { NEVER } from './sql/tables.ts';
import { newestVersions, newestWith, type TermOrder } from './sql/term-query.ts';

/** A query for articles, newest first. */
export interface ArticleQuery {
  /** Only articles that have all of these terms; every article if absent or empty. */
  readonly terms?: readonly Term[];
  /** Only articles whose publication time has passed. */
  readonly until: Instant;
  /** Leaves out hidden and expired articles, as far as transitions are recorded. */
  readonly inFeeds?: boolean;
  /** Only articles after this one in the order. */
  readonly after?: Article;
  readonly limit: number;
}

/** A query for articles by words. */
export interface SearchQuery extends Pick<ArticleQuery, 'until' | 'limit'> {
  /** Number of articles to skip. */
  readonly offset?: number;
  /** Upper limit of the count; that of the articles if absent. */
  readonly most?: number;
}

/** Reads stored articles, hidden ones included: `viewOf` decides what an audience sees of them. */
export class ArticleReader {
  readonly #engine: Engine;
  readonly #order: TermOrder;

  readonly #newest: PreparedQuery<'key', StoredVersion>;

  constructor(engine: Engine, order: TermOrder) {
    this.#engine = engine;
    this.#order = order;
    this.#newest = new PreparedQuery(engine, ['key'], ({ key }) => newestVersions(engine.db).where('a.key', '=', key));
  }

  /** Returns the newest version of an article. */
  async byId(id: string): Promise<Article | undefined> {
    const [row] = await this.#newest.execute({ key: rowKey(id) });
    return row && articleOf(row);
  }

  /** Returns the newest versions of these articles, unordered; unknown ids are left out. */
  async byIds(ids: readonly string[]): Promise<Article[]> {
    const [id] = ids;
    if (ids.length === 1 && id !== undefined) return [await this.byId(id)].filter((article) => article !== undefined);
    const found: Article[] = [];
    for (const page of batchesOf(ids.map(rowKey))) {
      const rows = await newestVersions(this.#engine.db).where('a.key', 'in', page).execute();
      found.push(...rows.map(articleOf));
    }
    return found;
  }

  /** Returns the article with this slug: its current one, or a former public one. */
  async bySlug(slug: string): Promise<Article | undefined> {
    const row = await newestVersions(this.#engine.db)
      .innerJoin('slugs as s', 's.key', 'a.key')
      .where('s.slug', '=', slug)
      .where((or) => or.or([or('s.redirects', '=', 1), or('a.slug', '=', slug)]))
      .executeTakeFirst();
    return row && articleOf(row);
  }

  /** Lists former public slugs of stories. */
  async formerSlugs(): Promise<string[]> {
    const rows = await this.#engine.db
      .selectFrom('slugs as s')
      .innerJoin('articles as a', 'a.key', 's.key')
      .select('s.slug')
      .where('s.redirects', '=', 1)
      .whereRef('s.slug', '<>', 'a.slug')
      .orderBy('s.slug')
      .execute();
    return rows.map(({ slug }) => slug);
  }

  /** Returns every version, oldest first. */
  async versionsOf(id: string): Promise<Article[]> {
    const rows = await this.#engine.db
      .selectFrom('versions as v')
      .innerJoin('articles as a', 'a.key', 'v.key')
      .select(['v.document', 'a.released_at'])
      .where('v.key', '=', rowKey(id))
      .orderBy('v.version')
      .execute();
    return rows.map(articleOf);
  }

  /** Returns the channel that created the article, and alone can change it. */
  originOf(id: string): Promise<string | undefined> {
    return originOf(this.#engine.db, rowKey(id));
  }

  /** Returns articles by first publication, newest first, then by id. */
  async latest({ terms, until, after, limit, inFeeds = false }: ArticleQuery): Promise<Article[]> {
    const last = after && { time: feedTime(after) ?? NEVER, key: rowKey(after.id) };
    let query = (await newestWith(this.#engine.db, this.#order, terms)).where(
      't.feed_time',
      '<=',
      last === undefined || last.time > until ? until : last.time,
    );
    if (inFeeds) query = query.where('t.in_feeds', '=', 1);
    if (last !== undefined) {
      query = query.where((or) => or.or([or('t.feed_time', '<', last.time), or('t.key', '>', last.key)]));
    }
    const rows = await query.orderBy('t.feed_time', 'desc').orderBy('t.key').limit(limit).execute();
    return rows.map(articleOf);
  }

  /** Returns articles whose newest version shows a media file. */
  async byMedia(path: string): Promise<Article[]> {
    const rows = await newestVersions(this.#engine.db)
      .innerJoin('media_uses as m', 'm.key', 'a.key')
      .where('m.path', '=', path)
      .execute();
    return rows.map(articleOf);
  }

  /**
   * Returns articles whose newest version contains all of these words, newest first, and the number of all of them.
   * @param most upper limit of the count
   */
  async search(
    text: string,
    { until, limit, offset = 0, most = limit }: SearchQuery,
  ): Promise<{ readonly articles: Article[]; readonly count: number }> {
    const words = wordsOf(text);
    if (words.length === 0) return { articles: [], count: 0 };
    const keys = await this.#engine.search.find(this.#engine.db, words, { until, limit: most });
    const shown = keys.slice(offset, offset + limit);
    const found = await Promise.all(shown.map((key) => storedArticle(this.#engine.db, key)));
    return { articles: found.filter((article) => article !== undefined), count: keys.length };
  }
}
