import type { Rendition } from '../article/media.ts';
import type { Instant } from '../text/instant.ts';

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
export interface MediaStore {
  /** Stores a file; false if it exists. */
  put(file: StoredMedia & { readonly bytes: Uint8Array }, now: Instant): Promise<boolean>;
  /** Metadata of a file. */
  file(name: string): Promise<StoredMedia | undefined>;
  bytes(name: string): Promise<Uint8Array | undefined>;
}
