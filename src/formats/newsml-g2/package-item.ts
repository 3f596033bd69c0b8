import { keyOf, tagOf } from '../../article/identity.ts';
import { mediaKey, withoutTwins } from '../../article/media.ts';
import { summaryOf } from '../../article/summary.ts';
import type { Story, Tombstone } from '../../article/view.ts';
import { type Instant, toMilliseconds, toOffsetDateTime } from '../../text/instant.ts';
import type { FeedView } from '../format.ts';
import { listName, storiesOf } from '../format.ts';
import { historyLinks } from '../history-links.ts';
import { textElement, type XmlElement, xml } from '../xml/element.ts';
import { type G2Context, itemAttributes, NEWS_ITEM_TYPE, NEWS_MESSAGE_TYPE, profiled } from './item.ts';
import { embargoed, embargoNote, statusOf, tombstoneNotes } from './item-meta.ts';
import { mediaClass, mediaGuid, mediaTitle } from './media-identity.ts';
import { extensionOf } from './profile.ts';
import { rightsInfo } from './rights-info.ts';
import { catalogs, ownCode } from './schemes.ts';

/** Metadata of a package. */
interface Package {
  readonly guid: string;
  readonly version: number;
  readonly language: string;
  readonly title: string;
  readonly made: Instant;
  readonly born: Instant;
  /** Profile name: `text-with-media`, `top-stories`. */
  readonly profile: string;
  readonly instanceOf?: string;
  /** Address of the page with earlier stories of the list. */
  readonly earlier?: string | undefined;
  readonly embargo?: XmlElement | undefined;
  readonly status?: `stat:${'usable' | 'withheld' | 'canceled'}`;
  readonly notes?: readonly (XmlElement | undefined)[];
  readonly groups: readonly XmlElement[];
}

/** Returns a story with its pictures, videos and sounds, all of equal rank (Guidelines, section 11). */
export function storyPackage(story: Story, context: G2Context): XmlElement {
  const { publication } = context;
  return packageItem(
    {
      guid: tagOf(publication.authority, 'package', keyOf(story.id) ?? story.id),
      version: story.version,
      language: story.language,
      title: story.headline,
      made: story.versionCreatedAt,
      born: story.versionCreatedAt < story.firstPublishedAt ? story.versionCreatedAt : story.firstPublishedAt,
      profile: 'text-with-media',
      embargo: embargoed(story, context),
      status: statusOf(story, context),
      notes: [embargoNote(story)],
      groups: [storyGroup(story, { id: 'G1', role: 'main' }, context)],
    },
    context,
  );
}

/** Returns a package whose story was withdrawn: the same id, no entry, and none of its former names. */
export function recalledPackage(tombstone: Tombstone, context: G2Context): XmlElement {
  const { id, version, status, versionCreatedAt, firstPublishedAt } = tombstone;
  const group = xml('group', { id: 'G1', role: ownCode('dlgroup', 'main'), mode: 'pgrmod:bag' });
  return packageItem(
    {
      guid: tagOf(context.publication.authority, 'package', keyOf(id) ?? id),
      version,
      language: 'en',
      title: status === 'canceled' ? 'Package withdrawn' : 'Package withheld',
      made: versionCreatedAt,
      born: versionCreatedAt < firstPublishedAt ? versionCreatedAt : firstPublishedAt,
      profile: 'text-with-media',
      status: `stat:${status}`,
      notes: tombstoneNotes(tombstone),
      groups: [group],
    },
    context,
  );
}

/**
 * Returns a feed as an ordered list: a permanent id, and a version that grows with each change. The version follows
 * from the instant of the change (seconds since 2000, so that 31 bits last until 2068), since a list has no version
 * history.
 */
export function listPackage(feed: FeedView, context: G2Context): XmlElement {
  const { publication, addresses } = context;
  const born = `${publication.authority.year}-01-01T00:00:00Z` as Instant;
  const stories = storiesOf(feed);
  const withMedia = (story: Story): boolean => context.profile.media !== 'files' && story.media.length > 0;
  const idOf = (story: Story): string => `S-${keyOf(story.id) ?? story.id}`;
  const entries = stories.map((story, index) =>
    withMedia(story) ? xml('groupRef', { idref: idOf(story) }) : textRef(story, index + 1, context),
  );
  return packageItem(
    {
      guid: tagOf(publication.authority, 'package', listName(feed)),
      version: secondsSince2000(feed.changed),
      language: feed.language,
      title: feed.title,
      made: feed.changed,
      born: feed.changed < born ? feed.changed : born,
      profile: 'top-stories',
      instanceOf: addresses.feed(feed.name),
      earlier: historyLinks(feed, extensionOf(context.profile), context).find(({ rel }) => rel === 'prev-archive')
        ?.href,
      groups: [
        xml('group', { id: 'G1', role: ownCode('dlgroup', 'main'), mode: 'pgrmod:seq' }, entries),
        ...stories.filter(withMedia).map((story) => storyGroup(story, { id: idOf(story), role: 'story' }, context)),
      ],
    },
    context,
  );
}

/** Returns a number that grows with the instant. */
function secondsSince2000(moment: Instant): number {
  const since = Math.floor(toMilliseconds(moment) / 1000) - 946_684_800;
  return Math.max(1, since);
}

function packageItem(about: Package, context: G2Context): XmlElement {
  const { profile, publication, addresses } = context;
  const { guid, version, language, title, made, born, instanceOf, groups } = about;
  const lang = { 'xml:lang': language };
  const moment = (instant: Instant): string => toOffsetDateTime(instant, publication.timeZone);
  const item = xml('packageItem', { ...itemAttributes(profile, guid, version), ...lang }, [
    ...catalogs(profile, addresses),
    rightsInfo({}, { target: guid, publishedAt: made }, context),
    xml('itemMeta', {}, [
      xml('itemClass', { qcode: 'ninat:composite' }),
      xml('provider', { uri: addresses.home }, [xml('name', {}, publication.name)]),
      xml('versionCreated', {}, moment(made)),
      xml('firstCreated', {}, moment(born)),
      about.embargo,
      xml('pubStatus', { qcode: about.status ?? 'stat:usable' }),
      xml('generator', { versioninfo: context.release }, 'Dateline'),
      xml('profile', { versioninfo: '1.0' }, about.profile),
      xml('title', lang, title),
      ...(about.notes ?? []),
      instanceOf === undefined ? undefined : xml('instanceOf', { uri: instanceOf }, [xml('name', lang, title)]),
      about.earlier === undefined
        ? undefined
        : xml('link', { rel: 'irel:seeAlso', href: about.earlier, contenttype: NEWS_MESSAGE_TYPE }, [
            xml('title', { 'xml:lang': 'en' }, 'Earlier stories of this list'),
          ]),
    ]),
    xml('contentMeta', {}, [
      xml('contentCreated', {}, moment(made)),
      xml('language', { tag: language }),
      xml('headline', lang, title),
    ]),
    xml('groupSet', { root: 'G1' }, groups),
  ]);
  return profiled(item, context);
}

/** Returns a story and its parts. A group has no title: valid, but Superdesk's parser fails on one. */
function storyGroup(story: Story, { id, role }: { id: string; role: string }, context: G2Context): XmlElement {
  const media = context.profile.media === 'files' ? [] : withoutTwins(story.media);
  const refs = media.map((one, index) => {
    const key = mediaKey(one);
    const residref = mediaGuid(story.id, key, context);
    const href = story.held ? undefined : context.addresses.media(story.slug, key);
    const title = mediaTitle(one);
    return itemRef({ residref, href, rank: index + 2 }, mediaClass(one), { story, title, context });
  });
  return xml('group', { id, role: ownCode('dlgroup', role), mode: 'pgrmod:bag' }, [
    textRef(story, 1, context),
    ...refs,
  ]);
}

function textRef(story: Story, rank: number, context: G2Context): XmlElement {
  const href = story.held ? undefined : context.addresses.article(story.slug, '.newsml.xml');
  const reference = { residref: story.id, href, rank };
  return itemRef(reference, 'ninat:text', { story, title: story.headline, context });
}

interface Referred {
  readonly story: Story;
  readonly title: string | undefined;
  readonly context: G2Context;
}

/**
 * Refers to the exact version that is sent, with enough metadata to show the entry without opening it (section 11.6).
 */
function itemRef(
  reference: Readonly<Record<string, string | number | undefined>>,
  itemClass: string,
  { story, title, context }: Referred,
): XmlElement {
  const { publication, addresses } = context;
  const lang = { 'xml:lang': story.language };
  const isText = itemClass === 'ninat:text';
  return xml('itemRef', { ...reference, version: story.version, contenttype: NEWS_ITEM_TYPE }, [
    xml('itemClass', { qcode: itemClass }),
    xml('provider', { uri: addresses.home }, [xml('name', {}, publication.name)]),
    xml('versionCreated', {}, toOffsetDateTime(story.versionCreatedAt, publication.timeZone)),
    xml('pubStatus', { qcode: statusOf(story, context) }),
    textElement('title', title, lang),
    textElement('headline', title, lang),
    textElement('description', isText ? summaryOf(story) : undefined, { ...lang, role: 'drol:summary' }),
  ]);
}
