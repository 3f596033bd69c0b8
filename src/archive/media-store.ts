import type { Rendition } from '../article/media.ts';
import type { Instant } from '../text/instant.ts';

/** A file that was handed in over the API; its name is the hash of its bytes. */
export interface StoredMedia {
  /** `<sha256>.<ending>` */
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly width?: number;
  readonly height?: number;
}

/** The most files that one story may name. */
const MOST_NAMES = 500;

/** What is known of the stored files that a text names, by their names. */
export async function knownMedia(media: MediaStore, text: Uint8Array): Promise<Map<string, KnownFile>> {
  const found =
    Buffer.from(text)
      .toString('latin1')
      .match(/\b[0-9a-f]{64}\.[a-z0-9]{2,5}\b/g) ?? [];
  const known = new Map<string, KnownFile>();
  for (const name of [...new Set(found)].slice(0, MOST_NAMES)) {
    const file = await media.file(name);
    if (file === undefined) continue;
    const { type, size, width, height } = file;
    known.set(name, { type, bytes: size, ...(width && { width }), ...(height && { height }) });
  }
  return known;
}

/** A file as a story speaks of it. */
export type KnownFile = Omit<Rendition, 'href'>;

/** Files kept beside the articles, where every machine that serves can read them. */
export interface MediaStore {
  /** Stores a file; false if it is there already. */
  put(file: StoredMedia & { readonly bytes: Uint8Array }, now: Instant): Promise<boolean>;
  /** What is known of a file. */
  file(name: string): Promise<StoredMedia | undefined>;
  bytes(name: string): Promise<Uint8Array | undefined>;
}
