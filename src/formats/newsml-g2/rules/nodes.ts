import type { XmlNode } from 'libxml2-wasm';
import { schemeUri } from '../../../vocabulary/iptc-catalog.ts';
import type { ReadXml } from '../../xml/read.ts';

/** XPath of the items of a document. */
export const ITEMS = '(//n:newsItem | //n:packageItem | //n:conceptItem | //n:knowledgeItem | //n:planningItem)';

/** Returns the QCode of an attribute or of its URI counterpart: the scheme's address and the code. */
export function isConcept(alias: string, code: string, attribute = 'qcode'): string {
  const twin = attribute === 'qcode' ? 'uri' : `${attribute}uri`;
  return `(@${attribute}="${alias}:${code}" or @${twin}="${schemeUri(alias)}${code}")`;
}

/** Returns the aliases that an item's own catalog declares, with their addresses. */
export function declaredSchemes(xml: ReadXml, item: XmlNode): Map<string, string> {
  const rows = xml
    .find('n:catalog/n:scheme', item)
    .map((scheme) => [String(scheme.eval('string(@alias)')), String(scheme.eval('string(@uri)'))]);
  return new Map(rows as [string, string][]);
}

/** Returns the value of an attribute, or the empty text. */
export function attribute(node: XmlNode, name: string): string {
  return String(node.eval(`string(@${name})`));
}
