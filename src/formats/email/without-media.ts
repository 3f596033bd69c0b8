import type { ElementContent } from 'hast';
import type { Body } from '../../text/html-tree.ts';

const MEDIA: ReadonlySet<string> = new Set(['img', 'picture', 'video', 'audio']);

/** Returns a body without pictures, films and sounds; captions stay. An e-mail loads nothing from elsewhere. */
export function withoutMedia(body: Body): Body {
  return { ...body, children: body.children.flatMap((node) => without(node as ElementContent)) };
}

function without(node: ElementContent): ElementContent[] {
  if (node.type !== 'element') return [node];
  if (MEDIA.has(node.tagName)) return [];
  return [{ ...node, children: node.children.flatMap(without) }];
}
