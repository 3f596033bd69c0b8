import { type Configuration, ConfigurationError } from '../app/configuration.ts';
import type { Store } from '../archive/store.ts';
import { ContentFolder } from '../content-folder/content-folder.ts';
import type { FileReport } from '../content-folder/file-report.ts';
import { SYNC_LEASE } from '../content-folder/folder-sync.ts';
import { readSettings } from '../content-folder/publication-file.ts';
import { confirmMissing } from '../content-folder/removals.ts';
import type { Publication } from '../publication/publication.ts';
import { now, withArchive } from './stores.ts';

/** Seconds after which the lease of a killed command ends. */
const LEASE_S = 60;

/** The reports of a reading, and those of confirmed deletions. */
export interface SyncResult {
  readonly reports: readonly FileReport[];
  /** Reports of withheld stories; absent without confirmation. */
  readonly removed?: readonly FileReport[];
}

/**
 * Reads the content folder once. Beside a server that reads it, only confirmations are useful.
 * @throws ConfigurationError if a server reads the folder and there is nothing to confirm
 */
export function syncFolder(
  configuration: Configuration,
  { confirm }: { readonly confirm: boolean },
): Promise<SyncResult> {
  return withArchive(configuration, async (store, publication) => {
    const lease = { name: SYNC_LEASE, seconds: LEASE_S, clock: Date.now };
    const removed = async () => (confirm ? { removed: await confirmed(configuration, store) } : {});
    const held = await store.leases.hold(lease, async () => {
      const reports = await readFolder(configuration, { store, publication });
      return { reports, ...(await removed()) };
    });
    if (held !== undefined) return held.result;
    if (confirm) return { reports: [], ...(await removed()) };
    throw new ConfigurationError('A running server already reads the content folder: nothing was changed.');
  });
}

async function readFolder(
  { content }: Configuration,
  { store, publication }: { readonly store: Store; readonly publication: Publication },
): Promise<readonly FileReport[]> {
  const folder = new ContentFolder(content, store, { writeIds: true });
  await folder.read(publication, now());
  return folder.reports;
}

async function confirmed({ content }: Configuration, store: Store): Promise<readonly FileReport[]> {
  const settings = await readSettings(content);
  if ('problems' in settings) {
    throw new ConfigurationError('The content folder has no valid publication.yaml: check DATELINE_CONTENT.');
  }
  return confirmMissing(content, store, now());
}

/** True while a server reads the content folder. */
export function isServed(store: Store): Promise<boolean> {
  return store.leases.isHeld(SYNC_LEASE, now());
}
