import { createHash } from 'node:crypto';

/**
 * Folds a name for addresses and look-ups: case, white space and punctuation are ignored. Letters of every script are
 * preserved (a transliteration could merge two names); dots, slashes and question marks are removed, so that no part of
 * an address is ambiguous.
 */
export function nameKey(name: string): string {
  const key = name
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}\p{S}]+/gu, '-')
    .replace(/^-|-$/g, '');
  if (key !== '' && key.length <= MAX_LENGTH) return key;
  // A name without letters or longer than an address should be is replaced by its digest.
  return createHash('sha256').update(name).digest('hex').slice(0, 16);
}

const MAX_LENGTH = 200;
