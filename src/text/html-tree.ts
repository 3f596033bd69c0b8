import type { ElementContent, Root, RootContent } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { sanitize } from 'hast-util-sanitize';
import { toHtml } from 'hast-util-to-html';
import { ALLOW_LIST } from './allow-list.ts';
import { cleanText } from './clean.ts';
import { type HtmlLoss, htmlLosses } from './html-losses.ts';
import { arrange } from './html-structure.ts';
import { parseCleanHtml } from './parse-clean-html.ts';
import { prepared } from './prepare-html.ts';

/** A story body: a sanitized tree of semantic HTML (hast). Every format is a projection of it. */
export type Body = Root;

/** The text is nested deeper, or is larger, than any story. Readers of XML and HTML stop at a few hundred levels. */
export class NestingError extends Error {
  override readonly name = 'NestingError';
}

/** True for the refusal of deep nesting, ours or that of a recursive library that ran out of stack. */
export function isNestingError(error: unknown): boolean {
  return error instanceof NestingError || (error instanceof RangeError && /call stack/i.test(error.message));
}

/** Far more than any story needs, and far below the depth that exhausts the stack of the recursive walks. */
export const MAX_DEPTH = 100;

/**
 * Parses an HTML fragment from any source into a clean body.
 * @param html may be hostile; scripts, styles, unknown elements and unsafe addresses are removed
 * @throws NestingError beyond `MAX_DEPTH` levels of elements
 */
export function readBody(html: string): Body {
  return readBodyWithLosses(html).body;
}

/**
 * Parses an HTML fragment as `readBody` does, and lists what is not in the body as it was written.
 * @throws NestingError beyond `MAX_DEPTH` levels of elements
 */
export function readBodyWithLosses(html: string): { readonly body: Body; readonly losses: readonly HtmlLoss[] } {
  refuseDeepMarkup(html);
  const tree = fromHtml(cleanText(html), { fragment: true });
  const body = cleanTree(tree);
  return { body, losses: htmlLosses(tree) };
}

/** Far more than any story has: a third of a million words. */
const MAX_HTML_LENGTH = 2_000_000;
const MAX_TAGS = 40_000;

/**
 * Parses an HTML fragment of unknown size.
 * @throws NestingError where it is larger than any story
 */
export function boundedBody(html: string): Body {
  return cleanTree(boundedTree(html));
}

/**
 * Parses an HTML fragment of unknown size without cleaning it; its nodes have positions.
 * @throws NestingError where it is larger than any story
 */
export function boundedTree(html: string): Root {
  let tags = 0;
  for (let at = html.indexOf('<'); at >= 0 && tags <= MAX_TAGS; at = html.indexOf('<', at + 1)) tags++;
  if (html.length > MAX_HTML_LENGTH || tags > MAX_TAGS) throw new NestingError();
  refuseDeepMarkup(html);
  return fromHtml(cleanText(html), { fragment: true });
}

/**
 * Turns any tree into a body: allow-list, normalized structure, clean text.
 * @throws NestingError beyond `MAX_DEPTH` levels of elements
 */
export function cleanTree(tree: Root): Body {
  refuseDeepTree(tree);
  let body = cleanOnce(prepared({ ...tree, children: tree.children.map(moreMark) }));
  // A parser can read odd nesting differently from how it was written: repeat until the output parses to itself.
  for (let round = 0; round < 8; round++) {
    const written = writeBody(body);
    const again = cleanOnce(fromHtml(written, { fragment: true }));
    if (writeBody(again) === written) break;
    body = again;
  }
  return body;
}

function cleanOnce(tree: Root): Body {
  const safe = sanitize(tree, ALLOW_LIST);
  const root: Root = safe.type === 'root' ? safe : { type: 'root', children: [safe as RootContent] };
  return arrange({ ...root, children: root.children.map(withScheme) });
}

/** Adds the scheme to addresses that begin with two slashes: readers of feeds have no page whose scheme could be used. */
function withScheme<Node extends RootContent>(node: Node): Node {
  if (node.type !== 'element') return node;
  const properties = { ...node.properties };
  for (const name of ['href', 'src', 'poster', 'cite']) {
    const value = properties[name];
    if (typeof value === 'string' && /^\s*[/\\]{2}/.test(value)) properties[name] = `https:${value.trim()}`;
  }
  return { ...node, properties, children: node.children.map(withScheme) };
}

/** Serializes a body. `writeBody(readBody(x))` is the same text for every `x` that means the same. */
export function writeBody(body: Body): string {
  return toHtml(body, {
    allowDangerousHtml: false,
    closeSelfClosing: false,
    collapseEmptyAttributes: true,
    // Readers that decode once too often leave `&amp;lt;` intact but not `&amp;#x3C;` (@rowanmanning/feed-parser 2.1).
    characterReferences: { useNamedReferences: true },
  });
}

/** Elements inside which the faster parser would close others. */
const RUBY = /<r[pt][ >]/;

/** Parses a body that `writeBody` serialized. It is clean already. */
export function parseBody(html: string): Body {
  return RUBY.test(html) ? withoutPositions(fromHtml(html, { fragment: true })) : parseCleanHtml(html);
}

/** Converts `<!-- more -->`, which ends the free part of a story, to an element that survives the sanitizer. */
function moreMark(node: RootContent): RootContent {
  const isMark = node.type === 'comment' && /^more\b/i.test(node.value.trim());
  return isMark ? { type: 'element', tagName: 'hr', properties: { className: ['more'] }, children: [] } : node;
}

/**
 * Refuses markup that is nested too deeply. The HTML parser is iterative, but the conversion to hast is recursive.
 * @throws NestingError
 */
export function refuseDeepMarkup(html: string): void {
  const formatting = new Map<string, number>();
  let depth = 0;
  let rebuilt = 0;
  for (const [, closing, written = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    const name = written.toLowerCase();
    const change = closing === '/' ? -1 : 1;
    if (FORMATTING.has(name)) formatting.set(name, Math.max(0, (formatting.get(name) ?? 0) + change));
    // The parser reopens every unclosed phrase in each block that follows (HTML, section 13.2.4.3).
    else if (change > 0) rebuilt += formatting.values().reduce((sum, open) => sum + open, 0);
    if (!VOID.has(name)) depth = Math.max(0, depth + change);
    // Paragraphs, items and cells may be unclosed, so the limit for the count of open tags is much larger.
    if (depth > MAX_DEPTH * 20 || rebuilt > MAX_REBUILT) throw new NestingError();
  }
}

/** Limit for elements that the parser creates by reopening unclosed phrases. */
const MAX_REBUILT = 20_000;

const FORMATTING: ReadonlySet<string> = new Set('a b big code em font i nobr s small strike strong tt u'.split(' '));

const VOID: ReadonlySet<string> = new Set(
  'area base br col embed hr img input link meta p li td th tr dt dd source track wbr'.split(' '),
);

function refuseDeepTree(tree: Root): void {
  let level: (RootContent | ElementContent)[] = tree.children;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth >= MAX_DEPTH) throw new NestingError();
    level = level.flatMap((node) => (node.type === 'element' ? node.children : []));
  }
}

function withoutPositions(tree: Root): Root {
  const bare = (node: ElementContent): ElementContent => {
    const { position: _, ...rest } = node;
    return rest.type === 'element' ? { ...rest, children: rest.children.map(bare) } : rest;
  };
  return { type: 'root', children: tree.children.map((node) => bare(node as ElementContent)) };
}
