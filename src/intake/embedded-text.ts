import { characterEntities } from 'character-entities';
import { type JSONVisitor, visit } from 'jsonc-parser';
import { cleanText } from '../text/clean.ts';
import type { Position } from '../text/finding.ts';
import type { SourceElement } from './xml/source-tree.ts';

/**
 * Positions in a document of a text that it contains in escaped form: HTML in a CDATA section or in entities of XML, or
 * in a string of JSON.
 */

/** Returns the position in the document for an offset in the text, in UTF-16 units of the clean text. */
export type PositionOf = (offset: number) => Position;

/** Lengths of a part of the document and of the text for which it stands. */
type Part = readonly [written: number, text: number];

interface Start extends Position {
  readonly document: string;
  readonly offset: number;
}

/** Returns the position of an element, for any offset: that of text which was encoded in another way. */
export function positionOfElement({ line, column }: SourceElement): PositionOf {
  return () => ({ line, column });
}

/** Returns the positions of the text of an element; the position of the element if it has child elements. */
export function positionsInElement(element: SourceElement): PositionOf {
  const { document, contentStart, children } = element;
  if (children.some((child) => typeof child !== 'string')) return positionOfElement(element);
  const start = { document, ...contentStart };
  return (offset) => positionAt(start, offsetIn(xmlParts(start), start.offset, offset));
}

const OUTSIDE_OF_CDATA = /[^<&\r]+|\r\n?|&#(?:x0*d|0*13);\r?\n|&[^;]*;|<!--.*?-->|<\?.*?\?>|<!\[CDATA\[/isy;
const INSIDE_OF_CDATA = /[^\]\r]+|\r\n?|\]\]>|\]/y;

function* xmlParts({ document, offset }: Start): Generator<Part> {
  let pattern = OUTSIDE_OF_CDATA;
  for (let at = offset; ; ) {
    pattern.lastIndex = at;
    const [part] = pattern.exec(document) ?? [];
    if (part === undefined) return;
    at += part.length;
    const isInside = pattern === INSIDE_OF_CDATA;
    if (part === '<![CDATA[') pattern = INSIDE_OF_CDATA;
    if (part === ']]>') pattern = OUTSIDE_OF_CDATA;
    yield [part.length, isInside ? cdataLength(part) : textLength(part)];
  }
}

function cdataLength(part: string): number {
  return part === ']]>' ? 0 : part === '\r\n' ? 1 : part.length;
}

/** Returns the length of the text for a part of XML outside of CDATA sections. */
function textLength(part: string): number {
  if (part.startsWith('<')) return 0;
  if (part === '\r\n' || /^&.*\n$/s.test(part)) return 1;
  if (!part.startsWith('&') || !part.endsWith(';')) return part.length;
  const number = /^&#(x?)([\da-f]+);$/i.exec(part);
  if (number === null) return characterEntities[part.slice(1, -1)]?.length ?? 1;
  return Number.parseInt(number[2] ?? '', number[1] === '' ? 10 : 16) > 0xffff ? 2 : 1;
}

/** The start of a string, with the number of blanks before its first word. */
type StringStart = Start & { readonly blanks: number };

/** Strings of a JSON document that have markup, by their values without white space at the ends. */
export class JsonTexts {
  readonly #document: string;
  #starts: ReadonlyMap<string, readonly StringStart[]> | undefined;

  /** @param document valid JSON; it is searched when the first position is needed */
  constructor(document: string) {
    this.#document = document;
  }

  /**
   * Returns the positions of a string; `undefined` for one that is not in the document.
   * @param from position of the object that has it: another one may have the same string
   */
  positionsIn(value: string, from: Position = { line: 1, column: 1 }): PositionOf | undefined {
    this.#starts ??= markupIn(this.#document);
    const starts = this.#starts.get(value);
    const isBehind = ({ line, column }: Position): boolean =>
      line > from.line || (line === from.line && column >= from.column);
    const start = starts?.find(isBehind) ?? starts?.[0];
    return start && ((offset) => positionAt(start, offsetIn(jsonParts(start), start.offset, offset + start.blanks)));
  }
}

function markupIn(document: string): ReadonlyMap<string, readonly StringStart[]> {
  const starts = new Map<string, StringStart[]>();
  const onLiteralValue: JSONVisitor['onLiteralValue'] = (value: unknown, ...[offset, , line, character]) => {
    if (typeof value !== 'string' || !/[<[{]/.test(value)) return;
    const text = cleanText(value);
    const blanks = text.length - text.trimStart().length;
    // The first character is after the quotation mark.
    const position = { line: line + 1, column: character + 2 };
    const key = value.trim();
    starts.set(key, [...(starts.get(key) ?? []), { document, offset: offset + 1, ...position, blanks }]);
  };
  try {
    visit(document, { onLiteralValue });
  } catch (error) {
    // The parser calls itself once per level.
    if (!(error instanceof RangeError)) throw error;
  }
  return starts;
}

const IN_STRING = /[^"\\]+|(?:\\r|\\u000d)(?:\\n|\\u000a)|\\u[\da-f]{4}|\\[^u]/iy;
/** Control characters, which no text has. */
const DROPPED = /^\\(?:u00(?:0[0-8bcef]|1[\da-f])|uFFF[EF]|[bf])$/i;

function* jsonParts({ document, offset }: Start): Generator<Part> {
  for (let at = offset; ; ) {
    IN_STRING.lastIndex = at;
    const [part] = IN_STRING.exec(document) ?? [];
    if (part === undefined) return;
    at += part.length;
    yield [part.length, DROPPED.test(part) ? 0 : part.startsWith('\\') ? 1 : part.length];
  }
}

/** Returns the offset of a position in a text whose line ends are line feeds. */
export function offsetOf(text: string, { line, column }: Position): number {
  let start = 0;
  for (let number = 1; number < line; number++) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
}

/** Returns the offset in the document for one in the text. */
function offsetIn(parts: Iterable<Part>, start: number, inText: number): number {
  let [offset, left] = [start, inText];
  for (const [written, text] of parts) {
    if (left < text) return written === text ? offset + left : offset;
    offset += written;
    left -= text;
  }
  return offset;
}

function positionAt({ document, offset, line, column }: Start, wanted: number): Position {
  const lines = document.slice(offset, wanted).split(/\r\n?|\n/);
  const last = lines.at(-1) ?? '';
  return lines.length === 1
    ? { line, column: column + last.length }
    : { line: line + lines.length - 1, column: last.length + 1 };
}
