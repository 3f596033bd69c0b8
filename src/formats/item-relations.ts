import type { Related } from '../article/content.ts';

/** How stories belong together, in IPTC's item relations (http://cv.iptc.org/newscodes/itemrelation/). */
export const ITEM_RELATIONS = {
  seeAlso: 'seeAlso',
  previous: 'evolvedFrom',
  translationOf: 'translatedFrom',
  basedOn: 'derivedFrom',
  cites: 'seeAlso',
} as const satisfies Record<Related['relation'], string>;
