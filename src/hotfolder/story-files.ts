import { randomBytes } from 'node:crypto';
import type { Dirent, Stats } from 'node:fs';
import { chmod, chown, readdir, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';

/** The endings of story files. */
export const STORY_ENDINGS: readonly string[] = ['.md', '.json', '.xml', '.rss', '.atom'];

/** Editors' swap files, hidden files and folders, and half-written copies are no stories. */
function isSetAside(name: string): boolean {
  return /^[.#~_]|~$/.test(name);
}

/** A folder of which nothing can be said. */
export interface Unreadable {
  readonly folder: string;
  /** The system's word for it, such as `EACCES`. */
  readonly code: string;
}

/** What lies below `articles/`, by paths relative to the content folder, in the order of their names. */
export interface StoryFiles {
  readonly files: readonly string[];
  readonly unreadable: readonly Unreadable[];
}

type List = (path: string, options: { withFileTypes: true }) => Promise<Dirent[]>;

/**
 * Looks for story files. Links to files count as files, since some systems mount them so; a folder that cannot be read
 * hides nothing but itself.
 */
export async function storyFiles(content: string, list: List = readdir): Promise<StoryFiles> {
  const files: string[] = [];
  const unreadable: Unreadable[] = [];
  const look = async (folder: string): Promise<void> => {
    try {
      for (const entry of await list(join(content, folder), { withFileTypes: true })) {
        const path = `${folder}/${entry.name}`;
        if (isSetAside(entry.name)) continue;
        if (entry.isDirectory()) await look(path);
        else if (STORY_ENDINGS.includes(extname(path)) || extname(path).toLowerCase() === '.xml') files.push(path);
      }
    } catch (error) {
      const { code = 'unknown' } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT') unreadable.push({ folder, code });
    }
  };
  await look('articles');
  return { files: files.toSorted(), unreadable };
}

/** Puts other text into a file, or rejects with the system's error and has changed nothing. */
export type ReplaceFile = (path: string, text: string, seen: FileMark) => Promise<void>;

/** What tells whether a file was written since somebody looked at it. */
export type FileMark = Pick<Stats, 'mtimeMs' | 'size' | 'mode' | 'uid' | 'gid'>;

/** The file was written by somebody else in the meantime. */
export class ChangedMeanwhile extends Error {}

/**
 * Replaces a file at once: a reader sees the old text or the new one, never half of one. Mode and owner stay.
 * @throws ChangedMeanwhile if the file is not the one that was seen
 */
export const replaceFile: ReplaceFile = async (path, text, seen) => {
  const beside = join(dirname(path), `.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeFile(beside, text);
    await chmod(beside, seen.mode);
    // Only an administrator may give a file away; anybody else owns it already.
    await chown(beside, seen.uid, seen.gid).catch(() => {});
    const now = await stat(path);
    if (now.mtimeMs !== seen.mtimeMs || now.size !== seen.size) throw new ChangedMeanwhile();
    await rename(beside, path);
  } catch (error) {
    await unlink(beside).catch(() => {});
    throw error;
  }
};
