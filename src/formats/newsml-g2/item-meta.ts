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

/** `itemMeta` of a story that may be used, in the order of the schema (Guidelines, section 20.4). */
export function itemMeta(story: Story, context: G2Context): XmlElement {
  const { publication, release } = context;
  const lang = story.language;
  return xml('itemMeta', {}, [
    ...itemHead('ninat:text', story, context),
    embargoed(story, context),
    xml('pubStatus', { qcode: 'stat:usable' }),
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
    canonicalLink(story),
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
export function embargoed({ embargo }: Story, { publication }: FormatContext): XmlElement | undefined {
  if (embargo === undefined) return undefined;
  return xml('embargoed', {}, embargo.until === undefined ? [] : toOffsetDateTime(embargo.until, publication.timeZone));
}

/** What a receiver's desk must read: what was wrong, until when to wait, what else there is to know (section 26.6). */
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

/** What an embargo without an hour waits for; without it a receiver would hold the item for ever. */
export function embargoNote({ language, embargo }: Pick<Story, 'language' | 'embargo'>): XmlElement | undefined {
  return textElement('edNote', embargo?.condition, { role: ownCode('dlednote', 'embargo'), 'xml:lang': language });
}

/** What a desk must do with an item that is withheld or canceled, and for entitled partners why. */
export function tombstoneNotes({ status, reason, language }: Tombstone): (XmlElement | undefined)[] {
  const role = ownCode('dlednote', 'recall');
  return [
    xml('edNote', { role, 'xml:lang': 'en' }, RECALLS[status]),
    textElement('edNote', reason, { role, 'xml:lang': language }),
  ];
}

/** The same story elsewhere: its page and its ninjs (Guidelines, section 20.4). */
function alternatives({ slug, held }: Story, { addresses }: FormatContext): XmlElement[] {
  // Of a story under embargo there is no public address yet.
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

/** The version that was wrong, only where the notice names one (Guidelines, section 26.2.3.3). */
function previousVersion({ id, signal }: Story): XmlElement | undefined {
  if (signal?.previousVersion === undefined) return undefined;
  const attributes = { rel: 'irel:previousVersion', residref: id, version: signal.previousVersion };
  return xml('link', { ...attributes, contenttype: NEWS_ITEM_TYPE });
}

/** A picture, video or sound that belongs to the story: by its item, or where the profile says so by its first file. */
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

/** Where a copy belongs: who takes it on should name that place and not ours. */
function canonicalLink({ canonical }: Story): XmlElement | undefined {
  if (canonical === undefined) return undefined;
  const { url: href, name } = canonical;
  return xml('link', { rel: 'irel:derivedFrom', href, contenttype: 'text/html' }, [textElement('title', name)]);
}

/** A link to another story, but none to a story that the receiver may not see. */
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
