import type { Element, Properties } from 'hast';
import { leadImage, type Media, type Rendition, renditionOfRatio } from '../article/media.ts';
import { mediaTypeOf } from '../article/media-types.ts';
import type { Story } from '../article/view.ts';
import type { FormatContext } from '../formats/format.ts';
import { type LeadPicture, leadPicture, SHOWN_TYPES } from '../formats/lead-picture.ts';
import { sizedFiles, srcsetOf } from '../formats/picture-sizes.ts';
import { defined } from '../text/defined.ts';

/** Files of one type, for `source` in `picture`. */
export interface PictureSource {
  readonly type: string;
  readonly srcset: string;
}

/** Types that are smaller than others for the same picture, the smallest first. */
const SMALL_TYPES = ['image/avif', 'image/webp'];
const WIDE = 16 / 9;
/** Width of a picture in the middle of a page, in pixels. */
const PAGE_WIDTH = 960;
/** Pictures below this width are shown in their own. */
const SMALL_WIDTH = 480;

/** Returns the fields of a picture on a page: the file that every browser shows, and better ones for those that can. */
function shownPicture(media: Media, context: FormatContext) {
  const shown = shownFile(media);
  const alike = media.renditions.filter((file) => isAlike(file, shown));
  const made = context.resizesPictures === true ? srcsetOf(sizedFiles(shown)) : undefined;
  const sources: PictureSource[] =
    made === undefined
      ? SMALL_TYPES.filter((type) => type !== shown.type).flatMap((type) => sourceOf(type, alike))
      : [{ type: 'image/webp', srcset: made }];
  return {
    ...media,
    shown,
    sources,
    srcset: made === undefined ? manyOf(alike.filter(({ type }) => type === shown.type)) : undefined,
    sizes: sizesFor(shown.width),
    isNarrow: isNarrow(shown),
  };
}

/** Returns the media of a page: the one above the text, and the groups below it. */
export function mediaOf(story: Story, context: FormatContext) {
  const lead = leadOf(story);
  const others = story.media.filter((media) => media !== lead);
  return {
    lead: lead && shownMedia(lead, story, context),
    gallery: others.filter(({ kind }) => kind === 'image').map((media) => shownMedia(media, story, context)),
    recordings: others.filter(({ kind }) => kind !== 'image').map((media) => shownMedia(media, story, context)),
  };
}

/** Returns the film of a story whose media begin with one, else its first picture. */
function leadOf({ media }: Story): Media | undefined {
  return media[0]?.kind === 'video' ? media[0] : leadImage(media);
}

/** Returns the fields of a picture, a film or a sound; a film without a poster has the picture of its story. */
function shownMedia(media: Media, story: Story, context: FormatContext) {
  if (media.kind === 'image') return { ...shownPicture(media, context), posterHref: undefined };
  const posterHref = media.poster?.href ?? (media.kind === 'video' ? leadPicture(story)?.href : undefined);
  const [shown] = media.renditions as [Rendition];
  return { ...media, shown, posterHref, sources: [], srcset: undefined, sizes: '', isNarrow: false };
}

/** Column of the text, in pixels. */
const TEXT_WIDTH = 720;

/** Returns the attributes of a picture in the text: it loads when it comes into view, in the size that is needed. */
export function textPictureAttributes({ properties }: Element, { resizesPictures }: FormatContext): Properties {
  const { src, width } = properties;
  const lazy = { ...properties, loading: 'lazy', decoding: 'async' };
  if (typeof src !== 'string' || properties.srcSet !== undefined || resizesPictures !== true) return lazy;
  const files = sizedFiles(defined({ href: src, type: mediaTypeOf(src), width: Number(width) || undefined }));
  const srcSet = srcsetOf(files);
  return srcSet === undefined ? lazy : { ...lazy, srcSet, sizes: sizesFor(Number(width), TEXT_WIDTH) };
}

/** A picture of a card. */
export interface CardPicture extends LeadPicture {
  readonly srcset: string | undefined;
}

/** Returns the picture of a story for a card, in sizes that a card needs. */
export function cardPicture(story: Story, { resizesPictures }: FormatContext): CardPicture | undefined {
  const picture = leadPicture(story);
  if (picture === undefined) return undefined;
  return { ...picture, srcset: resizesPictures === true ? srcsetOf(sizedFiles(picture)) : undefined };
}

/** True for a picture that leaves room beside it: its caption is centred as it is. */
function isNarrow({ width, height = 0 }: Rendition): boolean {
  return width !== undefined && (width < PAGE_WIDTH || height > width);
}

/** Returns the file that every browser shows, in the shape of a wide picture if there is one. */
function shownFile(media: Media): Rendition {
  const renditions = media.renditions.filter(({ type }) => SHOWN_TYPES.has(type));
  return (renditionOfRatio({ ...media, renditions }, WIDE) ?? renditionOfRatio(media, WIDE)) as Rendition;
}

/** True for a file with the same aspect ratio. */
function isAlike(one: Rendition, other: Rendition): boolean {
  if (one === other) return true;
  const { width = 0, height = 1 } = other;
  return (
    one.width !== undefined &&
    one.height !== undefined &&
    Math.abs(one.width / one.height / (width / height) - 1) < 0.02
  );
}

function sourceOf(type: string, files: readonly Rendition[]): PictureSource[] {
  const own = files.filter((file) => file.type === type);
  const [only] = own;
  const srcset = manyOf(own) ?? only?.href;
  return srcset === undefined ? [] : [{ type, srcset }];
}

/** Returns several files of one shape with their widths. */
function manyOf(files: readonly Rendition[]): string | undefined {
  const sized = files.flatMap(({ href, width }) => (width === undefined ? [] : [{ href, width }]));
  return sized.length < 2 ? undefined : srcsetOf(sized);
}

/** Returns `sizes`: no picture is shown larger than it is. */
function sizesFor(width = PAGE_WIDTH, column = PAGE_WIDTH): string {
  const most = `${Math.min(column, width)}px`;
  return width < SMALL_WIDTH ? most : `(min-width: 64rem) ${most}, 100vw`;
}
