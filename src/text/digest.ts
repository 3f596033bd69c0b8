import { createHash } from 'node:crypto';

/**
 * Letters and digits that follow from a text, and from which nobody finds the text: for ids that have to be the same
 * whenever the same thing comes again. Some five bits a character of SHA-256.
 * @param length at most 40
 */
export function digestOf(text: string, length: number): string {
  const alphabet = '0123456789abcdefghijklmnopqrstuv';
  const bits = createHash('sha256').update(text).digest();
  let value = BigInt(`0x${bits.toString('hex')}`);
  let digits = '';
  while (digits.length < length) {
    digits += alphabet[Number(value & 31n)];
    value >>= 5n;
  }
  return digits;
}
