import type { WireDocument } from '../article/wire-item.ts';
import { problem } from '../text/finding.ts';
import { agencyFormatOf, readAgencyJson } from './agency-json/index.ts';
import { isAtom, readAtom } from './atom/index.ts';
import { decodeUtf8 } from './decode.ts';
import { isNewsml1, readNewsml1 } from './newsml-1/index.ts';
import { isNewsmlG2, readNewsmlG2 } from './newsml-g2/index.ts';
import { isNinjs, readNinjs } from './ninjs/index.ts';
import { isNitf, readNitf } from './nitf/index.ts';
import { isRss, readRss } from './rss/index.ts';
import type { WireReadOptions } from './wire-read-options.ts';
import { decodeXml, MAX_WIRE_BYTES } from './xml/decode-xml.ts';
import { readSourceTree, type SourceElement } from './xml/source-tree.ts';

/** The XML formats that are read, recognized by the root element. */
const READERS: readonly {
  readonly name: string;
  readonly isOne: (root: SourceElement) => boolean;
  readonly read: (root: SourceElement, options: WireReadOptions) => WireDocument;
}[] = [
  { name: 'NewsML-G2', isOne: isNewsmlG2, read: readNewsmlG2 },
  { name: 'NewsML 1', isOne: isNewsml1, read: readNewsml1 },
  { name: 'NITF', isOne: isNitf, read: readNitf },
  { name: 'RSS', isOne: isRss, read: readRss },
  { name: 'Atom', isOne: isAtom, read: readAtom },
];

/** Names of the XML formats that are read. */
export const XML_FORMATS: readonly string[] = READERS.map(({ name }) => name);

/** Known formats that are not read, for messages. */
const NOT_READ: Readonly<Record<string, string>> = {
  'sports-content': 'SportsML',
  catalog: 'a catalog',
  html: 'a page of HTML',
};

/** Reads XML from an agency or another publisher: NewsML-G2, NewsML 1, NITF, RSS or Atom. */
export function readWireXml(bytes: Uint8Array, options: WireReadOptions): WireDocument {
  const decoded = decodeXml(bytes, options.file);
  if ('problems' in decoded) return decoded;
  const tree = readSourceTree(decoded.text, options.file);
  if ('problems' in tree) return tree;
  const { root } = tree;
  const reader = READERS.find(({ isOne }) => isOne(root));
  if (reader === undefined) {
    const known = READERS.map(({ name }) => name).join(', ');
    const kind = NOT_READ[root.name];
    const what =
      kind === undefined
        ? `<${root.name}> is the root of no format that is read`
        : `This is ${kind}, which is not read`;
    return {
      problems: [
        problem('wire/format', `${what}; there are: ${known}.`, {
          file: options.file,
          line: root.line,
          column: root.column,
        }),
      ],
    };
  }
  const document = reader.read(root, options);
  if ('problems' in document) return document;
  return { ...document, warnings: [...decoded.warnings, ...tree.warnings, ...document.warnings] };
}

/** Reads a wire document: JSON that is ninjs, or XML. */
export function readWire(bytes: Uint8Array, options: WireReadOptions): WireDocument {
  return isWireJson(bytes) ? readWireJson(bytes, options) : readWireXml(bytes, options);
}

/** Returns true if bytes are ninjs, or JSON of an agency or another system, rather than a canonical story. */
export function isWireJson(bytes: Uint8Array): boolean {
  try {
    const data: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return agencyFormatOf(data) !== undefined || isNinjs(data);
  } catch {
    return false;
  }
}

/** Reads ninjs, or JSON of an agency or another system. */
export function readWireJson(bytes: Uint8Array, options: WireReadOptions): WireDocument {
  const decoded = decodeUtf8(bytes, options.file, MAX_WIRE_BYTES);
  if ('problems' in decoded) return decoded;
  try {
    const text = decoded.text.replace(/^\uFEFF/, '');
    const format = agencyFormatOf(JSON.parse(text));
    return format === undefined ? readNinjs(text, options) : readAgencyJson(text, format, options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { problems: [problem('json/nesting', 'The JSON is nested too deeply.', { file: options.file })] };
  }
}
