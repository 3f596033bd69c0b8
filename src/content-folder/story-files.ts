import { randomBytes } from 'node:crypto';
import type { Dirent, Stats } from 'node:fs';
import { chmod, chown, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { mediaTypeOf } from '../article/media-types.ts';
import { INTAKE_FILE } from './intake-settings.ts';

/** Extensions of story files. */
export const STORY_EXTENSIONS: readonly string[] = ['.md', '.json', '.xml', '.rss', '.atom'];

/** Folder of documents of agencies, beside `articles/`. */
export const WIRE_FOLDER = 'wire';

/** True for swap files, hidden files and folders, and incomplete copies: their programs rename them once complete. */
function isIgnored(name: string): boolean {
  return /^[.#~_]|~$|\.(?:tmp|temp|part|partial|filepart|crdownload|download|swp|lock|uploading)$/i.test(name);
}

/** True for a file of `wire/` that may be a document: everything but pictures, films, sounds and settings. */
function isWireFile(name: string): boolean {
  return name !== INTAKE_FILE && mediaTypeOf(name) === undefined;
}

/** An unreadable folder. */
export interface Unreadable {
  readonly folder: string;
  /** Error code of the operating system, such as `EACCES`. */
  readonly code: string;
}

/** The content of `articles/` and `wire/`, by paths relative to the content folder, sorted by name. */
export interface StoryFiles {
  readonly files: readonly string[];
  readonly unreadable: readonly Unreadable[];
}

function isStoryFile(name: string): boolean {
  return STORY_EXTENSIONS.includes(extname(name)) || /^\.(?:xml|newsml|nitf)$/i.test(extname(name));
}

type List = (path: string, options: { withFileTypes: true }) => Promise<Dirent[]>;

/**
 * Finds story files. Links to files count as files, since some systems mount them so; an unreadable folder does not
 * stop the others.
 */
export async function storyFiles(content: string, list: List = readdir): Promise<StoryFiles> {
  const files: string[] = [];
  const unreadable: Unreadable[] = [];
  const look = async (folder: string): Promise<void> => {
    try {
      for (const entry of await list(join(content, folder), { withFileTypes: true })) {
        const path = `${folder}/${entry.name}`;
        if (isIgnored(entry.name)) continue;
        if (entry.isDirectory()) await look(path);
        else if (path.startsWith(`${WIRE_FOLDER}/`) ? isWireFile(entry.name) : isStoryFile(entry.name))
          files.push(path);
      }
    } catch (error) {
      const { code = 'unknown' } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT') unreadable.push({ folder, code });
    }
  };
  await look('articles');
  await look(WIRE_FOLDER);
  return { files: files.toSorted(), unreadable };
}

/** Replaces the text of a file, or rejects with the system's error and has changed nothing. */
export type ReplaceFile = (path: string, text: string, seen: FileMark) => Promise<void>;

/** Identifies a state of a file, to detect later writes. */
export type FileMark = Pick<Stats, 'mtimeMs' | 'size' | 'mode' | 'uid' | 'gid'>;

/** The file was changed by another process in the meantime. */
export class FileChangedError extends Error {
  override readonly name = 'FileChangedError';
}

/** Changes the owner of a file, as `chown` of Node does. */
type ChangeOwner = (path: string, uid: number, gid: number) => Promise<void>;

/**
 * Creates a function that replaces a file atomically: a reader sees the old text or the new one. Mode and owner are
 * kept. It rejects with FileChangedError if the file is not the one that was read.
 */
export function fileReplacer(changeOwner: ChangeOwner = chown): ReplaceFile {
  return async (path, text, seen) => {
    const beside = join(dirname(path), `.${randomBytes(6).toString('hex')}.tmp`);
    try {
      await writeFile(beside, text);
      await chmod(beside, seen.mode);
      const { uid, gid } = await stat(beside);
      if (uid !== seen.uid || gid !== seen.gid) await changeOwner(beside, seen.uid, seen.gid).catch(ignoreFixedOwner);
      const now = await stat(path);
      if (now.mtimeMs !== seen.mtimeMs || now.size !== seen.size) throw new FileChangedError();
      await rename(beside, path);
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
  };
}

/** Replaces a file of the disk. */
export const replaceFile = fileReplacer();

/**
 * Codes of a system that does not change the owner: the user is not root, or the file system of a mounted volume has no
 * owners. The new file then belongs to the user of the server.
 */
const FIXED_OWNER = ['EPERM', 'EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

function ignoreFixedOwner(error: NodeJS.ErrnoException): void {
  if (!FIXED_OWNER.includes(error.code ?? '')) throw error;
}
