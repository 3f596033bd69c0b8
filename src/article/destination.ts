import type { Rights } from './rights.ts';

/** The names in `rights.destinations`, besides the keys of partners. */
export const DESTINATIONS = ['web', 'feeds', 'platforms', 'partners'] as const;

/**
 * Where a document goes. `web`: pages, cards, sitemaps and files; `feeds`: RSS, Atom and JSON Feed; `platforms`: RSS for
 * one platform; `wire`: NewsML-G2 and ninjs at public addresses; `partners`: every holder of a key with embargo rights;
 * `partner:KEY`: one partner; `newsroom`: ourselves.
 */
export type Destination = 'web' | 'feeds' | 'platforms' | 'wire' | 'partners' | 'newsroom' | `partner:${string}`;

type Limited = Pick<Rights, 'destinations' | 'excluded'>;

/**
 * True if rights permit a destination. Every address that is open without a key is a part of the web, so that its
 * documents need `web` besides their own destination.
 * @param rights no limit if absent
 */
export function mayGoTo(rights: Limited | undefined, destination: Destination): boolean {
  if (rights === undefined || destination === 'newsroom') return true;
  const has = (name: string): boolean => isListed(rights, name) && rights.excluded?.includes(name) !== true;
  if (destination === 'web') return has('web');
  if (destination === 'feeds' || destination === 'platforms') return has('web') && has(destination);
  if (destination === 'wire') return has('web') && has('partners');
  if (destination === 'partners') return has('partners');
  const partner = destination.slice('partner:'.length);
  const isNamed = rights.destinations?.includes(partner) === true || has('partners');
  return isNamed && rights.excluded?.includes(partner) !== true;
}

function isListed({ destinations }: Limited, name: string): boolean {
  return destinations === undefined || destinations.includes(name);
}

/** Returns the destination of a document in a format: readers of public addresses get that of the format. */
export function destinationIn(ofFormat: Destination, ofAudience: Destination): Destination {
  return ofAudience === 'web' ? ofFormat : ofAudience;
}
