import type { ImageObjectLeaf, VideoObjectLeaf } from 'schema-dts';
import type { Media } from '../../article/media.ts';
import type { Story } from '../../article/view.ts';
import { rightsOfStory } from '../../publication/rights-of.ts';
import { toOffsetDateTime } from '../../text/instant.ts';
import { filesOf } from '../feed-content.ts';
import type { FormatContext } from '../format.ts';
import { type LeadPicture, leadPicture } from '../lead-picture.ts';
import { partyNode } from './parties.ts';
import { node, pixels } from './shape.ts';
import { digitalSource } from './terms.ts';

/**
 * Returns every picture of a story, one node for each rendition, the lead picture's 16x9 first: consumers take the
 * first.
 */
export function imagesOf(story: Story, context: FormatContext): ImageObjectLeaf[] {
  const images = story.media
    .filter(({ kind }) => kind === 'image')
    .flatMap((media) => imageNodes(media, story, context));
  return images.length > 0 ? images : otherPicture(story, context);
}

/** Returns the poster of a film, the first picture of the text, or the picture of the publication. */
function otherPicture(story: Story, { addresses, publication }: FormatContext): ImageObjectLeaf[] {
  const picture: LeadPicture | undefined = leadPicture(story) ?? publication.picture;
  if (picture === undefined) return [];
  const url = addresses.absolute(picture.href);
  const { width, height, type, alt } = picture;
  return [
    node<ImageObjectLeaf>({
      '@type': 'ImageObject',
      '@id': url,
      url,
      contentUrl: url,
      width: pixels(width),
      height: pixels(height),
      encodingFormat: type,
      description: alt === '' ? undefined : alt,
    }),
  ];
}

function imageNodes(media: Media, story: Story, context: FormatContext): ImageObjectLeaf[] {
  const rights = rightsOfStory(context.publication, story, media.rights);
  const files = filesOf(media, context);
  return files.map((file) =>
    node<ImageObjectLeaf>({
      '@type': 'ImageObject',
      '@id': file.url,
      url: file.url,
      contentUrl: file.url,
      width: pixels(file.width),
      height: pixels(file.height),
      encodingFormat: file.type,
      caption: media.caption,
      description: media.alt,
      creditText: media.credit,
      creator: media.creator && partyNode(media.creator, context),
      copyrightNotice: rights.notice,
      license: rights.licence,
      acquireLicensePage: rights.acquire,
      digitalSourceType: media.digitalSourceType && digitalSource(media.digitalSourceType),
    }),
  );
}

/** Returns every video; search engines require `name`, `thumbnailUrl` and `uploadDate`. */
export function videosOf(story: Story, context: FormatContext): VideoObjectLeaf[] {
  const { publication, addresses } = context;
  return story.media
    .filter(({ kind }) => kind === 'video')
    .flatMap((media) => {
      const [file] = filesOf(media, context);
      const poster = media.poster && addresses.absolute(media.poster.href);
      const thumbnail = poster ?? imagesOf(story, context)[0]?.url?.toString();
      // Search engines refuse a video without a thumbnail.
      if (file === undefined || thumbnail === undefined) return [];
      return [
        node<VideoObjectLeaf>({
          '@type': 'VideoObject',
          '@id': file.url,
          name: media.title ?? story.headline,
          description: media.caption ?? media.alt,
          contentUrl: file.url,
          thumbnailUrl: thumbnail,
          uploadDate: toOffsetDateTime(media.created ?? story.firstPublishedAt, publication.timeZone),
          duration: file.duration === undefined ? undefined : `PT${Math.max(1, Math.round(file.duration))}S`,
          encodingFormat: file.type,
          width: pixels(file.width),
          height: pixels(file.height),
          creditText: media.credit,
        }),
      ];
    });
}
