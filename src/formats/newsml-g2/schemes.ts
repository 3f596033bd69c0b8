import type { Addresses } from '../../publication/addresses.ts';
import { IPTC_CATALOG } from '../../vocabulary/iptc-catalog.ts';
import { type XmlElement, xml } from '../xml/element.ts';

/**
 * Our own schemes. Their aliases stand in the document itself (an inline catalog), the one form that works for
 * receivers who fetch nothing; none of them is an alias of IPTC's catalog.
 */
const SCHEMES = {
  dlaltid: 'cv/alternative-id/',
  dlauthor: 'cv/author/',
  dlednote: 'cv/editor-note/',
  dlgroup: 'cv/group/',
  dlheadline: 'cv/headline/',
  dlsection: 'cv/section/',
} as const;

export type OwnAlias = keyof typeof SCHEMES;

/** A QCode of one of our schemes: white space and `%` would need encoding, and our codes have none. */
export function ownCode(alias: OwnAlias, code: string): string {
  return `${alias}:${code}`;
}

/** `catalogRef` and `catalog`, which come first in every item (NewsML-G2 Guidelines, section 14). */
export function catalogs(addresses: Addresses): XmlElement[] {
  const schemes = Object.entries(SCHEMES).map(([alias, path]) =>
    xml('scheme', { alias, uri: `${addresses.base}/${path}` }),
  );
  return [xml('catalogRef', { href: IPTC_CATALOG }), xml('catalog', {}, schemes)];
}
