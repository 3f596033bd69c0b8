import type { Element, ElementContent, RootContent } from 'hast';
import { BLOCKS } from '../../text/allow-list.ts';
import type { Body } from '../../text/html-tree.ts';
import { withAbsoluteAddresses } from '../../text/projections.ts';
import { type XmlElement, xml } from '../xml/element.ts';
import { xmlOf } from '../xml/from-hast.ts';

/** Elements of HTML that XHTML 1.0 does not have; receivers of news parse XHTML 1.0. The text inside them is kept. */
const SUBSTITUTES: Readonly<Record<string, string>> = {
  aside: 'div',
  bdi: 'span',
  data: 'span',
  details: 'div',
  figcaption: 'p',
  figure: 'div',
  mark: 'em',
  rp: 'span',
  rt: 'span',
  ruby: 'span',
  s: 'del',
  section: 'div',
  summary: 'p',
  time: 'span',
  u: 'span',
};

/** Elements without text; a link to the sound or film replaces them. */
const PLAYERS: ReadonlySet<string> = new Set(['audio', 'video']);
const NOTHING: ReadonlySet<string> = new Set(['source', 'track', 'wbr']);

/** Returns a complete XHTML document with the text of a body (Guidelines, 20.2.1). */
export function xhtmlDocument(title: string, body: Body, about: { language: string; base: string }): XmlElement {
  const { language, base } = about;
  const blocks = withAbsoluteAddresses(body, base).children.flatMap((node) => xhtml(node as ElementContent));
  const lang = { lang: language, 'xml:lang': language };
  return xml('html', { xmlns: 'http://www.w3.org/1999/xhtml', ...lang }, [
    xml('head', {}, [xml('title', {}, title)]),
    xml(
      'body',
      {},
      blocks.map((block) => xmlOf(block)),
    ),
  ]);
}

function xhtml(node: ElementContent | RootContent): ElementContent[] {
  if (node.type === 'text') return [node];
  if (node.type !== 'element' || NOTHING.has(node.tagName)) return [];
  if (PLAYERS.has(node.tagName)) return [playerLink(node)];
  const substitute = SUBSTITUTES[node.tagName] ?? node.tagName;
  const tagName = substitute === 'p' && node.children.some(isBlock) ? 'div' : substitute;
  const isSubstitute = tagName !== node.tagName;
  const kept = withoutNewer(node);
  // The class begins with the original element, so that a reader can restore it.
  const properties = isSubstitute ? { ...kept, className: [node.tagName, ...classesOf(node)] } : kept;
  return [{ type: 'element', tagName, properties, children: node.children.flatMap(xhtml) }];
}

function classesOf({ properties }: Element): string[] {
  return Array.isArray(properties.className) ? properties.className.map(String) : [];
}

/** Attributes introduced by HTML 5; `alt` is required. */
function withoutNewer({ tagName, properties }: Element): Element['properties'] {
  const { dateTime, dataFootnotes, dataFootnoteRef, dataFootnoteBackref, value, ...kept } = properties;
  if (tagName === 'img' && kept.alt === undefined) kept.alt = '';
  return kept;
}

function playerLink({ tagName, properties, children }: Element): ElementContent {
  const source = children.find((child) => child.type === 'element' && child.tagName === 'source');
  const href = properties.src ?? (source?.type === 'element' ? source.properties.src : undefined);
  const text: ElementContent = { type: 'text', value: typeof href === 'string' ? href : '' };
  const link: ElementContent = { type: 'element', tagName: 'a', properties: href ? { href } : {}, children: [text] };
  return { type: 'element', tagName: 'p', properties: { className: [tagName] }, children: [link] };
}

function isBlock(node: ElementContent): boolean {
  return node.type === 'element' && BLOCKS.has(node.tagName);
}
