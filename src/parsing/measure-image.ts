import { type Dimensions, dimensionsOf } from '../intake/media-file.ts';
import type { JobInput } from '../workers/job.ts';

/** A picture to measure. */
export interface ImageInput extends JobInput {
  /** At least the beginning of the file. */
  readonly bytes: Uint8Array;
}

/** Measures a picture. */
export function measureImage({ bytes }: ImageInput): Dimensions {
  return dimensionsOf(bytes);
}
