import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { extname, join, resolve, sep } from 'node:path';
import { imageSize } from 'image-size';
import type { Rendition } from '../article/media.ts';

/** True media types; a file of another kind is none of ours. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.avif': 'image/avif',
  '.gif': 'image/gif',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.m4a': 'audio/mp4',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
  '.ogg': 'audio/ogg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wav': 'audio/wav',
  '.webm': 'video/webm',
  '.webp': 'image/webp',
};

/** Enough of a file for its size to be found: JPEG may hold a large thumbnail before it. */
const HEAD = 512 * 1024;

/** The media type by a file's name; `undefined` for files that are not served. */
export function mediaTypeOf(name: string): string | undefined {
  return MEDIA_TYPES[extname(name).toLowerCase()];
}

/** Looks up what is known of files, and asks the disk again only when a file has changed. */
export class MediaFolder {
  readonly #folder: string;
  readonly #known = new Map<string, { readonly mark: string; readonly file: Omit<Rendition, 'href'> }>();

  constructor(folder: string) {
    this.#folder = resolve(folder);
  }

  /** The path of a file below the folder; `undefined` for a name that leads elsewhere. */
  pathOf(name: string): string | undefined {
    if (!/^[\w][\w.-]*(\/[\w][\w.-]*)*$/.test(name)) return undefined;
    const path = join(this.#folder, name);
    return path.startsWith(this.#folder + sep) ? path : undefined;
  }

  /** Media type, size in bytes, and for pictures width and height; `undefined` if there is no such file. */
  file(name: string): Omit<Rendition, 'href'> | undefined {
    const path = this.pathOf(name);
    const type = mediaTypeOf(name);
    const stat = path === undefined ? undefined : statSync(path, { throwIfNoEntry: false });
    if (path === undefined || type === undefined || stat === undefined || !stat.isFile()) return undefined;
    const mark = `${stat.size} ${stat.mtimeMs}`;
    const known = this.#known.get(name);
    if (known?.mark === mark) return known.file;
    const file = { type, bytes: stat.size, ...(type.startsWith('image/') ? dimensions(path) : {}) };
    this.#known.set(name, { mark, file });
    return file;
  }
}

function dimensions(path: string): { width?: number; height?: number } {
  const head = Buffer.alloc(HEAD);
  const descriptor = openSync(path, 'r');
  try {
    const length = readSync(descriptor, head, 0, HEAD, 0);
    const { width, height } = imageSize(head.subarray(0, length));
    return width > 0 && height > 0 ? { width: Math.round(width), height: Math.round(height) } : {};
  } catch {
    // A picture that cannot be measured can still be shown.
    return {};
  } finally {
    closeSync(descriptor);
  }
}
