import { describe, expect, test } from 'vitest';
import type { CommitStep } from '../../src/archive/commits.ts';
import type { Article } from '../../src/article/article.ts';
import { ENGINES, openStore } from '../support/engines.ts';
import { article, at, idOf } from '../support/stories.ts';

const NOW = at('2026-03-10T00:00:00Z');

function step(version: Article, change: CommitStep['entry']['change'] = 'publish'): CommitStep {
  const { id: articleId, version: number, versionCreatedAt } = version;
  return { version, entry: { at: versionCreatedAt, articleId, version: number, change, actor: 'a', origin: 'b' } };
}

describe.each(ENGINES)('the archive in %s', (engine) => {
  const open = async (...stories: Article[]) => {
    const { archive } = await openStore(engine);
    for (const story of stories) await archive.commits.commit({ expectedVersion: 0, steps: [step(story)], now: NOW });
    return archive;
  };

  test('stores nothing on a conflict', async () => {
    const archive = await open(article());
    const again = { expectedVersion: 0, steps: [step(article({ headline: 'B' }))], now: NOW };
    expect(await archive.commits.commit(again)).toEqual({ conflict: 1 });
    expect(await archive.articles.byId(idOf('a'))).toMatchObject({ headline: 'A story' });
    expect(await archive.log.cursor()).toBe(1);
  });

  test('stores several versions or none', async () => {
    const archive = await open(article());
    const second = { ...article(), version: 2 };
    const third = { ...article({ slug: 'taken' }), version: 3 };
    await archive.commits.commit({
      expectedVersion: 0,
      steps: [step(article({ id: idOf('b'), slug: 'taken' }))],
      now: NOW,
    });
    const both = { expectedVersion: 1, steps: [step(second, 'update'), step(third, 'amend')], now: NOW };
    expect(await archive.commits.commit(both)).toEqual({ slugTakenBy: idOf('b') });
    expect(await archive.articles.versionsOf(idOf('a'))).toHaveLength(1);
    expect(await archive.commits.commit({ ...both, steps: [step(second, 'update')], dryRun: true })).toEqual({
      cursor: 3,
    });
    expect(await archive.log.cursor()).toBe(2);
    expect(await archive.commits.commit({ ...both, steps: [step(second, 'update')] })).toEqual({ cursor: 3 });
    expect(await archive.articles.versionsOf(idOf('a'))).toHaveLength(2);
  });

  test('keeps documents byte for byte', async () => {
    const odd = { ...article({ headline: 'ß 𝔘 \u2028 " \\ عربي' }), body: '<p>&#x0; \\u0000 {"b":1,"a":2}</p>' };
    const archive = await open(odd);
    expect(JSON.stringify(await archive.articles.byId(odd.id))).toBe(JSON.stringify(odd));
  });

  test('gives slugs to one story each, for ever', async () => {
    const archive = await open(article());
    const other = article({ id: idOf('b') });
    const taken = { expectedVersion: 0, steps: [step(other)], now: NOW };
    expect(await archive.commits.commit(taken)).toEqual({ slugTakenBy: idOf('a') });
    const moved = { ...article({ slug: 'moved' }), version: 2 };
    await archive.commits.commit({ expectedVersion: 1, steps: [step(moved, 'amend')], now: NOW });
    expect(await archive.commits.commit(taken)).toEqual({ slugTakenBy: idOf('a') });
    expect(await archive.articles.bySlug('a-story')).toMatchObject({ id: idOf('a'), slug: 'moved' });
    expect(await archive.articles.bySlug('constructor')).toBeUndefined();
  });

  test('a slug that was changed before publication leads nowhere', async () => {
    const archive = await open(article({ published: '2027-01-01T00:00:00Z' }));
    const moved = { ...article({ slug: 'moved', published: '2027-01-01T00:00:00Z' }), version: 2 };
    await archive.commits.commit({ expectedVersion: 1, steps: [step(moved, 'amend')], now: NOW });
    expect(await archive.articles.bySlug('a-story')).toBeUndefined();
    expect(await archive.articles.bySlug('moved')).toMatchObject({ version: 2 });
  });

  test('lists the newest first, those of one time by id, page after page, by any term', async () => {
    const archive = await open(
      ...['c', 'a', 'b'].map((letter) => article({ id: idOf(letter), slug: letter, keywords: [letter, 'all'] })),
      article({ id: idOf('d'), slug: 'd', published: '2026-03-03T09:00:00Z', section: 'culture' }),
    );
    const until = at('2026-04-01T00:00:00Z');
    const keys = (articles: { slug: string }[]) => articles.map(({ slug }) => slug).join('');
    expect(keys(await archive.articles.latest({ until, limit: 10 }))).toBe('dabc');
    const [, second] = await archive.articles.latest({ until, limit: 2 });
    expect(keys(await archive.articles.latest({ until, limit: 10, ...(second && { after: second }) }))).toBe('bc');
    expect(
      keys(await archive.articles.latest({ until, limit: 10, terms: [{ kind: 'section', value: 'culture' }] })),
    ).toBe('d');
    expect(keys(await archive.articles.latest({ until, limit: 10, terms: [{ kind: 'tag', value: 'b' }] }))).toBe('b');
    expect(
      keys(await archive.articles.latest({ until, limit: 10, terms: [{ kind: 'language', value: 'en-gb' }] })),
    ).toBe('dabc');
    expect(keys(await archive.articles.latest({ until: at('2026-03-02T09:00:00Z'), limit: 10 }))).toBe('abc');
  });

  test('returns the next scheduled transition, and records each once', async () => {
    const archive = await open(article({ published: '2026-03-12T09:00:00Z', expires: '2026-03-15T00:00:00Z' }));
    expect(await archive.scheduler.nextBoundary(at('2026-03-01T00:00:00Z'))).toBe('2026-03-12T09:00:00Z');
    // After two days it is no news any more.
    expect(await archive.scheduler.nextBoundary(at('2026-03-12T09:00:00Z'))).toBe('2026-03-14T09:00:00Z');
    expect(await archive.scheduler.nextBoundary(at('2026-03-14T09:00:00Z'))).toBe('2026-03-15T00:00:00Z');
    expect(await archive.scheduler.nextBoundary(at('2026-03-15T00:00:00Z'))).toBeUndefined();
    const later = at('2026-03-13T00:00:00Z');
    const [due, ...others] = await archive.scheduler.due(later, 10);
    expect([due, others]).toMatchObject([{ change: 'release', at: '2026-03-12T09:00:00Z' }, []]);
    if (due === undefined) return;
    const { entry } = step(article(), 'release');
    const written = await Promise.all([1, 2, 3].map(() => archive.scheduler.record(due, { entry }, later)));
    expect(written.filter(Boolean)).toHaveLength(1);
    expect(await archive.scheduler.due(later, 10)).toEqual([]);
    expect((await archive.log.changesAfter(1, 10)).map(({ change }) => change)).toEqual(['release']);
  });

  test('finds the stories that show a file, in media and in the text', async () => {
    const archive = await open(article({ body: '<figure><img src="/media/a.jpg" alt="a"></figure>' }));
    expect(await archive.articles.byMedia('/media/a.jpg')).toHaveLength(1);
    const next = { ...article({ body: '<p>none</p>' }), version: 2 };
    await archive.commits.commit({ expectedVersion: 1, steps: [step(next)], now: NOW });
    expect(await archive.articles.byMedia('/media/a.jpg')).toHaveLength(0);
  });

  test('its log is strictly ordered and can be followed, by the public without what it may not know', async () => {
    const archive = await open(
      article(),
      article({ id: idOf('b'), slug: 'b', published: '2027-01-01T00:00:00Z' }),
      article({ id: idOf('c'), slug: 'c' }),
    );
    expect((await archive.log.changesAfter(1, 10)).map(({ cursor }) => cursor)).toEqual([2, 3]);
    expect(await archive.log.changesAfter(3, 10)).toEqual([]);
    expect((await archive.log.publicChangesAfter(0, 10)).map((entry) => [entry.publicCursor, entry.articleId])).toEqual(
      [
        [1, idOf('a')],
        [2, idOf('c')],
      ],
    );
  });

  test('finds stories by their words in any script, and no hidden ones', async () => {
    const archive = await open(
      article({ headline: 'Über die Brücke & zurück', body: '<p>It costs 4.2 million.</p>' }),
      article({ id: idOf('b'), slug: 'b', headline: '東京で地震', published: '2026-03-03T09:00:00Z' }),
      article({ id: idOf('c'), slug: 'c', headline: 'عودة القطارات', published: '2026-03-04T09:00:00Z' }),
    );
    const find = async (words: string) => {
      const { articles: found } = await archive.articles.search(words, { until: NOW, limit: 10 });
      return found.map(({ slug }) => slug).join(' ');
    };
    expect(await find('brucke UBER')).toBe('a-story');
    expect(await find('地震')).toBe('b');
    expect(await find('القطارات')).toBe('c');
    expect(await find('million 4.2')).toBe('a-story');
    expect(await find('text')).toBe('c b');
    expect(await find('" OR * NEAR( ) : \' -- & |')).toBe('');
    expect(await find('brücke nowhere')).toBe('');
    const killed = { ...article({ headline: 'Brücke' }), version: 2, status: 'canceled' as const };
    await archive.commits.commit({ expectedVersion: 1, steps: [step(killed, 'kill')], now: NOW });
    expect(await find('brucke')).toBe('');
  });

  test('executes a request with a receipt once', async () => {
    const archive = await open();
    const receipt = { holder: 'k', name: 'n', requestHash: 'h' };
    const commit = { expectedVersion: 0, steps: [step(article())], now: NOW, receipt };
    const both = await Promise.all([archive.commits.commit(commit), archive.commits.commit(commit)]);
    const repeated = { articleId: idOf('a'), version: 1, requestHash: 'h' };
    expect(both.toSorted((a) => ('cursor' in a ? -1 : 1))).toEqual([{ cursor: 1 }, { repeated }]);
    expect(await archive.commits.receiptOutcome(receipt, at('2026-03-11T00:00:00Z'))).toEqual(repeated);
    expect(await archive.commits.receiptOutcome(receipt, at('2026-03-11T00:00:01Z'))).toBeUndefined();
  });
});
