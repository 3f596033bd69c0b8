import { describe, expect, test } from 'vitest';
import type { SubmissionInput } from '../../src/article/submission.ts';
import { submitStory } from '../../src/newsroom/submit-story.ts';
import { openStore } from '../support/engines.ts';
import { at, idOf, submission } from '../support/stories.ts';

const NOW = at('2026-03-10T00:00:00Z');

async function newsroom() {
  const { archive } = await openStore();
  const submit = (fields: Partial<SubmissionInput> = {}, now = NOW) =>
    submitStory(archive, { submission: submission(fields), actor: 'a test', origin: 'api' }, now);
  return { archive, submit };
}

const correct = { kind: 'correct', at: '2026-03-03T00:00:00Z', notice: 'It was wrong.' } satisfies NonNullable<
  SubmissionInput['changes']
>[number];

describe('versions', () => {
  test('a story with n changes is version n + 1', async () => {
    const { archive, submit } = await newsroom();
    expect(await submit({ changes: [correct] })).toMatchObject({ decision: 'stored', article: { version: 2 } });
    expect(await archive.log.changesAfter(0, 10)).toMatchObject([
      { cursor: 1, change: 'correct', version: 2, actor: 'a test' },
    ]);
  });

  test('the same content again makes no new version', async () => {
    const { archive, submit } = await newsroom();
    await submit();
    expect(await submit()).toMatchObject({ decision: 'unchanged', article: { version: 1 } });
    expect(await archive.log.cursor()).toBe(1);
  });

  test('a new entry is that change, a changed text without one a silent edit', async () => {
    const { archive, submit } = await newsroom();
    await submit();
    expect(await submit({ headline: 'B', changes: [correct] })).toMatchObject({
      steps: ['correct'],
      article: { version: 2, headline: 'B' },
    });
    expect(await submit({ headline: 'C', changes: [correct] })).toMatchObject({
      steps: ['amend'],
      article: { version: 3, versionCreatedAt: NOW },
    });
    const update = { kind: 'update', at: '2026-03-10T00:00:00Z' } as const;
    expect(await submit({ headline: 'D', changes: [correct, update] })).toMatchObject({
      steps: ['update'],
      article: { version: 4 },
    });
    expect((await archive.articles.versionsOf(idOf('a'))).map(({ headline }) => headline)).toEqual([
      'A story',
      'B',
      'C',
      'D',
    ]);
  });

  test('several new entries are several versions', async () => {
    const { archive, submit } = await newsroom();
    await submit();
    await submit({ changes: [correct, { kind: 'withhold', at: '2026-03-04T00:00:00Z', note: 'x' }] });
    expect((await archive.articles.versionsOf(idOf('a'))).map(({ status }) => status)).toEqual([
      'usable',
      'usable',
      'withheld',
    ]);
  });
});

describe('refusals change nothing', () => {
  test.each([
    ['an altered entry', { changes: [{ ...correct, notice: 'It was right.' }] }, /append-only/],
    ['a removed entry', { changes: [] }, /append-only/],
    ['another first publication', { published: '2026-03-01T00:00:00Z', changes: [correct] }, /never changes/],
    ['another id for feeds', { feedId: 'tag:a.example,2026:b', changes: [correct] }, /feedId/],
    ['a draft again', { draft: true, changes: [correct] }, /withhold/],
    [
      'a change that is still to come',
      { changes: [correct, { kind: 'update', at: '2026-03-11T00:00:00Z' }] },
      /is in the future/,
    ],
    ['an impossible step', { changes: [correct, { kind: 'restore', at: '2026-03-04T00:00:00Z' }] }, /only a withheld/],
  ] satisfies [string, Partial<SubmissionInput>, RegExp][])('%s', async (_, fields, reason) => {
    const { archive, submit } = await newsroom();
    await submit({ changes: [correct] });
    expect(await submit(fields)).toMatchObject({ decision: 'refused', reason: expect.stringMatching(reason) });
    expect(await archive.log.cursor()).toBe(1);
    expect(await archive.articles.byId(idOf('a'))).toMatchObject({ version: 2 });
  });

  test('a slug that belongs to another story', async () => {
    const { archive, submit } = await newsroom();
    await submit();
    expect(await submit({ id: idOf('b') })).toMatchObject({ decision: 'refused', path: 'slug' });
    expect(await archive.articles.byId(idOf('b'))).toBeUndefined();
  });

  test('anything after a kill but its notice', async () => {
    const { submit } = await newsroom();
    const kill = { kind: 'kill', at: '2026-03-03T00:00:00Z', note: 'x' } as const;
    await submit({ changes: [kill] });
    expect(await submit({ headline: 'B', changes: [kill] })).toMatchObject({ decision: 'refused' });
  });
});

test('a draft is not stored', async () => {
  const { archive, submit } = await newsroom();
  expect(await submit({ draft: true })).toEqual({ decision: 'draft' });
  expect(await archive.log.cursor()).toBe(0);
});

test('before its publication a story may get another time', async () => {
  const { submit } = await newsroom();
  await submit({ published: '2026-03-20T00:00:00Z' });
  expect(await submit({ published: '2026-03-21T00:00:00Z' })).toMatchObject({
    decision: 'stored',
    article: { publishAt: '2026-03-21T00:00:00Z' },
  });
});

test('an entry written down a moment after a silent edit is taken', async () => {
  const { submit } = await newsroom();
  await submit();
  await submit({ headline: 'B' }, at('2026-03-10T00:00:40Z'));
  const kill = { kind: 'kill', at: '2026-03-10T00:00:00Z', note: 'x' } as const;
  const decided = await submit({ headline: 'B', changes: [kill] }, at('2026-03-10T00:01:00Z'));
  expect(decided).toMatchObject({
    decision: 'stored',
    article: { status: 'canceled', version: 3, versionCreatedAt: '2026-03-10T00:00:40Z' },
  });
});

test('a story brought forward can be corrected at once', async () => {
  const { submit } = await newsroom();
  await submit({ published: '2027-01-01T00:00:00Z' });
  const now = await submit({ published: '2026-03-09T00:00:00Z' });
  expect(now).toMatchObject({
    decision: 'stored',
    article: { publishAt: '2026-03-09T00:00:00Z', versionCreatedAt: NOW },
  });
  const fix = { kind: 'correct', at: '2026-03-10T00:00:00Z', notice: 'x' } as const;
  expect(await submit({ published: '2026-03-09T00:00:00Z', changes: [fix] })).toMatchObject({ decision: 'stored' });
});

test('a killed story keeps its slug when its notice is amended', async () => {
  const { submit } = await newsroom();
  const kill = { kind: 'kill', at: '2026-03-03T00:00:00Z', note: 'x' } as const;
  await submit({ changes: [kill] });
  const amended = { kind: 'amend', at: '2026-03-04T00:00:00Z', notice: 'Sorry.' } as const;
  expect(await submit({ slug: 'other', headline: 'B', changes: [kill, amended] })).toMatchObject({
    decision: 'stored',
    article: { slug: 'a-story', headline: 'A story' },
  });
});
