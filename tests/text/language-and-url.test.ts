import { describe, expect, test } from 'vitest';
import { canonicalLanguage, directionOf } from '../../src/text/language.ts';
import { absoluteUrl, httpUrl } from '../../src/text/url.ts';

describe('language tags are checked, not guessed', () => {
  test.each([
    ['en-gb', 'en-GB'],
    ['ar', 'ar'],
    ['zh-hant-tw', 'zh-Hant-TW'],
    ['xx', undefined],
    ['english', undefined],
    ['en_GB', undefined],
    ['', undefined],
  ])('%s', (given, wanted) => {
    expect(canonicalLanguage(given)).toBe(wanted);
  });

  test('direction follows the script', () => {
    expect([directionOf('ar'), directionOf('he'), directionOf('fr'), directionOf('az-Arab')]).toEqual([
      'rtl',
      'rtl',
      'ltr',
      'rtl',
    ]);
  });
});

describe('addresses are checked, not guessed', () => {
  test.each([
    ['https://a.example', 'https://a.example/'],
    ['http://a.example/ä', 'http://a.example/%C3%A4'],
    ['javascript:alert(1)', undefined],
    ['//a.example/x', undefined],
    ['https://user:secret@a.example/', undefined],
    ['https://a.example/a b', undefined],
    ['photo.jpg', undefined],
  ])('%s', (given, wanted) => {
    expect(httpUrl(given)).toBe(wanted);
  });

  test('relative references need a base, and stay on the web', () => {
    expect(absoluteUrl('b', 'https://a.example/c/d')).toBe('https://a.example/c/b');
    expect(absoluteUrl('data:text/html,x', 'https://a.example/')).toBeUndefined();
  });
});
