import type { Archive } from './archive.ts';
import type { Deliveries } from './deliveries.ts';
import type { FeedPages } from './feed-pages.ts';
import type { FolderRecords } from './folder-records.ts';
import type { Keys } from './keys.ts';
import type { Leases } from './leases.ts';
import type { MediaStore } from './media-store.ts';
import type { Outbox } from './outbox.ts';
import type { ServedDates } from './served-dates.ts';

/** All data of a publication, in one database. */
export interface Store {
  /** Name for people: `SQLite` or `PostgreSQL`. */
  readonly engine: string;
  readonly archive: Archive;
  readonly keys: Keys;
  readonly leases: Leases;
  readonly outbox: Outbox;
  readonly deliveries: Deliveries;
  readonly media: MediaStore;
  readonly files: FolderRecords;
  readonly dates: ServedDates;
  readonly pages: FeedPages;
  /** Metadata of the archive, such as the publication that owns it. */
  remembered(name: string): Promise<string | undefined>;
  remember(name: string, value: string): Promise<void>;
  close(): Promise<void>;
}
