import { describe, expect, test } from 'vitest';
import type { Archive } from '../../src/archive/archive.ts';
import { ChangeTracker } from '../../src/documents/change-tracker.ts';
import { DependencyCache } from '../../src/documents/dependency-cache.ts';
import { documentOf } from '../../src/documents/document.ts';
import type { DocumentResult } from '../../src/documents/document-cache.ts';
import { LastModifiedDates } from '../../src/documents/last-modified.ts';
import { openStore } from '../support/engines.ts';
import { article, at, commitFirst, idOf } from '../support/stories.ts';

const page = (text: string): DocumentResult => documentOf({ text, mediaType: 'text/plain' });
const textOf = async (response: DocumentResult): Promise<string> =>
  'bytes' in response ? (await response.bytes('identity')).toString() : String(response.status);

async function store(archive: Archive, letter: string, published = '2026-03-02T09:00:00Z'): Promise<void> {
  const version = article({ id: idOf(letter), slug: letter, published });
  await commitFirst(archive, version, at('2026-03-01T00:00:00Z'));
}

function cacheOf(archive: Archive) {
  const tracker = new ChangeTracker(archive);
  return { tracker, cache: new DependencyCache<DocumentResult>(archive, tracker, { budget: 1_000_000 }) };
}

/** A value that depends on one article or on some terms. */
const entry = (text: string, articles: string[] = [], ...sections: string[]) => ({
  value: page(text),
  size: 100,
  invalidatedBy: { articles, terms: sections.map((value) => ({ kind: 'section', value }) as const) },
});

describe('cached documents', () => {
  test('are rendered once for any number of requests', async () => {
    const { cache } = cacheOf((await openStore()).archive);
    let renderings = 0;
    const render = async () => {
      renderings++;
      await new Promise((resolve) => setTimeout(resolve, 10));
      return entry('x');
    };
    await Promise.all(Array.from({ length: 50 }, () => cache.get('a', at('2026-03-02T00:00:00Z'), render)));
    await cache.get('a', at('2026-03-02T00:00:01Z'), render);
    expect(renderings).toBe(1);
  });

  test('are invalidated by a change or due transition of their dependencies, and by nothing else', async () => {
    const { archive } = await openStore();
    await store(archive, 'a', '2026-03-02T12:00:00Z');
    const { cache, tracker } = cacheOf(archive);
    let renderings = 0;
    const reader =
      (key: string, articles: string[], ...sections: string[]) =>
      async (now: string) =>
        textOf(await cache.get(key, at(now), async () => entry(String(++renderings), articles, ...sections)));
    const ofA = reader('a', [idOf('a')], 'none');
    const ofWorld = reader('world', [], 'world');
    const ofCulture = reader('culture', [], 'culture');
    const all = async (now: string) => [await ofA(now), await ofWorld(now), await ofCulture(now)].join(' ');
    expect(await all('2026-03-02T11:00:00Z')).toBe('1 2 3');
    expect(await all('2026-03-02T11:59:59Z')).toBe('1 2 3');
    // By time alone: the log has no entry yet.
    expect(await all('2026-03-02T12:00:00Z')).toBe('4 5 3');
    await store(archive, 'b');
    expect(await all('2026-03-02T12:00:01Z')).toBe('4 6 3');
    // A hidden story changes nothing.
    await store(archive, 'c', '2026-03-05T12:00:00Z');
    expect(await all('2026-03-02T12:00:02Z')).toBe('4 6 3');
    tracker.invalidateAll();
    expect(await all('2026-03-02T12:00:02Z')).toBe('7 8 9');
  });

  test('of an earlier instant never replace newer ones', async () => {
    const { archive } = await openStore();
    await store(archive, 'a', '2026-03-02T12:00:00Z');
    const { cache } = cacheOf(archive);
    const slow = Promise.withResolvers<void>();
    const before = cache.get('a', at('2026-03-02T11:59:59Z'), async () => {
      await slow.promise;
      return entry('before', [idOf('a')]);
    });
    const after = await cache.get('a', at('2026-03-02T12:00:00Z'), async () => entry('after', [idOf('a')]));
    expect(await textOf(after)).toBe('after');
    slow.resolve();
    await before;
    const last = await cache.get('a', at('2026-03-02T12:00:01Z'), async () => entry('never'));
    expect(await textOf(last)).toBe('after');
  });

  test('are rendered again when a dependency changes meanwhile', async () => {
    const { archive } = await openStore();
    await store(archive, 'a');
    const { cache } = cacheOf(archive);
    let renderings = 0;
    const response = await cache.get('a', at('2026-03-10T00:00:00Z'), async () => {
      if (++renderings === 1) await store(archive, 'b');
      return entry(String(renderings), [idOf('a')], 'world');
    });
    expect(await textOf(response)).toBe('2');
  });

  test('are neither failures nor results without a size', async () => {
    const { cache } = cacheOf((await openStore()).archive);
    const now = at('2026-03-02T00:00:00Z');
    await expect(cache.get('a', now, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    const absent = { value: { status: 404 } as const, invalidatedBy: { articles: [] } };
    expect(await textOf(await cache.get('a', now, async () => absent))).toBe('404');
    expect(await textOf(await cache.get('a', now, async () => entry('x')))).toBe('x');
  });

  test('stay within their budget for any sequence of requests', async () => {
    const { cache } = cacheOf((await openStore()).archive);
    const now = at('2026-03-02T00:00:00Z');
    for (let index = 0; index < 2000; index++) {
      await cache.get(`key ${index}`, now, async () => ({ ...entry('x', [idOf('a')]), size: 5000 }));
    }
    expect(cache.size).toBeGreaterThan(500_000);
    expect(cache.size).toBeLessThanOrEqual(1_000_000);
  });
});

describe('Last-Modified of an address', () => {
  const draft = (hash: string, date: string) => ({ hash, lastModified: at(date) });
  const now = at('2026-03-10T00:00:00Z');

  test('stays while the bytes stay, and moves when they change, also when nothing newer is shown', async () => {
    const { dates: served } = await openStore();
    const moments: [text: string, changed: string, date: string][] = [
      ['x', '2026-03-02T00:00:00Z', '2026-03-02T00:00:00Z'],
      ['x', '2026-03-03T00:00:00Z', '2026-03-02T00:00:00Z'],
      ['y', '2026-03-01T00:00:00Z', '2026-03-02T00:00:01Z'],
      ['z', '2026-03-02T00:00:01Z', '2026-03-02T00:00:02Z'],
      ['w', '2026-03-09T00:00:00Z', '2026-03-09T00:00:00Z'],
    ];
    for (const [text, changed, date] of moments) {
      // Another process each time: the archive stores the served dates.
      expect(await new LastModifiedDates(served).dateOf('a', draft(text, changed), now)).toBe(date);
    }
  });

  test('is never in the future', async () => {
    const dates = new LastModifiedDates((await openStore()).dates);
    expect(await dates.dateOf('a', draft('x', '2026-04-01T00:00:00Z'), now)).toBe(now);
  });
});
