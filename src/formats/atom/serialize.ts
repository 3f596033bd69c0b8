import type { FeedOptions, Item } from 'feed';
import { tagOf } from '../../article/identity.ts';
import { rightsOf } from '../../publication/rights-of.ts';
import { envelopeTemplate, insertBeforeEnd, itemTemplate, type Template, token } from '../feed-package/template.ts';
import { type FeedView, type FormatContext, tombstonesOf } from '../format.ts';
import { xml } from '../xml/element.ts';
import { escapeAttribute } from '../xml/escape.ts';
import { writeXmlFragment } from '../xml/write.ts';
import { type AtomEntry, TOMBSTONES_NAMESPACE } from './shape.ts';

const templates = new Map<string, Template>();

/** An entry as text, for its place in a feed. */
export function writeEntry(entry: AtomEntry): string {
  const { id, title, link, updated, published, summary = '', content = '' } = entry;
  const shape = `${entry.summary === undefined ? '' : 'summary '}${entry.content === undefined ? '' : 'content'}`;
  const template = templates.get(shape) ?? makeTemplate(shape, entry);
  const written = template.fill({ id, title, link, updated, published, summary, content });
  const more = entry.more.map((element) => writeXmlFragment(element, 4));
  const opened = `<entry xml:lang="${escapeAttribute(entry.language)}">${written.slice('<entry>'.length)}`;
  return insertBeforeEnd(opened, 'entry', more);
}

function makeTemplate(shape: string, entry: AtomEntry): Template {
  const fields: Item = {
    id: token.id('id'),
    title: token.text('title'),
    link: token.url('link'),
    date: token.updated,
    published: token.published,
    ...(entry.summary === undefined ? {} : { description: token.text('summary') }),
    ...(entry.content === undefined ? {} : { content: token.text('content') }),
  };
  const made = itemTemplate('atom1', fields);
  // `feed` calls every text HTML; headline and standfirst are plain (RFC 4287, section 3.1.1.1).
  const plain: Template = {
    fill: (values) =>
      made
        .fill(values)
        .replace('<title type="html">', '<title type="text">')
        .replace('<summary type="html">', '<summary type="text">'),
  };
  templates.set(shape, plain);
  return plain;
}

/** The whole document: a feed around its entries and its deleted entries. */
export function atomEnvelope(feed: FeedView, entries: readonly string[], context: FormatContext): string {
  const { publication, addresses, release } = context;
  const { logo } = publication;
  const values: Record<string, string> = {
    // Not the feed's address: an id outlives every move of the site (RFC 4287, section 4.2.6.1).
    id: tagOf(publication.authority, 'feed', feed.name),
    title: feed.title,
    subtitle: feed.description,
    link: addresses.feed(feed.name),
    rights: rightsOf(publication, publication.rights, feed.updated).notice,
    generator: `Dateline ${release}`,
    updated: feed.updated,
    ...(logo === undefined ? {} : { logo: addresses.absolute(logo.href) }),
  };
  const self = xml('link', {
    rel: 'self',
    type: 'application/atom+xml',
    href: addresses.feed(feed.name, '.atom'),
  });
  const lines = [writeXmlFragment(self, 2), ...entries.map((entry) => `    ${entry}`)];
  const written = insertBeforeEnd(withLogo(logo !== undefined).fill(values), 'feed', lines);
  return `${written.replace(/<feed [^>]*>/, () => rootOf(feed))}\n`;
}

function rootOf(feed: FeedView): string {
  const tombstones = tombstonesOf(feed).length > 0 ? ` xmlns:at="${TOMBSTONES_NAMESPACE}"` : '';
  return `<feed xmlns="http://www.w3.org/2005/Atom"${tombstones} xml:lang="${escapeAttribute(feed.language)}">`;
}

const envelopes = new Map<boolean, Template>();

function withLogo(logo: boolean): Template {
  const known = envelopes.get(logo);
  if (known !== undefined) return known;
  const options: FeedOptions = {
    id: token.id('id'),
    title: token.text('title'),
    description: token.text('subtitle'),
    link: token.url('link'),
    copyright: token.text('rights'),
    generator: token.text('generator'),
    updated: token.updated,
    ...(logo ? { image: token.url('logo') } : {}),
  };
  const template = envelopeTemplate('atom1', options);
  envelopes.set(logo, template);
  return template;
}
