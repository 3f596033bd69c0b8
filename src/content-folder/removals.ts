import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Archive } from '../archive/archive.ts';
import type { Store } from '../archive/store.ts';
import { withholdStory } from '../newsroom/submit-story.ts';
import type { Instant } from '../text/instant.ts';
import { type FileReport, recordOf, removedReport, reportOfRecord } from './file-report.ts';

/** Channel of the content folder, and the actor of its changes. */
export const CONTENT_FOLDER = { actor: 'content folder', origin: 'content folder' } as const;

/** The reason for withholding a story whose file was deleted. */
const REMOVED = 'removed from the content folder';

/** Withholds the story of a deleted file; `undefined` if there was none to withhold. */
export async function withdrawFile(
  archive: Archive,
  { file, id }: Pick<FileReport, 'file' | 'id'>,
  now: Instant,
): Promise<FileReport | undefined> {
  if (id === undefined) return undefined;
  const { decision } = await withholdStory(archive, { id, note: REMOVED, ...CONTENT_FOLDER }, now);
  return decision === 'stored' ? removedReport({ file, id }) : undefined;
}

/**
 * Withholds the stories of all missing files after confirmation. Files that are back are left to the next reading.
 * @returns their reports
 */
export async function confirmMissing(
  folder: string,
  { archive, files }: Pick<Store, 'archive' | 'files'>,
  now: Instant,
): Promise<FileReport[]> {
  const missing = (await files.all()).map(reportOfRecord).filter(({ state }) => state === 'missing');
  const removed: FileReport[] = [];
  for (const report of missing) {
    const isBack = await stat(join(folder, report.file)).then(
      () => true,
      () => false,
    );
    if (isBack) continue;
    const gone = await withdrawFile(archive, report, now);
    if (gone === undefined) await files.remove(report.file);
    else {
      await files.put([recordOf(gone)]);
      removed.push(gone);
    }
  }
  return removed;
}
