import type { View } from '../article/view.ts';
import type { FormatContext } from '../formats/format.ts';
import { isLarge, type PackedView, packView, unpackView } from '../formats/packed-view.ts';
import { type JobInput, jobIn } from '../workers/job.ts';
import { RENDERING_LIMITS, runJob } from '../workers/run-job.ts';
import { articlePage } from './article-page.ts';

/** Renders the page of a packed view, in a worker thread. */
export function packedArticlePage(packed: PackedView & JobInput): { readonly html: string } {
  const { view, context } = unpackView(packed);
  return { html: articlePage(view, context) };
}

const PAGE_JOB = jobIn<typeof packedArticlePage>(import.meta.url, './large-article-page.ts', 'packedArticlePage');

/**
 * Renders the page of a story or of its withdrawal; of a long story in a worker thread, so that the server goes on.
 * @throws RangeError if the page takes more time or memory than any story needs
 */
export async function servedArticlePage(view: View, context: FormatContext): Promise<string> {
  if (!isLarge(view)) return articlePage(view, context);
  const made = await runJob(
    PAGE_JOB,
    { file: view.slug, lane: 'rendering', ...packView(view, context) },
    RENDERING_LIMITS,
  );
  if ('html' in made) return made.html;
  throw new RangeError(`The page of ${view.slug} cannot be rendered: ${made.problems[0]?.message ?? ''}`);
}
