import { tagOf } from '../../article/identity.ts';
import { rightsOf } from '../../publication/rights-of.ts';
import { defined } from '../../text/defined.ts';
import { envelopeTemplate, insertBeforeEnd, itemTemplate, templatesByShape, token } from '../feed-package/template.ts';
import { type FeedView, type FormatContext, tombstonesOf } from '../format.ts';
import { historyLinks } from '../history-links.ts';
import { hubsOf } from '../hubs.ts';
import { xml } from '../xml/element.ts';
import { escapeAttribute } from '../xml/escape.ts';
import { writeXmlFragment } from '../xml/write.ts';
import { type AtomEntry, HISTORY_NAMESPACE, TOMBSTONES_NAMESPACE } from './shape.ts';

/** Serializes an entry for a feed document. */
export function writeEntry(entry: AtomEntry): string {
  const { id, title, link = '', updated, published, summary = '', content = '' } = entry;
  const written = entryTemplateOf(shapeOf(entry)).fill({ id, title, link, updated, published, summary, content });
  const more = entry.more.map((element) => writeXmlFragment(element, 4));
  const opened = `<entry xml:lang="${escapeAttribute(entry.language)}">${written.slice('<entry>'.length)}`;
  return insertBeforeEnd(opened, 'entry', more);
}

const OPTIONAL = ['summary', 'content'] as const;

/** Returns the names of the optional elements of an entry. */
function shapeOf(entry: AtomEntry): string {
  return OPTIONAL.filter((name) => entry[name] !== undefined).join(' ');
}

const entryTemplateOf = templatesByShape<string>((shape) => {
  const made = itemTemplate('atom1', {
    id: token.id('id'),
    title: token.text('title'),
    // `feed` requires a link; an empty one is removed below.
    link: token.url('link'),
    date: token.updated,
    published: token.published,
    ...(shape.includes('summary') ? { description: token.text('summary') } : {}),
    ...(shape.includes('content') ? { content: token.text('content') } : {}),
  });
  // `feed` declares every text as HTML; headline and standfirst are plain (RFC 4287, section 3.1.1.1).
  const plain = (written: string): string =>
    written
      .replace('<title type="html">', '<title type="text">')
      .replace('<summary type="html">', '<summary type="text">')
      .replace(/\n *<link href=""\/>/, '');
  return { fill: (values) => plain(made.fill(values)) };
});

/** Serializes the feed document around its entries and deleted entries. */
export function atomEnvelope(feed: FeedView, entries: readonly string[], context: FormatContext): string {
  const { publication, addresses, release } = context;
  const { logo } = publication;
  const values: Record<string, string> = defined({
    // A tag URI instead of the feed's address: an id outlives every move of the site (RFC 4287, section 4.2.6.1).
    id: tagOf(publication.authority, 'feed', feed.name),
    title: feed.title,
    subtitle: feed.description,
    link: addresses.feed(feed.name),
    rights: rightsOf(publication, { rights: publication.rights, publishedAt: feed.updated }).notice,
    generator: `Dateline ${release}`,
    updated: feed.updated,
    logo: logo === undefined ? undefined : addresses.absolute(logo.href),
  });
  const about = [
    ...historyLinks(feed, '.atom', context).map(({ rel, href }) =>
      xml('link', { rel, type: 'application/atom+xml', href }),
    ),
    ...hubsOf(feed, context).map((href) => xml('link', { rel: 'hub', href })),
    ...(feed.history?.page === undefined ? [] : [xml('fh:archive')]),
  ];
  const lines = [...about.map((element) => writeXmlFragment(element, 2)), ...entries.map((entry) => `    ${entry}`)];
  const written = insertBeforeEnd(envelopeOf(logo !== undefined).fill(values), 'feed', lines);
  return `${written.replace(/<feed [^<>]*>/, () => rootOf(feed))}\n`;
}

function rootOf(feed: FeedView): string {
  const isDeleted = tombstonesOf(feed).some(({ noticeInFeeds }) => !noticeInFeeds);
  const tombstones = isDeleted ? ` xmlns:at="${TOMBSTONES_NAMESPACE}"` : '';
  const history = feed.history?.page === undefined ? '' : ` xmlns:fh="${HISTORY_NAMESPACE}"`;
  return `<feed xmlns="http://www.w3.org/2005/Atom"${tombstones}${history} xml:lang="${escapeAttribute(feed.language)}">`;
}

const envelopeOf = templatesByShape<boolean>((hasLogo) =>
  envelopeTemplate('atom1', {
    id: token.id('id'),
    title: token.text('title'),
    description: token.text('subtitle'),
    link: token.url('link'),
    copyright: token.text('rights'),
    generator: token.text('generator'),
    updated: token.updated,
    ...(hasLogo ? { image: token.url('logo') } : {}),
  }),
);
