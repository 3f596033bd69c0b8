import type { Article } from '../article/article.ts';
import { type IndexText, indexTextOf } from '../article/index-entry.ts';
import { type JobInput, jobIn } from '../workers/job.ts';
import { runJob } from '../workers/run-job.ts';

/** Length of the text from which it is read in a worker thread, in characters. */
const LARGE = 50_000;

interface IndexInput extends JobInput {
  readonly article: Article;
}

/** Reads the words and the media of an article in a worker thread. */
export function indexTextIn({ article }: IndexInput): IndexText {
  return indexTextOf(article);
}

const INDEX_JOB = jobIn<typeof indexTextIn>(import.meta.url, './index-text.ts', 'indexTextIn');

/**
 * Reads what the index needs of an article's text; of a long one in a worker thread, so that the server goes on. Never
 * fails: a kill is stored on a busy machine too.
 */
export async function readIndexText(article: Article): Promise<IndexText> {
  // Of a hidden story nothing is indexed but its media: a kill waits for no other document.
  if (article.status !== 'usable') return indexTextOf(article);
  const updates = article.live?.updates ?? [];
  if (updates.reduce((sum, { body }) => sum + body.length, article.body.length) < LARGE) return indexTextOf(article);
  const read = await runJob(INDEX_JOB, { file: article.slug, article, lane: 'indexing' }).catch(() => undefined);
  return read === undefined || 'problems' in read ? indexTextOf(article) : read;
}
