import type { Register } from '../command.ts';
import { printProgress } from '../print.ts';
import { printReports } from '../print-reports.ts';
import { syncFolder } from '../sync-folder.ts';

/** `dateline sync`: reads the content folder once. */
export const register: Register = (cli, configuration) => {
  cli
    .option('--confirm', 'withhold the stories of all files that are missing', false)
    .action(async (options: { confirm: boolean }) => {
      const { reports, removed } = await syncFolder(configuration(), options);
      if (removed !== undefined) {
        printProgress(removed.length === 0 ? 'No file is missing.' : `${removed.length} stories are withheld.`);
      }
      printReports(removed ?? reports);
    });
};
