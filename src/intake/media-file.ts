import { imageSize } from 'image-size';

/** True media types; a file of another kind is none of ours. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.avif': 'image/avif',
  '.gif': 'image/gif',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.m4a': 'audio/mp4',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
  '.ogg': 'audio/ogg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wav': 'audio/wav',
  '.webm': 'video/webm',
  '.webp': 'image/webp',
};

/** The media type by a file's name; `undefined` for files that are not served. */
export function mediaTypeOf(name: string): string | undefined {
  const ending = /\.[^./]+$/.exec(name)?.[0].toLowerCase();
  return ending === undefined ? undefined : MEDIA_TYPES[ending];
}

/** In pixels. */
export interface Dimensions {
  readonly width?: number;
  readonly height?: number;
}

/**
 * Width and height of a picture in pixels.
 * @param head the beginning of its file, at least
 * @returns nothing for what cannot be measured: it can still be shown
 */
export function dimensionsOf(head: Uint8Array): Dimensions {
  try {
    const { width, height } = imageSize(head);
    return width > 0 && height > 0 ? { width: Math.round(width), height: Math.round(height) } : {};
  } catch {
    return {};
  }
}
