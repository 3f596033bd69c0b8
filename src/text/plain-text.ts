import type { ElementContent, RootContent } from 'hast';
import { BLOCKS } from './allow-list.ts';
import type { Body } from './html-tree.ts';

/** Separators between two neighbours of the same kind. */
const JOINTS: Readonly<Record<string, string>> = { dd: '\n', dt: '\n', li: '\n', td: '\t', th: '\t', tr: '\n' };

/** Elements without text. */
const SILENT: ReadonlySet<string> = new Set(['audio', 'hr', 'img', 'video']);

/**
 * Returns the body as plain text: paragraphs separated by an empty line, no markup, pictures reduced to their captions.
 * Every character of the text is preserved, direction marks included.
 */
export function plainText(body: Body): string {
  return blocks(body.children).trim();
}

function blocks(nodes: readonly (RootContent | ElementContent)[]): string {
  let text = '';
  let before: string | undefined;
  for (const node of nodes) {
    const tagName = node.type === 'element' ? node.tagName : undefined;
    const inner = textOf(node);
    const isBlock = tagName !== undefined && BLOCKS.has(tagName);
    if (inner === '' && (tagName === undefined || !(tagName in JOINTS))) continue;
    text += joint(before, isBlock ? tagName : undefined, text === '') + inner;
    before = isBlock ? tagName : undefined;
  }
  return text;
}

function joint(before: string | undefined, now: string | undefined, isFirst: boolean): string {
  if (isFirst || (before === undefined && now === undefined)) return '';
  return (now === undefined ? undefined : JOINTS[now]) ?? '\n\n';
}

function textOf(node: RootContent | ElementContent): string {
  if (node.type === 'text') return node.value;
  if (node.type !== 'element' || SILENT.has(node.tagName)) return '';
  if (node.tagName === 'br') return '\n';
  const inner = blocks(node.children);
  return BLOCKS.has(node.tagName) ? withoutOuterLineEnds(inner) : inner;
}

function withoutOuterLineEnds(text: string): string {
  let [start, end] = [0, text.length];
  while (text[start] === '\n') start++;
  while (end > start && text[end - 1] === '\n') end--;
  return text.slice(start, end);
}
