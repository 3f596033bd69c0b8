import type { ElementContent, RootContent } from 'hast';
import { type XmlElement, type XmlNode, xml } from '../xml/element.ts';

export type Node = RootContent | ElementContent;

/** Elements whose white space is significant. */
export function verbatim(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  children: readonly XmlNode[],
): XmlElement {
  return { ...xml(name, attributes, children), verbatim: true };
}

/** True if the nodes contain a word. */
export function hasWords(nodes: readonly XmlNode[]): boolean {
  return nodes.some((node) => (typeof node === 'string' ? node.trim() !== '' : hasWords(node.children)));
}

const EMPHASIS: Readonly<Record<string, string>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  cite: 'italic',
  dfn: 'italic',
  var: 'italic',
  u: 'underline',
  mark: 'marked',
  s: 'strikethrough',
  del: 'deleted',
  ins: 'inserted',
  code: 'code',
  kbd: 'code',
  samp: 'code',
  small: 'small',
  sub: 'subscript',
  sup: 'superscript',
};

/** Converts running text: `a`, `em` with its class, `q`, `br`; other phrases are reduced to their text. */
export function inline(nodes: readonly Node[]): XmlNode[] {
  return nodes.flatMap((node): XmlNode[] => {
    if (node.type === 'text') return [node.value];
    if (node.type !== 'element') return [];
    const { tagName, properties, children } = node;
    if (tagName === 'br') return [xml('br')];
    if (tagName === 'a' && typeof properties.href === 'string') {
      const words = inline(children);
      return hasWords(words) ? [verbatim('a', { href: properties.href }, words)] : [];
    }
    if (tagName === 'q') return [verbatim('q', {}, inline(children))];
    const emphasis = EMPHASIS[tagName];
    if (emphasis !== undefined) return [verbatim('em', { class: emphasis }, inline(children))];
    return ['img', 'video', 'audio', 'source', 'track', 'wbr', 'hr'].includes(tagName) ? [] : inline(children);
  });
}
