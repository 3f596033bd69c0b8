import { describe, expect, test } from 'vitest';
import { PUBLIC } from '../../src/article/audience.ts';
import { createDocuments, type Documents } from '../../src/documents/documents.ts';
import { ALL_STORIES } from '../../src/feeds/address.ts';
import { atom } from '../../src/formats/atom/index.ts';
import type { Format } from '../../src/formats/format.ts';
import { rss } from '../../src/formats/rss/index.ts';
import { submitStory } from '../../src/newsroom/submit-story.ts';
import { archivePage } from '../../src/pages/archive-page.ts';
import { articlePage } from '../../src/pages/article-page.ts';
import { openStore } from '../support/engines.ts';
import { contextWith } from '../support/publication.ts';
import { at, idOf, submission } from '../support/stories.ts';

const NOW = at('2026-06-01T00:00:00Z');
const LATER = at('2026-06-01T01:00:00Z');

async function opened() {
  const store = await openStore();
  const documents = createDocuments(store, contextWith());
  const submit = async (fields: object, now = NOW) => {
    const decision = await submitStory(
      store.archive,
      { submission: submission(fields), actor: 'a', origin: 'api' },
      now,
    );
    expect(decision.decision).toBe('stored');
  };
  return { store, documents, submit };
}

async function feed(documents: Documents, format: Format, instant: typeof NOW) {
  const result = await documents.feeds.feed(ALL_STORIES, format, { audience: PUBLIC, instant });
  if (!('bytes' in result)) throw new Error(`status ${result.status}`);
  return { text: (await result.bytes('identity')).toString(), lastModified: result.lastModified };
}

describe('the date of a feed', () => {
  test('equals Last-Modified after a silent edit, which moves no date of its item', async () => {
    const { documents, submit } = await opened();
    await submit({ body: '<p>First.</p>' });
    const before = await feed(documents, rss, NOW);
    await submit({ body: '<p>Second.</p>', changes: [{ kind: 'amend', at: LATER }] }, LATER);
    const after = await feed(documents, rss, LATER);
    expect(after.text).toContain('Second.');
    expect(after.lastModified).toBe(LATER);
    expect(before.lastModified).not.toBe(after.lastModified);
    const built = /<lastBuildDate>([^<]+)</.exec(after.text)?.[1] ?? '';
    expect(new Date(built).toISOString()).toBe(new Date(LATER).toISOString());
    const item = (text: string) => /<pubDate>([^<]+)<\/pubDate>/.exec(text.slice(text.indexOf('<item>')))?.[1];
    expect(item(after.text)).toBe(item(before.text));
  });

  test('equals Last-Modified after a withdrawal', async () => {
    const { documents, submit } = await opened();
    await submit({ id: idOf('a'), slug: 'a' });
    await submit({ id: idOf('b'), slug: 'b' });
    await feed(documents, atom, NOW);
    await submit({ id: idOf('b'), slug: 'b', changes: [{ kind: 'withhold', at: LATER, note: 'x' }] }, LATER);
    const { text, lastModified } = await feed(documents, atom, LATER);
    expect(/<updated>([^<]+)</.exec(text)?.[1]).toBe(lastModified);
    expect(lastModified).toBe(LATER);
  });
});

describe('pages', () => {
  test('of a story, of an unknown one and of a killed one', async () => {
    const { documents, submit } = await opened();
    await submit({ slug: 'a' });
    const status = async (slug: string, instant = NOW) => {
      const result = await documents.articles.page(slug, articlePage, instant);
      return 'bytes' in result ? 200 : result.status;
    };
    expect(await status('a')).toBe(200);
    expect(await status('b')).toBe(404);
    await submit({ slug: 'a', changes: [{ kind: 'kill', at: LATER, note: 'x' }] }, LATER);
    expect((await documents.articles.page('a', articlePage, LATER)).status).toBe(410);
  });

  test('of the archive exist for periods with stories alone', async () => {
    const { documents, submit } = await opened();
    await submit({ slug: 'a' });
    const status = async (period: string) =>
      (await documents.calendar.get({ name: period, page: 1 }, archivePage, NOW)).status;
    expect(await status('2026-03')).toBe(200);
    expect(await status('2026-03-02')).toBe(200);
    expect(await status('2026-03-03')).toBe(404);
    expect(await status('2025-01')).toBe(404);
    expect(await status('nonsense')).toBe(404);
  });
});
