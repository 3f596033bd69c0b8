import { imageSize } from 'image-size';

/** Dimensions in pixels. */
export interface Dimensions {
  readonly width?: number;
  readonly height?: number;
}

/**
 * Measures a picture.
 * @param head at least the beginning of the file
 * @returns nothing where the picture cannot be measured
 */
export function dimensionsOf(head: Uint8Array): Dimensions {
  try {
    const { width, height } = imageSize(head);
    return width > 0 && height > 0 ? { width: Math.round(width), height: Math.round(height) } : {};
  } catch {
    return {};
  }
}
