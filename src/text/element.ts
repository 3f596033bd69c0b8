import type { Element } from 'hast';

/** Returns an element of an HTML tree. */
export function element(tagName: string, properties: Element['properties'], children: Element['children']): Element {
  return { type: 'element', tagName, properties, children };
}
