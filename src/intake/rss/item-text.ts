import { type Body, boundedBody } from '../../text/html-tree.ts';
import { plainText } from '../../text/plain-text.ts';
import { oneLine } from '../feed-entry.ts';
import type { Report } from '../report.ts';
import { htmlBody } from '../xml/html-body.ts';
import { isElement, textOf } from '../xml/look-up.ts';
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
  const description = summary && textOf(summary).trim();
  const source = full ?? summary;
  const ownBase = source?.attributes['xml:base'];
  const textBase = ownBase === undefined ? base : (URL.parse(ownBase, base)?.href ?? base);
  if (full === undefined) {
    report.warn('feed/summary', 'The item has no full text (content:encoded): its description was used instead.', {
      line,
      column,
    });
    return { body: boundedBody(description ?? ''), base: textBase };
  }
  const body = full.children.some(isElement) ? htmlBody(full) : bodyOfHtml(item, textOf(full), report);
  const standfirst = description === undefined ? undefined : standfirstOf(description, body);
  return { body, standfirst, base: textBase };
}

/** Parses the HTML of an item; that of an export of WordPress is as its editors stored it. */
function bodyOfHtml(item: SourceElement, stored: string, report: Report): Body {
  const at = { file: report.file, line: item.line, column: item.column };
  if (elementsIn(item, 'wp', 'post_type').length > 0) {
    const { html, findings } = postHtml(stored, at);
    report.add(...findings);
    return boundedBody(html);
  }
  const end = footerStart(stored);
  if (end < 0) return boundedBody(stored);
  report.warn('feed/footer', 'The line "The post … appeared first on …" was left out.', at);
  return boundedBody(stored.slice(0, end));
}

/** A summary that a program cut off from the text is none. */
const CUT_OFF = /(?:\[(?:…|\.\.\.)\]|…|\.\.\.)\s*$/;

function standfirstOf(description: string, body: Body): string | undefined {
  const line = oneLine(boundedBody(description));
  if (line === undefined || !CUT_OFF.test(line)) return line;
  const start = line.replace(CUT_OFF, '').trim();
  return plainText(body).replace(/\s+/g, ' ').startsWith(start) || /\]\s*$/.test(line) ? undefined : line;
}

/** Returns the start of the line that WordPress adds to the text in feeds; -1 without it. */
function footerStart(html: string): number {
  const start = html.lastIndexOf('<p>The post <a ');
  const words = start < 0 ? '' : html.slice(start);
  const isFooter =
    /(?:appeared first|first appeared) on <a /.test(words) && words.indexOf('</p>') === words.trimEnd().length - 4;
  return isFooter ? start : -1;
}
