import type { ElementContent, Root } from 'hast';
import { h } from 'hastscript';
import type { Body } from '../../text/html-tree.ts';
import type { Report } from '../report.ts';
import { reportedTree } from '../reported-body.ts';
import { isElement } from './look-up.ts';
import type { SourceElement, SourceNode } from './source-tree.ts';

/** Elements that XHTML 1.0 does not have, as Dateline writes them: by a class that names them. */
const NAMED_BY_CLASS: ReadonlySet<string> = new Set(
  'aside bdi data details figcaption figure mark rp rt ruby s section summary time u'.split(' '),
);

/**
 * Converts the children of an XHTML `body` (or of any element that holds HTML in XML) to a clean body.
 * @throws NestingError where it is nested too deeply
 */
export function htmlBody(parent: SourceElement, report: Report): Body {
  return reportedTree(htmlTree(parent), report);
}

/** Converts the children of an element that holds HTML in XML to a tree, whose nodes have positions in the document. */
export function htmlTree(parent: SourceElement): Root {
  return { type: 'root', children: parent.children.flatMap(contentOf) };
}

function contentOf(node: SourceNode): ElementContent[] {
  if (!isElement(node)) return [{ type: 'text', value: node }];
  const { class: written = '', 'xml:lang': language, ...attributes } = node.attributes;
  const classes = written.split(/\s+/).filter((name) => name !== '');
  const [first = '', ...rest] = classes;
  const isSubstitute = NAMED_BY_CLASS.has(first);
  const className = isSubstitute ? rest : classes;
  const properties = {
    ...(language === undefined ? {} : { lang: language }),
    ...attributes,
    ...(className.length > 0 ? { className } : {}),
  };
  // A name may have dots, which `h` would read as classes.
  const element = { ...h('div', properties), tagName: isSubstitute ? first : node.name.toLowerCase() };
  const start = { line: node.line, column: node.column };
  return [{ ...element, position: { start, end: start }, children: node.children.flatMap(contentOf) }];
}
