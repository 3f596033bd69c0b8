import type { Article } from '../../article/article.ts';
import { feedHour } from '../../article/public-life.ts';
import type { Instant } from '../../text/instant.ts';
import type { Archive, DueStep, LeftQuery, LogEntry, Query } from '../archive.ts';
import type { Engine } from './engine.ts';
import { originOf, storedArticle } from './newest.ts';
import { articleOf, entryOf, rowKey } from './rows.ts';
import { NEVER } from './tables.ts';
import { wordsOf } from './words.ts';

/** Every article has it. */
const ALL = { kind: 'all', value: '' } as const;

/** Everything that is asked of an archive; nothing of it changes anything. */
export class SqlLookUps
  implements
    Omit<
      Archive,
      'commit' | 'commitDue' | 'erase' | 'cursor' | 'knownCursor' | 'onChange' | 'answer' | 'answered' | 'isReady'
    >
{
  protected readonly engine: Engine;

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

  async latest({ term = ALL, until, after, limit, inFeeds = false }: Query): Promise<Article[]> {
    const last = after && { hour: feedHour(after) ?? NEVER, key: rowKey(after.id) };
    let query = this.#newest()
      .innerJoin('terms as t', 't.key', 'a.key')
      .where('t.kind', '=', term.kind)
      .where('t.value', '=', term.value)
      .where('t.hour', '<=', last === undefined || last.hour > until ? until : last.hour);
    if (inFeeds) query = query.where('t.in_feeds', '=', 1);
    if (last !== undefined) {
      query = query.where((or) => or.or([or('t.hour', '<', last.hour), or('t.key', '>', last.key)]));
    }
    const rows = await query.orderBy('t.hour', 'desc').orderBy('t.key').limit(limit).execute();
    return rows.map(articleOf);
  }

  async held({ term = ALL, until, limit }: Omit<Query, 'after' | 'inFeeds'>): Promise<Article[]> {
    const rows = await this.#newest()
      .innerJoin('terms as t', 't.key', 'a.key')
      .where('t.kind', '=', term.kind)
      .where('t.value', '=', term.value)
      .where('t.in_feeds', '=', 1)
      .where('t.hour', '>', until)
      .where('a.publish_at', '<=', until)
      .orderBy('t.hour', 'desc')
      .orderBy('t.key')
      .limit(limit)
      .execute();
    return rows.map(articleOf);
  }

  async left({ term = ALL, since, until, limit, offset }: LeftQuery): Promise<Article[]> {
    const rows = await this.#newest()
      .innerJoin('terms as t', 't.key', 'a.key')
      .where('t.kind', '=', term.kind)
      .where('t.value', '=', term.value)
      .where('t.left_at', '>', since)
      .where('t.left_at', '<=', until)
      .orderBy('t.left_at', 'desc')
      .orderBy('t.key')
      .limit(limit)
      .offset(offset)
      .execute();
    return rows.map(articleOf);
  }

  async search(text: string, { until, limit }: Pick<Query, 'until' | 'limit'>): Promise<Article[]> {
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

  async due(now: Instant, limit: number): Promise<DueStep[]> {
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
      change: change as DueStep['change'],
    }));
  }

  /** Newest versions, to be narrowed down. */
  #newest() {
    return this.engine.db
      .selectFrom('articles as a')
      .innerJoin('versions as v', (join) => join.onRef('v.key', '=', 'a.key').onRef('v.version', '=', 'a.version'))
      .select(['v.document', 'a.released_at']);
  }
}
