import { schemeUri } from '../../vocabulary/iptc-catalog.ts';
import type { FormatContext } from '../format.ts';
import type { XmlElement, XmlNode } from '../xml/element.ts';
import type { Profile } from './profile.ts';
import { ownSchemeUri } from './schemes.ts';

/** The namespace of NewsML-G2 in all versions. */
export const G2_NAMESPACE = 'http://iptc.org/std/nar/2006-10-01/';

/** Media types as registered with IANA. */
export const NEWS_ITEM_TYPE = 'application/vnd.iptc.g2.newsitem+xml';
export const NEWS_MESSAGE_TYPE = 'application/vnd.iptc.g2.newsmessage+xml';

/** Inputs for the parts of an item. */
export interface G2Context extends FormatContext {
  readonly profile: Profile;
}

/** Returns the attributes of the root of every item (Guidelines, section 14). */
export function itemAttributes({ standardVersion }: Profile, guid: string, version: number) {
  return {
    xmlns: G2_NAMESPACE,
    standard: 'NewsML-G2',
    standardversion: standardVersion,
    // The default is "core", and a receiver should then ignore half of the item (Guidelines, section 20.5).
    conformance: 'power',
    guid,
    version,
  };
}

/** The version of the standard that introduced each element. */
const SINCE: Readonly<Record<string, number>> = { digitalSourceType: 33, dataMining: 34 };

/** Attributes that hold a QCode; since 2.20 each has a counterpart that holds a URI. */
const CODES: ReadonlySet<string> = new Set(
  'aspect colourspace durationunit layoutorientation mode rel rendition representation role scope severity type why'.split(
    ' ',
  ),
);

/** Returns an item in the form of a profile: without newer elements, with URIs instead of QCodes. */
export function profiled(item: XmlElement, context: G2Context): XmlElement {
  const { profile } = context;
  const minor = Number(profile.standardVersion.split('.')[1]);
  const isPlain = profile.codes === 'qcode' && !Object.values(SINCE).some((since) => since > minor);
  if (isPlain) return item;
  const child = (node: XmlNode): XmlNode[] => {
    if (typeof node === 'string' || node.verbatim) return [node];
    return (SINCE[node.name] ?? 0) > minor ? [] : [element(node)];
  };
  const element = (node: XmlElement): XmlElement => ({
    ...node,
    attributes: profile.codes === 'uri' ? addressed(node.attributes, context) : node.attributes,
    children: node.children.flatMap(child),
  });
  return element(item);
}

function addressed(attributes: XmlElement['attributes'], { addresses }: G2Context): Record<string, string> {
  const pairs = Object.entries(attributes).map(([name, value]): [string, string] => {
    const twin = name === 'qcode' ? 'uri' : CODES.has(name) ? `${name}uri` : undefined;
    const [, alias = '', code = ''] = /^([^:]+):(.+)$/.exec(value) ?? [];
    const scheme = schemeUri(alias) ?? ownSchemeUri(alias, addresses);
    return twin === undefined || scheme === undefined ? [name, value] : [twin, scheme + code];
  });
  return Object.fromEntries(pairs);
}
