import type { Element, ElementContent, Root, RootContent } from 'hast';
import type { Body } from './html-tree.ts';
import { absoluteUrl } from './url.ts';

/** Counts words by Unicode rules (UAX 29), also in languages that are written without spaces. */
export function wordCount(text: string, language: string): number {
  let count = 0;
  for (const { isWordLike } of segmenterOf(language).segment(text)) if (isWordLike) count++;
  return count;
}

const segmenters = new Map<string, Intl.Segmenter>();

/** Returns a cached segmenter: creating one takes longer than counting a paragraph with it. */
function segmenterOf(language: string): Intl.Segmenter {
  const known = segmenters.get(language);
  if (known !== undefined) return known;
  const made = new Intl.Segmenter(language, { granularity: 'word' });
  if (segmenters.size < 1000) segmenters.set(language, made);
  return made;
}

/** Counts characters (Unicode code points) without line ends. */
export function characterCount(text: string): number {
  return [...text.replaceAll('\n', '')].length;
}

const ADDRESSES = ['href', 'src', 'poster', 'cite'] as const;

/**
 * Makes every address of a body absolute, since feeds are read away from the page.
 * @param base the address of the story's page
 */
export function withAbsoluteAddresses(body: Body, base: string): Body {
  return mapAddresses(body, (reference) => absoluteUrl(reference, base));
}

const WRITTEN_ADDRESS = /\b(?:href|src|poster|cite)="([^"]*)"/g;
const PLAIN_ADDRESS = /^https?:\/\/[a-z0-9.-]+(?::\d+)?\/[\w/.~-]*$/;

/**
 * Returns true if a serialized body contains no address that `withAbsoluteAddresses` would change, judged by its text
 * alone. Saves parsing most stories.
 */
export function allAddressesAbsolute(html: string): boolean {
  for (const [, address = ''] of html.matchAll(WRITTEN_ADDRESS)) {
    if (!PLAIN_ADDRESS.test(address) || URL.parse(address)?.href !== address) return false;
  }
  return true;
}

/** Replaces every address of a body; an address for which `change` returns `undefined` is removed. */
export function mapAddresses(body: Body, change: (reference: string) => string | undefined): Body {
  return mapElements(body, (element) => {
    const properties = { ...element.properties };
    for (const name of ADDRESSES) {
      const reference = properties[name];
      if (typeof reference !== 'string') continue;
      const address = change(reference);
      if (address === undefined) delete properties[name];
      else properties[name] = address;
    }
    return { ...element, properties };
  });
}

/** Returns the free part of a body: up to the `more` mark, or all of it without a mark. */
export function freePart(body: Body): Body {
  const end = body.children.findIndex(isMoreMark);
  return end < 0 ? body : { type: 'root', children: body.children.slice(0, end) };
}

/** Removes the `more` mark from a body. */
export function withoutMoreMark(body: Body): Body {
  return { type: 'root', children: body.children.filter((node) => !isMoreMark(node)) };
}

/** Returns false if a serialized body cannot contain a `more` mark; looks at the text only. */
export function mayHaveMoreMark(html: string): boolean {
  return html.includes('<hr class="more');
}

/** Returns true if the body contains a `more` mark. */
export function hasMoreMark(body: Body): boolean {
  return body.children.some(isMoreMark);
}

function isMoreMark(node: RootContent | ElementContent): boolean {
  return node.type === 'element' && node.tagName === 'hr' && [node.properties.className].flat().includes('more');
}

/** Returns every element of a body, outermost first. */
export function elementsOf(body: Root): Element[] {
  const inside = (node: RootContent | ElementContent): Element[] =>
    node.type === 'element' ? [node, ...node.children.flatMap(inside)] : [];
  return body.children.flatMap(inside);
}

function mapElements(body: Body, change: (element: Element) => Element): Body {
  const map = (node: ElementContent): ElementContent =>
    node.type === 'element' ? change({ ...node, children: node.children.map(map) }) : node;
  return { type: 'root', children: body.children.map((node) => map(node as ElementContent)) };
}
