import type { Article } from '../article/article.ts';
import type { Instant } from '../text/instant.ts';
import type { ChangeLog, LogEntry } from './change-log.ts';
import { readIndexText } from './index-text.ts';
import { writeNewest } from './sql/article-rows.ts';
import type { Engine } from './sql/engine.ts';
import { receiptOutcome, writeReceipt } from './sql/receipts.ts';
import { documentOf, rowKey } from './sql/rows.ts';
import { serialized } from './sql/serialized.ts';
import type { Sql } from './sql/tables.ts';
import { writeCommit } from './sql/write-commit.ts';
import { writeEntries } from './sql/write-entries.ts';

/** One step of a commit: an entry, and the article after it. */
export interface CommitStep {
  /** A stored version if the step creates none; absent if the article is unchanged. */
  readonly version?: Article;
  readonly entry: Omit<LogEntry, 'cursor' | 'publicCursor' | 'storedAt'>;
}

/** Identity of an idempotent request (its `Idempotency-Key`). */
export interface Receipt {
  /** The id of the API key that sent it. */
  readonly holder: string;
  readonly name: string;
  /** Digest of the request, to detect another one with the same name. */
  readonly requestHash: string;
}

/** A set of steps that is stored completely or not at all. */
export interface Commit {
  /** The version that is stored now, 0 for none; any other is a conflict. */
  readonly expectedVersion: number;
  /**
   * The stored article on which the steps are based. A release, an adoption and an erasure create no version: any other
   * change is a conflict too.
   */
  readonly basis?: { readonly article: Article; readonly origin: string | undefined };
  /** Steps of one article, oldest first; at least one. */
  readonly steps: readonly CommitStep[];
  readonly now: Instant;
  readonly receipt?: Receipt;
  /** Dry run: checks everything and stores nothing. */
  readonly dryRun?: boolean;
}

/** The result of a commit: the cursor of its last entry, or the reason for storing nothing. */
export type Committed =
  | { readonly cursor: number }
  | { readonly conflict: number }
  | { readonly slugTakenBy: string }
  /** The version that an earlier request with this receipt created. */
  | { readonly repeated: ReceiptOutcome };

/** The outcome of a request with a receipt: the version that it stored, or the response about several articles. */
export type ReceiptOutcome = { readonly requestHash: string } & (
  | { readonly articleId: string; readonly version: number }
  | { readonly response: string }
);

/** Stores versions with their log entries: atomic, optimistic, and durable when it returns. */
export class Commits {
  readonly #engine: Engine;
  readonly #log: ChangeLog;

  constructor(engine: Engine, log: ChangeLog) {
    this.#engine = engine;
    this.#log = log;
  }

  /** Stores all steps and their log entries, or nothing; durable when it returns. */
  async commit(commit: Commit): Promise<Committed> {
    const { dryRun = false } = commit;
    const isRefusal = (result: Committed): boolean => dryRun || 'conflict' in result || 'slugTakenBy' in result;
    const newest = commit.steps.findLast(({ version }) => version !== undefined)?.version;
    // Before the transaction, during which other writers wait.
    const text = newest && (await readIndexText(newest));
    const write = (sql: Sql) => writeCommit({ engine: this.#engine, sql }, commit, text);
    const committed = await serialized(this.#engine, write, { isRefusal });
    if (!dryRun && 'cursor' in committed) this.#log.advance(committed.cursor);
    return committed;
  }

  /**
   * Replaces every version of an article with one version without text, permanently; hashes and log are kept.
   * @param media paths of files to delete with it
   * @returns false if another version was stored in the meantime: nothing is erased then
   */
  async erase(
    { version: article, entry }: CommitStep & { version: Article },
    media: readonly string[],
    now: Instant,
  ): Promise<boolean> {
    const key = rowKey(article.id);
    const cursor = await serialized(this.#engine, async (sql) => {
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
      for (const path of media) {
        await sql.deleteFrom('media').where('path', '=', path).execute();
        await sql.deleteFrom('media_pieces').where('path', '=', path).execute();
      }
      await writeNewest(this.#engine, sql, { article, origin: row.origin, now });
      return writeEntries(this.#engine, sql, { before: article, steps: [{ entry }], now });
    });
    if (cursor === undefined) return false;
    await this.#engine.scrub();
    this.#log.advance(cursor);
    return true;
  }

  /** Stores the outcome of a request with a receipt that stored no version. */
  async storeReceipt(receipt: Receipt, { id, version }: Pick<Article, 'id' | 'version'>, now: Instant): Promise<void> {
    await serialized(this.#engine, (sql) => writeReceipt(sql, receipt, { key: rowKey(id), version, now }));
  }

  /** Stores the response to a request about several articles. */
  async storeResponse(receipt: Receipt, response: string, now: Instant): Promise<void> {
    await serialized(this.#engine, (sql) => writeReceipt(sql, receipt, { key: '', version: 0, response, now }));
  }

  /** Returns the outcome of a request with a receipt, within the last day. */
  receiptOutcome(receipt: Receipt, now: Instant): Promise<ReceiptOutcome | undefined> {
    return receiptOutcome(this.#engine.db, receipt, now);
  }
}
