import type { Store } from '../store.ts';
import { SqlArchive } from './archive.ts';
import { SqlDeliveries } from './deliveries.ts';
import type { Engine } from './engine.ts';
import { SqlFeedPages } from './feed-pages.ts';
import { SqlFolderRecords } from './folder-records.ts';
import { SqlKeys } from './keys.ts';
import { SqlLeases } from './leases.ts';
import { SqlMediaStore } from './media-store.ts';
import { SqlOutbox } from './outbox.ts';
import { SqlServedDates } from './served-dates.ts';

/** Creates the store on a connected engine. */
export async function storeOn(engine: Engine): Promise<Store> {
  const archive = new SqlArchive(engine);
  await archive.cursor();
  const dates = new SqlServedDates(engine);
  return {
    engine: engine.name,
    archive,
    keys: new SqlKeys(engine),
    leases: new SqlLeases(engine),
    outbox: new SqlOutbox(engine),
    deliveries: new SqlDeliveries(engine),
    media: new SqlMediaStore(engine),
    files: new SqlFolderRecords(engine),
    dates,
    pages: new SqlFeedPages(engine),
    remembered: async (name) => {
      const row = await engine.db.selectFrom('meta').select('value').where('name', '=', name).executeTakeFirst();
      return row?.value;
    },
    remember: async (name, value) => {
      await engine.db
        .insertInto('meta')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute();
    },
    close: async () => {
      archive.stop();
      await dates.flush();
      await engine.close();
    },
  };
}
