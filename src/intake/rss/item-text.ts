import { type Body, boundedBody, boundedTree } from '../../text/html-tree.ts';
import { plainText } from '../../text/plain-text.ts';
import { positionsInElement } from '../embedded-text.ts';
import { Report } from '../report.ts';
import { addressesIn, type HtmlOrigin, isFinal, reportedBody, reportHtml, summaryLine } from '../reported-body.ts';
import { htmlBody } from '../xml/html-body.ts';
import { childrenOf, isElement, textOf } from '../xml/look-up.ts';
import { elementsIn, preferredElements } from '../xml/namespaces.ts';
import type { SourceElement } from '../xml/source-tree.ts';
import type { ItemReading } from './item.ts';
import { postHtml } from './wordpress.ts';

/** The text of an item, with its summary and the base of its relative addresses. */
export interface ItemText {
  readonly body: Body;
  readonly standfirst?: string | undefined;
  readonly base: string | undefined;
}

/**
 * Returns the text of an item: its full text, or else its description with a warning, or that of a podcast. The
 * description of a picture (`media:description`) is never the text of a story that has one of its own.
 */
export function itemText(item: SourceElement, { report }: ItemReading, base: string | undefined): ItemText {
  const { line, column } = item;
  const [full] = [
    ...preferredElements(item, ['content encoded']),
    ...elementsIn(item, 'xhtml', 'body'),
    ...elementsIn(item, 'xhtml', 'div'),
    ...elementsIn(item, 'atom', 'content'),
  ].filter((one) => one.children.some((child) => typeof child !== 'string' || child.trim() !== ''));
  const [summary] = preferredElements(item, [
    'rss description',
    'excerpt encoded',
    'dc description',
    'itunes summary',
    'media description',
  ]);
  const source = full ?? summary;
  const ownBase = source?.attributes['xml:base'];
  const textBase = ownBase === undefined ? base : (URL.parse(ownBase, base)?.href ?? base);
  if (full === undefined) {
    report.warn('feed/summary', 'The item has no full text (content:encoded): its description was used instead.', {
      line,
      column,
    });
    return { body: summary === undefined ? EMPTY : htmlOf(summary, report), base: textBase };
  }
  const body = full.children.some(isElement) ? htmlBody(full, report) : bodyOfHtml(item, full, report);
  const standfirst = summary && standfirstOf(summary, body, { item, report });
  return { body, standfirst, base: textBase };
}

const EMPTY: Body = { type: 'root', children: [] };

function htmlOf(element: SourceElement, report: Report): Body {
  return reportedBody(textOf(element), { report, positionOf: positionsInElement(element) });
}

/** Parses the HTML of an item; that of an export of WordPress is as its editors stored it. */
function bodyOfHtml(item: SourceElement, full: SourceElement, report: Report): Body {
  const stored = textOf(full);
  const origin: HtmlOrigin = { report, positionOf: positionsInElement(full) };
  if (elementsIn(item, 'wp', 'post_type').length > 0) {
    const { html, shortcodes, unknown } = postHtml(stored);
    for (const { name, offset } of unknown) {
      const message = `[${name} …] may be a shortcode, and readers see it as it is: write what it shows.`;
      report.warn('feed/shortcode', message, origin.positionOf(offset));
    }
    for (const { name, offset } of shortcodes) {
      const message = `The shortcode [${name}] was taken out: its program is not part of the export.`;
      report.warn('feed/shortcode', message, origin.positionOf(offset));
    }
    reportHtml(boundedTree(stored), origin, (loss) => isFinal(loss) && loss.kind !== 'shortcode');
    return boundedBody(html);
  }
  const end = footerStart(stored);
  if (end < 0) return reportedBody(stored, origin);
  report.warn('feed/footer', 'The line "The post … appeared first on …" was left out.', origin.positionOf(end));
  return reportedBody(stored.slice(0, end), origin);
}

/** A summary that a program cut off from the text is none. */
const CUT_OFF = /(?:\[(?:…|\.\.\.)\]|…|\.\.\.)\s*$/;

function standfirstOf(
  summary: SourceElement,
  body: Body,
  { item, report }: { readonly item: SourceElement; readonly report: Report },
): string | undefined {
  const elsewhere = new Set([...addressesIn(body), ...fileAddresses(item)]);
  const isCut = CUT_OFF.test(textOf(summary).replace(/<[^<>]*>/g, ''));
  // Pictures of a summary that is not used are no loss.
  const own = isCut ? new Report(report.file) : report;
  const line = summaryLine(textOf(summary), elsewhere, { report: own, positionOf: positionsInElement(summary) });
  if (line === undefined || !CUT_OFF.test(line)) return line;
  const start = line.replace(CUT_OFF, '').trim();
  return plainText(body).replace(/\s+/g, ' ').startsWith(start) || /\]\s*$/.test(line) ? undefined : line;
}

function fileAddresses(element: SourceElement): string[] {
  return childrenOf(element).flatMap((child) => [child.attributes.url ?? [], fileAddresses(child)].flat());
}

/** Returns the start of the line that WordPress adds to the text in feeds; -1 without it. */
function footerStart(html: string): number {
  const start = html.lastIndexOf('<p>The post <a ');
  const words = start < 0 ? '' : html.slice(start);
  const isFooter =
    /(?:appeared first|first appeared) on <a /.test(words) && words.indexOf('</p>') === words.trimEnd().length - 4;
  return isFooter ? start : -1;
}
