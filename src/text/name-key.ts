import { createHash } from 'node:crypto';

/**
 * A name as it stands in an address and is looked up by: case, white space and punctuation make no other name. Letters of
 * every script stay, so that two names never become one for want of a transliteration; a dot, a slash or a question mark
 * never stays, so that nothing in an address is mistaken for something else.
 */
export function nameKey(name: string): string {
  const key = name
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}\p{S}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  if (key !== '' && key.length <= LONGEST) return key;
  // A name of signs alone, or one longer than an address should be, has its digest for a key.
  return createHash('sha256').update(name).digest('hex').slice(0, 16);
}

const LONGEST = 200;
