import { describe, expect, test } from 'vitest';
import { tagHeaders, tagsToPurge } from '../../src/server/cache-tags.ts';

const keys = (count: number): string[] => Array.from({ length: count }, (_, index) => `story-${index}`);

describe('cache tags', () => {
  test('are one header of the configured network, and none without one', () => {
    const shown = { tags: ['feed/all'], stories: ['a', 'b'] };
    const all = ['feed/all', 'a', 'b'].map((name) => tagsToPurge(name).tag);
    expect(tagHeaders(shown, 'cloudflare')).toEqual({ 'Cache-Tag': all.join(',') });
    expect(tagHeaders(shown, 'fastly')).toEqual({ 'Surrogate-Key': all.join(' ') });
    expect(tagHeaders(shown, 'varnish')).toEqual({ xkey: all.join(' ') });
    expect(tagHeaders(shown, undefined)).toEqual({});
    expect(tagHeaders({ tags: [], stories: [] }, 'fastly')).toEqual({});
  });

  test('are hashes of the key', () => {
    // printf %s a | sha256sum
    expect(tagsToPurge('a')).toEqual({ tag: 'ca978112ca', coarse: 'bc' });
  });

  test.each([1, 50, 60, 70, 200, 1000])(
    'of %i stories fit, and one of the two tags of each story is there',
    (count) => {
      const { 'Cache-Tag': header = '' } = tagHeaders({ tags: ['feed/all'], stories: keys(count) }, 'cloudflare');
      expect(header.length).toBeLessThanOrEqual(700);
      const sent = new Set(header.split(','));
      expect(sent).toContain(tagsToPurge('feed/all').tag);
      for (const key of keys(count)) {
        const { tag, coarse } = tagsToPurge(key);
        expect(sent.has(tag) || sent.has(coarse), key).toBe(true);
      }
    },
  );
});
