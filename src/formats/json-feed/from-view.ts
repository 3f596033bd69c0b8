import { originalElsewhere } from '../../addresses/copies.ts';
import type { Party } from '../../article/party.ts';
import { summaryOf } from '../../article/summary.ts';
import type { Story, Tombstone, View } from '../../article/view.ts';
import { defined } from '../../text/defined.ts';
import { categoriesOf } from '../categories.ts';
import { contentHtml, filesOf } from '../feed-content.ts';
import { type FeedView, type FormatContext, type Made, tombstonesOf } from '../format.ts';
import { hubsOf } from '../hubs.ts';
import { leadPicture } from '../lead-picture.ts';
import { withdrawalText } from '../withdrawal.ts';
import type { JsonFeed, JsonFeedAttachment, JsonFeedAuthor, JsonFeedItem } from './shape.ts';

/** Returns a story as an item; a withdrawn one is overwritten for a week under the same id. */
export function jsonFeedItem(view: View, feed: FeedView, context: FormatContext): Made {
  const item = view.kind === 'story' ? storyItem(view, feed, context) : noticeItem(view);
  return item && { text: JSON.stringify(item) };
}

function storyItem(story: Story, feed: FeedView, context: FormatContext): JsonFeedItem {
  const content = contentHtml(story, feed, context);
  const summary = summaryOf(story);
  const lead = leadPicture(story);
  const image = lead && context.addresses.absolute(lead.href);
  const attachments = story.media.flatMap((media) =>
    filesOf(media, context).map((file) => attachment(file, media.title ?? media.alt)),
  );
  const authors = story.bylines.length > 0 ? story.bylines.map(author) : undefined;
  return defined({
    id: story.feedId,
    url: context.addresses.article(story.slug),
    external_url: originalElsewhere(story, context)?.url,
    title: story.headline,
    ...(content === undefined ? { content_text: summary ?? story.headline } : { content_html: content }),
    summary,
    image,
    date_published: story.firstPublishedAt,
    date_modified: story.updatedAt,
    authors,
    tags: [...new Set(categoriesOf(story, context).map(({ label }) => label))],
    language: story.language,
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(story.access === 'free' ? {} : { _dateline: { access: story.access } }),
  });
}

function noticeItem(tombstone: Tombstone): JsonFeedItem | undefined {
  if (!tombstone.noticeInFeeds) return undefined;
  const text = withdrawalText(tombstone);
  return {
    id: tombstone.feedId,
    title: text,
    content_text: text,
    date_published: tombstone.firstPublishedAt,
    date_modified: tombstone.noticeAt,
    language: tombstone.language,
  };
}

function author({ name, url, sameAs }: Party): JsonFeedAuthor {
  const page = url ?? sameAs[0];
  return defined({ name, url: page });
}

function attachment(file: ReturnType<typeof filesOf>[number], title: string | undefined): JsonFeedAttachment {
  return defined({
    url: file.url,
    mime_type: file.type,
    title,
    size_in_bytes: file.bytes,
    duration_in_seconds: file.duration === undefined ? undefined : Math.round(file.duration),
  });
}

/** Wraps serialized items into the document. */
export function jsonFeedEnvelope(feed: FeedView, items: readonly string[], context: FormatContext): string {
  const { publication, addresses } = context;
  const deleted = tombstonesOf(feed).map(({ feedId, noticeAt }) => ({ id: feedId, when: noticeAt }));
  const previous = feed.history?.previous;
  const hubs = hubsOf(feed, context).map((url) => ({ type: 'WebSub', url }));
  const document: JsonFeed = defined({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    home_page_url: addresses.feed(feed.name),
    feed_url: addresses.feed(feed.name, '.json', feed.history?.page),
    description: feed.description,
    next_url: previous === undefined ? undefined : addresses.feed(feed.name, '.json', previous),
    icon: publication.logo === undefined ? undefined : addresses.absolute(publication.logo.href),
    authors: [{ name: publication.name, url: addresses.home }],
    language: feed.language,
    hubs: hubs.length === 0 ? undefined : hubs,
    ...(deleted.length === 0 ? {} : { _dateline: { about: 'https://www.rfc-editor.org/rfc/rfc6721', deleted } }),
    items: [],
  });
  const head = JSON.stringify(document);
  return `${head.slice(0, head.lastIndexOf('[]'))}[${items.length > 0 ? `\n${items.join(',\n')}\n` : ''}]}\n`;
}
