import type { XmlNode } from 'libxml2-wasm';
import { schemeUri } from '../../../vocabulary/iptc-catalog.ts';
import type { ReadXml } from '../../xml/read.ts';

/** The items of a document, as an XPath. */
export const ITEMS = '(//n:newsItem | //n:packageItem | //n:conceptItem | //n:knowledgeItem | //n:planningItem)';

/** A QCode out of an attribute, whichever of its twins it is: by its scheme's address. */
export function isConcept(alias: string, code: string, attribute = 'qcode'): string {
  const twin = attribute === 'qcode' ? 'uri' : `${attribute}uri`;
  return `(@${attribute}="${alias}:${code}" or @${twin}="${schemeUri(alias)}${code}")`;
}

/** Aliases that an item's own catalog declares, with the addresses that they stand for. */
export function declaredSchemes(xml: ReadXml, item: XmlNode): Map<string, string> {
  const rows = xml
    .find('n:catalog/n:scheme', item)
    .map((scheme) => [String(scheme.eval('string(@alias)')), String(scheme.eval('string(@uri)'))]);
  return new Map(rows as [string, string][]);
}

/** The value of an attribute, or the empty text. */
export function attribute(node: XmlNode, name: string): string {
  return String(node.eval(`string(@${name})`));
}
