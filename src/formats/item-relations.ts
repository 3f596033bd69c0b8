import type { Related } from '../article/content.ts';

/** IPTC's item relations between stories (http://cv.iptc.org/newscodes/itemrelation/). */
export const ITEM_RELATIONS = {
  seeAlso: 'seeAlso',
  previous: 'evolvedFrom',
  translationOf: 'translatedFrom',
  basedOn: 'derivedFrom',
  cites: 'seeAlso',
} as const satisfies Record<Related['relation'], string>;
