/** Archives of any size for the benchmarks: always the same articles of about 2 KB for the same numbers. */
import type { Engine } from '../src/archive/sql/engine.ts';
import { boundaryRows, documentOf, hashOfDocument, termRows } from '../src/archive/sql/rows.ts';
import type { Article } from '../src/article/article.ts';
import { indexEntryOf } from '../src/article/index-entry.ts';
import { firstVersion } from '../src/article/life-cycle.ts';
import { submissionSchema } from '../src/article/submission.ts';
import { addSeconds, type Instant } from '../src/text/instant.ts';

const BATCH = 500;
/** Number of rare keywords. */
export const TOPICS = 10_000;
export const SECTIONS = ['world', 'business', 'science', 'culture', 'opinion'];
const START = '1990-01-01T00:00:00Z' as Instant;
export const NOW = '2026-11-01T00:00:00Z' as Instant;
export const WORDS =
  'council vote harbour engineers budget strike minister island ferry storm court school river price train night'.split(
    ' ',
  );

const template = submissionSchema.parse({
  id: `tag:courier.example.com,2026:article:${'0'.repeat(26)}`,
  slug: 'x',
  language: 'en-GB',
  headline: 'x',
  section: 'world',
  published: START,
  body: '',
  bylines: [{ name: 'Jane Doe' }],
});

/** Always the same article for the same number. */
export function articleNumber(number: number): Article {
  const word = (index: number): string =>
    WORDS[(number * 7 + index * 13 + ((number >> 3) % 5) * index) % WORDS.length] ?? '';
  const paragraph = (index: number): string =>
    `<p>${Array.from({ length: 45 }, (_, at) => word(at + index * 45)).join(' ')}.</p>`;
  const { id: _, published: _at, draft: _draft, changes: _changes, ...content } = template;
  const story = {
    ...content,
    slug: `story-${number}`,
    headline: `Story ${number}: ${word(1)} and ${word(2)}`,
    section: SECTIONS[number % SECTIONS.length] ?? 'world',
    keywords: [word(3), word(4), `topic ${number % TOPICS}`],
    subjects: ['20000065'],
    body: [0, 1, 2, 3, 4].map(paragraph).join(''),
  };
  const id = `tag:courier.example.com,2026:article:${number.toString(36).padStart(26, '0')}`;
  return firstVersion(id, story, addSeconds(START, number * 600));
}

/** Loads articles in large transactions; what one commit writes for one article, for many of them. */
export async function load(engine: Engine, from: number, to: number): Promise<void> {
  for (let first = from; first < to; first += BATCH) {
    const articles = Array.from({ length: Math.min(BATCH, to - first) }, (_, index) => articleNumber(first + index));
    const keyOf = (article: Article): string => article.id.slice(-26);
    await engine.db.transaction().execute(async (db) => {
      const rows = articles.map((article, at) => {
        const index = indexEntryOf(article, NOW);
        return { article, index, key: keyOf(article), number: first + at + 1 };
      });
      await db
        .insertInto('articles')
        .values(
          rows.map(({ article: { id, slug, publishAt }, key, number }) => {
            const times = { publish_at: publishAt, feed_time: publishAt, released_at: null };
            return { key, number, id, version: 1, slug, ...times, origin: 'api' };
          }),
        )
        .execute();
      await db
        .insertInto('versions')
        .values(
          rows.map(({ article, key }) => {
            const document = documentOf(article);
            return { key, version: 1, stored_at: NOW, hash: hashOfDocument(document), document };
          }),
        )
        .execute();
      const entry = { at: NOW, stored_at: NOW, version: 1, change: 'publish', actor: 'bench', origin: 'api' } as const;
      const log = rows.map(({ article, key, number }) => ({
        ...entry,
        cursor: number,
        public_cursor: number,
        key,
        article_id: article.id,
      }));
      await db.insertInto('changes').values(log).execute();
      const terms = rows.flatMap(({ index, key, number }) =>
        termRows(index, key).map((term) => ({ ...term, sequence: number })),
      );
      for (let at = 0; at < terms.length; at += 3000)
        await db
          .insertInto('terms')
          .values(terms.slice(at, at + 3000))
          .execute();
      await db
        .insertInto('slugs')
        .values(rows.map(({ article, key }) => ({ slug: article.slug, key, redirects: 0 })))
        .execute();
      await db
        .insertInto('boundaries')
        .values(rows.flatMap(({ index, key }) => boundaryRows(index, key, { now: NOW, before: [] })))
        .execute();
      for (const { index, key, number } of rows) await engine.search.put(db, { key, number }, index.words);
    });
    progress(first + articles.length, to);
  }
}

function progress(done: number, all: number): void {
  if (!process.stderr.isTTY) return;
  const width = Math.round((done / all) * 40);
  process.stderr.write(
    `\r  ${'█'.repeat(width)}${'░'.repeat(40 - width)} ${done.toLocaleString('en')} of ${all.toLocaleString('en')}`,
  );
  if (done === all) process.stderr.write('\r\u001B[K');
}
