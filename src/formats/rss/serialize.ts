import { rightsOf } from '../../publication/rights-of.ts';
import { defined } from '../../text/defined.ts';
import { htmlOf } from '../../text/html-of.ts';
import { toRfc822 } from '../../text/instant.ts';
import { characterCount } from '../../text/projections.ts';
import { envelopeTemplate, insertBeforeEnd, itemTemplate, templatesByShape, token } from '../feed-package/template.ts';
import type { FeedView, FormatContext } from '../format.ts';
import { historyLinks } from '../history-links.ts';
import { hubsOf } from '../hubs.ts';
import { xml } from '../xml/element.ts';
import { escapeAttribute } from '../xml/escape.ts';
import { writeXmlFragment } from '../xml/write.ts';
import { podcastChannel } from './podcast.ts';
import type { RssProfile } from './profile.ts';
import { RSL_NAMESPACE, RSS_NAMESPACES, type RssItem } from './shape.ts';

/** Serializes an item for a channel. */
export function writeItem(item: RssItem): string {
  const { title, link = '', guid, description = '', content = '' } = item;
  const values = { title, link, guid, description, content, published: toRfc822(item.published) };
  const more = item.more.map((element) => writeXmlFragment(element, 6));
  const written = itemTemplateOf(shapeOf(item)).fill(values);
  const opened = `<item xml:lang="${escapeAttribute(item.language)}">${written.slice('<item>'.length)}`;
  return insertBeforeEnd(opened, 'item', more);
}

const OPTIONAL = ['link', 'description', 'content'] as const;

/** Returns the names of the optional elements of an item. */
function shapeOf(item: RssItem): string {
  return OPTIONAL.filter((name) => item[name] !== undefined).join(' ');
}

const itemTemplateOf = templatesByShape<string>((shape) =>
  itemTemplate('rss2', {
    title: token.text('title'),
    // The types of `feed` require a link; without one it writes none.
    link: shape.includes('link') ? token.url('link') : '',
    guid: token.id('guid'),
    date: token.published,
    ...(shape.includes('description') ? { description: token.text('description') } : {}),
    ...(shape.includes('content') ? { content: token.text('content') } : {}),
  }),
);

/** Serializes the document: a channel around its items. */
export function rssEnvelope(
  { feed, items }: { readonly feed: FeedView; readonly items: readonly string[] },
  context: FormatContext,
  profile?: { readonly extension: string } & Pick<RssProfile, 'namespaces' | 'channel' | 'maxDescription'>,
): string {
  const { publication, addresses, release } = context;
  const { logo, email, rights } = publication;
  const values: Record<string, string> = defined({
    title: feed.title,
    link: addresses.feed(feed.name),
    // Readers interpret it as markup, as that of an item.
    description: htmlOf(shortened(feed.description, publication.name, profile?.maxDescription)),
    language: feed.language,
    copyright: rightsOf(publication, { rights, publishedAt: feed.updated }).notice,
    generator: `Dateline ${release}`,
    updated: toRfc822(feed.changed),
    image: logo === undefined ? undefined : addresses.absolute(logo.href),
  });
  const about = [
    // Receivers do not page back: their documents have no closed pages.
    ...historyLinks(profile === undefined ? feed : { name: feed.name }, profile?.extension ?? '.rss', context).map(
      ({ rel, href }) => xml('atom:link', { href, rel, type: 'application/rss+xml' }),
    ),
    ...hubsOf(feed, context).map((href) => xml('atom:link', { href, rel: 'hub' })),
    ...(feed.history?.page === undefined ? [] : [xml('fh:archive')]),
    xml('sy:updatePeriod', {}, 'hourly'),
    xml('sy:updateFrequency', {}, UPDATES_PER_HOUR),
    ...(email === undefined ? [] : [xml('managingEditor', {}, `${email} (${publication.name})`)]),
    ...(profile === undefined ? podcastChannel(feed, context) : profile.channel(context)),
  ].map((element) => writeXmlFragment(element, 4));
  const namespaces = { ...RSS_NAMESPACES, ...(publication.feeds.rsl ? RSL_NAMESPACE : {}), ...profile?.namespaces };
  const written = envelopeOf(logo !== undefined)
    .fill(values)
    .replace(/<rss [^<>]*>/, () => rootOf(namespaces));
  return `${insertBeforeEnd(written, 'channel', [...about, ...items.map((item) => `        ${item}`)])}\n`;
}

/** Returns a description that a receiver takes: a long one is replaced by the name of the publication, cut if need be. */
function shortened(description: string, name: string, most = Number.POSITIVE_INFINITY): string {
  if (characterCount(description) <= most) return description;
  return characterCount(name) <= most
    ? name
    : `${[...name]
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}

/** Minutes until a reader may request the feed again; equal to the lifetime in Cache-Control. */
const TTL_MINUTES = 5;
/** The same interval in the syndication module (http://purl.org/rss/1.0/modules/syndication/). */
const UPDATES_PER_HOUR = String(60 / TTL_MINUTES);

const envelopeOf = templatesByShape<boolean>((hasLogo) => {
  const template = envelopeTemplate('rss2', {
    id: token.id('id'),
    title: token.text('title'),
    link: token.url('link'),
    description: token.text('description'),
    language: token.text('language'),
    copyright: token.text('copyright'),
    generator: token.text('generator'),
    docs: 'https://www.rssboard.org/rss-specification',
    ttl: TTL_MINUTES,
    updated: token.updated,
    ...(hasLogo ? { image: token.url('image') } : {}),
  });
  return template;
});

function rootOf(namespaces: Readonly<Record<string, string>>): string {
  const written = Object.entries(namespaces).map(([name, uri]) => `${name}="${uri}"`);
  return `<rss version="2.0" ${written.join(' ')}>`;
}
