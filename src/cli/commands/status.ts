import type { Configuration } from '../../app/configuration.ts';
import { type FileReport, reportOfRecord } from '../../content-folder/file-report.ts';
import type { Register } from '../command.ts';
import { withDryRun } from '../dry-run.ts';
import { printReports } from '../print-reports.ts';
import { hasArchive, withArchive } from '../stores.ts';
import { isServed } from '../sync-folder.ts';

/** `dateline status`: prints the state of each content file. */
export const register: Register = (cli, configuration) => {
  cli.action(async () => printReports(await statusOf(configuration())));
};

/** Returns the server's reports if one is running; otherwise those of a dry run. */
async function statusOf(configuration: Configuration): Promise<readonly FileReport[]> {
  const stored = hasArchive(configuration)
    ? await withArchive(configuration, async (store) => ({
        isServed: await isServed(store),
        reports: (await store.files.all()).map(reportOfRecord),
      }))
    : { isServed: false, reports: [] };
  if (stored.isServed) return stored.reports;
  const reports = await withDryRun(configuration, async ({ folder }) => folder.reports);
  const missing = stored.reports.filter(
    ({ state, file }) => state === 'missing' && !reports.some((one) => one.file === file),
  );
  return [...reports, ...missing];
}
