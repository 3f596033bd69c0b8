import type { Element, ElementContent } from 'hast';
import { parseBody, writeBody } from './html-tree.ts';

/** Elements that show a file. */
const SHOWN: ReadonlySet<string> = new Set(['img', 'video', 'audio', 'source', 'track']);
/** Elements that are nothing without the file inside of them. */
const FRAMES: ReadonlySet<string> = new Set(['figure', 'picture', 'p', 'a', 'li', 'ul', 'ol', 'video', 'audio']);

/**
 * Removes files from a serialized body: their pictures with captions, films and sounds. Links to them become text.
 * @param files addresses as they are written in the body
 */
export function withoutFiles(html: string, files: ReadonlySet<string>): string {
  const names = [...files].map((file) => file.slice(file.lastIndexOf('/') + 1).split(/[?#&]/, 1)[0] ?? '');
  if (!names.some((name) => html.includes(name))) return html;
  const normal = new Set([...files].map(normalAddress));
  const children = parseBody(html).children.flatMap((node) => without(node as ElementContent, normal));
  return writeBody({ type: 'root', children });
}

/** Returns one spelling of an address: without a fragment, a default port, capital letters of the host, and dots. */
function normalAddress(address: string): string {
  const url = URL.parse(address, 'https://site.invalid');
  if (url === null) return address;
  url.hash = '';
  return url.href;
}

function without(node: ElementContent, files: ReadonlySet<string>): ElementContent[] {
  if (node.type !== 'element') return [node];
  const { tagName, properties } = node;
  const isOf = (name: string): boolean =>
    typeof properties[name] === 'string' && files.has(normalAddress(properties[name]));
  if (SHOWN.has(tagName) && isOf('src')) return [];
  const children = node.children.flatMap((child) => without(child, files));
  const hasLost = filesIn(node) > children.reduce((sum, child) => sum + filesIn(child), 0) + ownFile(node);
  if (hasLost && isFrame(tagName, children)) return [];
  if (tagName === 'a' && isOf('href')) return children;
  return [{ ...node, properties: isOf('poster') ? { ...properties, poster: undefined } : properties, children }];
}

/** True for an element whose remaining content is a caption or a blank. */
function isFrame(tagName: string, children: readonly ElementContent[]): boolean {
  if (!FRAMES.has(tagName)) return false;
  if (tagName === 'figure') return children.every((child) => filesIn(child) === 0 && !isContent(child));
  return children.every((child) => child.type === 'text' && child.value.trim() === '');
}

/** Other content of a figure stays: tables, quotations and code have captions too. */
function isContent(node: ElementContent): boolean {
  return node.type === 'element' && ['table', 'blockquote', 'pre', 'p', 'ul', 'ol'].includes(node.tagName);
}

function filesIn(node: ElementContent): number {
  if (node.type !== 'element') return 0;
  return ownFile(node) + node.children.reduce((sum, child) => sum + filesIn(child), 0);
}

function ownFile({ tagName }: Element): number {
  return SHOWN.has(tagName) ? 1 : 0;
}
