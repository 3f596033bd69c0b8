import type { Element, ElementContent, RootContent } from 'hast';
import { type XmlElement, type XmlNode, xml } from './element.ts';

/** hast names properties as the DOM does; these differ from the attribute's name. */
const ATTRIBUTE_NAMES: Readonly<Record<string, string>> = {
  className: 'class',
  colSpan: 'colspan',
  dateTime: 'datetime',
  hrefLang: 'hreflang',
  rowSpan: 'rowspan',
  srcLang: 'srclang',
};

/** Converts a node of a body to XML: all attributes get values, names are in lower case. */
export function xmlOf(node: RootContent | ElementContent): XmlNode | undefined {
  if (node.type === 'text') return node.value;
  if (node.type !== 'element') return undefined;
  return { ...xml(node.tagName, attributesOf(node), node.children.map(xmlOf)), verbatim: true } satisfies XmlElement;
}

function attributesOf({ properties }: Element): Record<string, string> {
  const pairs = Object.entries(properties).flatMap(([property, value]) => {
    if (value === undefined || value === null || value === false) return [];
    const name = ATTRIBUTE_NAMES[property] ?? property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return [[name, value === true ? name : [value].flat().join(' ')]];
  });
  return Object.fromEntries(pairs);
}
