import type { FeedPages } from '../feed-pages.ts';
import { batchesOf } from './batches.ts';
import type { Engine } from './engine.ts';

/** The closed pages of both engines. */
export class SqlFeedPages implements FeedPages {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async end(feed: string, page: number): Promise<number | undefined> {
    const row = await this.#engine.db
      .selectFrom('feed_pages')
      .select('up_to')
      .where('feed', '=', feed)
      .where('page', '=', page)
      .executeTakeFirst();
    return row && Number(row.up_to);
  }

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
