import { cleanLine } from '../text/clean.ts';

/** Longest response that is stored. */
const MAX_LENGTH = 300;

/** Returns a receiver's response without control characters, which PostgreSQL and terminals would not take. */
export function responseText(response: string): string {
  return cleanLine(response).slice(0, MAX_LENGTH);
}
