import { fragment } from 'xmlbuilder2';
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';
import { cleanText } from '../../text/clean.ts';
import type { XmlElement, XmlNode } from './element.ts';
import { escapeAttribute, escapeText } from './escape.ts';

/**
 * The guarded writer around xmlbuilder2 4.0. xmlbuilder2 does not escape an `&` that looks like an entity (a story with
 * `&lt;b&gt;` would become markup), lets control characters through and drops line feeds in attributes: all three are
 * handled here before it is called.
 */

/** Two spaces for each level, in element-only content. */
const INDENT = '  ';

/** Serializes a whole document: declaration, then the root with its namespaces. */
export function writeXml(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeXmlFragment(root)}\n`;
}

/**
 * Serializes an element for use inside another document, whose root declares the prefixes. xmlbuilder2 writes the same
 * text for the same shape (elements and attributes), so it is called once for each shape, with tokens for the values;
 * afterwards writing is a join of strings.
 * @param depth nesting level in that document, for indentation
 */
export function writeXmlFragment(element: XmlElement, depth = 0): string {
  const values: string[] = [];
  const shape = `${depth} ${shapeOf(element, values)}`;
  // Every piece of running text has a shape of its own: it is put together from the shapes of its elements.
  if (shape.length > MAX_SHAPE_LENGTH && element.children.length > 0) return assembled(element, depth);
  const known = templates.get(shape) ?? written(tokensFor(element), depth).split(TOKEN);
  if (templates.size < MAX_TEMPLATES) templates.set(shape, known);
  let filled = known[0] ?? '';
  for (const [index, value] of values.entries()) filled += value + (known[index + 1] ?? '');
  return filled;
}

/** Stands for the content of an element; no text contains a private character of this plane after cleaning. */
const CONTENT = '\u{10FFFD}';

/** Serializes an element around its serialized children. */
function assembled(element: XmlElement, depth: number): string {
  const { children } = element;
  const isRunningText = element.verbatim === true || children.some((child) => typeof child === 'string');
  const content = isRunningText
    ? children
        .map((child) => (typeof child === 'string' ? escapeText(child) : writeXmlFragment(asRunningText(child))))
        .join('')
    : `${children.map((child) => `\n${writeXmlFragment(child as XmlElement, depth + 1)}`).join('')}\n${INDENT.repeat(depth)}`;
  const shell = writeXmlFragment({ ...element, children: content === '' ? [] : [CONTENT] }, depth);
  const at = shell.lastIndexOf(CONTENT);
  return at < 0 ? shell : shell.slice(0, at) + content + shell.slice(at + CONTENT.length);
}

/** Elements inside running text are not laid out. */
function asRunningText(element: XmlElement): XmlElement {
  return { ...element, verbatim: true };
}

/** The text between the values of one shape. */
const templates = new Map<string, readonly string[]>();

/** Feeds have some dozens of shapes; the limit protects against input that creates more. */
const MAX_TEMPLATES = 5000;
const MAX_SHAPE_LENGTH = 1000;

/** Returns the shape of an element; its values are appended to a list, escaped, in the order of writing. */
function shapeOf({ name, attributes, children, verbatim }: XmlElement, values: string[]): string {
  let shape = `<${name}${verbatim === true ? '!' : ''}`;
  for (const [attribute, value] of Object.entries(attributes)) {
    shape += ` ${attribute}`;
    if (attribute === 'xmlns') shape += `=${value}`;
    else values.push(escapeAttribute(value));
  }
  shape += '>';
  for (const child of children) {
    if (typeof child !== 'string') shape += shapeOf(child, values);
    // xmlbuilder2 closes an element without content at once.
    else if (cleanText(child) === '') shape += '-';
    else {
      shape += '#';
      values.push(escapeText(child));
    }
  }
  return `${shape}/`;
}

function written(element: XmlElement, depth: number): string {
  const part = fragment();
  append(part, laidOut(element, depth));
  return INDENT.repeat(depth) + part.end();
}

/** Placeholder for a value; no name of an element or attribute contains it. */
const TOKEN = '@@value@@';

function tokensFor(element: XmlElement): XmlElement {
  const attributes = Object.entries(element.attributes).map(([name, value]): [string, string] => [
    name,
    name === 'xmlns' ? value : TOKEN,
  ]);
  const children = element.children.map((child) => {
    if (typeof child !== 'string') return tokensFor(child);
    return cleanText(child) === '' ? '' : TOKEN;
  });
  return { ...element, attributes: Object.fromEntries(attributes), children };
}

function append(parent: XMLBuilder, node: XmlNode): void {
  if (typeof node === 'string') {
    parent.txt(guarded(node));
    return;
  }
  const namespace = node.attributes.xmlns;
  const element = namespace === undefined ? parent.ele(node.name) : parent.ele(namespace, node.name);
  for (const [name, value] of Object.entries(node.attributes)) {
    if (name !== 'xmlns') element.att(name, guardedAttribute(value));
  }
  for (const child of node.children) append(element, child);
}

/** Escapes a second time, to undo what xmlbuilder2 does not escape. */
function guarded(text: string): string {
  return cleanText(text).replaceAll('&', '&amp;');
}

/** Writes white space in attributes as references, which parsers do not normalize (XML 1.0, 3.3.3). */
function guardedAttribute(value: string): string {
  return guarded(value).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}

/** Adds line breaks and indentation, only between elements without text beside them. */
function laidOut(element: XmlElement, depth: number): XmlElement {
  const { children } = element;
  if (element.verbatim || children.length === 0) return element;
  if (children.some((child) => typeof child === 'string')) return element;
  const inner = `\n${INDENT.repeat(depth + 1)}`;
  const spaced = children.flatMap((child) => [inner, typeof child === 'string' ? child : laidOut(child, depth + 1)]);
  return { ...element, children: [...spaced, `\n${INDENT.repeat(depth)}`] };
}
