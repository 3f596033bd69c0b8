import type { Element, Nodes } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { visit } from 'unist-util-visit';

/** A node of JSON-LD as parsed. */
export type JsonLdNode = Readonly<Record<string, unknown>>;

/** A picture of a page. */
export interface PagePicture {
  readonly src: string;
  readonly alt: string | undefined;
}

/** A page as readers without scripts see it: the HTML and its headers. */
export interface ServedPage {
  readonly url: string;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly language: string | undefined;
  readonly title: string;
  /** Values of `meta`, by name or property in lower case. */
  readonly metas: ReadonlyMap<string, readonly string[]>;
  readonly links: readonly { readonly rel: string; readonly href: string; readonly hreflang?: string }[];
  /** Every node of every block. */
  readonly nodes: readonly JsonLdNode[];
  /** Parse errors of blocks. */
  readonly brokenBlocks: readonly string[];
  readonly headings: readonly string[];
  /** Values of `time` outside the text, where the page states its publication time. */
  readonly times: readonly string[];
  readonly pictures: readonly PagePicture[];
  readonly classes: ReadonlySet<string>;
  readonly elements: ReadonlySet<string>;
  /** Readable text of `main`. */
  readonly text: string;
}

/** @param headers of the response, by names in lower case */
export function readPage(html: string, url: string, headers: Readonly<Record<string, string>> = {}): ServedPage {
  const tree = fromHtml(html);
  const all: Element[] = [];
  visit(tree, 'element', (element) => {
    all.push(element);
  });
  const named = (name: string): Element[] => all.filter(({ tagName }) => tagName === name);
  const main = named('main')[0] ?? tree;
  const blocks = named('script')
    .filter(({ properties }) => properties.type === 'application/ld+json')
    .map((script) => textOf(script));
  const read = blocks.map(parsed);
  return {
    url,
    headers,
    language: attribute(named('html')[0], 'lang'),
    title: textOf(named('title')[0]),
    metas: metasOf(named('meta')),
    links: named('link').map((link) => {
      const hreflang = attribute(link, 'hrefLang');
      const about = { rel: attribute(link, 'rel') ?? '', href: attribute(link, 'href') ?? '' };
      return hreflang === undefined ? about : { ...about, hreflang };
    }),
    nodes: read.flatMap(({ nodes }) => nodes),
    brokenBlocks: read.flatMap(({ broken }) => broken ?? []),
    headings: named('h1').map((heading) => textOf(heading).trim()),
    times: within(main, 'header').flatMap((time) => attribute(time, 'dateTime') ?? []),
    pictures: named('img').map((image) => ({ src: attribute(image, 'src') ?? '', alt: attribute(image, 'alt') })),
    classes: new Set(all.flatMap(({ properties }) => [properties.className ?? []].flat().map(String))),
    elements: new Set(all.map(({ tagName }) => tagName)),
    text: textOf(main).replace(/\s+/g, ' ').trim(),
  };
}

/** Returns the `time` elements of a header. */
function within(main: Nodes, tag: string): Element[] {
  const found: Element[] = [];
  visit(main, { type: 'element', tagName: tag }, (header) => {
    visit(header, { type: 'element', tagName: 'time' }, (time) => {
      found.push(time as Element);
    });
  });
  return found;
}

function metasOf(metas: readonly Element[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const meta of metas) {
    const name = (attribute(meta, 'property') ?? attribute(meta, 'name'))?.toLowerCase();
    const content = attribute(meta, 'content');
    if (name !== undefined && content !== undefined) found.set(name, [...(found.get(name) ?? []), content]);
  }
  return found;
}

function parsed(block: string): { nodes: JsonLdNode[]; broken?: string } {
  try {
    const value: unknown = JSON.parse(block);
    const documents = [value].flat() as JsonLdNode[];
    return {
      nodes: documents.flatMap((one) => (Array.isArray(one['@graph']) ? (one['@graph'] as JsonLdNode[]) : [one])),
    };
  } catch (error) {
    return { nodes: [], broken: error instanceof Error ? error.message : 'no JSON' };
  }
}

function attribute(element: Element | undefined, name: string): string | undefined {
  const value = element?.properties[name];
  if (value === undefined || value === null) return undefined;
  return Array.isArray(value) ? value.join(' ') : String(value);
}

function textOf(node: Nodes | undefined): string {
  if (node === undefined) return '';
  if (node.type === 'text') return node.value;
  if (node.type === 'element' && node.tagName === 'script' && node.properties.type !== 'application/ld+json') return '';
  return 'children' in node ? node.children.map((child) => textOf(child)).join('') : '';
}

/** Returns the types of a node. */
export function typesOf(node: JsonLdNode | undefined): string[] {
  return node?.['@type'] === undefined ? [] : [node['@type']].flat().map(String);
}

/** Returns the values of a property that are nodes; references are resolved. */
export function nodesIn(value: unknown, page: Pick<ServedPage, 'nodes'>): JsonLdNode[] {
  return [value ?? []].flat().flatMap((item): JsonLdNode[] => {
    if (typeof item !== 'object' || item === null) return [];
    const node = item as JsonLdNode;
    const isReference = Object.keys(node).length === 1 && node['@id'] !== undefined;
    return isReference ? page.nodes.filter((other) => other['@id'] === node['@id']).slice(0, 1) : [node];
  });
}

const STORY_TYPES = ['NewsArticle', 'Article', 'BlogPosting', 'LiveBlogPosting'];

/** Returns the node of the page's story. */
export function storyNode(page: Pick<ServedPage, 'nodes'>): JsonLdNode | undefined {
  return page.nodes.find((node) => typesOf(node).some((type) => STORY_TYPES.includes(type)));
}

/** Returns the first node of a type. */
export function nodeOf(page: Pick<ServedPage, 'nodes'>, type: string): JsonLdNode | undefined {
  return page.nodes.find((node) => typesOf(node).includes(type));
}

/** Returns the first value of a `meta`. */
export function metaOf(page: Pick<ServedPage, 'metas'>, name: string): string | undefined {
  return page.metas.get(name)?.[0];
}
