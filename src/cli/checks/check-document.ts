import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname, relative, resolve } from 'node:path';
import { atom } from '../../formats/atom/index.ts';
import type { Format } from '../../formats/format.ts';
import { checkNewsmlG2 } from '../../formats/newsml-g2/rules/index.ts';
import { checkNinjs } from '../../formats/ninjs/rules.ts';
import { rss } from '../../formats/rss/index.ts';
import { isWireJson } from '../../intake/wire-format.ts';
import { decodeXml, MAX_WIRE_BYTES, tooLargeDocument } from '../../intake/xml/decode-xml.ts';
import { readSourceTree } from '../../intake/xml/source-tree.ts';
import type { SchemaChecks } from '../../preflight/check-stories.ts';
import type { Finding } from '../../text/finding.ts';

/** True for a document of NewsML-G2, ninjs, RSS or Atom of any producer; false for a story of the content folder. */
export function isDocument(file: string, content: string): boolean {
  if (!existsSync(file)) return false;
  const ending = extname(file).toLowerCase();
  if (ending === '.xml' || FEED_CHECKS[ending] !== undefined) return true;
  const isInside = !relative(resolve(content), resolve(file)).startsWith('..');
  return ending === '.json' && !isInside && isWireJson(readFileSync(file));
}

/** The rules for feeds of other publishers. */
const FEED_CHECKS: Readonly<Record<string, Format['check']>> = { '.rss': rss.check, '.atom': atom.check };

/**
 * Returns the findings of the format's rules and schema for a document.
 * @param profile receiver profile, for a feed
 */
export function checkDocument(file: string, schemas: SchemaChecks, profile?: Format): Finding[] {
  const { size } = statSync(file);
  if (size > MAX_WIRE_BYTES) return [tooLargeDocument(size, file)];
  const bytes = readFileSync(file);
  const ending = extname(file).toLowerCase();
  const ofFeed = profile?.check ?? FEED_CHECKS[ending];
  const ofNewsml = (text: string) => [...checkNewsmlG2(text), ...(schemas['newsml-g2']?.(text) ?? [])];
  const found = ending === '.json' ? jsonFindings(bytes, schemas) : xmlFindings(bytes, file, ofFeed ?? ofNewsml);
  return found.map((finding) => ({ ...finding, file }));
}

/**
 * Returns the findings of an XML document. Hostile XML is refused before schema validation: libxml2 would process its
 * entities.
 */
function xmlFindings(bytes: Buffer, file: string, check: (text: string) => readonly Finding[]): readonly Finding[] {
  const decoded = decodeXml(bytes, file);
  if ('problems' in decoded) return decoded.problems;
  const tree = readSourceTree(decoded.text, file);
  if ('problems' in tree) return tree.problems;
  // Decoded text is no longer in the encoding that it declares.
  const text = decoded.text.replace(/^\uFEFF?(\s*<\?xml[^>]*?)\sencoding\s*=\s*["'][^"']*["']/, '$1');
  return [...decoded.warnings, ...tree.warnings, ...check(text)];
}

function jsonFindings(bytes: Buffer, schemas: SchemaChecks): readonly Finding[] {
  const text = bytes.toString('utf8');
  return [...checkNinjs(text), ...(schemas.ninjs?.(text) ?? [])];
}
