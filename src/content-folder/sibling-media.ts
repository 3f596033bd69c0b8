import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import type { MediaStore, StoredFile } from '../archive/media-store.ts';
import { mediaTypeOf } from '../article/media-types.ts';
import { dimensionsOf } from '../intake/media-file.ts';
import type { Instant } from '../text/instant.ts';

/** Media files that came beside a document, stored in the archive. */
export interface SiblingMedia {
  /** Properties of the files by their own names, and by those in the archive. */
  readonly files: ReadonlyMap<string, StoredFile>;
  /** Names in the archive by their own names. */
  readonly names: ReadonlyMap<string, string>;
}

/** Larger files are not taken, in bytes. */
const MAX_BYTES = 20_000_000;
/** Largest number of files of one document. */
const MAX_FILES = 50;

/** Stores the pictures, films and sounds that lie beside a document and that it names. */
export async function siblingMedia(
  { path, document }: { readonly path: string; readonly document: Buffer },
  media: Pick<MediaStore, 'put'>,
  now: Instant,
): Promise<SiblingMedia> {
  const folder = dirname(path);
  const listed = await readdir(folder);
  const named = listed.filter((name) => mediaTypeOf(name) !== undefined && document.includes(name)).slice(0, MAX_FILES);
  const files = new Map<string, StoredFile>();
  const names = new Map<string, string>();
  for (const name of named) {
    const found = await stat(join(folder, name));
    if (!found.isFile() || found.size > MAX_BYTES) continue;
    const bytes = await readFile(join(folder, name));
    const type = mediaTypeOf(name) as string;
    const stored = `${createHash('sha256').update(bytes).digest('hex')}${extname(name).toLowerCase()}`;
    const sizes = type.startsWith('image/') ? dimensionsOf(bytes) : {};
    await media.put({ name: stored, type, size: bytes.length, bytes, ...sizes }, now);
    for (const one of [name, stored]) files.set(one, { type, bytes: bytes.length, ...sizes });
    names.set(name, stored);
  }
  return { files, names };
}
