import { originalElsewhere } from '../../addresses/copies.ts';
import type { Media } from '../../article/media.ts';
import type { Party } from '../../article/party.ts';
import { summaryOf } from '../../article/summary.ts';
import type { Story, Tombstone, View } from '../../article/view.ts';
import { hasRules, machineUses } from '../../publication/machine-uses.ts';
import { rightsOfStory } from '../../publication/rights-of.ts';
import { defined } from '../../text/defined.ts';
import { problem } from '../../text/finding.ts';
import { htmlOf } from '../../text/html-of.ts';
import { latest, toOffsetDateTime } from '../../text/instant.ts';
import { accessCategory, categoriesOf } from '../categories.ts';
import { contentHtml, type File, filesOf, mainFile } from '../feed-content.ts';
import type { FeedView, FormatContext, Made } from '../format.ts';
import { leadPicture } from '../lead-picture.ts';
import { rslLicense } from '../rsl/index.ts';
import { withdrawalText } from '../withdrawal.ts';
import { textElement, type XmlElement, xml } from '../xml/element.ts';
import { podcastItem } from './podcast.ts';
import type { RssProfile } from './profile.ts';
import { writeItem } from './serialize.ts';
import type { RssItem } from './shape.ts';

/** Returns a story as an RSS item; a withdrawn one is overwritten for a week under the same guid. */
export function rssItem(view: View, feed: FeedView, context: FormatContext): Made {
  if (view.kind === 'story') return { text: writeItem(storyItem(view, { feed }, context)) };
  return view.noticeInFeeds ? { text: writeItem(noticeItem(view)) } : undefined;
}

/** Returns a story as an RSS item for one receiver profile. */
export function profiledItem(
  view: View,
  { feed, profile }: { readonly feed: FeedView; readonly profile: RssProfile },
  context: FormatContext,
): Made {
  const refusal = view.kind === 'story' ? profile.refusal?.(view, feed) : undefined;
  if (refusal !== undefined) return { refused: [problem('rss-profile/refused', refusal, { file: view.slug })] };
  if (view.kind === 'story') {
    const { more, ...item } = storyItem(view, { feed, movesDateOnSilentEdit: profile.silentEdits === 'send' }, context);
    const { usageTerms } = rightsOfStory(context.publication, view);
    // Receivers that display the text elsewhere get its usage terms.
    const terms = usageTerms === undefined ? [] : [xml('dcterms:accessRights', {}, usageTerms)];
    return { text: writeItem({ ...item, more: [...more, ...terms, ...profile.item(view, context)] }) };
  }
  return profile.withdrawal === 'gone'
    ? rssItem(view, feed, context)
    : { text: writeItem(withdrawnItem(view, profile)) };
}

function htmlText(text: string | undefined): string | undefined {
  return text === undefined ? undefined : htmlOf(text);
}

interface ItemOptions {
  readonly feed: FeedView;
  /** True for receivers that skip items whose date has not moved. */
  readonly movesDateOnSilentEdit?: boolean;
}

function storyItem(
  story: Story,
  { feed, movesDateOnSilentEdit = false }: ItemOptions,
  context: FormatContext,
): RssItem {
  const content = contentHtml(story, feed, context);
  const changed = movesDateOnSilentEdit
    ? (latest([story.updatedAt, story.versionCreatedAt]) ?? story.updatedAt)
    : story.updatedAt;
  return defined({
    language: story.language,
    title: story.headline,
    link: context.addresses.article(story.slug),
    guid: story.feedId,
    published: story.firstPublishedAt,
    description: htmlText(summaryOf(story)),
    ...(content === undefined || content === '' ? {} : { content }),
    more: [
      ...authors(story, context),
      ...categories(story, context),
      enclosure(mainFile(story, context)),
      ...rightsElements(story, context),
      textElement('dcterms:isVersionOf', originalElsewhere(story, context)?.url),
      xml('dc:language', {}, story.language),
      xml('dcterms:modified', {}, toOffsetDateTime(changed, 'UTC')),
      xml('atom:updated', {}, changed),
      ...mediaElements(story, context),
      thumbnail(story, context),
      ...podcastItem(story, context),
      rslContent(story, context),
    ].filter((element) => element !== undefined),
  });
}

function noticeItem(tombstone: Tombstone): RssItem {
  const text = withdrawalText(tombstone);
  return {
    language: tombstone.language,
    title: text,
    guid: tombstone.feedId,
    published: tombstone.firstPublishedAt,
    description: htmlOf(text),
    more: hiddenDates(tombstone),
  };
}

/**
 * Returns the same guid without any text of the story, and a later date: a receiver that ignores unmoved dates would
 * not remove the story.
 */
function withdrawnItem(tombstone: Tombstone, { withdrawal }: RssProfile): RssItem {
  const ended =
    withdrawal === 'dcterms'
      ? xml('dcterms:valid', {}, `end=${tombstone.hiddenAt};scheme=W3C-DTF`)
      : xml('media:status', { state: 'deleted' });
  return {
    language: tombstone.language,
    title: withdrawalText(tombstone),
    guid: tombstone.feedId,
    published: tombstone.firstPublishedAt,
    more: [...hiddenDates(tombstone), ended],
  };
}

function hiddenDates({ language, noticeAt }: Tombstone): XmlElement[] {
  return [
    xml('dc:language', {}, language),
    xml('dcterms:modified', {}, toOffsetDateTime(noticeAt, 'UTC')),
    xml('atom:updated', {}, noticeAt),
  ];
}

/**
 * Returns the machine licence, where the publication enables it in feeds (RSL 1.0, https://rslstandard.org/rsl):
 * readers and the validator do not recognize the namespace.
 */
function rslContent(story: Story, { publication, addresses }: FormatContext): XmlElement | undefined {
  if (!publication.feeds.rsl) return undefined;
  const uses = machineUses(rightsOfStory(publication, story));
  if (!hasRules(uses)) return undefined;
  return xml('rsl:content', { url: addresses.article(story.slug) }, [rslLicense(uses, 'rsl:')]);
}

/** Returns one `dc:creator` for each author: `author` needs an e-mail address, and both together are an error. */
function authors({ bylines }: Story, { publication }: FormatContext): XmlElement[] {
  const names = bylines.length > 0 ? bylines.map(({ name }) => name) : [publication.name];
  return names.map((name) => xml('dc:creator', {}, name));
}

function categories(story: Story, context: FormatContext): XmlElement[] {
  const access = accessCategory(story, context);
  return [
    ...categoriesOf(story, context).map(({ label, scheme }) => xml('category', { domain: scheme }, label)),
    // Readers filter by the code, which is the same in every language.
    ...(access === undefined ? [] : [xml('category', { domain: access.scheme }, access.term)]),
  ];
}

/** Returns the enclosure. RSS allows one; further files are in Media RSS. */
function enclosure(file: File | undefined): XmlElement | undefined {
  return file && xml('enclosure', { url: file.url, length: file.bytes ?? 0, type: file.type });
}

function rightsElements(story: Story, { publication }: FormatContext): (XmlElement | undefined)[] {
  const rights = rightsOfStory(publication, story);
  return [
    xml('dc:rights', {}, rights.notice),
    textElement('dcterms:license', rights.licence),
    ...story.sources.map(({ name }) => xml('dc:source', {}, name)),
  ];
}

/** Returns Media RSS (https://www.rssboard.org/media-rss): two or more renditions of a picture form a group. */
function mediaElement(media: Media, context: FormatContext, defaultUrl: string | undefined): XmlElement {
  const files = filesOf(media, context);
  const about = mediaAbout(media);
  const [only] = files;
  const isDefault = ({ url }: File): boolean => url === defaultUrl;
  if (files.length === 1 && only !== undefined) return mediaContent(media, only, { isDefault: isDefault(only), about });
  return xml('media:group', {}, [
    ...files.map((file) => mediaContent(media, file, { isDefault: isDefault(file) })),
    ...about,
  ]);
}

/** Returns the picture of a story that has none in its media: the poster of a film, or the first picture of the text. */
function thumbnail(story: Story, { addresses }: FormatContext): XmlElement | undefined {
  if (story.media.some(({ kind }) => kind === 'image')) return undefined;
  const picture = leadPicture(story);
  if (picture === undefined) return undefined;
  const { href, width, height } = picture;
  return xml('media:thumbnail', { url: addresses.absolute(href), width, height });
}

/** Returns all media; the file of the enclosure is the one default. */
function mediaElements(story: Story, context: FormatContext): XmlElement[] {
  const main = mainFile(story, context)?.url;
  return story.media.map((media) => mediaElement(media, context, main));
}

interface ContentOptions {
  readonly isDefault: boolean;
  /** Elements about the picture, for one that is not in a group. */
  readonly about?: readonly XmlElement[];
}

function mediaContent(media: Media, file: File, { isDefault, about = [] }: ContentOptions): XmlElement {
  const { url, bytes, type, width, height, duration } = file;
  return xml(
    'media:content',
    {
      url,
      fileSize: bytes,
      type,
      medium: media.kind,
      isDefault: isDefault ? 'true' : undefined,
      duration: duration === undefined ? undefined : Math.max(1, Math.round(duration)),
      height,
      width,
    },
    about,
  );
}

/** Roles of the European Broadcasting Union for ours, as far as it has them (Media RSS, `media:credit`). */
const EBU_ROLES: Readonly<Partial<Record<Party['role'], string>>> = {
  cameraOperator: 'photographer',
  contentEditor: 'editor',
  correspondent: 'reporter',
  editor: 'editor',
  producer: 'producer',
};

/** Returns the credit line, which has no role, and the creator with the stated one. */
function creditElements({ credit, creator }: Media): (XmlElement | undefined)[] {
  const role = creator && EBU_ROLES[creator.role];
  const line = credit ?? (role === undefined ? creator?.name : undefined);
  return [
    textElement('media:credit', line),
    role === undefined ? undefined : textElement('media:credit', creator?.name, { role, scheme: 'urn:ebu' }),
  ];
}

function mediaAbout(media: Media): XmlElement[] {
  return [
    textElement('media:title', media.title, { type: 'plain' }),
    textElement('media:description', media.caption ?? media.alt, { type: 'plain' }),
    ...creditElements(media),
    textElement('media:copyright', media.rights?.notice),
  ].filter((element) => element !== undefined);
}
