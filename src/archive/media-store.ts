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

/** Files kept beside the articles, where every machine that serves can read them. */
export interface MediaStore {
  /** Stores a file; false if it is there already. */
  put(file: StoredMedia & { readonly bytes: Uint8Array }, now: Instant): Promise<boolean>;
  /** What is known of a file. */
  file(name: string): Promise<StoredMedia | undefined>;
  bytes(name: string): Promise<Uint8Array | undefined>;
}
