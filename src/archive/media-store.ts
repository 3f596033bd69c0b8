import type { Rendition } from '../article/media.ts';
import { defined } from '../text/defined.ts';
import type { Instant } from '../text/instant.ts';
import { nextTurn } from './next-turn.ts';
import type { Engine } from './sql/engine.ts';
import { PIECE_BYTES } from './sql/media-pieces.ts';

/** Returns the key of a file in the archive: its path as stories refer to it. */
const storedPath = (name: string): string => `/media/${name}`;

/** A file uploaded over the API; its name is the hash of its bytes. */
export interface StoredMedia {
  /** `<sha256>.<extension>` */
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly width?: number;
  readonly height?: number;
}

/** Properties of a media file for a story that shows it. */
export type StoredFile = Omit<Rendition, 'href'>;

/** Stored files by name. */
export type StoredFiles = ReadonlyMap<string, StoredFile>;

/** Largest number of stored files in one document. */
const MAX_NAMES = 500;

const STORED_NAME = /^[0-9a-f]{64}\.[a-z0-9]{2,5}$/;
/** Words that may be names, with a dot at their end in a sentence. */
const WORDS = /[\w.]+/g;

/** True for the name of a stored file: the SHA-256 of its bytes with an extension. */
export function isStoredName(name: string): boolean {
  return STORED_NAME.test(name);
}

/**
 * Returns the files of the archive that a document names.
 * @param document bytes in which the names of stored files are searched
 */
export async function storedFilesIn(document: Uint8Array, media: Pick<MediaStore, 'file'>): Promise<StoredFiles> {
  const names = new Set<string>();
  for (const [word] of Buffer.from(document).toString('latin1').matchAll(WORDS)) {
    const name = word.endsWith('.') ? word.slice(0, -1) : word;
    if (isStoredName(name) && names.add(name).size === MAX_NAMES) break;
  }
  const stored = new Map<string, StoredFile>();
  for (const name of names) {
    const file = await media.file(name);
    if (file === undefined) continue;
    const { type, size, width, height } = file;
    stored.set(name, { type, bytes: size, ...(width && { width }), ...(height && { height }) });
  }
  return stored;
}

/** Files stored beside the articles, where every serving machine can read them. */
export class MediaStore {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /**
   * Stores a file; false if it exists. The pieces are stored first, one by one, so that no write waits for a large file;
   * without its row a file does not exist.
   */
  async put(file: StoredMedia & { readonly bytes: Uint8Array }, now: Instant): Promise<boolean> {
    const { name, type, size, width = null, height = null, bytes } = file;
    const path = storedPath(name);
    if ((await this.file(name)) !== undefined) return false;
    for (let piece = 0; piece * PIECE_BYTES < size; piece++) {
      const part = bytes.subarray(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES);
      await this.#engine.db
        .insertInto('media_pieces')
        .values({ path, piece, bytes: part })
        .onConflict((conflict) => conflict.columns(['path', 'piece']).doNothing())
        .execute();
      await nextTurn();
    }
    const { numInsertedOrUpdatedRows = 0n } = await this.#engine.db
      .insertInto('media')
      .values({ path, type, size, width, height, stored_at: now })
      .onConflict((conflict) => conflict.column('path').doNothing())
      .executeTakeFirstOrThrow();
    return numInsertedOrUpdatedRows > 0n;
  }

  /** Returns the metadata of a file. */
  async file(name: string): Promise<StoredMedia | undefined> {
    const row = await this.#engine.db
      .selectFrom('media')
      .select(['type', 'size', 'width', 'height'])
      .where('path', '=', storedPath(name))
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const { type, size, width, height } = row;
    return defined({ name, type, size, width: width ?? undefined, height: height ?? undefined });
  }

  /**
   * Reads a range of a file piece by piece; the next piece is read when the consumer asks for it.
   * @param range first and last byte, both included
   */
  async *bytes(
    name: string,
    { start, end }: { readonly start: number; readonly end: number },
  ): AsyncGenerator<Uint8Array> {
    const path = storedPath(name);
    for (let piece = Math.floor(start / PIECE_BYTES); piece * PIECE_BYTES <= end; piece++) {
      const row = await this.#engine.db
        .selectFrom('media_pieces')
        .select('bytes')
        .where('path', '=', path)
        .where('piece', '=', piece)
        .executeTakeFirst();
      // A response of another length than announced must end the connection.
      if (row === undefined) throw new Error(`${name} was erased while it was read.`);
      const first = piece * PIECE_BYTES;
      yield row.bytes.subarray(Math.max(0, start - first), end - first + 1);
    }
  }
}
