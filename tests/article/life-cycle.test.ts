import { describe, expect, test } from 'vitest';
import type { Change, ChangeKind } from '../../src/article/change.ts';
import { nextVersion } from '../../src/article/life-cycle.ts';
import { article, at } from '../support/stories.ts';

const REASON = { note: 'a reason' };
const changeOf = (kind: ChangeKind, when = '2026-03-03T00:00:00Z'): Change => ({
  kind,
  at: at(when),
  ...(kind === 'correct' ? { notice: 'It was wrong.' } : {}),
  ...(kind === 'withhold' || kind === 'kill' ? REASON : {}),
});

const withheld = { kind: 'withhold', at: '2026-03-02T12:00:00Z', note: 'a reason' } as const;
const killed = { kind: 'kill', at: '2026-03-02T12:00:00Z', note: 'a reason' } as const;

describe('from each status, each step is possible or refused', () => {
  test.each([
    [
      'usable',
      [],
      { amend: 'usable', update: 'usable', correct: 'usable', withhold: 'withheld', restore: null, kill: 'canceled' },
    ],
    [
      'withheld',
      [withheld],
      { amend: null, update: null, correct: null, withhold: null, restore: 'usable', kill: 'canceled' },
    ],
    ['canceled', [killed], { amend: null, update: null, correct: null, withhold: null, restore: null, kill: null }],
  ] as const)('%s', (_, changes, steps) => {
    const before = article({ changes: [...changes] });
    for (const [kind, status] of Object.entries(steps)) {
      const after = nextVersion(before, changeOf(kind as ChangeKind), before);
      if (status === null) expect(after, kind).toHaveProperty('refused');
      else
        expect(after, kind).toMatchObject({
          status,
          version: before.version + 1,
          versionCreatedAt: '2026-03-03T00:00:00Z',
        });
    }
  });
});

describe('a step requires its fields', () => {
  const before = article({ created: '2026-03-02T08:00:00Z' });
  test.each([
    [{ kind: 'correct', at: at('2026-03-03T00:00:00Z') }, /notice/],
    [{ kind: 'withhold', at: at('2026-03-03T00:00:00Z') }, /note/],
    [{ kind: 'kill', at: at('2026-03-03T00:00:00Z') }, /note/],
    [{ kind: 'amend', at: at('2026-03-03T00:00:00Z'), notice: 'x' }, /silent/],
    [{ kind: 'update', at: at('2026-03-01T00:00:00Z') }, /earlier than the version that it changes/],
    [{ ...changeOf('kill'), severity: 'major' }, /severity/],
  ] as const)('%o', (change, reason) => {
    expect(nextVersion(before, change, before)).toHaveProperty('refused', expect.stringMatching(reason));
  });
});

test('of a killed story the public notice may be amended, and nothing else', () => {
  const before = article({ changes: [killed] });
  const change: Change = { kind: 'amend', at: at('2026-03-04T00:00:00Z'), notice: 'We are sorry.' };
  expect(nextVersion(before, change, before)).toMatchObject({ status: 'canceled', version: 3 });
});

test('a version is never changed', () => {
  const before = article();
  const copy = structuredClone(before);
  nextVersion(before, changeOf('update'), { ...before, headline: 'Another' });
  expect(before).toEqual(copy);
});

test('n changes make version n + 1', () => {
  const changes = (['update', 'correct', 'withhold', 'restore'] as const).map((kind, i) =>
    changeOf(kind, `2026-03-0${i + 3}T00:00:00Z`),
  );
  expect(article({ changes })).toMatchObject({ version: 5, status: 'usable' });
});
