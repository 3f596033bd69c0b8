import type { Element, ElementContent, RootContent } from 'hast';
import type { Body } from '../text/html-tree.ts';
import { plainText } from '../text/plain-text.ts';

/**
 * Removes public notices from the head of a text. They are sent with the signal as well and would be duplicated.
 * @returns the text without notices, and the newest notice
 */
export function withoutNotices(body: Body): { readonly body: Body; readonly notice?: string } {
  const notices = body.children.filter(isNotice);
  const first = notices[0];
  const rest: Body = { type: 'root', children: body.children.filter((node) => !isNotice(node)) };
  if (first === undefined) return { body: rest };
  // The label, or in earlier releases the date at the end, was added by Dateline.
  const text = plainText({ type: 'root', children: [withoutLabel(first)] })
    .replace(/\(\d{4}-\d{2}-\d{2}\)$/, '')
    .trimEnd();
  return { body: rest, ...(text === '' ? {} : { notice: text }) };
}

function withoutLabel(notice: Element): Element {
  const children = notice.children.map((node) =>
    node.type === 'element' ? { ...node, children: node.children.filter((child) => !isLabel(child)) } : node,
  );
  return { ...notice, children };
}

function isLabel(node: ElementContent): boolean {
  return (
    node.type === 'element' &&
    node.tagName === 'strong' &&
    node.children.some((child) => child.type === 'element' && child.tagName === 'time')
  );
}

function isNotice(node: RootContent | ElementContent): node is Element {
  return node.type === 'element' && [node.properties.className].flat().includes('notice');
}
