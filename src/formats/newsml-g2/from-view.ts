import { mediaKey, withoutTwins } from '../../article/media.ts';
import type { Story, Tombstone, View } from '../../article/view.ts';
import type { Body } from '../../text/html-tree.ts';
import { type Instant, latest, toOffsetDateTime } from '../../text/instant.ts';
import { type XmlElement, xml } from '../xml/element.ts';
import { noticeContent, storyContent } from './body.ts';
import { assertions } from './concepts.ts';
import { contentMeta } from './content-meta.ts';
import { type G2Context, itemAttributes, profiled } from './item.ts';
import { itemHead, itemMeta, tombstoneNotes } from './item-meta.ts';
import { mediaItem, recalledMediaItem } from './media-item.ts';
import { rightsInfo } from './rights-info.ts';
import { catalogs } from './schemes.ts';

/** Returns the text of an article as a newsItem: usable, or the recall of one that was usable. */
export function newsItem(view: View, context: G2Context): XmlElement {
  return profiled(view.kind === 'story' ? usableItem(view, context) : recalledItem(view, context), context);
}

/** Returns its pictures, videos and sounds as items of their own; none where the profile links to files. */
export function mediaItems(view: View, context: G2Context): XmlElement[] {
  if (context.profile.media === 'files') return [];
  if (view.kind === 'tombstone') return unique(view.media).map((gone) => recalledMediaItem(gone, view, context));
  return withoutTwins(view.media).map((media) => mediaItem(media, view, context));
}

/** Returns the item of one of a story's media. */
export function mediaItemOf(view: View, key: string, context: G2Context): XmlElement | undefined {
  if (view.kind === 'tombstone') {
    const gone = view.media.find((media) => media.key === key);
    return gone && recalledMediaItem(gone, view, context);
  }
  const media = view.media.find((one) => mediaKey(one) === key);
  return media && mediaItem(media, view, context);
}

/** Leaves out files that are named twice. */
function unique<Row extends { readonly key: string }>(rows: readonly Row[]): Row[] {
  return [...new Map(rows.toReversed().map((row) => [row.key, row])).values()].toReversed();
}

function usableItem(story: Story, context: G2Context): XmlElement {
  const { publication } = context;
  return root(story, context, [
    hopHistory(story, context),
    // A story under embargo has no time of publication yet.
    story.held ? undefined : publicationHistory(story, context),
    rightsInfo(
      story.rights,
      { target: story.id, publishedAt: story.firstPublishedAt, section: story.section },
      context,
    ),
    itemMeta(story, context),
    contentMeta(story, context),
    ...assertions(story, publication.timeZone),
    storyContent(story, context),
  ]);
}

/** Returns the organisations that a received story went through, ours added; for partners, as its source is. */
function hopHistory(
  { source, versionCreatedAt }: Story,
  { publication, addresses }: G2Context,
): XmlElement | undefined {
  const time = (instant: Instant): string => toOffsetDateTime(instant, publication.timeZone);
  const { provider, hops = [] } = source ?? {};
  const isOurs = (party: string): boolean => party === publication.name || party === addresses.home;
  const isListed = provider === undefined || hops.some(({ party }) => party === provider);
  const before = [...hops, ...(isListed ? [] : [{ party: provider }])].filter(({ party }) => !isOurs(party));
  if (before.length === 0) return undefined;
  const own = xml('hop', { seq: before.length + 1, timestamp: time(versionCreatedAt) }, [
    xml('party', { uri: addresses.home }, [xml('name', {}, publication.name)]),
  ]);
  const others = before.map(({ party, at }: NonNullable<NonNullable<Story['source']>['hops']>[number], index) =>
    xml('hop', { seq: index + 1, timestamp: at && time(at) }, [partyOf(party)]),
  );
  return xml('hopHistory', {}, [...others, own]);
}

function partyOf(name: string): XmlElement {
  return /^(?:https?|urn|tag):\S+$/.test(name)
    ? xml('party', { uri: name })
    : xml('party', { literal: name }, [xml('name', {}, name)]);
}

function publicationHistory({ firstPublishedAt }: Story, { publication, addresses }: G2Context): XmlElement {
  return xml('pubHistory', {}, [
    xml('published', { uri: addresses.home }, [
      xml('timestamp', {}, toOffsetDateTime(firstPublishedAt, publication.timeZone)),
      xml('name', { 'xml:lang': publication.language }, publication.name),
    ]),
  ]);
}

/** The replacement for a hidden story's text: fixed words in English, never the story's own. */
const RECALLS = {
  withheld: { headline: 'Story withheld', body: 'This story has been withheld.' },
  canceled: { headline: 'Story withdrawn', body: 'This story has been withdrawn.' },
} as const;

/** Returns a withheld or canceled item with a contentSet, without which some receivers drop the whole message. */
function recalledItem(tombstone: Tombstone, context: G2Context): XmlElement {
  const { headline, body } = RECALLS[tombstone.status];
  const { notice, language } = tombstone;
  const spoken = notice === undefined ? 'en' : language;
  const paragraph: Body = {
    type: 'root',
    children: [{ type: 'element', tagName: 'p', properties: {}, children: [{ type: 'text', value: notice ?? body }] }],
  };
  return root(tombstone, context, [
    rightsInfo(
      tombstone.rights ?? {},
      { target: tombstone.id, publishedAt: tombstone.firstPublishedAt, section: tombstone.section },
      context,
    ),
    xml('itemMeta', {}, [
      ...itemHead('ninat:text', recallHead(tombstone), context),
      xml('pubStatus', { qcode: `stat:${tombstone.status}` }),
      ...tombstoneNotes(tombstone),
    ]),
    xml('contentMeta', {}, [
      tombstone.status === 'canceled' ? xml('urgency', {}, '1') : undefined,
      xml('language', { tag: language }),
      xml('headline', { 'xml:lang': 'en' }, headline),
    ]),
    noticeContent(headline, paragraph, { ...context, language: spoken }),
  ]);
}

/** Returns the head of a recall; one without a version (ended rights) has the time of its effect. */
function recallHead({ versionCreatedAt, hiddenAt, firstPublishedAt }: Tombstone) {
  return { versionCreatedAt: latest([versionCreatedAt, hiddenAt]) ?? versionCreatedAt, firstPublishedAt };
}

/** The base direction of the metadata is that of the story (Guidelines, section 14). */
function root(view: View, context: G2Context, parts: readonly (XmlElement | undefined)[]): XmlElement {
  const dir = view.kind === 'story' ? view.direction : undefined;
  const attributes = { ...itemAttributes(context.profile, view.id, view.version), 'xml:lang': view.language, dir };
  return xml('newsItem', attributes, [...catalogs(context.profile, context.addresses), ...parts]);
}
