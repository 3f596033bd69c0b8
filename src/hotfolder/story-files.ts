import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { chmod, chown, readdir, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, extname, join, relative, sep } from 'node:path';

/** The endings of story files. */
export const STORY_ENDINGS: readonly string[] = ['.md', '.json'];

/** Editors' swap files, hidden files and folders, and half-written copies are no stories. */
function isStory(path: string): boolean {
  const names = path.split('/');
  return STORY_ENDINGS.includes(extname(path)) && !names.some((name) => /^[.#~_]|~$/.test(name));
}

/**
 * The story files below `articles/`, relative to the content folder, in the order of their names. Links to files count
 * as files, since some systems mount them so.
 * @throws the system's error if the folder cannot be read; a folder that is not there holds nothing
 */
export async function storyFiles(content: string): Promise<string[]> {
  try {
    const entries = await readdir(join(content, 'articles'), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() || entry.isSymbolicLink())
      .map((entry) => relative(content, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .filter(isStory)
      .toSorted();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
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
