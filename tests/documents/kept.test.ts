import { describe, expect, test } from 'vitest';
import { MemoryArchive } from '../../src/archive/memory/archive.ts';
import { Dates } from '../../src/documents/dates.ts';
import { documentOf } from '../../src/documents/document.ts';
import { type Answer, KeptDocuments } from '../../src/documents/kept.ts';
import { article, at, idOf } from '../support/stories.ts';

const page = (text: string): Answer => documentOf({ text, mediaType: 'text/plain' });
const textOf = async (answer: Answer): Promise<string> =>
  'bytes' in answer ? (await answer.bytes('identity')).toString() : String(answer.status);

async function store(archive: MemoryArchive, letter: string, published = '2026-03-02T09:00:00Z'): Promise<void> {
  const version = article({ id: idOf(letter), slug: letter, published });
  await archive.commit(0, version, {
    at: version.publishAt,
    articleId: version.id,
    version: 1,
    change: 'publish',
    actor: 'a',
    origin: 'b',
  });
}

describe('kept documents', () => {
  test('are made once for any number of requests', async () => {
    const kept = new KeptDocuments(new MemoryArchive());
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
    const archive = new MemoryArchive();
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
    const archive = new MemoryArchive();
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
    const kept = new KeptDocuments(new MemoryArchive());
    const now = at('2026-03-02T00:00:00Z');
    await expect(kept.answer('a', now, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await textOf(await kept.answer('a', now, async () => ({ status: 404 })))).toBe('404');
    expect(await textOf(await kept.answer('a', now, async () => page('x')))).toBe('x');
  });
});

describe('Last-Modified of an address', () => {
  const draft = (text: string, date: string) => ({ text, mediaType: 'text/plain', lastModified: at(date) });
  const now = at('2026-03-10T00:00:00Z');

  test('stays while the bytes stay, and moves when they change, also when nothing newer is shown', () => {
    const dates = new Dates();
    expect(dates.dated('a', draft('x', '2026-03-02T00:00:00Z'), now).lastModified).toBe('2026-03-02T00:00:00Z');
    expect(dates.dated('a', draft('x', '2026-03-03T00:00:00Z'), now).lastModified).toBe('2026-03-02T00:00:00Z');
    expect(dates.dated('a', draft('y', '2026-03-01T00:00:00Z'), now).lastModified).toBe('2026-03-02T00:00:01Z');
    expect(dates.dated('a', draft('z', '2026-03-02T00:00:01Z'), now).lastModified).toBe('2026-03-02T00:00:02Z');
    expect(dates.dated('a', draft('w', '2026-03-09T00:00:00Z'), now).lastModified).toBe('2026-03-09T00:00:00Z');
  });

  test('is never in the future', () => {
    expect(new Dates().dated('a', draft('x', '2026-04-01T00:00:00Z'), now).lastModified).toBe(now);
  });
});
