import { type Body, cleanTree } from '../../text/html-tree.ts';
import { positionOfElement, positionsInElement } from '../embedded-text.ts';
import { nitfBody } from '../nitf/nitf-body.ts';
import type { Report } from '../report.ts';
import { reportedBody } from '../reported-body.ts';
import { htmlBody } from '../xml/html-body.ts';
import { childrenOf, at as elementAt, isElement, textOf } from '../xml/look-up.ts';
import type { SourceElement } from '../xml/source-tree.ts';

/** The text of an item, or the name of an element that is no text. */
export type TextContent =
  | { readonly body: Body | undefined; readonly nitf?: SourceElement }
  | { readonly foreign: string };

/** Media types that are often written wrong for XHTML. */
const WRONG_TYPES = /^(xhtml\/xml|application\/xhtml\+html|body_xhtml|text\/xhtml)$/i;

/** Reads the richest rendition of an item's text: XHTML, then NITF, then HTML as text, then plain text. */
export function textContent(contentSet: SourceElement | undefined, report: Report): TextContent {
  if (contentSet === undefined) return { body: undefined };
  const inline = childrenOf(contentSet, 'inlineXML');
  for (const rendition of inline) warnOfType(rendition, report);
  const html = inline.flatMap((rendition) => childrenOf(rendition, 'html'))[0];
  if (html !== undefined) {
    warnOfNamespace(html, 'http://www.w3.org/1999/xhtml', report);
    return { body: htmlBody(elementAt(html, 'body') ?? html, report) };
  }
  const nitf = inline.flatMap((rendition) => childrenOf(rendition, 'nitf'))[0];
  if (nitf !== undefined) {
    warnOfNamespace(nitf, 'http://iptc.org/std/NITF/2006-10-18/', report);
    return { body: nitfBody(nitf, report), nitf };
  }
  const other = inline.flatMap((rendition) => childrenOf(rendition))[0];
  if (other !== undefined && !isHtmlFragment(other)) return { foreign: `<${other.name}>` };
  if (other !== undefined && inline[0] !== undefined) return { body: htmlBody(inline[0], report) };
  return { body: inlineData(contentSet, report) };
}

function isHtmlFragment({ name }: SourceElement): boolean {
  return ['p', 'div', 'h1', 'h2', 'h3', 'ul', 'ol', 'table', 'section', 'article', 'body'].includes(name.toLowerCase());
}

function inlineData(contentSet: SourceElement, report: Report): Body | undefined {
  const data = childrenOf(contentSet, 'inlineData').flatMap(decoded);
  const ofType = (pattern: RegExp) =>
    data.find(({ attributes }) => pattern.test(attributes.contenttype ?? 'text/plain'));
  const html = ofType(/html/i);
  if (html !== undefined) {
    if (html.children.some(isElement)) return htmlBody(html, report);
    const positionOf = html.attributes.encoding === undefined ? positionsInElement(html) : positionOfElement(html);
    return reportedBody(textOf(html), { report, positionOf });
  }
  const plain = ofType(/^text\/plain/i);
  return plain === undefined ? undefined : plainBody(textOf(plain));
}

/** Decodes text in base64; other encodings are left out. */
function decoded(data: SourceElement): SourceElement[] {
  const { encoding } = data.attributes;
  if (encoding === undefined) return [data];
  if (!/base64/i.test(encoding)) return [];
  return [{ ...data, children: [Buffer.from(textOf(data), 'base64').toString('utf8')] }];
}

/** Splits plain text into paragraphs at empty lines, or at line ends where no line is empty. */
export function plainBody(text: string): Body {
  const normal = text.replace(/\r\n?/g, '\n').trim();
  const parts = (/\n[\t ]*\n/.test(normal) ? normal.split(/\n[\t ]*\n/) : normal.split('\n')).filter(
    (part) => part.trim() !== '',
  );
  return cleanTree({
    type: 'root',
    children: parts.map((value) => ({
      type: 'element',
      tagName: 'p',
      properties: {},
      children: [{ type: 'text', value }],
    })),
  });
}

function warnOfType({ attributes, line, column }: SourceElement, report: Report): void {
  const type = attributes.contenttype ?? '';
  if (!WRONG_TYPES.test(type)) return;
  report.warn('newsml-g2/content-type', `"${type}" was read as application/xhtml+xml.`, { line, column });
}

function warnOfNamespace({ name, namespace, line, column }: SourceElement, right: string, report: Report): void {
  if (namespace === right) return;
  const message = `<${name}> is not in the namespace ${right}; it was read all the same.`;
  report.warn('newsml-g2/namespace', message, { line, column });
}

export function kindsOfContent(contentSet: SourceElement | undefined): string {
  if (contentSet === undefined) return 'nothing';
  const names = new Set(childrenOf(contentSet).map(({ name }) => name));
  return [...names].join(', ') || 'nothing';
}
