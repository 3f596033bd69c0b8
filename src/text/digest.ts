import { createHash } from 'node:crypto';

/**
 * Returns letters and digits derived from a text by SHA-256 (five bits a character). Used for ids that must be the same
 * whenever the same input arrives, and that must not reveal the input.
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
