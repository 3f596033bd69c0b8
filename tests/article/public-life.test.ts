import { describe, expect, test } from 'vitest';
import type { Article } from '../../src/article/article.ts';
import { boundariesOf } from '../../src/article/public-life.ts';
import type { Instant } from '../../src/text/instant.ts';
import { article, at, story, view } from '../support/stories.ts';

const nextBoundary = (story: Article, after: Instant): Instant | undefined =>
  boundariesOf(story)
    .map(({ at: moment }) => moment)
    .filter((moment) => moment > after)
    .toSorted()[0];

const later = at('2026-12-01T00:00:00Z');
const kill = (when: string, notice?: string) =>
  ({ kind: 'kill', at: when, note: 'x', ...(notice ? { notice } : {}) }) as const;
const withhold = (when: string) => ({ kind: 'withhold', at: when, note: 'x' }) as const;
const restore = (when: string) => ({ kind: 'restore', at: when }) as const;

describe('what was scheduled', () => {
  test('can be killed before its publication, and has no public representation then', () => {
    const changes = [kill('2026-03-02T08:00:00Z', 'Sorry.')];
    expect(article({ changes })).toMatchObject({ status: 'canceled', versionCreatedAt: '2026-03-02T08:00:00Z' });
    expect(view({ changes }, later)).toBeUndefined();
  });

  test('and restored after its publication time is public from then on', () => {
    const changes = [withhold('2026-03-02T08:00:00Z'), restore('2026-03-02T12:00:00Z')];
    expect(view({ changes }, at('2026-03-02T11:00:00Z'))).toBeUndefined();
    expect(story({ changes }, later)).toMatchObject({
      firstPublishedAt: '2026-03-02T12:00:00Z',
      updatedAt: '2026-03-02T12:00:00Z',
    });
  });
});

describe('what happens within one second of the first publication', () => {
  test('a story that was hidden in that second is not shown', () => {
    for (const last of [kill('2026-03-02T11:00:00Z'), withhold('2026-03-02T11:00:00Z')]) {
      const changes = [withhold('2026-03-02T09:00:00Z'), restore('2026-03-02T11:00:00Z'), last];
      expect(view({ changes }, later)).toMatchObject({ kind: 'tombstone', hiddenAt: '2026-03-02T11:00:00Z' });
    }
  });
});

describe('rights', () => {
  test('that end after a withholding and a restoration hide it then, without a word of before', () => {
    const changes = [
      withhold('2026-03-03T00:00:00Z'),
      restore('2026-03-04T00:00:00Z'),
      { kind: 'correct', at: '2026-03-05T00:00:00Z', notice: 'We said SECRET.' } as const,
    ];
    const seen = view({ changes, rights: { endsAt: '2026-03-06T00:00:00Z' } }, later);
    expect(seen).toMatchObject({ kind: 'tombstone', hiddenAt: '2026-03-06T00:00:00Z' });
    expect(JSON.stringify(seen)).not.toContain('SECRET');
  });

  test('that ended before it could be seen leave no tombstone', () => {
    const changes = [withhold('2026-03-02T08:00:00Z'), restore('2026-03-05T00:00:00Z')];
    expect(view({ changes, rights: { endsAt: '2026-03-04T00:00:00Z' } }, later)).toBeUndefined();
  });
});

describe('an embargo', () => {
  test('holds the story for the public until its end', () => {
    const embargo = { until: '2026-03-02T18:00:00Z' };
    expect(view({ embargo }, at('2026-03-02T17:59:59Z'))).toBeUndefined();
    expect(story({ embargo }, at('2026-03-02T18:00:00Z'))).toMatchObject({ firstPublishedAt: '2026-03-02T18:00:00Z' });
    expect(nextBoundary(article({ embargo }), at('2026-03-02T10:00:00Z'))).toBe('2026-03-02T18:00:00Z');
  });

  test('with a condition alone lasts until an editor takes it away', () => {
    expect(view({ embargo: { condition: 'until delivery' } }, later)).toBeUndefined();
  });
});

describe('a live page', () => {
  const live = {
    starts: '2026-03-02T09:00:00Z',
    updates: [
      { id: 'now', at: '2026-03-02T10:00:00Z', body: '<p>Now.</p>' },
      { id: 'later', at: '2026-03-02T12:00:00Z', body: '<p>LATER</p>' },
    ],
  };

  test('shows no update before its time', () => {
    expect(JSON.stringify(story({ live }, at('2026-03-02T11:59:59Z')))).not.toContain('LATER');
    expect(JSON.stringify(story({ live }, at('2026-03-02T12:00:00Z')))).toContain('LATER');
    expect(nextBoundary(article({ live }), at('2026-03-02T11:00:00Z'))).toBe('2026-03-02T12:00:00Z');
  });

  test('gives nothing away where it is paid', () => {
    const seen = story({ live, access: 'paid', body: '<p>free</p><hr class="more"><p>paid</p>' });
    expect(JSON.stringify(seen)).not.toMatch(/LATER|Now\.|paid</);
  });
});

test('notice and tombstone have an end', () => {
  const killed = article({ changes: [kill('2026-03-03T00:00:00Z')] });
  expect(nextBoundary(killed, at('2026-03-05T00:00:00Z'))).toBe('2026-03-10T00:00:00Z');
  expect(nextBoundary(killed, at('2026-03-11T00:00:00Z'))).toBe('2026-04-02T00:00:00Z');
});
