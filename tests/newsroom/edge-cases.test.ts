import { describe, expect, test } from 'vitest';
import type { FeedPages } from '../../src/archive/feed-pages.ts';
import { ENTITLED, PUBLIC } from '../../src/article/audience.ts';
import type { SubmissionInput } from '../../src/article/submission.ts';
import { viewOf } from '../../src/article/view.ts';
import { feedDefinition } from '../../src/feeds/definition.ts';
import { select } from '../../src/feeds/selection.ts';
import { eraseStory } from '../../src/newsroom/erasure.ts';
import { recordDueTransitions } from '../../src/newsroom/scheduled-transitions.ts';
import { adoptStory, releaseEmbargo, submitStory, withholdStory } from '../../src/newsroom/submit-story.ts';
import { ENGINES, type EngineName, openStore } from '../support/engines.ts';
import { publication } from '../support/publication.ts';
import { at, idOf, submission } from '../support/stories.ts';

/** Cases that once undid, leaked or lost something. */
const author = { actor: 'a', origin: 'api' } as const;
const day = (time: string) => at(`2026-03-02T${time}:00Z`);

async function newsroom(engine: EngineName = 'SQLite') {
  const { archive } = await openStore(engine);
  const submit = (fields: Partial<SubmissionInput>, now = day('08:00')) =>
    submitStory(archive, { submission: submission(fields), ...author }, now);
  const seen = async (now: ReturnType<typeof at>, letter = 'a') => {
    const article = await archive.articles.byId(idOf(letter));
    return article && viewOf(article, PUBLIC, now);
  };
  const publicLog = async () => (await archive.log.publicChangesAfter(0, 100)).map(({ change }) => change);
  return { archive, submit, seen, publicLog };
}

const kill = { kind: 'kill', at: day('10:00'), note: 'x', notice: 'Sorry.' } as const;

describe.each(ENGINES)('at the same moment, in %s', (engine) => {
  test('an amendment does not undo a release', async () => {
    const { archive, submit, seen } = await newsroom(engine);
    const embargo = { condition: 'x' };
    await submit({ published: day('07:00'), embargo });
    const [released, amended] = await Promise.all([
      releaseEmbargo(archive, { id: idOf('a'), ...author }, day('09:00')),
      submit({ published: day('07:00'), embargo, headline: 'B' }, day('09:00')),
    ]);
    expect([released.decision, amended.decision]).toContain('stored');
    const isShown = (await seen(day('09:01')))?.kind === 'story';
    expect(isShown).toBe(released.decision === 'stored');
  });

  test('an amendment does not take a story back that was adopted', async () => {
    const { archive, submit } = await newsroom(engine);
    await submit({ published: day('07:00') });
    const [adopted, amended] = await Promise.all([
      adoptStory(archive, { id: idOf('a'), actor: 'a', origin: 'content folder' }, day('09:00')),
      submit({ published: day('07:00'), headline: 'B' }, day('09:00')),
    ]);
    expect([adopted.decision, amended.decision]).toContain('stored');
    const owner = adopted.decision === 'stored' ? 'content folder' : 'api';
    expect(await archive.articles.originOf(idOf('a'))).toBe(owner);
  });

  test('an erasure by a machine whose clock is behind is logged at the last stored change', async () => {
    const { archive, submit } = await newsroom(engine);
    await submit({ published: day('07:00'), changes: [kill] }, day('11:00'));
    await eraseStory(archive, { id: idOf('a'), actor: 'a' }, day('10:00'));
    expect(await archive.log.newestOf(idOf('a'))).toMatchObject({ change: 'erase', at: day('11:00') });
  });

  test('an amended notice does not bring an erased text back', async () => {
    const { archive, submit } = await newsroom(engine);
    await submit({ published: day('07:00'), changes: [kill] }, day('11:00'));
    const amend = { kind: 'amend', at: day('12:00'), notice: 'We apologize.' } as const;
    await Promise.all([
      eraseStory(archive, { id: idOf('a'), actor: 'a' }, day('12:00')),
      submit({ published: day('07:00'), changes: [kill, amend] }, day('12:00')),
    ]);
    const versions = await archive.articles.versionsOf(idOf('a'));
    expect(new Set(versions.map(({ headline }) => headline))).toEqual(new Set(['Erased']));
    expect((await archive.articles.byId(idOf('a')))?.version).toBe(versions.length + 1);
  });
});

describe('before its publication', () => {
  test('a condition is not released, but lifted; an embargo set later holds', async () => {
    const { archive, submit, seen } = await newsroom();
    const published = day('12:00');
    await submit({ published, embargo: { condition: 'x' } });
    expect(await releaseEmbargo(archive, { id: idOf('a'), ...author }, day('10:00'))).toMatchObject({
      decision: 'refused',
    });
    await submit({ published, embargo: { until: day('18:00') } }, day('10:30'));
    expect(await seen(day('12:01'))).toBeUndefined();
    expect(await seen(day('18:00'))).toMatchObject({ firstPublishedAt: day('18:00') });
  });

  test('earlier changes do not exist when the time is moved to now', async () => {
    const { submit, seen, publicLog } = await newsroom();
    const correct = { kind: 'correct', at: day('08:30'), notice: 'SECRET' } as const;
    await submit({ published: day('12:00') });
    await submit({ published: day('12:00'), changes: [correct] }, day('09:00'));
    await submit({ published: day('07:30'), changes: [correct] }, day('09:30'));
    expect(await seen(day('09:31'))).toMatchObject({ firstPublishedAt: day('09:30'), notices: [] });
    expect(await publicLog()).toEqual(['release']);
  });

  test('a killed story stays unknown at any time of publication, also after erasure', async () => {
    const { archive, submit, seen } = await newsroom();
    const embargo = { until: day('18:00') };
    await submit({ published: day('09:00'), embargo });
    await submit({ published: day('09:00'), embargo, changes: [kill] }, day('10:00'));
    await eraseStory(archive, { id: idOf('a'), actor: 'a' }, day('11:00'));
    expect([await seen(day('11:01')), await seen(day('19:00'))]).toEqual([undefined, undefined]);
    await submit({ id: idOf('b'), slug: 'b', published: day('23:00') });
    await submit({ id: idOf('b'), slug: 'b', published: day('23:00'), changes: [kill] }, day('10:00'));
    const amend = { kind: 'amend', at: day('10:30'), notice: 'x' } as const;
    const moved = { id: idOf('b'), slug: 'b', published: day('08:00'), changes: [kill, amend] };
    expect(await submit(moved, day('11:00'))).toMatchObject({ decision: 'refused', path: 'published' });
    expect(await seen(day('12:00'), 'b')).toBeUndefined();
  });
});

describe('after its publication', () => {
  test('nothing is dated before it', async () => {
    const { submit, seen } = await newsroom();
    await submit({ published: day('10:00') }, day('10:00'));
    const early = { ...kill, at: day('09:30') };
    expect(await submit({ published: day('10:00'), changes: [early] }, day('12:00'))).toMatchObject({
      decision: 'refused',
      path: 'changes[0]',
    });
    expect(await seen(day('12:00'))).toMatchObject({ kind: 'story' });
  });

  test('a kill in the very second of publication is a recall', async () => {
    const { submit, seen, publicLog } = await newsroom();
    await submit({ published: day('10:00') }, day('10:00'));
    await submit({ published: day('10:00'), changes: [kill] }, day('10:00'));
    expect(await seen(day('10:00'))).toMatchObject({ kind: 'tombstone', status: 'canceled' });
    expect(await publicLog()).toEqual(['publish', 'kill']);
  });

  test('rights that come back are news', async () => {
    const { submit, seen } = await newsroom();
    await submit({ published: day('09:00'), rights: { endsAt: day('10:00') } }, day('09:00'));
    expect(await seen(day('10:30'))).toMatchObject({ kind: 'tombstone' });
    await submit({ published: day('09:00') }, day('11:00'));
    expect(await seen(day('11:00'))).toMatchObject({ kind: 'story', updatedAt: day('11:00') });
  });
});

describe('the clock', () => {
  test('records a release once, although another machine is slow', async () => {
    const { archive, submit, publicLog } = await newsroom();
    await submit({ published: day('10:00') });
    await recordDueTransitions(archive, day('10:00'));
    const slow = at('2026-03-02T09:59:59Z');
    await submit({ published: day('10:00'), slug: 'moved' }, slow);
    await recordDueTransitions(archive, day('10:01'));
    expect(await publicLog()).toEqual(['release', 'amend']);
    expect(await archive.articles.bySlug('a-story')).toMatchObject({ slug: 'moved' });
  });

  test.each([
    [
      'adopt',
      (archive: Parameters<typeof adoptStory>[0]) =>
        adoptStory(archive, { id: idOf('a'), actor: 'a', origin: 'content folder' }, day('11:00')),
    ],
    [
      'withdraw',
      (archive: Parameters<typeof adoptStory>[0]) =>
        withholdStory(archive, { id: idOf('a'), note: 'x', ...author }, day('11:00')),
    ],
  ])('is not forgotten by %s', async (_, step) => {
    const { archive, submit, publicLog } = await newsroom();
    await submit({ published: day('10:00') });
    await step(archive);
    expect((await publicLog())[0]).toBe('release');
  });

  test('records an expiry that no server saw', async () => {
    const { archive, submit, publicLog } = await newsroom();
    await submit({ published: day('09:00'), expires: day('10:30'), rights: { endsAt: day('11:00') } }, day('09:00'));
    await recordDueTransitions(archive, day('12:00'));
    expect(await publicLog()).toEqual(['publish', 'expire', 'rightsEnd']);
  });
});

/** None is closed, and none can be. */
const NO_PAGES = {
  end: async () => undefined,
  newest: async () => undefined,
  close: async () => {},
} as unknown as FeedPages;

describe('feeds', () => {
  const viewContext = { audience: PUBLIC, instant: day('12:00') };
  const feed = async (archive: Parameters<typeof select>[0]['archive'], name: string, who = viewContext, items = 5) => {
    const definition = feedDefinition(publication, name);
    if (definition === undefined) throw new Error(name);
    const selection = await select(
      { archive, pages: NO_PAGES, publication },
      { definition: { ...definition, items } },
      who,
    );
    const views = selection?.views ?? [];
    return views.map(({ kind, slug }) => `${slug} ${kind}`).toSorted();
  };

  test('list a withdrawn story also after it left by age, or moved to another section', async () => {
    const { archive, submit } = await newsroom();
    for (const [index, letter] of [...'abcdefgh'].entries()) {
      const published = at(`2026-03-01T0${index}:00:00Z`);
      await submit({ id: idOf(letter), slug: letter, published });
    }
    const gone = { id: idOf('a'), slug: 'a', published: at('2026-03-01T00:00:00Z') };
    await submit({ ...gone, section: 'culture', changes: [kill] }, day('11:00'));
    expect(await feed(archive, 'section/world')).toContain('a tombstone');
    expect(await feed(archive, 'section/culture')).toEqual(['a tombstone']);
  });

  test('of entitled partners contain every embargoed story, also after kills under a condition', async () => {
    const { archive, submit } = await newsroom();
    for (const letter of 'abcdef') {
      const fields = { id: idOf(letter), slug: letter, published: day('07:00'), embargo: { condition: 'x' } };
      await submit(fields);
      await submit({ ...fields, changes: [kill] }, day('10:00'));
    }
    await submit({ id: idOf('h'), slug: 'h', published: day('07:00'), embargo: { until: day('18:00') } });
    await submit({ id: idOf('p'), slug: 'p', published: day('07:00') });
    const seen = await feed(archive, 'all', { audience: ENTITLED, instant: day('12:00') });
    expect(seen).toEqual(expect.arrayContaining(['h story', 'p story', 'a tombstone']));
    expect(await feed(archive, 'all')).toEqual(['p story']);
  });

  test('of a story that names no known story are not stopped by it', async () => {
    const { archive } = await newsroom();
    expect(await archive.articles.byId('urn:x')).toBeUndefined();
    expect(await archive.articles.versionsOf('urn:x')).toEqual([]);
    expect(await archive.articles.originOf('urn:x')).toBeUndefined();
  });
});
