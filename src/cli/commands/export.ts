import type { Configuration } from '../../app/configuration.ts';
import type { ExportResult } from '../../export/export-site.ts';
import type { Register } from '../command.ts';
import { exportPublication } from '../export-publication.ts';
import { print, printProgress } from '../print.ts';
import { now, withArchive } from '../stores.ts';
import { isServed, syncFolder } from '../sync-folder.ts';

/** `dateline export`: writes the site as static files. */
export const register: Register = (cli, configuration) => {
  cli.argument('<folder>', 'created if it does not exist').action(async (folder: string) => {
    await readFolder(configuration());
    const result = await withArchive(configuration(), (store, publication) =>
      exportPublication(folder, { store, publication, configuration: configuration() }, now()),
    );
    present(result);
  });
};

/** Reads the content folder into the archive first, unless a server does so. */
async function readFolder(configuration: Configuration): Promise<void> {
  if (await withArchive(configuration, isServed)) return;
  const { reports } = await syncFolder(configuration, { confirm: false });
  const refused = reports.filter(({ state }) => state === 'refused');
  if (refused.length > 0) {
    printProgress(`${refused.length} files of the content folder are refused: see \`dateline status\`.`);
  }
}

function present({ folder, written, unchanged, removed, leftOut }: ExportResult): void {
  print(folder);
  printProgress(`${written} files written, ${unchanged} unchanged, ${removed} removed`);
  for (const path of leftOut)
    printProgress(`left out: ${path} is no possible file name (too long, or with a character such as <)`);
}
