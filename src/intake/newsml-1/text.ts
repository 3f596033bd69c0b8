import type { Body } from '../../text/html-tree.ts';
import { positionOfElement, positionsInElement } from '../embedded-text.ts';
import { plainBody } from '../newsml-g2/text-content.ts';
import { nitfBody } from '../nitf/nitf-body.ts';
import { Report } from '../report.ts';
import { reportedBody } from '../reported-body.ts';
import { htmlBody } from '../xml/html-body.ts';
import { childOf, childrenOf, descendants, at as elementAt, isElement, textOf } from '../xml/look-up.ts';
import type { SourceElement } from '../xml/source-tree.ts';
import { contentsOf, kindOf } from './components.ts';
import { formalName } from './formal-names.ts';

/** The text of a component, with the NITF document in which it came. */
export interface ComponentText {
  readonly body?: Body;
  readonly nitf?: SourceElement;
}

/** Reads the text of a component: NITF, XHTML, HTML in a CDATA section, or plain text. */
export function textOfComponent(component: SourceElement | undefined, report: Report): ComponentText {
  const contents = component === undefined ? [] : contentsOf(component).filter((one) => kindOf(one) === 'text');
  const read = contents
    .map((content) => {
      const own = new Report(report.file);
      return { ...textOfContent(content, own), own };
    })
    .filter(({ body }) => body !== undefined);
  const { own, ...text } = read.find(({ nitf }) => nitf !== undefined) ?? read[0] ?? {};
  if (own !== undefined) report.addAll(own);
  return text;
}

function textOfContent(content: SourceElement, report: Report): ComponentText {
  const data = dataOf(content);
  if (data === undefined) return {};
  const nitf = descendants(data, 'nitf')[0] ?? (childOf(data, 'body.content') === undefined ? undefined : data);
  if (nitf !== undefined) return { body: nitfBody(nitf, report), nitf };
  if (data.children.some(isElement)) {
    const html = elementAt(data, 'html', 'body') ?? childOf(data, 'html') ?? childOf(data, 'body') ?? data;
    return { body: htmlBody(html, report) };
  }
  const text = isBase64(content) ? Buffer.from(textOf(data), 'base64').toString('utf8') : textOf(data);
  if (text.trim() === '') return {};
  const stated = `${formalName(childOf(content, 'Format')) ?? ''} ${formalName(childOf(content, 'MimeType')) ?? ''}`;
  const isHtml = /html/i.test(stated) || /<\/(?:p|div|h\d|ul|table)>/i.test(text);
  const positionOf = isBase64(content) ? positionOfElement(data) : positionsInElement(data);
  return { body: isHtml ? reportedBody(text, { report, positionOf }) : plainBody(text) };
}

/** Returns the data of a content item, inside or outside of `Encoding`. */
function dataOf(content: SourceElement): SourceElement | undefined {
  return (
    childOf(content, 'DataContent') ??
    childrenOf(content, 'Encoding').flatMap((one) => childrenOf(one, 'DataContent'))[0]
  );
}

function isBase64(content: SourceElement): boolean {
  return childrenOf(content, 'Encoding').some(({ attributes }) => /base64/i.test(attributes.Notation ?? ''));
}
