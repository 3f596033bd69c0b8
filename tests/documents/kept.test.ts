import { describe, expect, test } from 'vitest';
import type { Archive } from '../../src/archive/archive.ts';
import { Dates } from '../../src/documents/dates.ts';
import { documentOf } from '../../src/documents/document.ts';
import { type Answer, KeptDocuments } from '../../src/documents/kept.ts';
import { openStore } from '../support/engines.ts';
import { article, at, idOf } from '../support/stories.ts';

const page = (text: string): Answer => documentOf({ text, mediaType: 'text/plain' });
const textOf = async (answer: Answer): Promise<string> =>
  'bytes' in answer ? (await answer.bytes('identity')).toString() : String(answer.status);

async function store(archive: Archive, letter: string, published = '2026-03-02T09:00:00Z'): Promise<void> {
  const version = article({ id: idOf(letter), slug: letter, published });
  const { publishAt, id: articleId } = version;
  const entry = { at: publishAt, articleId, version: 1, change: 'publish', actor: 'a', origin: 'b' } as const;
  await archive.commit({ expectedVersion: 0, steps: [{ version, entry }], now: at('2026-03-01T00:00:00Z') });
}

describe('kept documents', () => {
  test('are made once for any number of requests', async () => {
    const kept = new KeptDocuments((await openStore()).archive);
    let made = 0;
    const make = async (): Promise<Answer> => {
      made++;
      await new Promise((resolve) => setTimeout(resolve, 10));
      return page('x');
    };
    await Promise.all(Array.from({ length: 50 }, () => kept.answer('a', at('2026-03-02T00:00:00Z'), make)));
    await kept.answer('a', at('2026-03-02T00:00:01Z'), make);
    expect(made).toBe(1);
  });

  test('are made anew after a commit and after a boundary', async () => {
    const { archive } = await openStore();
    await store(archive, 'a', '2026-03-02T12:00:00Z');
    const kept = new KeptDocuments(archive);
    let made = 0;
    const ask = async (now: string) => textOf(await kept.answer('a', at(now), async () => page(String(++made))));
    expect(await ask('2026-03-02T11:00:00Z')).toBe('1');
    expect(await ask('2026-03-02T11:59:59Z')).toBe('1');
    expect(await ask('2026-03-02T12:00:00Z')).toBe('2');
    await store(archive, 'b');
    expect(await ask('2026-03-02T12:00:01Z')).toBe('3');
    kept.drop();
    expect(await ask('2026-03-02T12:00:01Z')).toBe('4');
  });

  test('of a state that has passed never take the place of newer ones', async () => {
    const { archive } = await openStore();
    await store(archive, 'a', '2026-03-02T12:00:00Z');
    const kept = new KeptDocuments(archive);
    const slow = Promise.withResolvers<void>();
    const before = kept.answer('a', at('2026-03-02T11:59:59Z'), async () => {
      await slow.promise;
      return page('before');
    });
    expect(await textOf(await kept.answer('a', at('2026-03-02T12:00:00Z'), async () => page('after')))).toBe('after');
    slow.resolve();
    await before;
    expect(await textOf(await kept.answer('a', at('2026-03-02T12:00:01Z'), async () => page('never')))).toBe('after');
  });

  test('that fail are not kept, nor are absent ones', async () => {
    const kept = new KeptDocuments((await openStore()).archive);
    const now = at('2026-03-02T00:00:00Z');
    await expect(kept.answer('a', now, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await textOf(await kept.answer('a', now, async () => ({ status: 404 })))).toBe('404');
    expect(await textOf(await kept.answer('a', now, async () => page('x')))).toBe('x');
  });
});

describe('Last-Modified of an address', () => {
  const draft = (text: string, date: string) => ({ text, mediaType: 'text/plain', lastModified: at(date) });
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
      // Another process each time: what was served is remembered by the archive.
      const { lastModified } = await new Dates(served).dated('a', draft(text, changed), now);
      expect(lastModified).toBe(date);
    }
  });

  test('is never in the future', async () => {
    const dates = new Dates((await openStore()).dates);
    const { lastModified } = await dates.dated('a', draft('x', '2026-04-01T00:00:00Z'), now);
    expect(lastModified).toBe(now);
  });
});
