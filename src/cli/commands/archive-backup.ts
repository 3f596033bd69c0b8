import { rm, writeFile } from 'node:fs/promises';
import type { Location } from '../../archive/location.ts';
import { backupArchive } from '../../archive/move.ts';
import type { Register } from '../command.ts';
import { print } from '../print.ts';
import { requireArchive } from '../stores.ts';

/** `dateline archive backup`: writes a copy of the archive into a file. */
export const register: Register = (archive, configuration) => {
  archive.argument('<file>', 'a file that does not exist yet').action(async (file: string) => {
    await backup(requireArchive(configuration()).archive, file);
    print(file);
  });
};

async function backup(from: Location, file: string): Promise<void> {
  // The file is created now, by one of several commands; an empty file is a database without tables.
  await writeFile(file, '', { flag: 'wx', mode: 0o600 });
  try {
    await backupArchive(from, file);
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}
