import { batchesOf } from './sql/batches.ts';
import type { Engine } from './sql/engine.ts';

/**
 * The history of feeds in pages (RFC 5005, section 4). A closed page never changes: it holds the part of the public
 * sequence from the end of the previous page to its own end, also after changes of its articles.
 */
export class FeedPages {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Returns the end of a page, counted from 1, the oldest; `undefined` if it is not closed. */
  async end(feed: string, page: number): Promise<number | undefined> {
    const row = await this.#engine.db
      .selectFrom('feed_pages')
      .select('up_to')
      .where('feed', '=', feed)
      .where('page', '=', page)
      .executeTakeFirst();
    return row && Number(row.up_to);
  }

  /** Returns the newest closed page and its end; `undefined` if none is closed. */
  async newest(feed: string): Promise<{ readonly page: number; readonly upTo: number } | undefined> {
    const row = await this.#engine.db
      .selectFrom('feed_pages')
      .select(['page', 'up_to'])
      .where('feed', '=', feed)
      .orderBy('page', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row && { page: row.page, upTo: Number(row.up_to) };
  }

  /** Closes further pages; pages that another process has closed meanwhile are unchanged. */
  async close(feed: string, pages: readonly { readonly page: number; readonly upTo: number }[]): Promise<void> {
    const rows = pages.map(({ page, upTo }) => ({ feed, page, up_to: upTo }));
    for (const some of batchesOf(rows)) {
      await this.#engine.db
        .insertInto('feed_pages')
        .values(some)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
  }
}
