import { createHash } from 'node:crypto';
import { closeSync, createReadStream, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import type { Rendition } from '../article/media.ts';
import { mediaTypeOf } from '../article/media-types.ts';
import { type Dimensions, dimensionsOf } from '../intake/media-file.ts';
import { IMAGE_HEAD_BYTES } from './image-head.ts';

/** Returns metadata of files, and reads the disk again only when a file has changed. */
export class MediaFolder {
  /** Absolute path. */
  readonly folder: string;
  readonly #cached = new Map<string, { readonly mark: string; readonly file: Omit<Rendition, 'href'> }>();
  readonly #hashes = new Map<string, { readonly mark: string; readonly hash: Promise<string> }>();

  constructor(folder: string) {
    this.folder = resolve(folder);
  }

  /**
   * Returns the path of a file below the folder; `undefined` for a name that points outside. A symbolic link is followed
   * within the folder alone.
   */
  pathOf(name: string): string | undefined {
    if (name.length > 255 || !/^[\w][\w.-]*(\/[\w][\w.-]*)*$/.test(name)) return undefined;
    const folder = realPath(this.folder);
    const path = realPath(join(this.folder, name));
    return folder !== undefined && path?.startsWith(folder + sep) ? path : undefined;
  }

  /** Returns media type and size in bytes; `undefined` if there is no such file. */
  summary(name: string): Pick<Rendition, 'type' | 'bytes'> | undefined {
    const path = this.pathOf(name);
    const type = mediaTypeOf(name);
    const stat = path === undefined ? undefined : markOf(path);
    return type === undefined || stat === undefined ? undefined : { type, bytes: stat.size };
  }

  /** Returns media type, size in bytes, and width and height of a picture; `undefined` if there is no such file. */
  file(name: string): Omit<Rendition, 'href'> | undefined {
    const path = this.pathOf(name);
    const type = mediaTypeOf(name);
    const stat = path === undefined ? undefined : markOf(path);
    if (path === undefined || type === undefined || stat === undefined) return undefined;
    const { mark } = stat;
    const cached = this.#cached.get(name);
    if (cached?.mark === mark) return cached.file;
    const file = { type, bytes: stat.size, ...(type.startsWith('image/') ? dimensions(path) : {}) };
    this.#cached.set(name, { mark, file });
    return file;
  }

  /** Returns a strong validator of a file's bytes, with its quotes; computed once for each state of the file. */
  async etag(name: string): Promise<string | undefined> {
    const path = this.pathOf(name);
    const stat = path === undefined ? undefined : markOf(path);
    if (path === undefined || stat === undefined) return undefined;
    const cached = this.#hashes.get(name);
    if (cached?.mark === stat.mark) return cached.hash;
    const hash = hashFile(path);
    this.#hashes.set(name, { mark: stat.mark, hash });
    return hash;
  }
}

/** Returns a file's size and a state identifier; `undefined` for a directory or an unreadable path. */
function markOf(path: string): { readonly size: number; readonly mark: string } | undefined {
  try {
    const stat = statSync(path);
    return stat.isFile() ? { size: stat.size, mark: `${stat.size} ${stat.mtimeMs}` } : undefined;
  } catch {
    return undefined;
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path)) hash.update(part);
  return `"${hash.digest('base64url').slice(0, 27)}"`;
}

function dimensions(path: string): Dimensions {
  let descriptor: number | undefined;
  try {
    const head = Buffer.alloc(IMAGE_HEAD_BYTES);
    descriptor = openSync(path, 'r');
    const length = readSync(descriptor, head, 0, head.length, 0);
    return dimensionsOf(head.subarray(0, length));
  } catch {
    return {};
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
