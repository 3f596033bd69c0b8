/** The media types that are served, by file extension. */
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

/** Returns the media type of a file name; `undefined` for files that are not served. */
export function mediaTypeOf(name: string): string | undefined {
  const ending = /\.[^./]+$/.exec(name)?.[0].toLowerCase();
  return ending === undefined ? undefined : MEDIA_TYPES[ending];
}
