import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigurationError } from '../../app/configuration.ts';
import type { FileReport } from '../../content-folder/content-folder.ts';
import type { DryRun } from '../dry-run.ts';

/**
 * Returns the report of a file named by the user.
 * @throws ConfigurationError if it is not a story file of the content folder
 */
export function reportOf({ folder }: Pick<DryRun, 'folder'>, file: string): FileReport {
  const report = folder.reports.find((known) => resolve(folder.folder, known.file) === resolve(file));
  if (report !== undefined) return report;
  if (!existsSync(file)) throw new ConfigurationError(`${file} does not exist: mend its path.`);
  throw new ConfigurationError(`${file} is not a story of the content folder ${folder.folder}.`);
}
