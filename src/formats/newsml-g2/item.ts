/** The namespace of NewsML-G2, whatever its version. */
export const G2_NAMESPACE = 'http://iptc.org/std/nar/2006-10-01/';

/** What stands on the root of every item (Guidelines, section 14). */
export function itemAttributes(guid: string, version: number) {
  return {
    xmlns: G2_NAMESPACE,
    standard: 'NewsML-G2',
    standardversion: '2.35',
    // Left out it means "core", and a receiver should then ignore half of the item (Guidelines, section 20.5).
    conformance: 'power',
    guid,
    version,
  };
}
