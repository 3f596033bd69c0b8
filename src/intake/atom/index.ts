import type { WireDocument } from '../../article/wire-item.ts';
import { defined } from '../../text/defined.ts';
import type { Body } from '../../text/html-tree.ts';
import { type Instant, parseInstant } from '../../text/instant.ts';
import { canonicalLanguage } from '../../text/language.ts';
import { httpUrl } from '../../text/url.ts';
import { positionsInElement } from '../embedded-text.ts';
import { firstDate } from '../feed-dates.ts';
import { mediaOfFile, oneLine, stated, versionAt } from '../feed-entry.ts';
import { titleText } from '../feed-title.ts';
import { plainBody } from '../newsml-g2/text-content.ts';
import { withoutNotices } from '../notices.ts';
import { isAccountName, personNames } from '../person-names.ts';
import type { Received } from '../received.ts';
import { Report } from '../report.ts';
import { addressesIn, reportedBody, summaryLine, summaryOfTree } from '../reported-body.ts';
import { type LeftOut, readEntries } from '../rss/index.ts';
import type { WireReadOptions } from '../wire-read-options.ts';
import { htmlBody, htmlTree } from '../xml/html-body.ts';
import { childOf, childrenOf, isElement, lineOf, textOf } from '../xml/look-up.ts';
import type { SourceElement } from '../xml/source-tree.ts';

/** Returns true if the root element is that of an Atom feed or entry. */
export function isAtom({ name }: SourceElement): boolean {
  return name === 'feed' || name === 'entry';
}

/** Reads a feed or an entry; a deleted entry (RFC 6721) withholds its story. */
export function readAtom(root: SourceElement, options: WireReadOptions): WireDocument {
  const entries = root.name === 'entry' ? [root] : [...childrenOf(root, 'entry'), ...childrenOf(root, 'deleted-entry')];
  const provider = providerOf(root);
  return readEntries(entries, options, (entry, report) =>
    entry.name === 'deleted-entry'
      ? deletedEntry(entry, provider)
      : (leftOut(entry) ?? receivedEntry(entry, { root, provider, options, report })),
  );
}

/** Reads a deleted entry as withheld, not killed: it may return. */
function deletedEntry(entry: SourceElement, provider: string): Received {
  const { line, column, attributes } = entry;
  const when = parseInstant(attributes.when ?? '');
  return {
    guid: attributes.ref ?? '',
    provider,
    version: versionAt(when),
    status: 'withheld',
    versionCreated: when,
    note: lineOf(childOf(entry, 'comment')),
    sections: [],
    content: {},
    at: { line, column },
    warnings: [],
  };
}

/** Scheme of the kinds of entries in exports of Blogger. */
const KIND = 'http://schemas.google.com/g/2005#kind';

/** Returns the reason why an entry is not for readers: a draft (RFC 5023, section 13.1.1), a page or a comment. */
function leftOut(entry: SourceElement): LeftOut | undefined {
  const draft = lineOf(childOf(childOf(entry, 'control'), 'draft'));
  if (draft !== undefined && draft.toLowerCase() !== 'no') return { leftOut: 'it is a draft' };
  const blogger = childrenOf(entry).filter(({ namespace }) => namespace.includes('schemas.google.com/blogger'));
  const status = lineOf(blogger.find(({ name }) => name === 'status'));
  if (status !== undefined && status !== 'LIVE')
    return { leftOut: `its status in Blogger is "${status.slice(0, 40)}"` };
  const kind =
    childrenOf(entry, 'category').find(({ attributes }) => attributes.scheme === KIND)?.attributes.term ??
    lineOf(blogger.find(({ name }) => name === 'type'));
  const word = kind?.split('#').at(-1)?.toLowerCase();
  return word === undefined || word === 'post'
    ? undefined
    : { leftOut: `it is of the kind "${word.slice(0, 40)}", and only posts are stories` };
}

interface EntryReading {
  readonly root: SourceElement;
  readonly provider: string;
  readonly options: WireReadOptions;
  readonly report: Report;
}

function receivedEntry(entry: SourceElement, { root, provider, options, report }: EntryReading): Received {
  const { line, column } = entry;
  const moment = (...names: readonly string[]): Instant | undefined => {
    const { instant, messages } = firstDate(
      names.map((name) => lineOf(childOf(entry, name))),
      options.timeZone,
    );
    for (const message of messages) report.warn('feed/date', message, { line, column });
    return instant;
  };
  // Those of Atom 0.3 have other names.
  const updated = moment('updated', 'modified');
  const published = moment('published', 'issued', 'created') ?? updated;
  const content = childOf(entry, 'content');
  const summary = childOf(entry, 'summary');
  const reason = noTextReason(content);
  const isInside = content !== undefined && reason === undefined;
  if (reason !== undefined)
    report.warn('feed/summary', `The entry ${reason}: its summary was used instead.`, { line, column });
  const { body, notice } = withoutNotices(textConstruct(isInside ? content : summary, report));
  const categories = childrenOf(entry, 'category')
    .filter(({ attributes }) => attributes.scheme !== KIND)
    .flatMap(({ attributes }) => attributes.label?.trim() || attributes.term?.trim() || []);
  const base = baseOf(
    [root, entry, content],
    linkOf(entry, 'alternate', linkOf(root, 'alternate')) ?? linkOf(root, 'alternate'),
  );
  const rights = lineOf(childOf(entry, 'rights')) ?? lineOf(childOf(root, 'rights'));
  const language = entry.attributes['xml:lang'] ?? content?.attributes['xml:lang'] ?? root.attributes['xml:lang'];
  const authors = childrenOf(entry, 'author').length > 0 ? childrenOf(entry, 'author') : childrenOf(root, 'author');
  return {
    guid: lineOf(childOf(entry, 'id')) ?? '',
    provider,
    version: versionAt(updated),
    status: 'usable',
    versionCreated: updated,
    isPublic: true,
    published,
    ...(published === undefined ? { held: 'undated' as const } : {}),
    notice,
    sections: categories,
    content: stated({
      headline: titleOf(entry, report),
      standfirst: isInside ? summaryOf(entry, body, report) : undefined,
      language: canonicalLanguage(language ?? ''),
      bylines: personsOf(authors, report),
      contributors: personsOf(childrenOf(entry, 'contributor'), report).map(({ name }) => ({ name })),
      keywords: [...new Set(categories)].map((one) => one.slice(0, 120)),
      media: enclosuresOf(entry, base, report),
      rights: rights === undefined ? undefined : { notice: rights.slice(0, 500) },
    }),
    body,
    base,
    at: { line, column },
    warnings: report.warnings,
    addresses: report.addresses,
  };
}

/** Reads the files of an entry; those of other kinds are findings. */
function enclosuresOf(entry: SourceElement, base: string | undefined, report: Report) {
  return childrenOf(entry, 'link')
    .filter(({ attributes }) => attributes.rel === 'enclosure')
    .flatMap(({ attributes: { href = '', type, length, title }, line, column }) => {
      const url = URL.parse(href, base)?.href ?? href;
      if (url === '') return [];
      const found = mediaOfFile({ url, type, length, title });
      if (found.length === 0)
        report.warn('feed/file', `The file ${url.slice(0, 200)} is no picture, film or sound, and was left out.`, {
          line,
          column,
        });
      return found;
    });
}

/** Returns persons with a name, each once; addresses and names of accounts are findings. */
function personsOf(elements: readonly SourceElement[], report: Report) {
  const persons = elements.flatMap((element) => {
    const written = lineOf(childOf(element, 'name'));
    const names = (written === undefined ? [] : personNames(written)).filter((name) => !isAccountName(name));
    const url = httpUrl(lineOf(childOf(element, 'uri')) ?? '');
    if (names.length > 0) return names.map((name) => defined({ name, url: names.length === 1 ? url : undefined }));
    if (written !== undefined) {
      const message = `"${written.slice(0, 100)}" is an address or an account and no name: it is not a byline.`;
      report.warn('feed/author', message, { line: element.line, column: element.column });
    }
    return [];
  });
  return [...new Map(persons.toReversed().map((person) => [person.name.toLowerCase(), person])).values()].toReversed();
}

/** Returns the title as text; it may contain markup (RFC 4287, section 4.2.14). */
function titleOf(entry: SourceElement, { file }: Report): string | undefined {
  const title = childOf(entry, 'title');
  const { type = 'text' } = title?.attributes ?? {};
  return title === undefined || type === 'text'
    ? titleText(lineOf(title))
    : oneLine(textConstruct(title, new Report(file)));
}

/** Returns the provider: the host of the page, so that a feed and a single entry of it have the same provider. */
function providerOf(root: SourceElement): string {
  const source = childOf(root, 'source') ?? root;
  const page = linkOf(source, 'alternate') ?? linkOf(source, 'self');
  const host = page === undefined ? undefined : new URL(page).origin;
  return host ?? lineOf(childOf(source, 'id')) ?? lineOf(childOf(source, 'title')) ?? '';
}

/** Resolves `xml:base` of the element and its ancestors (RFC 4287, section 2), else uses the page of the entry. */
function baseOf(elements: readonly (SourceElement | undefined)[], page: string | undefined): string | undefined {
  const bases = elements.flatMap((element) => element?.attributes['xml:base'] ?? []);
  return bases.reduce<string | undefined>((base, own) => URL.parse(own, base)?.href ?? base, page);
}

function linkOf(element: SourceElement, rel: string, base?: string): string | undefined {
  const link = childrenOf(element, 'link').find(({ attributes }) => (attributes.rel ?? 'alternate') === rel);
  return link && httpUrl(URL.parse(link.attributes.href ?? '', base)?.href ?? '');
}

/** Returns the reason why the content of an entry is not read; `undefined` for one that is. */
function noTextReason(content: SourceElement | undefined): string | undefined {
  if (content === undefined) return 'has no content';
  const { src, type = '' } = content.attributes;
  if (src !== undefined) return `has its content elsewhere (${src.slice(0, 200)})`;
  return isText(content) ? undefined : `has content of the type "${type.slice(0, 60)}", which is no text`;
}

/** True for content that is text, HTML or XHTML (RFC 4287, section 4.1.3.1). */
function isText({ attributes: { type = 'text', mode = '' } }: SourceElement): boolean {
  return mode !== 'base64' && /^(?:text(?:\/.*)?|x?html|.*\+xml)$/i.test(type.trim());
}

/** Reads a text construct (RFC 4287, section 3.1): text, html or xhtml. */
function textConstruct(element: SourceElement | undefined, report: Report): Body {
  if (element === undefined) return { type: 'root', children: [] };
  const { type = 'text' } = element.attributes;
  if (type === 'xhtml' || type.endsWith('+xml')) return htmlBody(childOf(element, 'div') ?? element, report);
  return type === 'html' || type === 'text/html'
    ? reportedBody(textOf(element), { report, positionOf: positionsInElement(element) })
    : plainBody(textOf(element));
}

/** Returns the words of the summary; what they leave out is elsewhere in the entry, or a finding. */
function summaryOf(entry: SourceElement, body: Body, report: Report): string | undefined {
  const summary = childOf(entry, 'summary');
  if (summary === undefined) return undefined;
  const { type = 'text' } = summary.attributes;
  if (!/html$|\+xml$/.test(type)) return oneLine(textConstruct(summary, report));
  const files = childrenOf(entry, 'link').flatMap(({ attributes }) => attributes.href ?? []);
  const elsewhere = new Set([...addressesIn(body), ...files]);
  return summary.children.some(isElement)
    ? summaryOfTree(htmlTree(childOf(summary, 'div') ?? summary), elsewhere, report)
    : summaryLine(textOf(summary), elsewhere, { report, positionOf: positionsInElement(summary) });
}
