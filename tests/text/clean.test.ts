import { describe, expect, test } from 'vitest';
import { cleanLine, cleanText } from '../../src/text/clean.ts';

describe('cleanText', () => {
  test.each([
    ['control characters', 'a\u0000b\u0008c\u000Bd\u001Fe', 'abcde'],
    ['lone surrogates', 'a\uD800b\uDC00c', 'abc'],
    ['pairs of surrogates stay', 'a𝔘b', 'a𝔘b'],
    ['noncharacters of XML', 'a\uFFFEb\uFFFFc', 'abc'],
    ['all kinds of line ends', 'a\r\nb\rc\u2028d\u2029e\u0085f', 'a\nb\nc\nd\ne\nf'],
    ['tabs and C1 controls stay', 'a\tb\u0080', 'a\tb\u0080'],
  ])('%s', (_, given, wanted) => {
    expect(cleanText(given)).toBe(wanted);
    expect(cleanText(wanted)).toBe(wanted);
  });
});

describe('cleanLine', () => {
  test('folds white space and trims', () => {
    expect(cleanLine('  a\r\n\t b  ')).toBe('a b');
  });

  test.each([
    ['an embedding that is left open', 'a \u202Bb', 'a \u202Bb\u202C'],
    ['isolates that are left open', '\u2067a \u2066b', '\u2067a \u2066b\u2069\u2069'],
    ['ends without a start', 'a\u202C b\u2069', 'a b'],
    ['overrides, with their ends', 'bill\u202Egpj.exe\u202C', 'billgpj.exe'],
    ['closed marks stay', '\u202Ba\u202C \u2068b\u2069', '\u202Ba\u202C \u2068b\u2069'],
    ['single marks stay', '\u200Fa\u200E', '\u200Fa\u200E'],
  ])('marks of direction end with the line: %s', (_, given, wanted) => {
    expect(cleanLine(given)).toBe(wanted);
    expect(cleanLine(wanted)).toBe(wanted);
  });

  test('keeps the spaces of French typography', () => {
    expect(cleanLine('« on pèse »')).toBe('« on pèse »');
  });
});
