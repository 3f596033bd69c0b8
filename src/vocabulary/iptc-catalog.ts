import table from './iptc-catalog.json' with { type: 'json' };

/** The IPTC catalog that our documents refer to; its content never changes under this address. */
export const IPTC_CATALOG = 'http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml';

const schemes = table as Record<string, { uri: string }>;

/** Returns the scheme URI of a catalog alias; `undefined` for unknown aliases. */
export function schemeUri(alias: string): string | undefined {
  return Object.hasOwn(schemes, alias) ? schemes[alias]?.uri : undefined;
}
