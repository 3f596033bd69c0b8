import { randomBytes } from 'node:crypto';
import { type Configuration, ConfigurationError } from '../../app/configuration.ts';
import type { Store } from '../../archive/store.ts';
import { ContentFolder } from '../../content-folder/content-folder.ts';
import type { FileReport } from '../../content-folder/file-report.ts';
import { SYNC_LEASE } from '../../content-folder/folder-sync.ts';
import { readSettings } from '../../content-folder/publication-file.ts';
import { confirmMissing } from '../../content-folder/removals.ts';
import type { Instant } from '../../text/instant.ts';
import { printProgress } from '../print.ts';
import { now, withArchive } from '../stores.ts';

/** Seconds after which the lease of a killed command ends. */
const LEASE_SECONDS = 60;

/**
 * Reads the content folder once. Beside a server that reads it, only confirmations are useful.
 * @throws ConfigurationError where a server reads the folder and there is nothing to confirm
 */
export function sync(
  configuration: Configuration,
  { confirm }: { readonly confirm: boolean },
): Promise<readonly FileReport[]> {
  return withArchive(configuration, async (store, publication) => {
    const holder = randomBytes(8).toString('hex');
    const hold = { now: now(), seconds: LEASE_SECONDS };
    const isFree = await store.leases.take(SYNC_LEASE, holder, hold);
    if (!isFree && !confirm)
      throw new ConfigurationError('A server reads the content folder already: there is nothing to do.');
    try {
      const folder = new ContentFolder(configuration.content, store, { writeIds: true });
      if (isFree) await folder.read(publication, now());
      if (!confirm) return folder.reports;
      const settings = await readSettings(configuration.content);
      if ('problems' in settings)
        throw new ConfigurationError('The content folder has no settings: is it the right one?');
      const removed = await confirmMissing(configuration.content, store, now());
      printProgress(removed.length === 0 ? 'No file is missing.' : `${removed.length} stories are withheld.`);
      return removed;
    } finally {
      if (isFree) await store.leases.release(SYNC_LEASE, holder);
    }
  });
}

/** True while a server reads the content folder: the lease is held. */
export async function isServed(store: Store, instant: Instant): Promise<boolean> {
  const holder = randomBytes(8).toString('hex');
  const isFree = await store.leases.take(SYNC_LEASE, holder, { now: instant, seconds: 1 });
  if (isFree) await store.leases.release(SYNC_LEASE, holder);
  return !isFree;
}
