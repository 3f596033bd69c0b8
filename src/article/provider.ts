import { withoutTrailing } from '../text/without-trailing.ts';

/**
 * Folds a provider name for comparison: case, white space, `http` or `https`, `www.` and a trailing slash are ignored.
 */
export function providerKey(provider: string): string {
  const folded = provider.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  return withoutTrailing(folded.replace(/^https?:\/\/(www\.)?/, ''), '/');
}
