import { parseFeed as parseWithRowan } from '@rowanmanning/feed-parser';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import { fromHtml } from 'hast-util-from-html';
import { XmlDocument } from 'libxml2-wasm';
import { toString as textIn } from 'mdast-util-to-string';

/** Values of a story from an independent parser, in terms that all formats share. */
export interface ReadBack {
  readonly id: string | undefined;
  readonly headline: string | undefined;
  readonly standfirst?: string | undefined;
  readonly published?: number | undefined;
  readonly updated?: number | undefined;
  readonly authors?: readonly string[];
  readonly language?: string | undefined;
  /** HTML, as it came. */
  readonly html?: string | undefined;
  /** The text, its white space folded. */
  readonly text?: string | undefined;
  readonly rights?: string | undefined;
  readonly status?: string | undefined;
  readonly url?: string | undefined;
}

const time = (date: string | Date | undefined | null): number | undefined =>
  date === undefined || date === null ? undefined : new Date(date).valueOf();

/** Text without the white space that markup may bring. */
export const folded = (text: string | undefined): string | undefined => text?.replace(/\s+/g, ' ').trim();

/** RSS by feedsmith. */
export function readRss(document: string): ReadBack[] {
  return (parseRssFeed(document).items ?? []).map((item) => ({
    id: item.guid?.value,
    headline: item.title,
    // As readers do: the element contains HTML.
    standfirst: item.description === undefined ? undefined : textIn(fromHtml(item.description, { fragment: true })),
    published: time(item.pubDate),
    updated: time(item.atom?.updated),
    authors: item.dc?.creators ?? [],
    language: item.dc?.languages?.[0],
    html: item.content?.encoded,
    rights: item.dc?.rights?.[0],
    url: item.link,
  }));
}

/** Atom by feedsmith. */
export function readAtom(document: string): ReadBack[] {
  return (parseAtomFeed(document).entries ?? []).map((entry) => ({
    id: entry.id,
    headline: textOf(entry.title),
    standfirst: textOf(entry.summary),
    published: time(entry.published),
    updated: time(entry.updated),
    authors: (entry.authors ?? []).flatMap(({ name }) => name ?? []),
    language: entry.xml?.lang,
    html: textOf(entry.content),
    rights: textOf(entry.rights),
    url: entry.links?.find(({ rel }) => rel === undefined || rel === 'alternate')?.href,
  }));
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null && 'value' in value ? String(value.value) : undefined;
}

/** JSON Feed by feedsmith. */
export function readJsonFeed(document: string): ReadBack[] {
  return (parseJsonFeed(document).items ?? []).map((item) => ({
    id: item.id,
    headline: item.title,
    standfirst: item.summary,
    published: time(item.date_published),
    updated: time(item.date_modified),
    authors: (item.authors ?? []).flatMap(({ name }) => name ?? []),
    language: item.language,
    html: item.content_html,
    url: item.url,
  }));
}

/** RSS or Atom by a second parser. */
export function readWithRowan(document: string): ReadBack[] {
  return parseWithRowan(document).items.map((item) => ({
    id: item.id ?? undefined,
    headline: item.title ?? undefined,
    published: time(item.published),
    updated: time(item.updated),
    authors: item.authors.flatMap(({ name }) => name ?? []),
    html: item.content ?? undefined,
    url: item.url ?? undefined,
  }));
}

const G2 = { n: 'http://iptc.org/std/nar/2006-10-01/', h: 'http://www.w3.org/1999/xhtml' };

/** NewsML-G2 by libxml2 and XPath. */
export function readNewsmlG2(document: string): ReadBack {
  using parsed = XmlDocument.fromString(document);
  const all = (path: string): string[] => parsed.find(path, G2).map(({ content }) => content);
  const one = (path: string): string | undefined => all(path)[0];
  const blocks = all('//h:body//text()').join(' ');
  return {
    id: one('/n:newsItem/@guid'),
    headline: one('//n:contentMeta/n:headline[not(@role)]'),
    standfirst: one('//n:description[@role="drol:summary"]'),
    published: time(one('//n:pubHistory/n:published/n:timestamp')),
    authors: all('//n:creator/n:name'),
    language: one('//n:contentMeta/n:language/@tag'),
    text: folded(blocks),
    rights: one('//n:copyrightNotice'),
    status: one('//n:pubStatus/@qcode')?.replace('stat:', ''),
    url: one('//n:altRep'),
  };
}
