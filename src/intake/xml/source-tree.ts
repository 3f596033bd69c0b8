import { characterEntities } from 'character-entities';
import { SaxesParser } from 'saxes';
import { type Finding, type Position, problem, warning } from '../../text/finding.ts';
import { UNDECLARED, USUAL_NAMESPACES } from './namespaces.ts';

/** An element of a document from outside, with its position. */
export interface SourceElement extends Position {
  /** The name without its prefix. Feeds have elements of several namespaces with one name; `namespace` distinguishes them. */
  readonly name: string;
  readonly namespace: string;
  /** Attributes by their written names (`xml:lang`). */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly SourceNode[];
  /** The document, and the start of the content in it, for positions inside of text. */
  readonly document: string;
  readonly contentStart: ContentStart;
}

/** A position with its offset, in UTF-16 units. */
export interface ContentStart extends Position {
  readonly offset: number;
}

export type SourceNode = SourceElement | string;

/** A parsed document with its warnings, or the reason for refusing it. */
export type SourceTree =
  | { readonly root: SourceElement; readonly warnings: readonly Finding[] }
  | { readonly problems: readonly Finding[] };

/** Limits far above any news document; a document that exceeds one is an attack or damaged. */
const MAX_DEPTH = 150;
const MAX_ELEMENTS = 400_000;

class Refusal extends Error {
  readonly finding: Finding;
  constructor(finding: Finding) {
    super(finding.message);
    this.finding = finding;
  }
}

interface Open {
  readonly element: SourceElement;
  readonly children: SourceNode[];
}

/**
 * Parses XML from any source. Nothing is fetched and nothing is expanded: a document that declares entities is refused;
 * one that uses entities of HTML without declaring them is read with a warning.
 * @param text decoded
 * @param file named in messages
 */
export function readSourceTree(text: string, file: string): SourceTree {
  try {
    return parse(text, file);
  } catch (error) {
    if (error instanceof Refusal) return { problems: [{ ...error.finding, file }] };
    throw error;
  }
}

function parse(text: string, file: string): SourceTree {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const document = text.replace(/^\uFEFF/, '');
  const warnings: Finding[] = [];
  const open: Open[] = [];
  let root: SourceElement | undefined;
  let count = 0;
  let place: Position = { line: 1, column: 1 };
  const here = (): Position => ({ line: parser.line, column: Math.max(1, parser.columnIndex) });
  const refuse = (rule: string, message: string, at: Position = here()): never => {
    throw new Refusal(problem(rule, message, at));
  };
  const warn = (rule: string, message: string): void => {
    warnings.push(warning(rule, message, { file, ...here() }));
  };
  acceptHtmlEntities(parser, warn);
  acceptUndeclaredPrefixes(parser, warn);
  parser.on('error', (error) => refuse('xml/well-formed', syntaxMessage(error)));
  parser.on('doctype', (doctype) => {
    if (doctype.includes('[')) {
      refuse(
        'xml/doctype',
        'The document declares entities or elements of its own, which is refused: take its DOCTYPE out.',
      );
    }
    warn('xml/doctype', 'The DOCTYPE is not looked at.');
  });
  parser.on('opentagstart', ({ name }) => {
    place = tagStart(document, parser, name);
    count++;
    if (open.length >= MAX_DEPTH) refuse('xml/nesting', `Elements are nested deeper than ${MAX_DEPTH} levels.`);
    if (count > MAX_ELEMENTS) refuse('xml/size', `The document has more than ${MAX_ELEMENTS} elements.`);
  });
  parser.on('opentag', ({ local, uri, attributes }) => {
    const children: SourceNode[] = [];
    const values = Object.entries(attributes).map(([name, { value }]): [string, string] => [name, value]);
    const element: SourceElement = {
      name: local,
      namespace: uri,
      attributes: Object.fromEntries(values),
      children,
      document,
      contentStart: { offset: parser.position, line: parser.line, column: parser.columnIndex + 1 },
      ...place,
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push({ element, children });
  });
  parser.on('closetag', () => {
    open.pop();
  });
  const append = (content: string): void => {
    open.at(-1)?.children.push(content);
  };
  parser.on('text', append);
  parser.on('cdata', append);
  parser.write(document).close();
  return root === undefined
    ? { problems: [problem('xml/empty', 'The document is empty.', { file })] }
    : { root, warnings };
}

/** Returns the sentence about a syntax error; the parser puts a position before its words. */
function syntaxMessage({ message }: Error): string {
  const words = message.replace(/^(?:[^:]*:)?\d+:\d+: /, '').replace(/\.$/, '');
  return `The document is not well-formed XML: ${words}. Mend it at this position.`;
}

type ParserPosition = Pick<SaxesParser, 'line' | 'columnIndex' | 'position'>;

/** Returns the position of the tag whose name the parser has read. */
function tagStart(document: string, { line, columnIndex, position }: ParserPosition, name: string): Position {
  const column = columnIndex - name.length - 1;
  if (column >= 1) return { line, column };
  // The name ends its line, and the parser is in the next one.
  const start = document.lastIndexOf('<', position - 1);
  const lines = document.slice(start, position).split(/\r\n?|\n/).length - 1;
  const before = Math.max(document.lastIndexOf('\n', start), document.lastIndexOf('\r', start));
  return { line: line - lines, column: start - before };
}

type Warn = (rule: string, message: string) => void;

/** Lets a parser accept entities of HTML, with one warning for each: a text may contain a million of them. */
function acceptHtmlEntities(parser: SaxesParser<{ xmlns: true; position: true }>, warn: Warn): void {
  const entities = new Set<string>();
  parser.ENTITIES = htmlEntities(parser.ENTITIES, (name) => {
    if (entities.has(name)) return;
    entities.add(name);
    warn('xml/html-entity', `\`&${name};\` is an entity of HTML, which XML does not have: write the character itself.`);
  });
}

/** Lets a parser accept prefixes that are not declared, with one warning for each. */
function acceptUndeclaredPrefixes(parser: SaxesParser<{ xmlns: true; position: true }>, warn: Warn): void {
  const prefixes = new Set<string>();
  const declared = parser.resolve.bind(parser);
  parser.resolve = (prefix) => {
    const namespace = declared(prefix);
    if (namespace !== undefined || prefix === '') return namespace;
    if (!prefixes.has(prefix)) {
      prefixes.add(prefix);
      warn('xml/prefix', `The prefix "${prefix}" is not declared: add \`xmlns:${prefix}\`.`);
    }
    return USUAL_NAMESPACES[prefix] ?? UNDECLARED;
  };
}

/** Resolves the entities of XML, and those of HTML with a warning. */
function htmlEntities(known: Record<string, string>, onUse: (name: string) => void): Record<string, string> {
  return new Proxy(known, {
    get: (entities, name) => {
      if (typeof name !== 'string' || name in entities) return entities[name as string];
      const character = Object.hasOwn(characterEntities, name) ? characterEntities[name] : undefined;
      if (character !== undefined) onUse(name);
      return character;
    },
  });
}
