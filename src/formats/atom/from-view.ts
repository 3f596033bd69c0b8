import { originalElsewhere } from '../../addresses/copies.ts';
import { feedIri } from '../../article/identity.ts';
import type { Party } from '../../article/party.ts';
import { summaryOf } from '../../article/summary.ts';
import type { Story, Tombstone, View } from '../../article/view.ts';
import { rightsOfStory } from '../../publication/rights-of.ts';
import { defined } from '../../text/defined.ts';
import { htmlOf } from '../../text/html-of.ts';
import { accessCategory, categoriesOf } from '../categories.ts';
import { contentHtml, filesOf } from '../feed-content.ts';
import type { FeedView, FormatContext, Made } from '../format.ts';
import { withdrawalText } from '../withdrawal.ts';
import { textElement, type XmlElement, xml } from '../xml/element.ts';
import { writeXmlFragment } from '../xml/write.ts';
import { writeEntry } from './serialize.ts';
import type { AtomEntry } from './shape.ts';

/**
 * Returns a story as an Atom entry. A withdrawn story is overwritten for a week, since most readers ignore deletions;
 * afterwards it is a deleted entry (RFC 6721, section 3).
 */
export function atomItem(view: View, feed: FeedView, context: FormatContext): Made {
  if (view.kind === 'story') return { text: writeEntry(entry(view, feed, context)) };
  if (view.noticeInFeeds) return { text: writeEntry(noticeEntry(view, context)) };
  return { text: writeXmlFragment(deletedEntry(view, context), 2).trimStart() };
}

function entry(story: Story, feed: FeedView, context: FormatContext): AtomEntry {
  const content = contentHtml(story, feed, context);
  const original = originalElsewhere(story, context);
  return defined({
    id: feedIri(context.publication.authority, story.feedId),
    language: story.language,
    title: story.headline,
    link: context.addresses.article(story.slug),
    updated: story.updatedAt,
    published: story.firstPublishedAt,
    // An entry without content needs a summary.
    summary: summaryOf(story) ?? (content === undefined ? story.headline : undefined),
    content,
    more: [
      ...authors(story, context),
      ...story.contributors.map((party) => person('contributor', party)),
      ...[...categoriesOf(story, context), accessCategory(story, context)]
        .filter((one) => one !== undefined)
        .map(({ term, label, scheme }) => xml('category', { term, scheme, label })),
      ...enclosures(story, context),
      ...related(story, context),
      original && xml('link', { rel: 'canonical', title: original.name, href: original.url }),
      ...rights(story, context),
    ].filter((element) => element !== undefined),
  });
}

/** Returns the same id with a later date, without a link, whose address would reveal the headline. */
function noticeEntry(tombstone: Tombstone, { publication, addresses }: FormatContext): AtomEntry {
  const text = withdrawalText(tombstone);
  return {
    id: feedIri(publication.authority, tombstone.feedId),
    language: tombstone.language,
    title: text,
    updated: tombstone.noticeAt,
    published: tombstone.firstPublishedAt,
    content: htmlOf(text),
    more: [xml('author', {}, [xml('name', {}, publication.name), xml('uri', {}, addresses.home)])],
  };
}

/** Returns a deletion that is not older than the entry that it deletes, which would undo it (RFC 6721, section 3). */
function deletedEntry(tombstone: Tombstone, { publication }: FormatContext): XmlElement {
  const ref = feedIri(publication.authority, tombstone.feedId);
  return xml('at:deleted-entry', { ref, when: tombstone.noticeAt }, [
    textElement('at:comment', tombstone.notice, { 'xml:lang': tombstone.language }),
  ]);
}

function authors(story: Story, context: FormatContext): XmlElement[] {
  const { publication, addresses } = context;
  if (story.bylines.length > 0) return story.bylines.map((party) => person('author', party));
  return [xml('author', {}, [xml('name', {}, publication.name), xml('uri', {}, addresses.home)])];
}

/** Returns a person construct (RFC 4287, section 3.2), which is used for organisations as well. */
function person(name: 'author' | 'contributor', party: Party): XmlElement {
  return xml(name, {}, [
    xml('name', {}, party.name),
    textElement('uri', party.url ?? party.sameAs[0]),
    textElement('email', party.email),
  ]);
}

function enclosures(story: Story, context: FormatContext): XmlElement[] {
  return story.media.flatMap((media) =>
    filesOf(media, context).map(({ url, type, bytes }) =>
      xml('link', { rel: 'enclosure', type, length: bytes, title: media.title ?? media.alt, href: url }),
    ),
  );
}

function related(story: Story, { storyOf, addresses }: FormatContext): (XmlElement | undefined)[] {
  return story.related.map(({ article, url, title }) => {
    if (url !== undefined) return xml('link', { rel: 'related', title, href: url });
    const other = article === undefined ? undefined : storyOf(article);
    if (other === undefined) return undefined;
    const { headline, language, slug } = other;
    return xml('link', { rel: 'related', title: headline, hreflang: language, href: addresses.article(slug) });
  });
}

function rights(story: Story, { publication }: FormatContext): (XmlElement | undefined)[] {
  const stated = rightsOfStory(publication, story);
  return [
    xml('rights', {}, stated.notice),
    stated.licence === undefined ? undefined : xml('link', { rel: 'license', href: stated.licence }),
  ];
}
