import { type Dimensions, dimensionsOf } from '../intake/media-file.ts';
import { type JobInput, jobOf } from './job.ts';

/** A picture to measure. */
export interface ImageInput extends JobInput {
  /** At least the beginning of the file. */
  readonly bytes: Uint8Array;
}

/** Bytes in which the dimensions of a picture are searched: JPEG may contain a large thumbnail first. */
export const IMAGE_HEAD_BYTES: number = 512 * 1024;

/** Measures a picture. */
export function measureImage({ bytes }: ImageInput): Dimensions {
  return dimensionsOf(bytes);
}

export const IMAGE_JOB = jobOf(import.meta.url, measureImage);
