import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { type Configuration, ConfigurationError } from '../app/configuration.ts';

/**
 * Creates the folder of an export.
 * @throws ConfigurationError for a folder that cannot be written, and for one inside the content or data folder, or
 *   around them: its files would be read as stories, or its releases would be removed with them
 */
export async function prepareTarget(
  directory: string,
  { content, archive }: Pick<Configuration, 'content' | 'archive'>,
): Promise<void> {
  const target = resolve(directory);
  const own = [content, ...('file' in archive && archive.file !== ':memory:' ? [dirname(archive.file)] : [])];
  const other = own.find((folder) => contains(folder, target) || contains(target, folder));
  if (other !== undefined) {
    throw new ConfigurationError(`${target} and ${other} overlap: export into a folder of its own.`);
  }
  try {
    await createFolder(target);
    const probe = join(target, '.dateline');
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new ConfigurationError(`${target} cannot be written (${code}): name another folder.`);
  }
}

function contains(folder: string, path: string): boolean {
  const below = relative(resolve(folder), path);
  return below === '' || (!below.startsWith('..') && below !== path);
}

/** Creates a folder level by level: the recursive option of Node never ends in some file systems, such as /proc. */
async function createFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  await createFolder(dirname(folder));
  await mkdir(folder);
}
