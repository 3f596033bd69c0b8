import type { Element, ElementContent } from 'hast';
import { defined } from '../../text/defined.ts';
import type { Position } from '../../text/finding.ts';
import type { Body } from '../../text/html-tree.ts';
import type { Report } from '../report.ts';
import { reportedTree } from '../reported-body.ts';
import { at, childOf, childrenOf, isElement, textOf } from '../xml/look-up.ts';
import type { SourceElement, SourceNode } from '../xml/source-tree.ts';

/** NITF elements with their HTML equivalents; of unknown elements the text is used. */
const NAMES: Readonly<Record<string, string>> = {
  a: 'a',
  br: 'br',
  caption: 'caption',
  dd: 'dd',
  dl: 'dl',
  dt: 'dt',
  hl1: 'h2',
  hl2: 'h2',
  hr: 'hr',
  li: 'li',
  ol: 'ol',
  p: 'p',
  pre: 'pre',
  q: 'q',
  table: 'table',
  tbody: 'tbody',
  td: 'td',
  tfoot: 'tfoot',
  th: 'th',
  thead: 'thead',
  tr: 'tr',
  ul: 'ul',
  sub: 'sub',
  sup: 'sup',
};

/** The meaning of `em` by its class, as Dateline and others write it. */
const EMPHASIS: Readonly<Record<string, string>> = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  marked: 'mark',
  strikethrough: 's',
  deleted: 'del',
  inserted: 'ins',
  code: 'code',
  small: 'small',
  subscript: 'sub',
  superscript: 'sup',
};

/** Block classes that Dateline writes for elements that NITF lacks. */
const CONTAINERS: ReadonlySet<string> = new Set(['notice']);

/** Elements of NITF whose text is part of the text around them, or of a block (NITF 3.6, body.content). */
const NEUTRAL: ReadonlySet<string> = new Set(
  (
    'abstract addressee alt-code bibliography block body body.content byline byttl care.of chron city classifier col ' +
    'colgroup copyrite copyrite.holder copyrite.year country credit custom-table datasource dateline delivery.office ' +
    'delivery.point distributor event fn frac frac-den frac-num frac-sep function lang location media-caption ' +
    'media-metadata media-object media-producer media-reference money name.family name.given nitf-col nitf-colgroup ' +
    'nitf-colspec nitf-table nitf-table-metadata nitf-table-summary note num object.title org person postaddr postcode ' +
    'pronounce region series state story.date sublocation table-reference tagline virtloc'
  ).split(' '),
);

/**
 * Reads the text of a NITF document: `body.content`, with or without `block`.
 * @throws NestingError where it is nested too deeply
 */
export function nitfBody(nitf: SourceElement, report: Report): Body {
  const content = at(nitf, 'body', 'body.content') ?? childOf(nitf, 'body.content');
  const children = content === undefined ? [] : content.children.flatMap((node) => contentOf(node, report));
  return reportedTree({ type: 'root', children }, report);
}

function element(tagName: string, properties: Element['properties'], children: ElementContent[]): Element {
  return { type: 'element', tagName, properties, children };
}

function contentOf(node: SourceNode, report: Report): ElementContent[] {
  if (!isElement(node)) return [{ type: 'text', value: node }];
  return elementContent(node, report).map((one) =>
    one.type === 'element' ? { ...one, position: one.position ?? rangeOf(node) } : one,
  );
}

function rangeOf({ line, column }: SourceElement): NonNullable<Element['position']> {
  const start = { line, column };
  return { start, end: start };
}

/** True for a note to editors, which is no text (NITF 3.6, note). */
export function isEditorNote({ name, attributes }: SourceElement): boolean {
  return name === 'note' && /editor/i.test(attributes.noteclass ?? '');
}

function elementContent(node: SourceElement, report: Report): ElementContent[] {
  const children = (): ElementContent[] => node.children.flatMap((child) => contentOf(child, report));
  const classes = (node.attributes.class ?? '').split(/\s+/).filter((name) => CONTAINERS.has(name));
  const className = classes.length > 0 ? { className: classes } : {};
  const { id } = node.attributes;
  if (isEditorNote(node)) return [];
  if (node.name === 'media') return mediaOf(node, report);
  if (node.name === 'em') return [element(EMPHASIS[node.attributes.class ?? ''] ?? 'em', {}, children())];
  if (node.name === 'bq') return [element('blockquote', {}, children())];
  if (node.name === 'a')
    return [element('a', defined({ href: node.attributes.href, id: id ?? node.attributes.name }), children())];
  const tagName = NAMES[node.name];
  if (tagName === undefined) {
    if (!NEUTRAL.has(node.name)) report.warn('article/cleaned', unknownElement(node), positionOf(node));
    return children();
  }
  const { colspan, rowspan } = node.attributes;
  const cell = defined({
    id,
    colSpan: colspan,
    rowSpan: rowspan,
  });
  return [element(tagName, { ...cell, ...className }, children())];
}

const positionOf = ({ line, column }: SourceElement): Position => ({ line, column });

function unknownElement({ name }: SourceElement): string {
  return `<${name.slice(0, 40)}> is not known in the text of NITF: its text stays, without it.`;
}

const PLAYERS: Readonly<Record<string, string>> = { video: 'video', audio: 'audio' };

/** Reads a picture with its caption, a video or a sound; one without an address is a finding. */
function mediaOf(media: SourceElement, report: Report): ElementContent[] {
  const reference = childOf(media, 'media-reference');
  const source = reference?.attributes.source ?? '';
  const caption = childrenOf(media, 'media-caption').flatMap(({ children }) =>
    children.flatMap((child) => contentOf(child, report)),
  );
  // A name alone is that of a file beside the document; it is looked up with the other relative addresses.
  if (source.trim() === '') {
    const message = 'A picture, film or sound without an address was taken out of the text: name its file.';
    report.warn('article/cleaned', message, positionOf(media));
    return [];
  }
  const player = PLAYERS[media.attributes['media-type'] ?? ''];
  if (player !== undefined) return [element(player, { src: source, controls: true }, [])];
  const { width, height } = reference?.attributes ?? {};
  const alt =
    reference?.attributes['alternate-text'] ?? childrenOf(media, 'media-caption').map(textOf).join(' ').trim();
  const size = defined({ width, height });
  const picture = { ...element('img', { src: source, alt, ...size }, []), position: rangeOf(media) };
  return [element('figure', {}, caption.length === 0 ? [picture] : [picture, element('figcaption', {}, caption)])];
}
