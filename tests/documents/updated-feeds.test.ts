import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PUBLIC } from '../../src/article/audience.ts';
import { createDocuments } from '../../src/documents/documents.ts';
import { readFeedAddress } from '../../src/feeds/address.ts';
import { atom } from '../../src/formats/atom/index.ts';
import { jsonFeed } from '../../src/formats/json-feed/index.ts';
import { rss } from '../../src/formats/rss/index.ts';
import { submitStory } from '../../src/newsroom/submit-story.ts';
import { addSeconds, type Instant } from '../../src/text/instant.ts';
import { openStore } from '../support/engines.ts';
import { contextWith } from '../support/publication.ts';
import { at, idOf, submission } from '../support/stories.ts';
import { IS_WIDE } from '../support/wide.ts';

const LETTERS = ['a', 'b', 'c', 'd', 'e'];
const FEEDS = ['all', 'section/world', 'section/culture', 'tag/x', 'corrections'];
const KINDS = [
  'silent',
  'update',
  'correct',
  'withhold',
  'restore',
  'kill',
  'section',
  'tag',
  'link',
  'spelling',
  'wait',
] as const;
const DAY_S = 24 * 60 * 60;

const steps = fc.array(
  fc.record({
    letter: fc.constantFrom(...LETTERS),
    kind: fc.constantFrom(...KINDS),
    days: fc.constantFrom(0, 0, 0, 1, 8),
  }),
  { minLength: 5, maxLength: 30 },
);

test('feeds that follow changes equal feeds of a fresh cache', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (changes) => {
      const store = await openStore();
      const following = createDocuments(store, contextWith());
      let now = at('2026-03-03T00:00:00Z');
      const fields = new Map(
        LETTERS.map((letter) => [
          letter,
          { headline: letter, section: 'world', keywords: ['x'] } as Record<string, unknown>,
        ]),
      );
      const submit = (letter: string, change?: { kind: string }) =>
        submitStory(
          store.archive,
          {
            submission: submission({
              id: idOf(letter),
              slug: letter,
              ...fields.get(letter),
              changes: history.get(letter) ?? [],
            } as object),
            actor: 'a',
            origin: 'api',
            ...(change && { change: { ...change, note: 'n', notice: 'Sorry.' } as never }),
          },
          now,
        );
      const history = new Map<string, object[]>();
      for (const letter of LETTERS) await submit(letter);
      for (const [index, { letter, kind, days }] of changes.entries()) {
        now = addSeconds(now, 61 + days * DAY_S);
        const own = fields.get(letter) ?? {};
        if (kind === 'section') own.section = own.section === 'world' ? 'culture' : 'world';
        else if (kind === 'tag') own.keywords = [['x'], ['y']][index % 2];
        else if (kind === 'spelling') own.keywords = [['x'], ['X']][index % 2];
        else if (kind === 'link') own.related = [{ relation: 'seeAlso', article: idOf(LETTERS[index % 5] ?? 'a') }];
        else own.headline = `${letter} ${index}`;
        const isStep = ['update', 'correct', 'withhold', 'restore', 'kill'].includes(kind);
        const decision = kind === 'wait' ? undefined : await submit(letter, isStep ? { kind } : undefined);
        if (decision?.decision === 'stored') {
          history.set(
            letter,
            decision.article.changes
              .filter(({ unlisted }) => unlisted !== true)
              .map(({ version: _, unlisted: __, ...change }) => change),
          );
        }
        await expectSame(following, createDocuments(store, contextWith()), now);
      }
      await store.close();
    }),
    { numRuns: IS_WIDE ? 60 : 8 },
  );
});

type Documents = ReturnType<typeof createDocuments>;

async function expectSame(following: Documents, anew: Documents, instant: Instant): Promise<void> {
  for (const name of FEEDS) {
    const feed = readFeedAddress(name, new URLSearchParams());
    if (feed === undefined) throw new Error(name);
    for (const format of [rss, atom, jsonFeed]) {
      const texts: (string | number)[] = [];
      for (const documents of [following, anew]) {
        const result = await documents.feeds.feed(feed, format, { audience: PUBLIC, instant });
        texts.push('bytes' in result ? (await result.bytes('identity')).toString() : result.status);
      }
      expect(texts[0], `${name} ${format.id}`).toBe(texts[1]);
    }
  }
}
