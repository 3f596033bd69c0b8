import fc from 'fast-check';
import { expect, test } from 'vitest';
import { documentsOf } from '../../src/app/documents-of.ts';
import { openArchive } from '../../src/archive/location.ts';
import type { Store } from '../../src/archive/store.ts';
import { PUBLIC } from '../../src/article/audience.ts';
import type { Change, ChangeKind } from '../../src/article/change.ts';
import { submissionSchema } from '../../src/article/submission.ts';
import type { Documents } from '../../src/documents/documents.ts';
import { ALL_STORIES } from '../../src/feeds/address.ts';
import { FORMATS, formatOf } from '../../src/formats/index.ts';
import { listedChanges } from '../../src/newsroom/plan.ts';
import { recordDueTransitions } from '../../src/newsroom/scheduled-transitions.ts';
import { releaseEmbargo, submitStory } from '../../src/newsroom/submit-story.ts';
import { articlePage } from '../../src/pages/article-page.ts';
import { addSeconds, type Instant } from '../../src/text/instant.ts';
import { readAtom, readJsonFeed, readNewsmlG2, readRss } from '../agreement/read-back.ts';
import { publication } from '../support/publication.ts';
import { at, idOf } from '../support/stories.ts';
import { IS_WIDE } from '../support/wide.ts';

/**
 * Random lives of a story against a model of the life cycle that is as plain as its table: after each step every output
 * equals the model.
 */
interface Model {
  now: Instant;
  stored: boolean;
  status: 'usable' | 'withheld' | 'canceled';
  version: number;
  publishAt: Instant;
  embargo: 'none' | 'condition' | Instant;
  releasedAt: Instant | undefined;
  /** The first moment at which the public saw it. */
  firstPublic: Instant | undefined;
  updated: Instant | undefined;
}

interface Real {
  readonly store: Store;
  readonly documents: Documents;
}

const ID = idOf('a');
const AUTHOR = { actor: 'model', origin: 'api' } as const;
const START = at('2026-03-01T00:00:00Z');

function hourOf({ publishAt, embargo, releasedAt }: Model): Instant | undefined {
  const later = (other: Instant): Instant => (other > publishAt ? other : publishAt);
  if (releasedAt !== undefined) return later(releasedAt);
  if (embargo === 'none') return publishAt;
  return embargo === 'condition' ? undefined : later(embargo);
}

/** The public sees a story from the moment at which its hour has come and nothing hides it. */
function look(model: Model): void {
  const hour = hourOf(model);
  if (!model.stored || model.firstPublic !== undefined || hour === undefined) return;
  if (model.status === 'usable' && hour <= model.now) model.firstPublic = hour;
}

function restored(model: Model): void {
  const hour = hourOf(model);
  if (model.firstPublic === undefined && hour !== undefined && hour <= model.now) model.firstPublic = model.now;
}

class HandIn implements fc.AsyncCommand<Model, Real> {
  readonly delay: number;
  readonly embargo: 'none' | 'condition' | number;

  constructor(delay: number, embargo: 'none' | 'condition' | number) {
    this.delay = delay;
    this.embargo = embargo;
  }

  check = ({ stored }: Readonly<Model>): boolean => !stored;

  async run(model: Model, real: Real): Promise<void> {
    const publishAt = addSeconds(model.now, this.delay);
    const embargo = typeof this.embargo === 'number' ? onMinute(addSeconds(model.now, this.embargo)) : this.embargo;
    const fields =
      embargo === 'none' ? {} : { embargo: embargo === 'condition' ? { condition: 'x' } : { until: embargo } };
    const submission = submissionSchema.parse({ ...STORY, published: publishAt, ...fields });
    const decided = await submitStory(real.store.archive, { submission, ...AUTHOR }, model.now);
    expect(decided.decision).toBe('stored');
    Object.assign(model, { stored: true, status: 'usable', version: 1, publishAt, embargo });
    look(model);
    await agree(model, real);
  }

  toString = (): string => `submit(+${this.delay}, ${this.embargo})`;
}

const STORY = {
  id: ID,
  slug: 'story',
  language: 'en',
  headline: 'Headline',
  section: 'world',
  body: '<p>Text.</p>',
};

function onMinute(instant: Instant): Instant {
  return `${instant.slice(0, 17)}00Z` as Instant;
}

const ALLOWED: Record<ChangeKind, readonly Model['status'][]> = {
  amend: ['usable', 'canceled'],
  update: ['usable'],
  correct: ['usable'],
  withhold: ['usable'],
  restore: ['withheld'],
  kill: ['usable', 'withheld'],
};

class Step implements fc.AsyncCommand<Model, Real> {
  readonly kind: ChangeKind;

  constructor(kind: ChangeKind) {
    this.kind = kind;
  }

  check = ({ stored }: Readonly<Model>): boolean => stored;

  async run(model: Model, { store, documents }: Real): Promise<void> {
    const { kind } = this;
    const stored = await store.archive.articles.byId(ID);
    if (stored === undefined) throw new Error('the story is gone');
    const isAllowed = ALLOWED[kind].includes(model.status);
    const needsNotice = kind === 'correct' || (kind === 'amend' && model.status === 'canceled');
    const change: Change = {
      kind,
      at: model.now,
      ...(needsNotice ? { notice: 'A notice.' } : {}),
      ...(kind === 'withhold' || kind === 'kill' ? { note: 'A reason.' } : {}),
    };
    const { embargo } = model;
    const fields =
      embargo === 'none' ? {} : { embargo: embargo === 'condition' ? { condition: 'x' } : { until: embargo } };
    const submission = submissionSchema.parse({
      ...STORY,
      headline: `Headline ${model.version + 1}`,
      published: model.publishAt,
      ...fields,
      changes: [...listedChanges(stored), change],
    });
    const decided = await submitStory(store.archive, { submission, ...AUTHOR }, model.now);
    expect([kind, model.status, decided.decision]).toEqual([kind, model.status, isAllowed ? 'stored' : 'refused']);
    if (isAllowed) {
      model.version++;
      if (kind === 'withhold') model.status = 'withheld';
      if (kind === 'kill') model.status = 'canceled';
      if (kind === 'restore') {
        model.status = 'usable';
        restored(model);
      }
      if (['update', 'correct', 'restore'].includes(kind) && model.firstPublic !== undefined) model.updated = model.now;
    }
    await agree(model, { store, documents });
  }

  toString = (): string => this.kind;
}

class Release implements fc.AsyncCommand<Model, Real> {
  check = ({ stored }: Readonly<Model>): boolean => stored;

  async run(model: Model, real: Real): Promise<void> {
    const isAllowed =
      model.status === 'usable' &&
      model.embargo === 'condition' &&
      model.releasedAt === undefined &&
      model.publishAt <= model.now;
    const { decision } = await releaseEmbargo(real.store.archive, { id: ID, ...AUTHOR }, model.now);
    if (isAllowed) {
      expect(decision).toBe('stored');
      model.releasedAt = model.now;
      look(model);
    }
    await agree(model, real);
  }

  toString = (): string => 'release';
}

class Wait implements fc.AsyncCommand<Model, Real> {
  readonly seconds: number;

  constructor(seconds: number) {
    this.seconds = seconds;
  }

  check = (): boolean => true;

  async run(model: Model, real: Real): Promise<void> {
    model.now = addSeconds(model.now, this.seconds);
    look(model);
    // Whether the clock has written its entry or not changes nothing of what is seen.
    if (this.seconds % 2 === 0) await recordDueTransitions(real.store.archive, model.now);
    await agree(model, real);
  }

  toString = (): string => `wait(${this.seconds})`;
}

/** Compares every output with the model. */
async function agree(model: Model, { documents }: Real): Promise<void> {
  const { now, status, firstPublic } = model;
  const isShown = firstPublic !== undefined && status === 'usable';
  const isGone = firstPublic !== undefined && status !== 'usable';
  const text = async (response: Awaited<ReturnType<Documents['sitemaps']['get']>>): Promise<string> =>
    'bytes' in response ? (await response.bytes('identity')).toString() : '';
  const page = await documents.articles.page('story', articlePage, now);
  expect(page.status).toBe(isShown ? 200 : isGone && status === 'canceled' ? 410 : 404);
  const feeds: Record<string, string> = {};
  for (const format of FORMATS.filter(({ item }) => item)) {
    feeds[format.id] = await text(await documents.feeds.feed(ALL_STORIES, format, { audience: PUBLIC, instant: now }));
  }
  const { rss = '', atom = '', 'json-feed': json = '', 'newsml-g2': message = '' } = feeds;
  const updated = Date.parse(model.updated ?? firstPublic ?? now);
  const expected = isShown ? [{ id: ID, published: Date.parse(firstPublic ?? now), updated }] : [];
  for (const items of [readRss(rss), readAtom(atom), readJsonFeed(json)]) {
    const stories = items.filter(({ headline }) => headline?.startsWith('Headline'));
    expect(stories.map(({ id, published, updated: date }) => ({ id, published, updated: date }))).toEqual(expected);
  }
  const isRecent = isGone;
  const isOverwritten = isGone && status === 'canceled';
  for (const items of [readRss(rss), readAtom(atom), readJsonFeed(json)]) {
    expect(items.map(({ id }) => id)).toEqual(isShown || isOverwritten ? [ID] : []);
  }
  expect(atom.includes('deleted-entry')).toBe(isGone && !isOverwritten);
  expect((JSON.parse(json)._dateline?.deleted ?? []).length).toBe(isRecent ? 1 : 0);
  expect(message.includes(ID)).toBe(isShown || isRecent);
  expect(
    (await text(await documents.sitemaps.get(firstPublic?.slice(0, 7) ?? '2026-03', now))).includes('/articles/story'),
  ).toBe(isShown);
  const newsmlFormat = formatOf('newsml-g2');
  const newsml = newsmlFormat && (await text(await documents.articles.inFormat('story', newsmlFormat, now)));
  if (firstPublic === undefined) expect(newsml).toBe('');
  else {
    expect(readNewsmlG2(newsml ?? '')).toMatchObject({ id: ID, status });
    expect(newsml).toContain(`version="${model.version}"`);
  }
}

test('any sequence of changes has the effects of the table in every output', async () => {
  const seconds = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 7200 }));
  const commands = [
    fc
      .tuple(
        seconds,
        fc.oneof(fc.constant('none' as const), fc.constant('condition' as const), fc.integer({ min: 60, max: 9000 })),
      )
      .map(([delay, embargo]) => new HandIn(delay, embargo)),
    ...(Object.keys(ALLOWED) as ChangeKind[]).map((kind) => fc.constant(new Step(kind))),
    fc.constant(new Release()),
    seconds.map((wait) => new Wait(wait)),
  ];
  const runs = process.env.DATELINE_LONG ? 2000 : IS_WIDE ? 60 : 25;
  await fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: 14 }), async (steps) => {
      const store = await openArchive({ file: ':memory:' });
      const documents = documentsOf({ store, publication }, { baseUrl: 'https://gazette.example.com', port: 0 });
      const model: Model = {
        now: START,
        stored: false,
        status: 'usable',
        version: 0,
        publishAt: START,
        embargo: 'none',
        releasedAt: undefined,
        firstPublic: undefined,
        updated: undefined,
      };
      try {
        await fc.asyncModelRun(() => ({ model, real: { store, documents } }), steps);
      } finally {
        await store.close();
      }
    }),
    { numRuns: runs },
  );
});
