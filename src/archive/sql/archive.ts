import type { Article } from '../../article/article.ts';
import { feedHour } from '../../article/public-life.ts';
import type { Instant } from '../../text/instant.ts';
import type {
  Answered,
  Archive,
  Commit,
  CommitStep,
  Committed,
  DueStep,
  LeftQuery,
  LogEntry,
  Query,
  Receipt,
} from '../archive.ts';
import { answeredTo, originOf, storedArticle, writeCommit, writeEntriesAlone, writeNewest } from './commit.ts';
import type { Engine } from './engine.ts';
import { articleOf, documentOf, entryOf, rowKey } from './rows.ts';
import { NEVER, type Sql } from './tables.ts';
import { wordsOf } from './words.ts';

/** How long a write of another process may go unnoticed where nothing tells of it. */
const LISTEN_EVERY = 250;

/** Every article has it. */
const ALL = { kind: 'all', value: '' } as const;

/** The archive on either engine. */
export class SqlArchive implements Archive {
  readonly #engine: Engine;
  readonly #listeners = new Set<() => void>();
  readonly #stopListening: () => void;
  readonly #timer: NodeJS.Timeout;
  #known = 0;

  constructor(engine: Engine) {
    this.#engine = engine;
    let isAsking = false;
    const ask = (): void => {
      if (isAsking) return;
      isAsking = true;
      // What cannot be asked now is asked again; requests themselves find out that the database is gone.
      this.cursor()
        .catch(() => {})
        .finally(() => {
          isAsking = false;
        });
    };
    this.#stopListening = engine.listen(ask);
    this.#timer = setInterval(ask, LISTEN_EVERY).unref();
  }

  async commit(commit: Commit): Promise<Committed> {
    const committed = await this.#write((sql) => writeCommit(this.#engine, sql, commit), commit.rehearse === true);
    if (commit.rehearse !== true && 'cursor' in committed) this.#heard(committed.cursor);
    return committed;
  }

  async commitDue({ articleId, at, change }: DueStep, step: CommitStep | undefined, now: Instant): Promise<boolean> {
    const key = rowKey(articleId);
    const cursor = await this.#write(async (sql) => {
      const settled = await sql
        .updateTable('boundaries')
        .set({ settled: 1 })
        .where('key', '=', key)
        .where('at', '=', at)
        .where('change', '=', change)
        .where('settled', '=', 0)
        .executeTakeFirst();
      if (settled.numUpdatedRows === 0n) return undefined;
      if (change === 'expire' || change === 'rightsEnd') {
        await sql.updateTable('terms').set({ in_feeds: 0 }).where('key', '=', key).execute();
      }
      if (step === undefined) return 0;
      const before = await storedArticle(sql, key);
      return writeEntriesAlone(this.#engine, sql, { before, steps: [step], now });
    });
    if (cursor !== undefined && cursor > 0) this.#heard(cursor);
    return cursor !== undefined && cursor > 0;
  }

  async due(now: Instant, limit: number): Promise<DueStep[]> {
    const rows = await this.#engine.db
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

  async erase(
    { version: article, entry }: CommitStep & { version: Article },
    media: readonly string[],
    now: Instant,
  ): Promise<boolean> {
    const key = rowKey(article.id);
    const cursor = await this.#write(async (sql) => {
      const row = await sql
        .selectFrom('articles')
        .select(['origin', 'version'])
        .where('key', '=', key)
        .executeTakeFirst();
      if (row?.version !== article.version) return undefined;
      const versions = await sql.selectFrom('versions').select('version').where('key', '=', key).execute();
      for (const { version } of versions) {
        const document = documentOf({ ...article, version });
        await sql
          .updateTable('versions')
          .set({ document })
          .where('key', '=', key)
          .where('version', '=', version)
          .execute();
      }
      // By its words nobody finds it any more; in its feeds the tombstone stays.
      await sql
        .deleteFrom('terms')
        .where('key', '=', key)
        .where('kind', 'not in', ['all', 'section', 'language'])
        .execute();
      for (const path of media) await sql.deleteFrom('media').where('path', '=', path).execute();
      await writeNewest(this.#engine, sql, { article, origin: row.origin, now });
      return writeEntriesAlone(this.#engine, sql, { before: article, steps: [{ entry }], now });
    });
    if (cursor === undefined) return false;
    await this.#engine.scrub();
    this.#heard(cursor);
    return true;
  }

  async cursor(): Promise<number> {
    const { cursor } = await this.#engine.db
      .selectFrom('changes')
      .select(({ fn }) => fn.max('cursor').as('cursor'))
      .executeTakeFirstOrThrow();
    this.#heard(cursor ?? 0);
    return cursor ?? 0;
  }

  get knownCursor(): number {
    return this.#known;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async changesAfter(cursor: number, limit: number): Promise<LogEntry[]> {
    const rows = await this.#engine.db
      .selectFrom('changes')
      .selectAll()
      .where('cursor', '>', cursor)
      .orderBy('cursor')
      .limit(limit)
      .execute();
    return rows.map(entryOf);
  }

  async publicChangesAfter(publicCursor: number, limit: number): Promise<LogEntry[]> {
    const rows = await this.#engine.db
      .selectFrom('changes')
      .selectAll()
      .where('public_cursor', '>', publicCursor)
      .orderBy('public_cursor')
      .limit(limit)
      .execute();
    return rows.map(entryOf);
  }

  byId(id: string): Promise<Article | undefined> {
    return storedArticle(this.#engine.db, rowKey(id));
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
    const rows = await this.#engine.db
      .selectFrom('versions as v')
      .innerJoin('articles as a', 'a.key', 'v.key')
      .select(['v.document', 'a.released_at'])
      .where('v.key', '=', rowKey(id))
      .orderBy('v.version')
      .execute();
    return rows.map(articleOf);
  }

  originOf(id: string): Promise<string | undefined> {
    return originOf(this.#engine.db, rowKey(id));
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
    const keys = await this.#engine.search.find(this.#engine.db, words, { until, limit });
    const found = await Promise.all(keys.map((key) => storedArticle(this.#engine.db, key)));
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
    const row = await this.#engine.db
      .selectFrom('boundaries')
      .select('at')
      .where('at', '>', instant)
      .orderBy('at')
      .limit(1)
      .executeTakeFirst();
    return row?.at as Instant | undefined;
  }

  answered(receipt: Receipt): Promise<Answered | undefined> {
    return answeredTo(this.#engine.db, receipt, undefined);
  }

  async isReady(): Promise<boolean> {
    try {
      // A write that waits for nobody: how ready it is does not depend on who else writes.
      const row = { name: 'ready', value: '' };
      await this.#engine.db
        .insertInto('meta')
        .values(row)
        .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
        .execute();
      return true;
    } catch {
      return false;
    }
  }

  /** Stops asking for news. */
  stop(): void {
    clearInterval(this.#timer);
    this.#stopListening();
  }

  /** Newest versions, to be narrowed down. */
  #newest() {
    return this.#engine.db
      .selectFrom('articles as a')
      .innerJoin('versions as v', (join) => join.onRef('v.key', '=', 'a.key').onRef('v.version', '=', 'a.version'))
      .select(['v.document', 'a.released_at']);
  }

  #heard(cursor: number): void {
    if (cursor <= this.#known) return;
    this.#known = cursor;
    for (const listener of this.#listeners) listener();
  }

  /** One write after the other, here and on other machines. What is rehearsed is taken back. */
  async #write<Result>(work: (sql: Sql) => Promise<Result>, rehearse = false): Promise<Result> {
    const rehearsed: { result?: Result } = {};
    try {
      return await this.#engine.transaction(async (sql) => {
        await this.#engine.serialize(sql);
        const result = await work(sql);
        if (!rehearse && !isRefusal(result)) return result;
        rehearsed.result = result;
        throw new TakenBack();
      });
    } catch (error) {
      if (error instanceof TakenBack) return rehearsed.result as Result;
      throw error;
    }
  }
}

/** A transaction that was only a rehearsal, or that ended in a refusal, leaves nothing behind. */
class TakenBack extends Error {}

function isRefusal(result: unknown): boolean {
  return typeof result === 'object' && result !== null && ('conflict' in result || 'slugTakenBy' in result);
}
