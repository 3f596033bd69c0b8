import { readFile, stat } from 'node:fs/promises';
import { pathOf } from '../addresses/paths.ts';
import { isStoredName, type MediaStore } from '../archive/media-store.ts';
import type { MediaFiles } from '../server/context.ts';

/** Larger files are not sent to partners: the document links to them. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Returns the function that reads files below `/media/`, from the archive or from the content folder. */
export function mediaReader(
  store: MediaStore,
  folder: Pick<MediaFiles, 'pathOf'>,
): (path: string) => Promise<Buffer | undefined> {
  const prefix = pathOf('media', { path: '' });
  return async (path) => {
    const name = path.slice(prefix.length);
    if (isStoredName(name)) {
      const file = await store.file(name);
      if (file !== undefined && file.size <= MAX_BYTES) {
        return Buffer.concat(await Array.fromAsync(store.bytes(name, { start: 0, end: file.size - 1 })));
      }
      if (file !== undefined) return undefined;
    }
    const file = folder.pathOf(decodeURIComponent(name));
    if (file === undefined || (await stat(file)).size > MAX_BYTES) return undefined;
    return readFile(file);
  };
}
