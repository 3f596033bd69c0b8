import { z } from 'zod';
import { digestOf } from '../text/digest.ts';
import { fileAddress, instant, line, mediaType, text } from './fields.ts';
import { partySchema } from './party.ts';
import { digitalSourceType, rightsSchema } from './rights.ts';

/** One file of a picture, video or sound: the same content in one size and format. */
export const renditionSchema = z.strictObject({
  href: fileAddress.describe('File in the media folder, or an absolute address'),
  type: mediaType.describe('Media type (RFC 6838)'),
  width: z.int().positive().optional().describe('In pixels'),
  height: z.int().positive().optional().describe('In pixels'),
  bytes: z.int().nonnegative().optional().describe('Size of the file'),
  duration: z.number().positive().optional().describe('In seconds'),
});
export type Rendition = z.output<typeof renditionSchema>;

/** A picture, video or sound of the story. The first picture is the lead. */
export const mediaSchema = z
  .strictObject({
    kind: z.enum(['image', 'video', 'audio']).describe('Type of media'),
    renditions: z
      .array(renditionSchema)
      .min(1, 'is empty: name at least one file')
      .max(20)
      .describe('Its files: the same content in several sizes'),
    title: line(300).optional().describe('Title'),
    caption: text(2000).optional().describe('Caption for readers'),
    alt: line(1000).optional().describe('Description for readers who do not see it'),
    credit: line(300).optional().describe('The credit line that must be shown with it'),
    creator: partySchema.optional().describe('Photographer, camera operator or artist'),
    created: instant.optional().describe('Time of creation'),
    rights: rightsSchema.optional().describe('Its rights, if they differ from those of the story'),
    digitalSourceType: digitalSourceType.optional().describe('Origin of the content (IPTC)'),
    focalPoint: z
      .strictObject({
        x: z.number().min(0).max(1).describe('Fraction of the width, from the left'),
        y: z.number().min(0).max(1).describe('Fraction of the height, from the top'),
      })
      .optional()
      .describe('Point that a crop must keep'),
    poster: renditionSchema.optional().describe('The picture shown before a video plays'),
  })
  .refine((media) => media.kind !== 'image' || media.alt !== undefined, {
    path: ['alt'],
    message: 'is missing: describe the picture for readers who do not see it',
  })
  .refine((media) => media.renditions.every(({ type }) => type.startsWith(`${media.kind}/`)), {
    path: ['renditions'],
    message: 'contain a file of another type: move it to media of its own',
  });
export type Media = z.output<typeof mediaSchema>;

/**
 * Returns a key that distinguishes a picture, video or sound within its story for as long as its first file is the
 * same. The key does not reveal the file name.
 */
export function mediaKey({ renditions }: Media): string {
  return digestOf(renditions[0]?.href ?? '', 10);
}

/** The identity of a picture, video or sound that is no longer shown. */
export interface HiddenMedia {
  readonly kind: Media['kind'];
  readonly key: string;
}

/** Returns the identities of media without any of their content. */
export function hiddenMedia(media: readonly Media[]): HiddenMedia[] {
  return media.map((one) => ({ kind: one.kind, key: mediaKey(one) }));
}

/** Returns the first picture, which represents the story in lists and cards. */
export function leadImage(media: readonly Media[]): Media | undefined {
  return media.find(({ kind }) => kind === 'image');
}

/** The aspect ratios that news consumers ask for, in this order (Google, Article: image; Discover). */
const WANTED_RATIOS = [16 / 9, 4 / 3, 1];

/** Returns the files of a picture, the preferred aspect ratio first; files of videos and sounds in their own order. */
export function renditionsInOrder(media: Media): Rendition[] {
  if (media.kind !== 'image') return media.renditions;
  const wanted = WANTED_RATIOS.flatMap((ratio) => renditionOfRatio(media, ratio) ?? []);
  return [...new Set([...wanted, ...media.renditions])];
}

/**
 * Returns the rendition whose aspect ratio is nearest to a ratio; of two equally near ones the wider.
 * @param ratio width divided by height
 */
export function renditionOfRatio(media: Media, ratio: number): Rendition | undefined {
  const distance = ({ width, height }: Rendition): number =>
    width === undefined || height === undefined ? Number.POSITIVE_INFINITY : Math.abs(Math.log(width / height / ratio));
  return media.renditions.toSorted((a, b) => distance(a) - distance(b) || (b.width ?? 0) - (a.width ?? 0))[0];
}

/** Returns the rendition with the most pixels; the first one where no sizes are given. */
export function largestOf<File extends Rendition>(files: readonly File[]): File | undefined {
  const area = ({ width = 0, height = 0 }: Rendition): number => width * height;
  return files.toSorted((a, b) => area(b) - area(a))[0];
}

/** Removes media whose first file occurs twice. */
export function withoutTwins(media: readonly Media[]): Media[] {
  const seen = new Set<string>();
  return media.filter((one) => !seen.has(mediaKey(one)) && seen.add(mediaKey(one)));
}
