import type { Loss } from './format.ts';

/** Fields that schema.org alone can express. */
export const SEARCH_LOSSES: readonly Loss[] = [
  { field: 'rights.destinations, rights.excluded', because: 'they decide which outputs contain a story or a picture' },
  { field: 'newsType', because: 'the types of schema.org are its own' },
  { field: 'humanReview', because: 'no property; MSN gets no text made with AI that no person has checked' },
  { field: 'backstory', because: 'a property of schema.org alone; the page shows it' },
];
