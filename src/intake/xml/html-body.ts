import type { Element, ElementContent, Root } from 'hast';
import { type Body, cleanTree } from '../../text/html-tree.ts';
import { isElement } from './look-up.ts';
import type { SourceElement, SourceNode } from './source-tree.ts';

/** Attributes of XHTML by the property names of hast. */
const PROPERTIES: Readonly<Record<string, string>> = {
  alt: 'alt',
  cite: 'cite',
  colspan: 'colSpan',
  controls: 'controls',
  datetime: 'dateTime',
  dir: 'dir',
  height: 'height',
  href: 'href',
  lang: 'lang',
  rowspan: 'rowSpan',
  scope: 'scope',
  src: 'src',
  start: 'start',
  title: 'title',
  'xml:lang': 'lang',
  width: 'width',
  id: 'id',
};

/** Elements that XHTML 1.0 does not have, as Dateline writes them: by a class that names them. */
const NAMED_BY_CLASS: ReadonlySet<string> = new Set(
  'aside bdi data details figcaption figure mark rp rt ruby s section summary time u'.split(' '),
);

/** Converts the children of an XHTML `body` (or of any element that holds HTML in XML) to a clean body. */
export function htmlBody(parent: SourceElement): Body {
  const tree: Root = { type: 'root', children: parent.children.flatMap(contentOf) };
  return cleanTree(tree);
}

function contentOf(node: SourceNode): ElementContent[] {
  if (!isElement(node)) return [{ type: 'text', value: node }];
  const classes = (node.attributes.class ?? '').split(/\s+/).filter((name) => name !== '');
  const [first = '', ...rest] = classes;
  const isSubstitute = NAMED_BY_CLASS.has(first);
  const properties: Element['properties'] = {};
  for (const [name, value] of Object.entries(node.attributes)) {
    const property = PROPERTIES[name];
    if (property !== undefined) properties[property] = value;
  }
  const className = isSubstitute ? rest : classes;
  if (className.length > 0) properties.className = className;
  const tagName = isSubstitute ? first : node.name.toLowerCase();
  return [{ type: 'element', tagName, properties, children: node.children.flatMap(contentOf) }];
}
