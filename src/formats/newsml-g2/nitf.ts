import type { Element, ElementContent, RootContent } from 'hast';
import { keyOf } from '../../article/identity.ts';
import type { Story } from '../../article/view.ts';
import { rightsOf } from '../../publication/rights-of.ts';
import type { Body } from '../../text/html-tree.ts';
import { withAbsoluteAddresses } from '../../text/projections.ts';
import { bylineOf } from '../byline.ts';
import { textElement, type XmlElement, type XmlNode, xml } from '../xml/element.ts';
import type { G2Context } from './item.ts';

const NITF_NAMESPACE = 'http://iptc.org/std/NITF/2006-10-18/';

/** The title and text of something without metadata of its own: the notice of a recall. */
export function nitfNotice(title: string, body: Body, base: string): XmlElement {
  return nitf(title, [], { body, base });
}

/** A story as NITF 3.6; its text stands in one block, without which Superdesk reads none of it. */
export function nitfStory(story: Story, context: G2Context): XmlElement {
  const { publication, addresses } = context;
  const { year, holder } = rightsOf(publication, story.rights, story.firstPublishedAt);
  const docdata = xml('docdata', {}, [
    xml('doc-id', { 'id-string': keyOf(story.id) ?? story.id }),
    // Urgency 9 is IPTC's "user-defined", which NITF does not have.
    story.urgency === undefined ? undefined : xml('urgency', { 'ed-urg': Math.min(story.urgency, 8) }),
    xml('date.issue', { norm: basicDate(story.versionCreatedAt) }),
    story.expires && xml('date.expire', { norm: basicDate(story.expires) }),
    story.slugline === undefined ? undefined : xml('du-key', { version: story.version, key: story.slugline }),
    xml('doc.copyright', { year, holder }),
    story.keywords.length === 0
      ? undefined
      : xml(
          'key-list',
          {},
          story.keywords.map((key) => xml('keyword', { key })),
        ),
  ]);
  const byline = bylineOf(story);
  const { dateline } = story;
  const head = [
    textElement('byline', byline),
    dateline && xml('dateline', {}, [xml('location', {}, dateline.text ?? dateline.place)]),
    story.standfirst === undefined ? undefined : xml('abstract', {}, [xml('p', {}, story.standfirst)]),
  ];
  return nitf(story.headline, head, { body: story.body, base: addresses.article(story.slug), docdata });
}

interface NitfText {
  readonly body: Body;
  /** What addresses of the text are relative to. */
  readonly base: string;
  readonly docdata?: XmlElement;
}

function nitf(title: string, head: readonly (XmlElement | undefined)[], { body, base, docdata }: NitfText): XmlElement {
  const blocks = blocksOf(withAbsoluteAddresses(body, base).children);
  return xml('nitf', { xmlns: NITF_NAMESPACE, version: '-//IPTC//DTD NITF 3.6//EN' }, [
    xml('head', {}, [xml('title', {}, title), docdata]),
    xml('body', {}, [
      xml('body.head', {}, [xml('hedline', {}, [xml('hl1', {}, title)]), ...head]),
      xml('body.content', {}, [xml('block', {}, blocks.length > 0 ? blocks : [xml('p', {}, '')])]),
    ]),
  ]);
}

/** ISO 8601 in its basic form, as NITF's `norm` wants it: `20260302T101530Z`. */
function basicDate(instant: string): string {
  return instant.replace(/[-:]/g, '');
}

type Node = RootContent | ElementContent;

/** Elements of HTML by those of NITF that hold the same. */
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
/** They mean something by what is in them. */
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

function verbatim(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  children: readonly XmlNode[],
): XmlElement {
  return { ...xml(name, attributes, children), verbatim: true };
}

/** The blocks of several nodes: running text between blocks is one paragraph. */
function blocksOf(nodes: readonly Node[]): XmlElement[] {
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

function hasWords(nodes: readonly XmlNode[]): boolean {
  return nodes.some((node) => (typeof node === 'string' ? node.trim() !== '' : hasWords(node.children)));
}

/** The blocks that an element of the body becomes: `p`, `hl2`, `ul`, `ol`, `dl`, `bq`, `table`, `media`, `pre`, `hr`. */
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

/** Terms are running text, what they mean are blocks; groups of both may stand in a `div`. */
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

/** A container says what it is in the class of its blocks, since NITF has none. */
function classed(block: XmlElement, className: string | undefined): XmlElement {
  if (className === undefined || block.attributes.class !== undefined || block.name === 'media') return block;
  return { ...block, attributes: { ...block.attributes, class: className } };
}

function itemsOf({ children }: Element, names: readonly string[]): Element[] {
  return children.filter((child): child is Element => child.type === 'element' && names.includes(child.tagName));
}

/** Running text alone where there is nothing else, as lists and tables mostly have it. */
function inlineOrBlocks({ children }: Element): XmlNode[] {
  const hasBlocks = children.some((child) => (child.type === 'element' && isBlock(child)) || mediaIn(child).length > 0);
  return hasBlocks ? blocksOf(children) : inline(children);
}

const OTHER_BLOCKS: ReadonlySet<string> = new Set(['dl', 'blockquote', 'table', 'pre', 'hr']);

function isBlock({ tagName }: Element): boolean {
  const names = [LISTS, CONTAINERS, OTHER_BLOCKS];
  return tagName in BLOCK_NAMES || names.some((set) => set.has(tagName));
}

/** Head, foot and body become rows; merged cells stay merged. */
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

const EMPHASIS: Readonly<Record<string, string>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  cite: 'italic',
  dfn: 'italic',
  var: 'italic',
  u: 'underline',
  mark: 'marked',
  s: 'strikethrough',
  del: 'deleted',
  ins: 'inserted',
  code: 'code',
  kbd: 'code',
  samp: 'code',
  small: 'small',
  sub: 'subscript',
  sup: 'superscript',
};

/** Running text: `a`, `em` with what kind of emphasis it is, `q`, `br`; other phrases leave their text. */
function inline(nodes: readonly Node[]): XmlNode[] {
  return nodes.flatMap((node): XmlNode[] => {
    if (node.type === 'text') return [node.value];
    if (node.type !== 'element') return [];
    const { tagName, properties, children } = node;
    if (tagName === 'br') return [xml('br')];
    if (tagName === 'a' && typeof properties.href === 'string') {
      const words = inline(children);
      return hasWords(words) ? [verbatim('a', { href: properties.href }, words)] : [];
    }
    if (tagName === 'q') return [verbatim('q', {}, inline(children))];
    const emphasis = EMPHASIS[tagName];
    if (emphasis !== undefined) return [verbatim('em', { class: emphasis }, inline(children))];
    return ['img', 'video', 'audio', 'source', 'track', 'wbr', 'hr'].includes(tagName) ? [] : inline(children);
  });
}

const MEDIA_TYPES: Readonly<Record<string, string>> = { img: 'image', video: 'video', audio: 'audio' };

/** Pictures, films and sounds in running text stand behind it: NITF has them as blocks alone. */
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
