import type { JobInput } from '../workers/job.ts';

/** A picture to resize. */
export interface ResizeInput extends JobInput {
  readonly bytes: Uint8Array;
  /** In pixels. */
  readonly width: number;
}

/** Largest picture that is decoded, in pixels: 100 megapixels of a hostile file would fill the memory. */
const MAX_PIXELS = 60_000_000;
const QUALITY = 80;

/**
 * Resizes a picture as WebP, upright as its camera held it, without its metadata. Rights are in the story.
 * @returns `undefined` for a file that is no picture, or too large
 */
export async function resizePicture({ bytes, width }: ResizeInput): Promise<Uint8Array | undefined> {
  const { default: sharp } = await import('sharp');
  // One thread for each worker, and no cache between pictures.
  sharp.concurrency(1);
  sharp.cache(false);
  try {
    const picture = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' });
    const made = await picture
      .rotate()
      .resize({ width, withoutEnlargement: true })
      .webp({ quality: QUALITY })
      .toBuffer();
    return new Uint8Array(made);
  } catch {
    return undefined;
  }
}
