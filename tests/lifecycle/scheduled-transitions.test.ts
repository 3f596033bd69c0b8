import { expect, test } from 'vitest';
import { openArchive } from '../../src/archive/location.ts';
import type { SubmissionInput } from '../../src/article/submission.ts';
import { recordDueTransitions } from '../../src/newsroom/scheduled-transitions.ts';
import { submitStory } from '../../src/newsroom/submit-story.ts';
import { ENGINES, openStore, postgresDatabase } from '../support/engines.ts';
import { at, idOf, submission } from '../support/stories.ts';

const BEFORE = at('2026-03-01T00:00:00Z');
const author = { actor: 'a', origin: 'api' } as const;

test.each(ENGINES)('in %s each due transition is recorded once, also after it was missed', async (engine) => {
  const { archive } = await openStore(engine);
  const stories: Partial<SubmissionInput>[] = [
    { id: idOf('a'), slug: 'a', published: '2026-03-02T09:00:00Z', expires: '2026-03-04T00:00:00Z' },
    { id: idOf('b'), slug: 'b', published: '2026-02-01T00:00:00Z', embargo: { until: '2026-03-02T10:00:00Z' } },
    { id: idOf('c'), slug: 'c', published: '2026-02-01T00:00:00Z', rights: { endsAt: '2026-03-03T00:00:00Z' } },
    { id: idOf('d'), slug: 'd', published: '2026-03-02T12:00:00Z' },
  ];
  for (const fields of stories) await submitStory(archive, { submission: submission(fields), ...author }, BEFORE);
  const killed = { ...stories[3], changes: [{ kind: 'kill', at: BEFORE, note: 'x' }] } as Partial<SubmissionInput>;
  await submitStory(archive, { submission: submission(killed), ...author }, BEFORE);
  const cursor = await archive.log.cursor();
  const written = await Promise.all([1, 2, 3].map(() => recordDueTransitions(archive, at('2026-03-05T00:00:00Z'))));
  expect(written.reduce((sum, count) => sum + count, 0)).toBe(4);
  expect(
    (await archive.log.changesAfter(cursor, 10)).map(({ articleId, change, at: when }) => [
      articleId.at(-1),
      change,
      when,
    ]),
  ).toEqual(
    [
      ['a', 'release', '2026-03-02T09:00:00Z'],
      ['b', 'release', '2026-03-02T10:00:00Z'],
      ['c', 'rightsEnd', '2026-03-03T00:00:00Z'],
      ['a', 'expire', '2026-03-04T00:00:00Z'],
    ].toSorted((x, y) => String(x[2]).localeCompare(String(y[2]))),
  );
  expect(await recordDueTransitions(archive, at('2026-04-05T00:00:00Z'))).toBe(0);
});

test.each(ENGINES)('in %s scheduled live updates and ends of rights of pictures are in the log', async (engine) => {
  const { archive } = await openStore(engine);
  const update = (id: string, time: string) => ({ id, at: time, body: '<p>New.</p>' });
  const picture = { kind: 'image', alt: 'A', renditions: [{ href: 'https://example.org/a.jpg', type: 'image/jpeg' }] };
  const rights = { endsAt: '2026-03-02T14:00:00Z' };
  await submitStory(
    archive,
    {
      submission: submission({
        published: '2026-03-01T00:00:00Z',
        media: [{ ...picture, rights }] as SubmissionInput['media'],
        live: {
          starts: '2026-03-01T00:00:00Z',
          updates: [update('one', '2026-03-01T00:00:00Z'), update('two', '2026-03-02T12:00:00Z')],
        } as SubmissionInput['live'],
      }),
      ...author,
    },
    BEFORE,
  );
  const cursor = await archive.log.cursor();
  await recordDueTransitions(archive, at('2026-03-03T00:00:00Z'));
  const entries = await archive.log.publicChangesAfter(cursor, 10);
  expect(entries.map(({ change, at: when }) => [change, when])).toEqual([
    ['liveUpdate', '2026-03-02T12:00:00Z'],
    ['mediaRightsEnd', '2026-03-02T14:00:00Z'],
  ]);
  const month = await archive.feeds.period(
    { kind: 'month', value: '2026-03' },
    { until: at('2026-03-03T00:00:00Z'), limit: 2 },
  );
  expect(month?.noticedAt).toBe('2026-03-02T12:00:00Z');
});

test('a change after a missed release follows the release in the log', async () => {
  const { archive } = await openStore();
  const fields = { published: '2026-03-02T09:00:00Z' };
  await submitStory(archive, { submission: submission(fields), ...author }, BEFORE);
  const later = at('2026-03-03T00:00:00Z');
  await submitStory(archive, { submission: submission({ ...fields, headline: 'B' }), ...author }, later);
  expect((await archive.log.publicChangesAfter(0, 10)).map(({ change }) => change)).toEqual(['release', 'amend']);
});

test('rights that end after a withholding or kill are not recorded', async () => {
  const { archive } = await openStore();
  for (const [letter, kind] of [
    ['a', 'withhold'],
    ['b', 'kill'],
  ] as const) {
    const fields = { id: idOf(letter), slug: letter, published: '2026-02-01T00:00:00Z' } as const;
    const rights = { endsAt: '2026-03-03T00:00:00Z' };
    const changes = [{ kind, at: '2026-02-02T00:00:00Z', note: 'x' }];
    await submitStory(archive, { submission: submission({ ...fields, rights, changes }), ...author }, BEFORE);
  }
  const cursor = await archive.log.cursor();
  expect(await recordDueTransitions(archive, at('2026-03-05T00:00:00Z'))).toBe(0);
  expect(await archive.log.cursor()).toBe(cursor);
});

test('partners get an entry for a story under embargo from its publication time', async () => {
  const { archive } = await openStore();
  const fields = { published: '2026-03-02T09:00:00Z', embargo: { until: '2026-03-05T00:00:00Z' } };
  await submitStory(archive, { submission: submission(fields), ...author }, BEFORE);
  expect(await recordDueTransitions(archive, at('2026-03-02T09:00:00Z'))).toBe(1);
  expect((await archive.log.changesAfter(1, 10)).map(({ change }) => change)).toEqual(['embargo']);
  expect(await archive.log.publicChangesAfter(0, 10)).toEqual([]);
});

test('several machines on one database release a story once', async () => {
  const url = await postgresDatabase();
  const machines = await Promise.all([1, 2, 3].map(() => openArchive({ url })));
  const [first] = machines;
  if (first === undefined) return;
  for (const letter of 'abcdefghij') {
    const fields = { id: idOf(letter), slug: letter, published: '2026-03-02T09:00:00Z' };
    await submitStory(first.archive, { submission: submission(fields), ...author }, BEFORE);
  }
  const now = at('2026-03-02T09:00:00Z');
  const written = await Promise.all(machines.map(({ archive }) => recordDueTransitions(archive, now)));
  expect(written.reduce((sum, count) => sum + count, 0)).toBe(10);
  expect(await first.archive.log.publicChangesAfter(0, 100)).toHaveLength(10);
  await Promise.all(machines.map((machine) => machine.close()));
});
