import type { Element, ElementContent } from 'hast';
import type { Body } from '../../text/html-tree.ts';
import { plainText } from '../../text/plain-text.ts';

/** Returns a tree as plain text: points of lists have a dash or a number, and links their address in brackets. */
export function emailText(root: Body): string {
  return `${plainText({ ...root, children: root.children.map((node) => marked(node as ElementContent)) })}\n`;
}

function marked(node: ElementContent): ElementContent {
  if (node.type !== 'element') return node;
  const children = node.children.map(marked);
  if (node.tagName === 'a') return withAddress({ ...node, children });
  if (node.tagName !== 'ul' && node.tagName !== 'ol') return { ...node, children };
  let number = 0;
  const points = children.map((child) => {
    if (child.type !== 'element' || child.tagName !== 'li') return child;
    number++;
    return startingWith(node.tagName === 'ol' ? `${number}. ` : '- ', child);
  });
  return { ...node, children: points };
}

function withAddress(link: Element): Element {
  const { href } = link.properties;
  if (typeof href !== 'string' || plainText({ type: 'root', children: link.children }) === href) return link;
  return { ...link, children: [...link.children, { type: 'text', value: ` (${href})` }] };
}

/** Puts words before the text of a point, which may be a paragraph of its own. */
function startingWith(words: string, element: Element): Element {
  const [first, ...others] = element.children;
  if (first?.type === 'element' && first.tagName === 'p') {
    return { ...element, children: [startingWith(words, first), ...others] };
  }
  return { ...element, children: [{ type: 'text', value: words }, ...element.children] };
}
