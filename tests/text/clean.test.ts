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

  test('keeps the spaces of French typography', () => {
    expect(cleanLine('« on pèse »')).toBe('« on pèse »');
  });
});
