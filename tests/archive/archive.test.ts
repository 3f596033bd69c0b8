import { describe, expect, test } from 'vitest';
import { MemoryArchive } from '../../src/archive/memory/archive.ts';
import { article, at, idOf } from '../support/stories.ts';

/** One body for all engines; so far there is the one in memory. */
describe.each([['memory', () => new MemoryArchive()]] as const)('the archive in %s', (_, open) => {
  const entry = (id: string, version = 1) =>
    ({ at: at('2026-03-02T09:00:00Z'), articleId: id, version, change: 'publish', actor: 'a', origin: 'b' }) as const;
  const stored = async (...stories: ReturnType<typeof article>[]) => {
    const archive = open();
    for (const story of stories) await archive.commit(0, story, entry(story.id));
    return archive;
  };

  test('stores nothing on a conflict', async () => {
    const archive = await stored(article());
    expect(await archive.commit(0, article({ headline: 'B' }), entry(idOf('a')))).toEqual({ conflict: 1 });
    expect(await archive.byId(idOf('a'))).toMatchObject({ headline: 'A story' });
    expect(await archive.cursor()).toBe(1);
  });

  test('gives slugs to one story each', async () => {
    const archive = await stored(article());
    const other = article({ id: idOf('b') });
    expect(await archive.commit(0, other, entry(other.id))).toEqual({ slugTakenBy: idOf('a') });
    expect(await archive.bySlug('a-story')).toMatchObject({ id: idOf('a') });
    expect(await archive.bySlug('constructor')).toBeUndefined();
  });

  test('lists the newest first, those of one hour by id, page after page', async () => {
    const archive = await stored(
      ...['c', 'a', 'b'].map((letter) => article({ id: idOf(letter), slug: letter })),
      article({ id: idOf('d'), slug: 'd', published: '2026-03-03T09:00:00Z', section: 'culture' }),
    );
    const until = at('2026-04-01T00:00:00Z');
    const keys = (articles: { slug: string }[]) => articles.map(({ slug }) => slug).join('');
    expect(keys(await archive.latest({ until, limit: 10 }))).toBe('dabc');
    const [, second] = await archive.latest({ until, limit: 2 });
    expect(keys(await archive.latest({ until, limit: 10, ...(second && { after: second }) }))).toBe('bc');
    expect(keys(await archive.latest({ until, limit: 10, section: 'culture' }))).toBe('d');
    expect(keys(await archive.latest({ until: at('2026-03-02T09:00:00Z'), limit: 10 }))).toBe('abc');
  });

  test('knows what the clock will change next', async () => {
    const archive = await stored(article({ published: '2026-03-02T09:00:00Z', expires: '2026-03-05T00:00:00Z' }));
    expect(await archive.nextBoundary(at('2026-03-01T00:00:00Z'))).toBe('2026-03-02T09:00:00Z');
    expect(await archive.nextBoundary(at('2026-03-02T09:00:00Z'))).toBe('2026-03-05T00:00:00Z');
    expect(await archive.nextBoundary(at('2026-03-05T00:00:00Z'))).toBeUndefined();
  });

  test('knows who shows a file, in media and in the text', async () => {
    const archive = await stored(article({ body: '<figure><img src="/media/a.jpg" alt="a"></figure>' }));
    expect(await archive.byMedia('/media/a.jpg')).toHaveLength(1);
    const next = { ...article({ body: '<p>none</p>' }), version: 2 };
    await archive.commit(1, next, entry(next.id, 2));
    expect(await archive.byMedia('/media/a.jpg')).toHaveLength(0);
  });

  test('its log is strictly ordered and can be followed', async () => {
    const archive = await stored(...['a', 'b', 'c'].map((letter) => article({ id: idOf(letter), slug: letter })));
    expect((await archive.changesAfter(1, 10)).map(({ cursor }) => cursor)).toEqual([2, 3]);
    expect(await archive.changesAfter(3, 10)).toEqual([]);
  });
});
