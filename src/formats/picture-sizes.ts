import { pathOf } from '../addresses/paths.ts';
import type { Rendition } from '../article/media.ts';

/** Widths in which pictures are served, in pixels: for cards and stories, on screens of any density. */
export const PICTURE_WIDTHS: readonly number[] = [320, 480, 800, 1200, 1600, 2400];

/** Ending of the addresses of resized pictures. */
export const PICTURE_EXTENSION = '.webp';

/** Types that are resized. */
const RESIZED_TYPES: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/avif']);

/** A file with its width. */
export interface WideFile {
  readonly href: string;
  /** In pixels. */
  readonly width: number;
}

/** A picture in one of the widths. */
export interface SizedFile extends WideFile {
  /** Name of the file in the media folder. */
  readonly original: string;
}

/**
 * Returns a picture of this site as WebP in each width up to its own, and in its own; none for pictures elsewhere, of
 * unknown width, or of a type that is not resized. No picture is made larger: at the next width it keeps its own.
 */
export function sizedFiles({ href, type, width }: Partial<Pick<Rendition, 'href' | 'type' | 'width'>>): SizedFile[] {
  const folder = pathOf('media', { path: '' });
  if (href === undefined || !href.startsWith(folder) || width === undefined) return [];
  if (type === undefined || !RESIZED_TYPES.has(type)) return [];
  const original = href.slice(folder.length);
  const path = `${original}${PICTURE_EXTENSION}`;
  const smaller = PICTURE_WIDTHS.filter((size) => size < width);
  const own = PICTURE_WIDTHS.find((size) => size >= width);
  return [...smaller, ...(own === undefined ? [] : [own])].map((size) => ({
    href: pathOf('picture', { width: String(size), path }),
    width: Math.min(size, width),
    original,
  }));
}

/** Returns the value of `srcset` with widths; `undefined` without files. */
export function srcsetOf(files: readonly WideFile[]): string | undefined {
  return files.length === 0 ? undefined : files.map(({ href, width }) => `${href} ${width}w`).join(', ');
}
