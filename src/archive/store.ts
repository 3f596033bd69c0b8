import { type Archive, archiveOn } from './archive.ts';
import { ChannelStates } from './channel-states.ts';
import { Copies } from './copies.ts';
import { Deliveries } from './deliveries.ts';
import { FeedPages } from './feed-pages.ts';
import { FolderRecords } from './folder-records.ts';
import { Keys } from './keys.ts';
import { Leases } from './leases.ts';
import { Ledger } from './ledger.ts';
import { LedgerFigures } from './ledger-figures.ts';
import { MediaStore } from './media-store.ts';
import { Outbox } from './outbox.ts';
import { PartnerFiles } from './partner-files.ts';
import { PartnerRecords } from './partner-records.ts';
import { type Readiness, readinessOf } from './readiness.ts';
import { ServedDates } from './served-dates.ts';
import type { Engine } from './sql/engine.ts';
import { Subscriptions } from './subscriptions.ts';
import { WatchedHubs } from './watched-hubs.ts';

/** All data of a publication, in one database. */
export interface Store {
  /** Name for people: `SQLite` or `PostgreSQL`. */
  readonly engine: string;
  readonly archive: Archive;
  readonly keys: Keys;
  readonly leases: Leases;
  readonly outbox: Outbox;
  readonly deliveries: Deliveries;
  readonly ledger: Ledger;
  readonly ledgerFigures: LedgerFigures;
  readonly copies: Copies;
  readonly partners: PartnerRecords;
  readonly channels: ChannelStates;
  readonly partnerFiles: PartnerFiles;
  readonly subscriptions: Subscriptions;
  readonly watchedHubs: WatchedHubs;
  readonly media: MediaStore;
  readonly files: FolderRecords;
  readonly dates: ServedDates;
  readonly pages: FeedPages;
  /** Returns metadata of the archive, such as the publication that owns it. */
  metadata(name: string): Promise<string | undefined>;
  setMetadata(name: string, value: string): Promise<void>;
  /** Checks that the archive accepts writes. */
  readiness(): Promise<Readiness>;
  close(): Promise<void>;
}

/** Creates the store on a connected engine. */
export async function storeOn(engine: Engine): Promise<Store> {
  const archive = archiveOn(engine);
  await archive.log.cursor();
  const dates = new ServedDates(engine);
  const keys = new Keys(engine);
  const setMetadata = async (name: string, value: string): Promise<void> => {
    await engine.db
      .insertInto('meta')
      .values({ name, value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
      .execute();
  };
  return {
    engine: engine.name,
    archive,
    keys,
    leases: new Leases(engine),
    outbox: new Outbox(engine),
    deliveries: new Deliveries(engine),
    ledger: new Ledger(engine),
    ledgerFigures: new LedgerFigures(engine),
    copies: new Copies(engine),
    partners: new PartnerRecords(engine),
    channels: new ChannelStates(engine),
    partnerFiles: new PartnerFiles(engine),
    subscriptions: new Subscriptions(engine),
    watchedHubs: new WatchedHubs(engine),
    media: new MediaStore(engine),
    files: new FolderRecords(engine),
    dates,
    pages: new FeedPages(engine),
    metadata: async (name) => {
      const row = await engine.db.selectFrom('meta').select('value').where('name', '=', name).executeTakeFirst();
      return row?.value;
    },
    setMetadata,
    readiness: () => readinessOf(engine, () => setMetadata('ready', '')),
    close: async () => {
      archive.log.stop();
      // A date that is not stored is computed again.
      await dates.flush().catch((error: unknown) => engine.onError(error, 'writing served dates'));
      await keys.flush();
      await engine.close();
    },
  };
}
