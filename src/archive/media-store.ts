import type { Rendition } from '../article/media.ts';
import { defined } from '../text/defined.ts';
import type { Instant } from '../text/instant.ts';
import type { Engine } from './sql/engine.ts';

/** A file uploaded over the API; its name is the hash of its bytes. */
export interface StoredMedia {
  /** `<sha256>.<extension>` */
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly width?: number;
  readonly height?: number;
}

/** Largest number of files in one story. */
const MOST_NAMES = 500;

/** Returns metadata of the stored files that a text names, by name. */
export async function mediaLookUp(media: MediaStore, text: Uint8Array): Promise<Map<string, StoredFile>> {
  const found =
    Buffer.from(text)
      .toString('latin1')
      .match(/\b[0-9a-f]{64}\.[a-z0-9]{2,5}\b/g) ?? [];
  const known = new Map<string, StoredFile>();
  for (const name of [...new Set(found)].slice(0, MOST_NAMES)) {
    const file = await media.file(name);
    if (file === undefined) continue;
    const { type, size, width, height } = file;
    known.set(name, { type, bytes: size, ...(width && { width }), ...(height && { height }) });
  }
  return known;
}

/** Returns a file as a rendition of a story. */
export type StoredFile = Omit<Rendition, 'href'>;

/** Files stored beside the articles, where every serving machine can read them. */
export class MediaStore {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Stores a file; false if it exists. */
  async put(file: StoredMedia & { readonly bytes: Uint8Array }, now: Instant): Promise<boolean> {
    const { name, type, size, width = null, height = null, bytes } = file;
    const row = { path: `/media/${name}`, type, size, width, height, stored_at: now, bytes };
    const { numInsertedOrUpdatedRows = 0n } = await this.#engine.db
      .insertInto('media')
      .values(row)
      .onConflict((conflict) => conflict.column('path').doNothing())
      .executeTakeFirstOrThrow();
    return numInsertedOrUpdatedRows > 0n;
  }

  /** Metadata of a file. */
  async file(name: string): Promise<StoredMedia | undefined> {
    const row = await this.#engine.db
      .selectFrom('media')
      .select(['type', 'size', 'width', 'height'])
      .where('path', '=', `/media/${name}`)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const { type, size, width, height } = row;
    return defined({ name, type, size, width: width ?? undefined, height: height ?? undefined });
  }

  async bytes(name: string): Promise<Uint8Array | undefined> {
    const row = await this.#engine.db
      .selectFrom('media')
      .select('bytes')
      .where('path', '=', `/media/${name}`)
      .executeTakeFirst();
    return row?.bytes;
  }
}
