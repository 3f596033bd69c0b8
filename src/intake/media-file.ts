import { imageSize } from 'image-size';

/** Dimensions in pixels. */
export interface Dimensions {
  readonly width?: number;
  readonly height?: number;
}

/** Orientations from this one on turn a picture by a quarter. */
const SIDEWAYS = 5;

/**
 * Measures a picture.
 * @param head at least the beginning of the file
 * @returns nothing where the picture cannot be measured
 */
export function dimensionsOf(head: Uint8Array): Dimensions {
  try {
    const { width, height, orientation = 1 } = imageSize(head);
    if (width <= 0 || height <= 0) return {};
    const upright = { width: Math.round(width), height: Math.round(height) };
    // Browsers show a photograph as its camera was held (Exif, orientation).
    return orientation < SIDEWAYS ? upright : { width: upright.height, height: upright.width };
  } catch {
    return {};
  }
}
