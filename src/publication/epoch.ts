import type { Instant } from '../text/instant.ts';
import type { Publication } from './publication.ts';

/** Returns the beginning of the year of the naming authority: an instant before anything was published. */
export function epochOf({ authority }: Pick<Publication, 'authority'>): Instant {
  return `${authority.year}-01-01T00:00:00Z` as Instant;
}
