import { expect, test } from 'vitest';
import { tagHeaders } from '../../src/server/cache-tags.ts';

test('cache tags name feed and articles in the forms of both families of caches', () => {
  expect(tagHeaders(['all', 'a', 'b'])).toEqual({ 'Cache-Tag': 'all,a,b', 'Surrogate-Key': 'all a b' });
  expect(tagHeaders([])).toEqual({});
});

test('cache tags end before the longest header that caches accept', () => {
  const tags = Array.from({ length: 2000 }, (_, index) => String(index).padStart(26, '0'));
  const { 'Cache-Tag': header = '' } = tagHeaders(tags);
  expect(header.length).toBeLessThanOrEqual(12_000);
  expect(header.length).toBeGreaterThan(11_900);
  expect(tags).toContain(header.split(',').at(-1));
});
