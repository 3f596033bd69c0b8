import type { Story, Tombstone, View } from '../../article/view.ts';
import type { Body } from '../../text/html-tree.ts';
import { toOffsetDateTime } from '../../text/instant.ts';
import type { FeedView, FormatContext, Made } from '../format.ts';
import { textElement, type XmlElement, xml } from '../xml/element.ts';
import { writeXml, writeXmlFragment } from '../xml/write.ts';
import { assertions } from './concepts.ts';
import { contentMeta } from './content-meta.ts';
import { itemAttributes } from './item.ts';
import { itemHead, itemMeta } from './item-meta.ts';
import { rightsInfo } from './rights-info.ts';
import { catalogs } from './schemes.ts';
import { inlineXhtml } from './xhtml.ts';

/** One article as a document: usable, or the recall of what was usable once. */
export function newsItemDocument(view: View, context: FormatContext): Made {
  return { text: writeXml(newsItem(view, context)) };
}

/** One article as a part of a newsMessage. */
export function newsItemFragment(view: View, _feed: FeedView, context: FormatContext): Made {
  return { text: writeXmlFragment(newsItem(view, context), 2) };
}

function newsItem(view: View, context: FormatContext): XmlElement {
  return view.kind === 'story' ? usableItem(view, context) : recalledItem(view, context);
}

function usableItem(story: Story, context: FormatContext): XmlElement {
  const { publication, addresses } = context;
  return root(story, story.direction, context, [
    // Of a story under embargo nobody can say yet when it is published.
    story.held ? undefined : publicationHistory(story, context),
    rightsInfo(story.rights, story.firstPublishedAt, context),
    itemMeta(story, context),
    contentMeta(story, context),
    ...assertions(story, publication.timeZone),
    xml('contentSet', {}, [
      inlineXhtml(story.headline, story.body, { language: story.language, base: addresses.article(story.slug) }),
    ]),
  ]);
}

function publicationHistory({ firstPublishedAt }: Story, { publication, addresses }: FormatContext): XmlElement {
  return xml('pubHistory', {}, [
    xml('published', { uri: addresses.home }, [
      xml('timestamp', {}, toOffsetDateTime(firstPublishedAt, publication.timeZone)),
      xml('name', { 'xml:lang': publication.language }, publication.name),
    ]),
  ]);
}

/** What stands in the place of a hidden story: fixed words in English, never the story's own. */
const RECALLS = {
  withheld: {
    headline: 'Story withheld',
    edNote: 'WITHHELD: do not publish this story; take down what has been published until further notice.',
    body: 'This story has been withheld.',
  },
  canceled: {
    headline: 'Story withdrawn',
    edNote: 'KILL: this story is withdrawn for good; remove all versions of it from all systems and archives.',
    body: 'This story has been withdrawn.',
  },
} as const;

/** A withheld or canceled item keeps a contentSet, without which some receivers drop the whole message. */
function recalledItem(tombstone: Tombstone, context: FormatContext): XmlElement {
  const { headline, edNote, body } = RECALLS[tombstone.status];
  const { notice, language } = tombstone;
  const spoken = notice === undefined ? 'en' : language;
  const paragraph: Body = {
    type: 'root',
    children: [{ type: 'element', tagName: 'p', properties: {}, children: [{ type: 'text', value: notice ?? body }] }],
  };
  return root(tombstone, undefined, context, [
    rightsInfo({}, tombstone.firstPublishedAt, context),
    xml('itemMeta', {}, [
      ...itemHead('ninat:text', tombstone, context),
      xml('pubStatus', { qcode: `stat:${tombstone.status}` }),
      xml('edNote', { 'xml:lang': 'en' }, edNote),
      textElement('edNote', tombstone.reason, { 'xml:lang': language }),
    ]),
    xml('contentMeta', {}, [
      tombstone.status === 'canceled' ? xml('urgency', {}, '1') : undefined,
      xml('language', { tag: language }),
      xml('headline', { 'xml:lang': 'en' }, headline),
    ]),
    xml('contentSet', {}, [inlineXhtml(headline, paragraph, { language: spoken, base: context.addresses.home })]),
  ]);
}

/** @param dir the way the metadata runs (Guidelines, section 14) */
function root(
  view: View,
  dir: string | undefined,
  context: FormatContext,
  parts: readonly (XmlElement | undefined)[],
): XmlElement {
  const attributes = { ...itemAttributes(view.id, view.version), 'xml:lang': view.language, dir };
  return xml('newsItem', attributes, [...catalogs(context.addresses), ...parts]);
}
