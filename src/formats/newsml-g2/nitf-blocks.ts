import type { Element } from 'hast';
import { type XmlElement, type XmlNode, xml } from '../xml/element.ts';
import { hasWords, inline, type Node, verbatim } from './nitf-inline.ts';

/** Elements of HTML by their equivalents in NITF. */
const BLOCK_NAMES: Readonly<Record<string, string>> = {
  h2: 'hl2',
  h3: 'hl2',
  h4: 'hl2',
  h5: 'hl2',
  h6: 'hl2',
  p: 'p',
  figcaption: 'p',
  summary: 'p',
  caption: 'p',
};
const LISTS: ReadonlySet<string> = new Set(['ol', 'ul']);
/** Elements whose meaning is in their content. */
const CONTAINERS: ReadonlySet<string> = new Set([
  'aside',
  'section',
  'div',
  'details',
  'figure',
  'tbody',
  'thead',
  'tfoot',
]);

/** Returns the blocks of several nodes: running text between blocks becomes one paragraph. */
export function blocksOf(nodes: readonly Node[]): XmlElement[] {
  const blocks: XmlElement[] = [];
  let running: Node[] = [];
  const flush = (): void => {
    const words = inline(running);
    const media = running.flatMap((node) => mediaIn(node));
    if (hasWords(words)) blocks.push(verbatim('p', {}, words));
    blocks.push(...media);
    running = [];
  };
  for (const node of nodes) {
    if (node.type === 'element' && isBlock(node)) {
      flush();
      blocks.push(...blockContent(node));
    } else running.push(node);
  }
  flush();
  return blocks;
}

/** Returns the blocks of an element of the body: `p`, `hl2`, `ul`, `ol`, `dl`, `bq`, `table`, `media`, `pre`, `hr`. */
function blockContent(node: Element): XmlElement[] {
  const { tagName } = node;
  if (tagName === 'pre') return [verbatim('pre', { class: classOf(node) }, [textOf(node)])];
  if (tagName === 'hr') return [xml('hr', { class: classOf(node) })];
  if (LISTS.has(tagName)) return listOf(node, tagName);
  if (tagName === 'dl') return definitionList(node);
  if (tagName === 'blockquote') return quoted(blocksOf(node.children));
  if (tagName === 'table') return tableOf(node);
  const name = BLOCK_NAMES[tagName];
  const isContainer = name === undefined || node.children.some((child) => child.type === 'element' && isBlock(child));
  if (isContainer) {
    const className = classOf(node) ?? (tagName === 'aside' ? tagName : undefined);
    return blocksOf(node.children).map((block) => classed(block, className));
  }
  const words = inline(node.children);
  return [...(hasWords(words) ? [verbatim(name, { class: classOf(node) }, words)] : []), ...mediaIn(node)];
}

function quoted(blocks: readonly XmlElement[]): XmlElement[] {
  return blocks.length === 0 ? [] : [xml('bq', {}, [xml('block', {}, blocks)])];
}

/** Converts a definition list: terms are running text, definitions are blocks; groups of both may be in a `div`. */
function definitionList(node: Element): XmlElement[] {
  const rows = node.children.flatMap((child) =>
    child.type === 'element' && child.tagName === 'div' ? child.children : [child],
  );
  const items = itemsOf({ ...node, children: rows }, ['dt', 'dd']).flatMap((item) => {
    if (item.tagName === 'dt') return [verbatim('dt', {}, inline(item.children))];
    const blocks = blocksOf(item.children);
    return blocks.length === 0 ? [] : [xml('dd', {}, blocks)];
  });
  return items.length === 0 ? [] : [xml('dl', {}, items)];
}

function listOf(node: Element, name: string): XmlElement[] {
  const items = itemsOf(node, ['li']).map((item) => verbatim('li', {}, inlineOrBlocks(item)));
  return items.length === 0 ? [] : [verbatim(name, {}, items)];
}

/** Marks the blocks of a container with its class, since NITF has no containers. */
function classed(block: XmlElement, className: string | undefined): XmlElement {
  if (className === undefined || block.attributes.class !== undefined || block.name === 'media') return block;
  return { ...block, attributes: { ...block.attributes, class: className } };
}

function itemsOf({ children }: Element, names: readonly string[]): Element[] {
  return children.filter((child): child is Element => child.type === 'element' && names.includes(child.tagName));
}

/** Returns running text alone where there are no blocks, as in most lists and tables. */
function inlineOrBlocks({ children }: Element): XmlNode[] {
  const hasBlocks = children.some((child) => (child.type === 'element' && isBlock(child)) || mediaIn(child).length > 0);
  return hasBlocks ? blocksOf(children) : inline(children);
}

const OTHER_BLOCKS: ReadonlySet<string> = new Set(['dl', 'blockquote', 'table', 'pre', 'hr']);

function isBlock({ tagName }: Element): boolean {
  const names = [LISTS, CONTAINERS, OTHER_BLOCKS];
  return tagName in BLOCK_NAMES || names.some((set) => set.has(tagName));
}

/** Turns head, foot and body into rows; merged cells stay merged. */
function tableOf(table: Element): XmlElement[] {
  const caption = itemsOf(table, ['caption']).map((child) => verbatim('caption', {}, inline(child.children)));
  const groups = [table, ...itemsOf(table, ['thead', 'tbody', 'tfoot'])];
  const rows = groups
    .flatMap((group) => itemsOf(group, ['tr']))
    .map((row) =>
      verbatim(
        'tr',
        {},
        itemsOf(row, ['td', 'th']).map((cell) =>
          verbatim(
            cell.tagName,
            { colspan: cell.properties.colSpan as number, rowspan: cell.properties.rowSpan as number },
            inlineOrBlocks(cell),
          ),
        ),
      ),
    )
    .filter(({ children }) => children.length > 0);
  if (rows.length === 0) return caption.map(({ children }) => verbatim('p', {}, children));
  return [verbatim('table', {}, [...caption, verbatim('tbody', {}, rows)])];
}

const MEDIA_TYPES: Readonly<Record<string, string>> = { img: 'image', video: 'video', audio: 'audio' };

/** Moves media in running text behind it: NITF allows them as blocks alone. */
function mediaIn(node: Node): XmlElement[] {
  if (node.type !== 'element') return [];
  const kind = MEDIA_TYPES[node.tagName];
  if (kind === undefined)
    return node.children.flatMap((child) => (child.type === 'element' && isBlock(child) ? [] : mediaIn(child)));
  const nested = node.children.find((inner) => inner.type === 'element' && inner.tagName === 'source');
  const source = node.properties.src ?? (nested?.type === 'element' ? nested.properties.src : undefined);
  if (typeof source !== 'string') return [];
  const { width, height, alt } = node.properties;
  const reference = xml('media-reference', {
    source,
    width: asNumber(width),
    height: asNumber(height),
    'alternate-text': typeof alt === 'string' ? alt : undefined,
  });
  return [xml('media', { 'media-type': kind }, [reference])];
}

function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function textOf(node: Node): string {
  if (node.type === 'text') return node.value;
  if (node.type !== 'element') return '';
  return node.tagName === 'br' ? '\n' : node.children.map(textOf).join('');
}

function classOf({ properties }: Element): string | undefined {
  return Array.isArray(properties.className) && properties.className.length > 0
    ? properties.className.join(' ')
    : undefined;
}
