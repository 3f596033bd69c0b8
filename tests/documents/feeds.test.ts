import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Archive } from '../../src/archive/archive.ts';
import { openEngine } from '../../src/archive/location.ts';
import { reindex } from '../../src/archive/sql/reindex.ts';
import type { Store } from '../../src/archive/store.ts';
import { PUBLIC } from '../../src/article/audience.ts';
import type { SubmissionInput } from '../../src/article/submission.ts';
import { createDocuments, type Documents } from '../../src/documents/documents.ts';
import { ALL_STORIES } from '../../src/feeds/address.ts';
import { atom } from '../../src/formats/atom/index.ts';
import type { Format } from '../../src/formats/format.ts';
import { jsonFeed } from '../../src/formats/json-feed/index.ts';
import { rss } from '../../src/formats/rss/index.ts';
import { submitStory } from '../../src/newsroom/submit-story.ts';
import { readAtom, readJsonFeed, readRss } from '../agreement/read-back.ts';
import { ENGINES, emptyLocation, openStore } from '../support/engines.ts';
import { contextWith } from '../support/publication.ts';
import { at, idOf, submission } from '../support/stories.ts';

const NOW = at('2026-06-01T00:00:00Z');

async function submit(archive: Archive, fields: Partial<SubmissionInput>): Promise<void> {
  const decision = await submitStory(archive, { submission: submission(fields), actor: 'a', origin: 'api' }, NOW);
  if (decision.decision === 'refused') throw new Error(JSON.stringify(decision));
}

const documentsOf = (store: Store) => createDocuments(store, contextWith());

async function textOf(documents: Documents, format: Format): Promise<string> {
  const response = await documents.feeds.feed(ALL_STORIES, format, { audience: PUBLIC, instant: NOW });
  return 'bytes' in response ? (await response.bytes('identity')).toString() : '';
}

test('a hundred simultaneous requests get one document, rendered once', async () => {
  const store = await openStore();
  await submit(store.archive, { id: idOf('a'), slug: 'a' });
  let queries = 0;
  const archive = new Proxy(store.archive, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (name === 'byIds') queries++;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const documents = documentsOf({ ...store, archive });
  const responses = await Promise.all(
    Array.from({ length: 100 }, () => documents.feeds.feed(ALL_STORIES, rss, { audience: PUBLIC, instant: NOW })),
  );
  expect(new Set(responses).size).toBe(1);
  expect(queries).toBeLessThanOrEqual(2);
});

describe.each(ENGINES)('while others write in %s', (engine) => {
  test('no feed ever mixes two states, and none is older than an acknowledged write', async () => {
    const store = await openStore(engine);
    // Two stories that always carry the same number: a document with two numbers would be one of two states.
    const write = async (number: number): Promise<void> => {
      const keywords = [`n${number}`];
      await submit(store.archive, { id: idOf('a'), slug: 'a', headline: `A ${number}`, keywords });
    };
    await write(0);
    await submit(store.archive, { id: idOf('b'), slug: 'b', related: [{ article: idOf('a') }] });
    const documents = documentsOf(store);
    let acknowledged = 0;
    let isWriting = true;
    const readers = Array.from({ length: 6 }, async (_, index) => {
      const format = [rss, atom, jsonFeed][index % 3] ?? rss;
      while (isWriting) {
        const before = acknowledged;
        const text = await textOf(documents, format);
        const numbers = [...text.matchAll(/\bA (\d+)/g)].map(([, number]) => Number(number));
        expect(new Set(numbers).size, text).toBe(1);
        expect(numbers[0]).toBeGreaterThanOrEqual(before);
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    for (let number = 1; number <= 40; number++) {
      await write(number);
      acknowledged = number;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    isWriting = false;
    await Promise.all(readers);
  });
});

const headline = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).map((text) => `H ${text}`);

test('any stories: the same ids in the same order in every format, well-formed, absolute, once each', async () => {
  const stories = fc.uniqueArray(
    fc.record({ letter: fc.constantFrom(...'abcdefghij'), headline, hour: fc.integer({ min: 0, max: 23 }) }),
    { selector: ({ letter }) => letter, maxLength: 10 },
  );
  await fc.assert(
    fc.asyncProperty(stories, async (given) => {
      const store = await openStore();
      for (const { letter, headline: text, hour } of given) {
        const published = `2026-03-02T${String(hour).padStart(2, '0')}:00:00Z`;
        await submit(store.archive, { id: idOf(letter), slug: letter, headline: text, published });
      }
      const documents = documentsOf(store);
      const [inRss, inAtom, inJson] = [
        await textOf(documents, rss),
        await textOf(documents, atom),
        await textOf(documents, jsonFeed),
      ];
      for (const [format, text] of [
        [rss, inRss],
        [atom, inAtom],
        [jsonFeed, inJson],
      ] as const)
        expect(format.check(text)).toEqual([]);
      const ids = readRss(inRss).map(({ id }) => id);
      expect(readAtom(inAtom).map(({ id }) => id)).toEqual(ids);
      expect(readJsonFeed(inJson).map(({ id }) => id)).toEqual(ids);
      expect(ids).toEqual(
        given.toSorted((a, b) => b.hour - a.hour || (a.letter < b.letter ? -1 : 1)).map(({ letter }) => idOf(letter)),
      );
      await store.close();
    }),
    { numRuns: process.env.DATELINE_LONG === undefined ? 25 : 500 },
  );
});

describe.each(ENGINES)('an archive of an earlier release in %s', (engine) => {
  test('gets a new index, equal to that of an archive filled by this release', async () => {
    const location = await emptyLocation(engine);
    const opened = await openEngine(location);
    const { storeOn } = await import('../../src/archive/store.ts');
    const store = await storeOn(opened);
    const changes = [{ kind: 'correct', at: '2026-03-03T00:00:00Z', notice: 'x' }] as const;
    await submit(store.archive, {
      id: idOf('a'),
      slug: 'a',
      keywords: ['New York'],
      subjects: ['20000607'],
      changes: [...changes],
    });
    await submit(store.archive, { id: idOf('b'), slug: 'b', language: 'ar-EG' });
    await submit(store.archive, { id: idOf('c'), slug: 'c', published: '2027-01-01T00:00:00Z' });
    const rows = () =>
      opened.db.selectFrom('terms').selectAll().orderBy('key').orderBy('kind').orderBy('value').execute();
    const before = await rows();
    const moments = () =>
      opened.db.selectFrom('boundaries').selectAll().orderBy('key').orderBy('at').orderBy('change').execute();
    const hours = await moments();
    // As the first release wrote them: names as they stand in the story, nothing above a topic, no numbers.
    await opened.db.deleteFrom('terms').where('kind', 'in', ['corrected', 'subject']).execute();
    await opened.db.updateTable('terms').set({ value: 'New York' }).where('kind', '=', 'tag').execute();
    await opened.db.updateTable('terms').set({ sequence: null, corrected_at: null }).execute();
    await opened.db.deleteFrom('boundaries').where('at', '=', at('2026-03-10T00:00:00Z')).execute();
    await reindex(opened.db);
    expect(await rows()).toEqual(before);
    expect(await moments()).toEqual(hours);
    await store.close();
  });
});
