import { leadImage, type Media, type Rendition, renditionOfRatio } from '../article/media.ts';
import type { Story } from '../article/view.ts';
import type { Publication } from '../publication/publication.ts';
import { defined } from '../text/defined.ts';
import { parseBody } from '../text/html-tree.ts';
import { elementsOf, startTags } from '../text/projections.ts';

/** The picture that represents a story. */
export interface LeadPicture extends Partial<Pick<Rendition, 'type' | 'width' | 'height'>> {
  readonly href: string;
  readonly alt: string;
}

const WIDE = 16 / 9;

/** Types that every consumer of a link shows; SVG and AVIF are shown by few. */
export const SHOWN_TYPES: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif']);

/**
 * Returns the picture that represents a story, wherever it is: its first picture, the poster of a film, or the first
 * picture of the text. Cards for links show neither SVG nor AVIF, so another file or picture is taken.
 */
export function leadPicture(story: Story): LeadPicture | undefined {
  return pictureOf(leadImage(story.media)) ?? posterOf(story.media) ?? firstInText(story);
}

function pictureOf(media: Media | undefined): LeadPicture | undefined {
  const renditions = media?.renditions.filter(({ type }) => SHOWN_TYPES.has(type)) ?? [];
  const file = media && renditionOfRatio({ ...media, renditions }, WIDE);
  return file && pictureFrom(file, media.alt);
}

function posterOf(all: readonly Media[]): LeadPicture | undefined {
  const media = all.find(({ poster }) => poster !== undefined && SHOWN_TYPES.has(poster.type));
  return media?.poster && pictureFrom(media.poster, media.alt ?? media.title);
}

function pictureFrom({ href, type, width, height }: Rendition, alt = ''): LeadPicture {
  return defined({ href, alt, type, width, height });
}

const HIDDEN_TYPE = /\.(?:svg|avif)(?:[?#]|$)/i;

/** Returns the publication's picture for cards, or else its logo, unless it is of a type that few show. */
export function defaultPicture({
  name,
  picture,
  logo,
}: Pick<Publication, 'name' | 'picture' | 'logo'>): LeadPicture | undefined {
  const own = picture ?? (logo && { ...logo, alt: name });
  return own === undefined || HIDDEN_TYPE.test(own.href) ? undefined : own;
}

/** Parses the tags of pictures alone: most stories are rendered in feeds without parsing their text. */
function firstInText({ html }: Story): LeadPicture | undefined {
  for (const tag of startTags(html, 'img')) {
    const [image] = elementsOf(parseBody(tag));
    const { src, alt, width, height } = image?.properties ?? {};
    if (typeof src === 'string' && !HIDDEN_TYPE.test(src))
      return defined({ href: src, alt: String(alt ?? ''), width: pixels(width), height: pixels(height) });
  }
  return undefined;
}

function pixels(value: unknown): number | undefined {
  const number = Number(value);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}
