import type { Element, ElementContent, Root, RootContent } from 'hast';
import type { Body } from './html-tree.ts';
import { absoluteUrl } from './url.ts';

/** The number of words as Unicode counts them (UAX 29), also where a language writes no spaces. */
export function wordCount(text: string, language: string): number {
  let count = 0;
  for (const { isWordLike } of segmenterOf(language).segment(text)) if (isWordLike) count++;
  return count;
}

const segmenters = new Map<string, Intl.Segmenter>();

/** Making one takes longer than counting a paragraph with it. */
function segmenterOf(language: string): Intl.Segmenter {
  const known = segmenters.get(language);
  if (known !== undefined) return known;
  const made = new Intl.Segmenter(language, { granularity: 'word' });
  if (segmenters.size < 1000) segmenters.set(language, made);
  return made;
}

/** The number of characters (Unicode code points), line ends left out. */
export function characterCount(text: string): number {
  return [...text.replaceAll('\n', '')].length;
}

const ADDRESSES = ['href', 'src', 'poster', 'cite'] as const;

/**
 * The same body with every address absolute, since feeds are read far from the page.
 * @param base the address of the story's page
 */
export function withAbsoluteAddresses(body: Body, base: string): Body {
  return mapAddresses(body, (reference) => absoluteUrl(reference, base));
}

const WRITTEN_ADDRESS = /\b(?:href|src|poster|cite)="([^"]*)"/g;
const PLAIN_ADDRESS = /^https?:\/\/[a-z0-9.-]+(?::\d+)?\/[\w/.~-]*$/;

/**
 * True if a written body has no address that `withAbsoluteAddresses` would change, as far as its text alone tells: most
 * stories are spared the making of a tree.
 */
export function allAddressesAbsolute(html: string): boolean {
  for (const [, address = ''] of html.matchAll(WRITTEN_ADDRESS)) {
    if (!PLAIN_ADDRESS.test(address) || URL.parse(address)?.href !== address) return false;
  }
  return true;
}

/** The same body with every address changed; where there is none in its place it is taken out. */
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

/** The part of a body that everybody may read: up to the `more` mark, or all of it where there is no mark. */
export function freePart(body: Body): Body {
  const end = body.children.findIndex(isMoreMark);
  return end < 0 ? body : { type: 'root', children: body.children.slice(0, end) };
}

/** The body without its `more` mark, which is for Dateline and not for readers. */
export function withoutMoreMark(body: Body): Body {
  return { type: 'root', children: body.children.filter((node) => !isMoreMark(node)) };
}

/** False if no written body has a `more` mark in it; a look at the text instead of the tree. */
export function mayHaveMoreMark(html: string): boolean {
  return html.includes('<hr class="more');
}

/** True if the body says where its free part ends. */
export function hasMoreMark(body: Body): boolean {
  return body.children.some(isMoreMark);
}

function isMoreMark(node: RootContent | ElementContent): boolean {
  return node.type === 'element' && node.tagName === 'hr' && [node.properties.className].flat().includes('more');
}

/** Every element of a body, outermost first. */
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
