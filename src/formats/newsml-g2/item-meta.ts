import { originalElsewhere } from '../../addresses/copies.ts';
import type { Related } from '../../article/content.ts';
import { type Media, mediaKey, withoutTwins } from '../../article/media.ts';
import type { Story, Tombstone } from '../../article/view.ts';
import { sectionName, servicesOf } from '../../publication/publication.ts';
import { type Instant, toOffsetDateTime } from '../../text/instant.ts';
import { filesOf } from '../feed-content.ts';
import type { FormatContext } from '../format.ts';
import { ITEM_RELATIONS } from '../item-relations.ts';
import { textElement, type XmlElement, xml } from '../xml/element.ts';
import { type G2Context, NEWS_ITEM_TYPE } from './item.ts';
import { mediaClass, mediaGuid, mediaTitle } from './media-identity.ts';
import { ownCode } from './schemes.ts';

/** Returns `itemMeta` of a usable story, in the order of the schema (Guidelines, section 20.4). */
export function itemMeta(story: Story, context: G2Context): XmlElement {
  const { publication, release } = context;
  const lang = story.language;
  return xml('itemMeta', {}, [
    ...itemHead('ninat:text', story, context),
    embargoed(story, context),
    xml('pubStatus', { qcode: statusOf(story, context) }),
    xml('fileName', {}, `${story.slug}.newsml.xml`),
    xml('generator', { versioninfo: release }, 'Dateline'),
    xml('profile', { versioninfo: '1.0' }, story.media.length === 0 ? 'text' : 'text-with-media'),
    ...servicesOf(publication, story.section).map((wire) =>
      xml('service', { qcode: ownCode('dlservice', wire.key) }, [
        xml('name', { 'xml:lang': publication.language }, sectionName(wire, publication.language)),
      ]),
    ),
    xml('title', { 'xml:lang': lang }, story.headline),
    ...editorNotes(story),
    story.series && xml('memberOf', { literal: story.series.name }, [xml('name', {}, story.series.name)]),
    story.signal && xml('signal', { qcode: `sig:${story.signal.kind}`, severity: `sev:${story.signal.severity}` }),
    story.contentWarnings && xml('signal', { qcode: 'sig:cwarn' }),
    ...alternatives(story, context),
    textElement('expires', story.expires && toOffsetDateTime(story.expires, publication.timeZone)),
    previousVersion(story),
    ...withoutTwins(story.media).map((media, index) => mediaLink(media, { story, rank: index + 1 }, context)),
    ...story.related.map((related) => relatedLink(related, context)),
    canonicalLink(story, context),
  ]);
}

/** Returns the first elements of every item: class, provider and time of creation. */
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

/**
 * Returns a time that is never later than the version itself: a story may have been written and changed before
 * publication.
 */
export function firstCreated(item: {
  readonly versionCreatedAt: Instant;
  readonly firstPublishedAt: Instant;
  readonly created?: Instant | undefined;
}): Instant {
  return [item.created ?? item.firstPublishedAt, item.versionCreatedAt].toSorted()[0] as Instant;
}

/**
 * Returns one of the three forms of an embargo (Guidelines, section 26.4): a time; empty for a condition, or for one
 * without end.
 */
export function embargoed({ embargo }: Story, { publication, profile }: G2Context): XmlElement | undefined {
  if (embargo === undefined || (embargo.until === undefined && profile.openEmbargo === 'withheld')) return undefined;
  return xml('embargoed', {}, embargo.until === undefined ? [] : toOffsetDateTime(embargo.until, publication.timeZone));
}

/** Returns the status of a visible story: withheld where the receiver would ignore that its embargo has no end. */
export function statusOf({ embargo }: Story, { profile }: G2Context): 'stat:usable' | 'stat:withheld' {
  const isOpen = embargo !== undefined && embargo.until === undefined;
  return isOpen && profile.openEmbargo === 'withheld' ? 'stat:withheld' : 'stat:usable';
}

/** Returns the editorial notes for the receiver's desk: the correction, the embargo and other notes (section 26.6). */
function editorNotes({ signal, language, embargo, editorNote }: Story): (XmlElement | undefined)[] {
  const note = (text: string | undefined, kind: string) =>
    textElement('edNote', text, { role: ownCode('dlednote', kind), 'xml:lang': language });
  return [
    signal && note(signal.note ?? signal.notice, signal.kind),
    embargoNote({ language, embargo }),
    note(editorNote, 'editorial'),
  ];
}

/** Fixed words in English, never the story's own. */
const RECALLS = {
  withheld: 'WITHHELD: do not publish this story; take down what has been published until further notice.',
  canceled: 'KILL: this story is withdrawn for good; remove all versions of it from all systems and archives.',
} as const;

/** Returns the condition of an embargo without a time; without it a receiver would hold the item forever. */
export function embargoNote({ language, embargo }: Pick<Story, 'language' | 'embargo'>): XmlElement | undefined {
  return textElement('edNote', embargo?.condition, { role: ownCode('dlednote', 'embargo'), 'xml:lang': language });
}

/** Returns the instruction for a withheld or canceled item, with the reason for entitled partners. */
export function tombstoneNotes({ status, reason, language }: Tombstone): (XmlElement | undefined)[] {
  const role = ownCode('dlednote', 'recall');
  return [
    xml('edNote', { role, 'xml:lang': 'en' }, RECALLS[status]),
    textElement('edNote', reason, { role, 'xml:lang': language }),
  ];
}

/** Returns links to the same story elsewhere: its page and its ninjs (Guidelines, section 20.4). */
function alternatives({ slug, held }: Story, { addresses }: FormatContext): XmlElement[] {
  // A story under embargo has no public address yet.
  if (held) return [];
  return [
    xml('altRep', { contenttype: 'text/html', representation: ownCode('dlrep', 'page') }, addresses.article(slug)),
    xml(
      'altRep',
      { contenttype: 'application/json', representation: ownCode('dlrep', 'ninjs') },
      addresses.article(slug, '.ninjs.json'),
    ),
  ];
}

/** Returns the version that was wrong, only if the notice names one (Guidelines, section 26.2.3.3). */
function previousVersion({ id, signal }: Story): XmlElement | undefined {
  if (signal?.previousVersion === undefined) return undefined;
  const attributes = { rel: 'irel:previousVersion', residref: id, version: signal.previousVersion };
  return xml('link', { ...attributes, contenttype: NEWS_ITEM_TYPE });
}

/** Links a picture, video or sound of the story: by its item, or by its first file if the profile requires it. */
function mediaLink(
  media: Media,
  { story, rank }: { readonly story: Story; readonly rank: number },
  context: G2Context,
): XmlElement | undefined {
  const about = [xml('itemClass', { qcode: mediaClass(media) }), textElement('title', mediaTitle(media))];
  if (context.profile.media === 'files') {
    const [file] = filesOf(media, context);
    if (file === undefined) return undefined;
    const attributes = { rel: 'irel:dependsOn', rank, href: file.url, contenttype: file.type, size: file.bytes };
    return xml('link', attributes, about);
  }
  const key = mediaKey(media);
  const attributes = {
    rel: 'irel:dependsOn',
    rank,
    residref: mediaGuid(story.id, key, context),
    version: story.version,
    contenttype: NEWS_ITEM_TYPE,
    href: story.held ? undefined : context.addresses.media(story.slug, key),
  };
  return xml('link', attributes, about);
}

/** Returns the canonical address of a copy, which receivers should use instead of ours. */
function canonicalLink(story: Story, context: FormatContext): XmlElement | undefined {
  const canonical = originalElsewhere(story, context);
  if (canonical === undefined) return undefined;
  const { url: href, name } = canonical;
  return xml('link', { rel: 'irel:derivedFrom', href, contenttype: 'text/html' }, [textElement('title', name)]);
}

/** Returns a link to another story; none to a story that the receiver may not see. */
function relatedLink(related: Related, { storyOf, addresses }: FormatContext): XmlElement | undefined {
  const rel = `irel:${ITEM_RELATIONS[related.relation]}`;
  if (related.url !== undefined) {
    return xml('link', { rel, href: related.url, contenttype: 'text/html' }, [textElement('title', related.title)]);
  }
  const other = related.article === undefined ? undefined : storyOf(related.article);
  if (other === undefined) return undefined;
  const href = other.held ? undefined : addresses.article(other.slug, '.newsml.xml');
  const attributes = { rel, residref: other.id, version: other.version, contenttype: NEWS_ITEM_TYPE, href };
  return xml('link', attributes, [
    xml('itemClass', { qcode: 'ninat:text' }),
    xml('title', { 'xml:lang': other.language }, other.headline),
  ]);
}
