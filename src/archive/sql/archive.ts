import type { Article } from '../../article/article.ts';
import type { Instant } from '../../text/instant.ts';
import type {
  Archive,
  Commit,
  CommitStep,
  Committed,
  Receipt,
  ReceiptOutcome,
  ScheduledTransition,
} from '../archive.ts';
import { storedArticle, writeNewest } from './article-rows.ts';
import { writeCommit, writeEntries } from './commit.ts';
import type { Engine } from './engine.ts';
import { SqlLookUps } from './look-ups.ts';
import { receiptOutcome, writeReceipt } from './receipts.ts';
import { documentOf, rowKey } from './rows.ts';
import type { Sql } from './tables.ts';

/** Polling interval for writes of other processes. */
const LISTEN_EVERY = 250;

/** The archive on either engine. */
export class SqlArchive extends SqlLookUps implements Archive {
  readonly #listeners = new Set<() => void>();
  readonly #stopListening: () => void;
  readonly #timer: NodeJS.Timeout;
  #known = 0;

  constructor(engine: Engine) {
    super(engine);
    let isAsking = false;
    const ask = (): void => {
      if (isAsking) return;
      isAsking = true;
      // A failed poll is repeated; requests themselves report that the database is unreachable.
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
    const committed = await this.#write((sql) => writeCommit(this.engine, sql, commit), commit.dryRun === true);
    if (commit.dryRun !== true && 'cursor' in committed) this.#onWrite(committed.cursor);
    return committed;
  }

  async commitScheduled(
    { articleId, at, change }: ScheduledTransition,
    step: CommitStep | undefined,
    now: Instant,
  ): Promise<boolean> {
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
        await sql.updateTable('terms').set({ in_feeds: 0, noticed_at: at }).where('key', '=', key).execute();
      }
      if (step === undefined) return 0;
      const before = await storedArticle(sql, key);
      return writeEntries(this.engine, sql, { before, steps: [step], now });
    });
    if (cursor !== undefined && cursor > 0) this.#onWrite(cursor);
    return cursor !== undefined && cursor > 0;
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
      // Search finds it no more; the tombstone stays in its feeds.
      await sql
        .deleteFrom('terms')
        .where('key', '=', key)
        .where('kind', 'not in', ['all', 'section', 'language'])
        .execute();
      for (const path of media) await sql.deleteFrom('media').where('path', '=', path).execute();
      await writeNewest(this.engine, sql, { article, origin: row.origin, now });
      return writeEntries(this.engine, sql, { before: article, steps: [{ entry }], now });
    });
    if (cursor === undefined) return false;
    await this.engine.scrub();
    this.#onWrite(cursor);
    return true;
  }

  async cursor(): Promise<number> {
    const { cursor } = await this.engine.db
      .selectFrom('changes')
      .select(({ fn }) => fn.max('cursor').as('cursor'))
      .executeTakeFirstOrThrow();
    this.#onWrite(cursor ?? 0);
    return cursor ?? 0;
  }

  get knownCursor(): number {
    return this.#known;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async storeReceipt(receipt: Receipt, { id, version }: Pick<Article, 'id' | 'version'>, now: Instant): Promise<void> {
    await this.#write((sql) => writeReceipt(sql, receipt, { key: rowKey(id), version, now }));
  }

  receiptOutcome(receipt: Receipt, now: Instant): Promise<ReceiptOutcome | undefined> {
    return receiptOutcome(this.engine.db, receipt, now);
  }

  async isReady(): Promise<boolean> {
    try {
      // A write that waits for no lock: readiness does not depend on other writers.
      const row = { name: 'ready', value: '' };
      await this.engine.db
        .insertInto('meta')
        .values(row)
        .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
        .execute();
      return true;
    } catch {
      return false;
    }
  }

  /** Stops polling. */
  stop(): void {
    clearInterval(this.#timer);
    this.#stopListening();
  }

  #onWrite(cursor: number): void {
    if (cursor <= this.#known) return;
    this.#known = cursor;
    for (const listener of this.#listeners) listener();
  }

  /** Runs one write after the other, here and on other machines. A dry run is rolled back. */
  async #write<Result>(work: (sql: Sql) => Promise<Result>, dryRun = false): Promise<Result> {
    const isDryRun: { result?: Result } = {};
    try {
      return await this.engine.transaction(async (sql) => {
        await this.engine.serialize(sql);
        const result = await work(sql);
        if (!dryRun && !isRefusal(result)) return result;
        isDryRun.result = result;
        throw new TakenBack();
      });
    } catch (error) {
      if (error instanceof TakenBack) return isDryRun.result as Result;
      throw error;
    }
  }
}

/** Rolls back a transaction that was a dry run or ended in a refusal. */
class TakenBack extends Error {}

function isRefusal(result: unknown): boolean {
  return typeof result === 'object' && result !== null && ('conflict' in result || 'slugTakenBy' in result);
}
