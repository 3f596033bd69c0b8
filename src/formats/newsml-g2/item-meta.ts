import type { Related } from '../../article/content.ts';
import type { Media } from '../../article/media.ts';
import type { Story } from '../../article/view.ts';
import { type Instant, toOffsetDateTime } from '../../text/instant.ts';
import { filesOf } from '../feed-content.ts';
import type { FormatContext } from '../format.ts';
import { textElement, type XmlElement, xml } from '../xml/element.ts';
import { ownCode } from './schemes.ts';

/** The media type of a newsItem, as registered with IANA. */
export const NEWS_ITEM_TYPE = 'application/vnd.iptc.g2.newsitem+xml';

/** `itemMeta` of a story that may be used, in the order of the schema (Guidelines, section 20.4). */
export function itemMeta(story: Story, context: FormatContext): XmlElement {
  const { publication, addresses, release } = context;
  const lang = story.language;
  return xml('itemMeta', {}, [
    ...itemHead('ninat:text', story, context),
    embargoed(story, context),
    xml('pubStatus', { qcode: 'stat:usable' }),
    xml('fileName', {}, `${story.slug}.newsml.xml`),
    xml('generator', { versioninfo: release }, 'Dateline'),
    xml('title', { 'xml:lang': lang }, story.headline),
    ...editorNotes(story),
    story.series && xml('memberOf', { literal: story.series.name }, [xml('name', {}, story.series.name)]),
    story.signal && xml('signal', { qcode: `sig:${story.signal.kind}`, severity: `sev:${story.signal.severity}` }),
    xml('altRep', { contenttype: 'text/html' }, addresses.article(story.slug)),
    textElement('expires', story.expires && toOffsetDateTime(story.expires, publication.timeZone)),
    ...story.media.map((media, index) => mediaLink(media, index + 1, context)),
    ...story.related.map((related) => relatedLink(related, context)),
  ]);
}

/** What every item says first: class, provider, and when it was made. */
export function itemHead(
  itemClass: string,
  item: Pick<Story, 'versionCreatedAt' | 'firstPublishedAt'> & { readonly created?: Instant | undefined },
  { publication, addresses }: FormatContext,
): XmlElement[] {
  return [
    xml('itemClass', { qcode: itemClass }),
    xml('provider', { uri: addresses.home }, [xml('name', {}, publication.name)]),
    xml('versionCreated', {}, toOffsetDateTime(item.versionCreatedAt, publication.timeZone)),
    xml('firstCreated', {}, toOffsetDateTime(firstCreated(item), publication.timeZone)),
  ];
}

/** Never later than the version itself: a story may have been made, and changed, long before it was public. */
export function firstCreated(item: {
  readonly versionCreatedAt: Instant;
  readonly firstPublishedAt: Instant;
  readonly created?: Instant | undefined;
}): Instant {
  return [item.created ?? item.firstPublishedAt, item.versionCreatedAt].toSorted()[0] as Instant;
}

/** The three forms of an embargo (Guidelines, section 26.4): an hour; empty for a condition, or for one without end. */
function embargoed({ embargo }: Story, { publication }: FormatContext): XmlElement | undefined {
  if (embargo === undefined) return undefined;
  return xml('embargoed', {}, embargo.until === undefined ? [] : toOffsetDateTime(embargo.until, publication.timeZone));
}

/** What a receiver's desk must read: what was wrong, until when to wait, what else there is to know (section 26.6). */
function editorNotes({ signal, language, embargo, editorNote }: Story): (XmlElement | undefined)[] {
  const note = (text: string | undefined, kind: string) =>
    textElement('edNote', text, { role: ownCode('dlednote', kind), 'xml:lang': language });
  return [
    signal && note(signal.note ?? signal.notice, signal.kind),
    note(embargo?.condition, 'embargo'),
    note(editorNote, 'editorial'),
  ];
}

const ITEM_CLASSES = { image: 'ninat:picture', video: 'ninat:video', audio: 'ninat:audio' } as const;

/** A picture, video or sound that belongs to the story, by the address of its first file. */
function mediaLink(media: Media, rank: number, context: FormatContext): XmlElement | undefined {
  const [file] = filesOf(media, context);
  if (file === undefined) return undefined;
  const attributes = { rel: 'irel:dependsOn', rank, href: file.url, contenttype: file.type, size: file.bytes };
  return xml('link', attributes, [
    xml('itemClass', { qcode: ITEM_CLASSES[media.kind] }),
    textElement('title', media.title ?? media.alt ?? media.caption),
  ]);
}

const RELATIONS = { seeAlso: 'seeAlso', previous: 'evolvedFrom', translationOf: 'translatedFrom' } as const;

/** A link to another story, but none to a story that the receiver may not see. */
function relatedLink(related: Related, { storyOf, addresses }: FormatContext): XmlElement | undefined {
  const rel = `irel:${RELATIONS[related.relation]}`;
  if (related.url !== undefined) {
    return xml('link', { rel, href: related.url, contenttype: 'text/html' }, [textElement('title', related.title)]);
  }
  const other = related.article === undefined ? undefined : storyOf(related.article);
  if (other === undefined) return undefined;
  const href = addresses.article(other.slug, '.newsml.xml');
  const attributes = { rel, residref: other.id, version: other.version, contenttype: NEWS_ITEM_TYPE, href };
  return xml('link', attributes, [
    xml('itemClass', { qcode: 'ninat:text' }),
    xml('title', { 'xml:lang': other.language }, other.headline),
  ]);
}
