import type { Element, ElementContent, Root, RootContent } from 'hast';
import { BLOCK_ONLY, BLOCKS } from './allow-list.ts';
import { cleanText } from './clean.ts';

type Content = RootContent | ElementContent;

/**
 * Normalizes a sanitized tree to the one structure that all formats build on: blocks at the top level, no empty
 * paragraphs, folded white space, no first-level heading, and a picture that is alone in its paragraph as a figure.
 */
export function arrange(tree: Root): Root {
  return { type: 'root', children: paragraphs(tree.children.flatMap((node) => content(node, false))) };
}

function content(node: Content, verbatim: boolean): ElementContent[] {
  if (node.type === 'text') {
    const value = cleanText(node.value);
    return value === '' ? [] : [{ type: 'text', value: verbatim ? value : value.replace(/[\t\n\f\r ]+/g, ' ') }];
  }
  if (node.type !== 'element') return [];
  const tagName = node.tagName === 'h1' ? 'h2' : node.tagName;
  const inside = node.children.flatMap((child) => content(child, verbatim || tagName === 'pre'));
  const children = tidy(tagName, inside);
  if (children.length === 0 && NEEDS_CONTENT.has(tagName)) return [];
  // A phrase or paragraph cannot contain blocks: it is replaced by its children.
  if ((tagName === 'p' || !BLOCKS.has(tagName)) && children.some(isBlock)) {
    return tagName === 'p' ? paragraphs(children) : children;
  }
  const element: Element = { type: 'element', tagName, properties: cleanProperties(node.properties), children };
  return [figureOf(element) ?? element];
}

/** Elements that are dropped when they are empty. */
const NEEDS_CONTENT: ReadonlySet<string> = new Set(
  'p h2 h3 h4 h5 h6 ul ol dl blockquote figure figcaption aside a em strong b i s u q cite section div details'.split(
    ' ',
  ),
);

function tidy(tagName: string, children: ElementContent[]): ElementContent[] {
  if (tagName === 'pre') return children;
  if (BLOCK_ONLY.has(tagName)) return children.filter((child) => !isSpace(child));
  if (BLOCKS.has(tagName)) return trimmed(children);
  return children;
}

/** Drops white space at the ends of a block and around nested blocks. */
function trimmed(children: ElementContent[]): ElementContent[] {
  const kept = children.filter((child, index) => !(isSpace(child) && besideBlock(children, index)));
  const result = [...kept];
  const first = result[0];
  if (first?.type === 'text') result[0] = { ...first, value: first.value.replace(/^ /, '') };
  const last = result.at(-1);
  if (last?.type === 'text') result[result.length - 1] = { ...last, value: last.value.replace(/ $/, '') };
  return result.filter((child) => child.type !== 'text' || child.value !== '');
}

function besideBlock(children: ElementContent[], index: number): boolean {
  return [children[index - 1], children[index + 1]].some((child) => child === undefined || isBlock(child));
}

/** Wraps text and phrases that stand between blocks in paragraphs. */
function paragraphs(nodes: ElementContent[]): ElementContent[] {
  const blocks: ElementContent[] = [];
  let loose: ElementContent[] = [];
  const close = (): void => {
    const children = trimmed(loose);
    if (children.length > 0) blocks.push({ type: 'element', tagName: 'p', properties: {}, children });
    loose = [];
  };
  for (const node of nodes) {
    if (!isBlock(node)) {
      loose.push(node);
      continue;
    }
    close();
    blocks.push(node);
  }
  close();
  return blocks.map((block) => (block.type === 'element' ? (figureOf(block) ?? block) : block));
}

/** Turns `![Alternative text](file.jpg "Caption")` alone in its paragraph into a figure with a caption. */
function figureOf(paragraph: Element): Element | undefined {
  const [image, ...more] = paragraph.children;
  if (paragraph.tagName !== 'p' || more.length > 0 || image?.type !== 'element' || image.tagName !== 'img') return;
  const { title, ...properties } = image.properties;
  const children: ElementContent[] = [{ ...image, properties }];
  if (typeof title === 'string' && title.trim() !== '') {
    const caption: ElementContent = { type: 'text', value: title.trim() };
    children.push({ type: 'element', tagName: 'figcaption', properties: {}, children: [caption] });
  }
  return { type: 'element', tagName: 'figure', properties: {}, children };
}

function cleanProperties(properties: Element['properties']): Element['properties'] {
  const entries = Object.entries(properties).map(([name, value]) => [
    name,
    typeof value === 'string' ? cleanText(value).replace(/[\t\n]+/g, ' ') : value,
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== null && value !== undefined));
}

function isBlock(node: Content): boolean {
  return node.type === 'element' && BLOCKS.has(node.tagName);
}

function isSpace(node: Content): boolean {
  return node.type === 'text' && /^[\t\n\f\r ]*$/.test(node.value);
}
