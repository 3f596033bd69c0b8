import type { Archive } from '../../src/archive/archive.ts';
import type { Article } from '../../src/article/article.ts';
import { PUBLIC } from '../../src/article/audience.ts';
import { firstVersion, replayed } from '../../src/article/life-cycle.ts';
import { type Submission, type SubmissionInput, submissionSchema } from '../../src/article/submission.ts';
import { type Story, type View, viewOf } from '../../src/article/view.ts';
import type { FeedView } from '../../src/formats/format.ts';
import { type Instant, latest } from '../../src/text/instant.ts';

export const at = (text: string): Instant => text as Instant;

/** The id of a story of the test publication: the letter makes the key. */
export const idOf = (letter: string): string => `tag:gazette.example.com,2026:article:${letter.repeat(26)}`;

/** The fields that every submitted story needs. */
export const STORY = {
  slug: 'a-story',
  language: 'en-GB',
  headline: 'A story',
  section: 'world',
  published: '2026-03-02T09:00:00Z',
  body: '<p>Some text.</p>',
} as const;

/** A submitted story: the required fields, and those of the test. */
export function submission(fields: Partial<SubmissionInput> = {}): Submission {
  return submissionSchema.parse({
    id: idOf('a'),
    ...STORY,
    ...fields,
  });
}

/** The stored version of a submission with all its changes. */
export function article(fields: Partial<SubmissionInput> = {}): Article {
  const { id, published, changes, draft, ...content } = submission(fields);
  const result = replayed(firstVersion(id, content, published ?? at('2026-03-02T09:00:00Z')), changes);
  if ('refused' in result) throw new Error(result.refused);
  return result;
}

/** Returns the public view, by default long after every change. */
export function view(fields: Partial<SubmissionInput> = {}, instant = at('2026-12-01T00:00:00Z')): View | undefined {
  return viewOf(article(fields), PUBLIC, instant);
}

/** The same, where it is a story. */
export function story(fields: Partial<SubmissionInput> = {}, instant?: Instant): Story {
  const seen = view(fields, instant);
  if (seen?.kind !== 'story') throw new Error(`not a story but ${seen?.kind ?? 'nothing'}`);
  return seen;
}

/** A feed of these views. */
export function feedOf(...views: readonly View[]): FeedView {
  return {
    name: 'all',
    title: 'The Test Gazette',
    description: 'News that is not new.',
    language: 'en-GB',
    direction: 'ltr',
    content: 'full',
    views,
    updated: latest(views.map((seen) => seen.updatedAt)) ?? at('2026-01-01T00:00:00Z'),
    changed: latest(views.map((seen) => seen.lastChangedAt)) ?? at('2026-01-01T00:00:00Z'),
  };
}

/** Stores the first version of an article as published. */
export async function commitFirst(
  { commits }: Pick<Archive, 'commits'>,
  version: Article,
  now: Instant,
): Promise<void> {
  const { publishAt: at, id: articleId } = version;
  const entry = { at, articleId, version: 1, change: 'publish', actor: 'a', origin: 'api' } as const;
  await commits.commit({ expectedVersion: 0, steps: [{ version, entry }], now });
}
