import { describe, expect, test } from 'vitest';
import { feedPath } from '../../src/addresses/paths.ts';
import { termsOf, termText } from '../../src/article/terms.ts';
import { readFeedAddress } from '../../src/feeds/address.ts';
import { nameKey } from '../../src/text/name-key.ts';
import { HOSTILE } from '../support/hostile.ts';
import { article } from '../support/stories.ts';

const read = (address: string) => {
  const [path = '', query] = address.split('?');
  return readFeedAddress(decodeURIComponent(path), new URLSearchParams(query));
};

describe('the address of a feed', () => {
  test.each([
    ['all', 'all', true],
    ['section/world', 'section/world', true],
    ['section/World', 'section/world', false],
    ['tag/New%20York', 'tag/new-york', false],
    [
      'tag/%D8%A7%D9%86%D8%AA%D8%AE%D8%A7%D8%A8%D8%A7%D8%AA',
      'tag/%D8%A7%D9%86%D8%AA%D8%AE%D8%A7%D8%A8%D8%A7%D8%AA',
      true,
    ],
    ['subject/medtop:20000065', 'subject/20000065', false],
    ['q?section=world&language=ar', 'q?section=world&language=ar', true],
    ['q?language=ar&section=world', 'q?section=world&language=ar', false],
    ['q?section=world&language=AR', 'q?section=world&language=ar', false],
    ['q?section=world&section=world&tag=b&tag=a', 'q?section=world&tag=a&tag=b', false],
    ['q?section=world&language=&access=', 'section/world', false],
    ['q?section=world&utm_source=x&language=ar', 'q?section=world&language=ar', true],
    ['q', 'all', false],
    ['q?a=b', 'all', false],
  ])('%s is %s', (written, name, isCanonical) => {
    expect(read(written)).toMatchObject({ name, isCanonical });
    // The canonical address is its own: there is no redirect loop.
    const { name: own = '' } = read(written) ?? {};
    expect(read(feedPath(own).slice('/feeds/'.length))).toMatchObject({ name: own, isCanonical: true });
  });

  test.each([
    ['all/3', 3],
    ['section/world/12', 12],
    ['q/2?section=world&language=ar', 2],
    ['tag/2026', undefined],
    ['tag/2026/1', 1],
  ])('%s is page %s', (written, page) => {
    expect(read(written)?.page).toBe(page);
  });

  test.each(['section', 'all/0', 'all/x', 'all/1/2', 'section/world/1/2', 'section/world/-1', 'all/99999999999'])(
    '%s is none',
    (written) => {
      expect(read(written)).toBeUndefined();
    },
  );
});

describe('names in addresses', () => {
  test.each([
    ['New York', 'new-york'],
    ['  AT&T ', 'at-t'],
    ['Łukasz Nowak', 'łukasz-nowak'],
    ['C++', 'c++'],
    ['a.rss/b?c', 'a-rss-b-c'],
    ['K\u00f6ln', 'k\u00f6ln'],
    ['Ko\u0308ln', 'k\u00f6ln'],
  ])('%s is %s', (name, key) => {
    expect(nameKey(name)).toBe(key);
    expect(nameKey(key)).toBe(key);
  });

  test('of signs alone and of any length remain distinct', () => {
    expect(nameKey('!!!')).not.toBe(nameKey('???'));
    expect(nameKey('a'.repeat(5000)).length).toBeLessThan(201);
  });

  test.each(HOSTILE)('%j leaves nothing that an address could be mistaken by', (name) => {
    expect(nameKey(name)).toMatch(/^[^./?#%\s\p{Cc}]+$/u);
    expect(nameKey(nameKey(name))).toBe(nameKey(name));
  });
});

test('a topic brings what is above it, a language its primary one, a correction the list of corrections', () => {
  const terms = termsOf(
    article({
      subjects: ['20000065'],
      language: 'ar-EG',
      changes: [{ kind: 'correct', at: '2026-03-03T00:00:00Z', notice: 'x' }],
    }),
  ).map(termText);
  expect(terms).toEqual(expect.arrayContaining(['all ', 'corrected ', 'language ar-eg', 'language ar']));
  expect(terms.filter((term) => term.startsWith('subject ')).length).toBeGreaterThan(1);
  expect(termsOf(article()).map(termText)).not.toContain('corrected ');
});
