import { type HiddenMedia, largestOf, type Media, mediaKey } from '../../article/media.ts';
import type { Story, Tombstone } from '../../article/view.ts';
import { toOffsetDateTime } from '../../text/instant.ts';
import { type File, filesOf } from '../feed-content.ts';
import type { FormatContext } from '../format.ts';
import { textElement, type XmlElement, xml } from '../xml/element.ts';
import { party } from './concepts.ts';
import { type G2Context, itemAttributes, profiled } from './item.ts';
import { embargoed, embargoNote, itemHead, statusOf, tombstoneNotes } from './item-meta.ts';
import { mediaClass, mediaGuid, mediaTitle } from './media-identity.ts';
import { rightsInfo } from './rights-info.ts';
import { catalogs } from './schemes.ts';

const DIGITAL_SOURCE_TYPE = 'http://cv.iptc.org/newscodes/digitalsourcetype/';
/** Returns a picture, video or sound as a newsItem. Its version and life cycle are those of its story. */
export function mediaItem(media: Media, story: Story, context: G2Context): XmlElement {
  const { profile, publication, addresses } = context;
  const guid = mediaGuid(story.id, mediaKey(media), context);
  const lang = { 'xml:lang': story.language };
  const attributes = { ...itemAttributes(profile, guid, story.version), ...lang, dir: story.direction };
  const created = media.created && media.created <= story.versionCreatedAt ? media.created : undefined;
  const title = mediaTitle(media);
  const item = xml('newsItem', attributes, [
    ...catalogs(profile, addresses),
    rightsInfo(
      media.rights ?? story.rights,
      { target: guid, publishedAt: media.created ?? story.firstPublishedAt, section: story.section },
      context,
    ),
    xml('itemMeta', {}, [
      ...itemHead(mediaClass(media), story, context),
      embargoed(story, context),
      xml('pubStatus', { qcode: statusOf(story, context) }),
      xml('fileName', {}, `${story.slug}.${mediaKey(media)}.newsml.xml`),
      xml('generator', { versioninfo: context.release }, 'Dateline'),
      textElement('title', title, lang),
      embargoNote(story),
      ...(story.contentWarnings === undefined ? [] : [xml('signal', { qcode: 'sig:cwarn' })]),
      story.held
        ? undefined
        : xml('altRep', { contenttype: 'text/html', representation: 'dlrep:page' }, addresses.article(story.slug)),
      textElement('expires', story.expires && toOffsetDateTime(story.expires, publication.timeZone)),
    ]),
    xml('contentMeta', {}, [
      iconOf(media, context),
      textElement('contentCreated', created && toOffsetDateTime(created, publication.timeZone)),
      media.digitalSourceType && xml('digitalSourceType', { uri: DIGITAL_SOURCE_TYPE + media.digitalSourceType }),
      media.creator && party('creator', media.creator),
      ...(story.contentWarnings ?? []).map((code) => xml('exclAudience', { qcode: `cwarn:${code}` })),
      xml('language', { tag: story.language }),
      textElement('headline', title, lang),
      textElement('by', media.creator?.name, lang),
      textElement('creditline', media.credit),
      textElement('description', media.caption, { ...lang, role: 'drol:caption' }),
      textElement('description', media.alt, { ...lang, role: 'drol:altText' }),
    ]),
    xml('contentSet', {}, remoteContents(media, context)),
  ]);
  return profiled(item, context);
}

/** Returns a video's still; a picture has no smaller preview. */
function iconOf({ poster }: Media, { addresses }: FormatContext): XmlElement | undefined {
  if (poster === undefined) return undefined;
  const { href, type, width, height } = poster;
  return xml('icon', { href: addresses.absolute(href), contenttype: type, rendition: 'rnd:preview', width, height });
}

/**
 * Returns the same content in several files: the largest for print, the others for the web (Guidelines, section 20.2).
 */
function remoteContents(media: Media, context: FormatContext): XmlElement[] {
  const files = filesOf(media, context);
  const largest = largestOf(files);
  return files.map((file) => remoteContent(file, file === largest ? 'rnd:highRes' : 'rnd:web'));
}

function remoteContent({ url, type, bytes, width, height, duration }: File, rendition: string): XmlElement {
  return xml('remoteContent', {
    rendition,
    href: url,
    contenttype: type,
    size: bytes,
    width,
    height,
    // Whole seconds are read by every receiver (`duration` is a string with `timeunit:seconds` as its default unit).
    duration: duration === undefined ? undefined : Math.max(1, Math.round(duration)),
    durationunit: duration === undefined ? undefined : 'timeunit:seconds',
  });
}

const RECALLED = { image: 'Picture withdrawn', video: 'Video withdrawn', audio: 'Sound withdrawn' } as const;

/** Returns the recall of a picture whose story was withdrawn: the instruction to remove it. */
export function recalledMediaItem({ kind, key }: HiddenMedia, tombstone: Tombstone, context: G2Context): XmlElement {
  const { profile, addresses } = context;
  const guid = mediaGuid(tombstone.id, key, context);
  const attributes = { ...itemAttributes(profile, guid, tombstone.version), 'xml:lang': tombstone.language };
  const headline = RECALLED[kind];
  const item = xml('newsItem', attributes, [
    ...catalogs(profile, addresses),
    rightsInfo(
      tombstone.rights ?? {},
      { target: guid, publishedAt: tombstone.firstPublishedAt, section: tombstone.section },
      context,
    ),
    xml('itemMeta', {}, [
      ...itemHead(mediaClass({ kind }), tombstone, context),
      xml('pubStatus', { qcode: `stat:${tombstone.status}` }),
      xml('title', { 'xml:lang': 'en' }, headline),
      ...tombstoneNotes(tombstone),
    ]),
    xml('contentMeta', {}, [
      tombstone.status === 'canceled' ? xml('urgency', {}, '1') : undefined,
      xml('language', { tag: tombstone.language }),
      xml('headline', { 'xml:lang': 'en' }, headline),
    ]),
    // Some receivers drop the whole message for an item without one (superdesk-core 2.8).
    xml('contentSet', {}, [xml('inlineData', { contenttype: 'text/plain', 'xml:lang': 'en' }, `${headline}.`)]),
  ]);
  return profiled(item, context);
}
