import { originalElsewhere } from '../../addresses/copies.ts';
import { keyOf, tagOf } from '../../article/identity.ts';
import { largestOf, type Media, mediaKey, withoutTwins } from '../../article/media.ts';
import type { Story, Tombstone } from '../../article/view.ts';
import { defined } from '../../text/defined.ts';
import { toOffsetDateTime } from '../../text/instant.ts';
import { filesOf } from '../feed-content.ts';
import type { FormatContext } from '../format.ts';
import { ITEM_RELATIONS } from '../item-relations.ts';
import { rightsOfNinjs } from './rights.ts';
import type { NinjsAssociation, NinjsRendition } from './shape.ts';
import { plain } from './texts.ts';

const TYPES = { image: 'picture', video: 'video', audio: 'audio' } as const;

/** Returns the story's pictures, videos and sounds, then the related stories that the receiver may see. */
export function associationsOf(story: Story, context: FormatContext): NinjsAssociation[] {
  const counts = new Map<string, number>();
  const media = withoutTwins(story.media).map((one) => {
    const type = TYPES[one.kind];
    const count = (counts.get(type) ?? 0) + 1;
    counts.set(type, count);
    return mediaObject(one, { story, name: `${type}-${count}` }, context);
  });
  return [...media, ...relatedStories(story, context), ...canonicalStory(story, context)];
}

/** Returns the recalls of a withdrawn story's media: the instruction to remove them. */
export function recalledMedia(
  { id, version, status, media }: Tombstone,
  { publication }: FormatContext,
): NinjsAssociation[] {
  const unique = [...new Map(media.map((one) => [one.key, one])).values()];
  return unique.map(({ kind, key }, index) => ({
    name: `recalled-${index + 1}`,
    rel: 'dependsOn',
    uri: tagOf(publication.authority, 'media', `${keyOf(id) ?? id}.${key}`),
    type: TYPES[kind],
    version: String(version),
    pubStatus: status,
  }));
}

function mediaObject(
  media: Media,
  { story, name }: { readonly story: Story; readonly name: string },
  context: FormatContext,
): NinjsAssociation {
  const { publication } = context;
  const { title, alt, caption, credit, creator, created, digitalSourceType } = media;
  const uri = tagOf(publication.authority, 'media', `${keyOf(story.id) ?? story.id}.${mediaKey(media)}`);
  const headline = title ?? alt ?? caption;
  const descriptions = [
    ...(caption === undefined ? [] : [plain('drol:caption', caption)]),
    ...(alt === undefined ? [] : [plain('drol:altText', alt)]),
  ];
  return defined({
    name,
    rel: 'dependsOn',
    uri,
    type: TYPES[media.kind],
    version: String(story.version),
    contentCreated: created === undefined ? undefined : toOffsetDateTime(created, publication.timeZone),
    pubStatus: 'usable',
    ...rightsOfNinjs(
      media.rights ?? story.rights,
      { target: uri, publishedAt: created ?? story.firstPublishedAt, section: story.section },
      context,
    ),
    language: story.language,
    headlines: headline === undefined ? undefined : [plain('main', headline)],
    ...(descriptions.length === 0 ? {} : { descriptions }),
    ...(credit === undefined && creator === undefined ? {} : { by: credit ?? creator?.name ?? '' }),
    infoSources:
      creator === undefined
        ? undefined
        : [{ name: creator.name, role: `http://cv.iptc.org/newscodes/contentprodpartyrole/${creator.role}` }],
    renditions: renditions(media, context),
    digitalSourceType:
      digitalSourceType === undefined
        ? undefined
        : {
            name: digitalSourceType,
            uri: `http://cv.iptc.org/newscodes/digitalsourcetype/${digitalSourceType}`,
          },
  });
}

function renditions(media: Media, context: FormatContext): NinjsRendition[] {
  const files = filesOf(media, context);
  const largest = largestOf(files);
  return files.map((file, index) =>
    defined({
      // Names are unique within their list.
      name: file === largest ? 'highRes' : `web-${index + 1}`,
      href: file.url,
      contentType: file.type,
      width: file.width,
      height: file.height,
      sizeInBytes: file.bytes,
      duration: file.duration,
    }),
  );
}

/** Returns the canonical address of a copy. */
function canonicalStory(story: Story, context: FormatContext): NinjsAssociation[] {
  const canonical = originalElsewhere(story, context);
  if (canonical === undefined) return [];
  const { url: uri, name = uri } = canonical;
  const common = { name: 'canonical', rel: 'derivedFrom', type: 'text', representationType: 'partial' } as const;
  return [{ ...common, pubStatus: 'usable', uri, headlines: [plain('main', name)] }];
}

function relatedStories({ related }: Story, { storyOf, addresses }: FormatContext): NinjsAssociation[] {
  return related.flatMap((one, index): NinjsAssociation[] => {
    const name = `related-${index + 1}`;
    const rel = ITEM_RELATIONS[one.relation];
    const common = { name, rel, type: 'text', representationType: 'partial', pubStatus: 'usable' } as const;
    if (one.url !== undefined) {
      return [{ ...common, uri: one.url, headlines: [plain('main', one.title ?? one.url)] }];
    }
    const other = one.article === undefined ? undefined : storyOf(one.article);
    if (other === undefined) return [];
    const page = { name: 'page', href: addresses.article(other.slug), contentType: 'text/html' };
    return [
      {
        ...common,
        uri: other.id,
        version: String(other.version),
        language: other.language,
        headlines: [plain('main', other.headline)],
        ...(other.held ? {} : { renditions: [page] }),
      },
    ];
  });
}
