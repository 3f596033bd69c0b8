import type { Element, ElementContent, Root, RootContent } from 'hast';
import type { Body } from './html-tree.ts';
import { absoluteUrl } from './url.ts';

/** Counts words by Unicode rules (UAX 29), also in languages that are written without spaces. */
export function wordCount(text: string, language: string): number {
  let count = 0;
  for (const { isWordLike } of segmenterOf(language, 'word').segment(text)) if (isWordLike) count++;
  return count;
}

const segmenters = new Map<string, Intl.Segmenter>();

/** Returns a cached segmenter: creating one takes longer than counting a paragraph with it. */
export function segmenterOf(language: string, granularity: 'word' | 'sentence'): Intl.Segmenter {
  const name = `${granularity} ${language}`;
  const known = segmenters.get(name);
  if (known !== undefined) return known;
  const made = new Intl.Segmenter(language, { granularity });
  if (segmenters.size < 1000) segmenters.set(name, made);
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

/** Returns the free part of a serialized body: up to the `more` mark, or all of it without a mark. */
export function freePart(html: string): string {
  return html.slice(0, moreMarks(html)[0]?.start);
}

/** Removes the `more` marks from a serialized body. */
export function withoutMoreMark(html: string): string {
  let text = '';
  let last = 0;
  for (const { start, end } of moreMarks(html)) {
    text += html.slice(last, start);
    last = end;
  }
  return text + html.slice(last);
}

/** Returns true if a serialized body contains a `more` mark. */
export function hasMoreMark(html: string): boolean {
  return moreMarks(html).length > 0;
}

/** A tag as `writeBody` writes it; a value in quotes may contain `<` and `>`. */
const TAG = /<(\/?)([a-z][a-z0-9]*)((?:[^">]|"[^"]*(?:"|$))*)(?:>|$)/g;
/** The `more` mark among the attributes of a rule. */
const MORE_CLASS = / class="(?:[^"]* )?more[ "]/;
/** Elements without an end tag (HTML, section 13.1.2). */
const VOID: ReadonlySet<string> = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));

/** Returns the `more` marks, which are inside no element; only the tags are read. */
function moreMarks(html: string): { readonly start: number; readonly end: number }[] {
  if (!html.includes('<hr ')) return [];
  const found: { start: number; end: number }[] = [];
  let depth = 0;
  for (const { 0: tag, 1: closing, 2: name = '', 3: attributes = '', index: start } of html.matchAll(TAG)) {
    if (closing === '/') depth--;
    else if (!VOID.has(name)) depth++;
    else if (depth === 0 && name === 'hr' && MORE_CLASS.test(attributes))
      found.push({ start, end: start + tag.length });
  }
  return found;
}

/** Returns the start tags of one element in a serialized body, in order; the rest of the text is not parsed. */
export function* startTags(html: string, wanted: string): Generator<string> {
  if (!html.includes(`<${wanted}`)) return;
  for (const [tag, closing, name] of html.matchAll(TAG)) if (closing === '' && name === wanted) yield tag;
}

/** Returns every element of a body, outermost first. */
export function elementsOf(body: Root): Element[] {
  const inside = (node: RootContent | ElementContent): Element[] =>
    node.type === 'element' ? [node, ...node.children.flatMap(inside)] : [];
  return body.children.flatMap(inside);
}

/** Returns a body with every element changed, innermost first. */
export function mapElements(body: Body, change: (element: Element) => Element): Body {
  const map = (node: ElementContent): ElementContent =>
    node.type === 'element' ? change({ ...node, children: node.children.map(map) }) : node;
  return { type: 'root', children: body.children.map((node) => map(node as ElementContent)) };
}
