import type { View } from '../article/view.ts';
import { destinedContext, destinedView } from '../formats/destination.ts';
import type { FeedView, Format, FormatContext, Made } from '../formats/format.ts';
import { formatByEnding } from '../formats/index.ts';
import { isLarge, type PackedView, packView, unpackView } from '../formats/packed-view.ts';
import { type JobInput, jobIn } from '../workers/job.ts';
import { RENDERING_LIMITS, runJob } from '../workers/run-job.ts';

/** The part of a format to render: an article, its part of a feed, or one of its media. */
export type Rendering = { readonly feed?: Omit<FeedView, 'views'>; readonly media?: string };

interface RenderInput extends JobInput, PackedView {
  readonly extension: string;
  readonly rendering: Rendering;
}

/** Renders a packed view, in a worker thread. */
export function renderPacked({ extension, rendering, ...packed }: RenderInput): Made {
  const { view, context } = unpackView(packed);
  const format = formatByEnding(extension);
  return format && renderHere(view, { format, rendering }, context);
}

const RENDER_JOB = jobIn<typeof renderPacked>(import.meta.url, './rendering.ts', 'renderPacked');

/**
 * Renders what may go into a document of a format; a long story in a worker thread, so that the server goes on.
 * @returns `undefined` for a story that may not go there
 */
export async function render(
  whole: View,
  { format, rendering = {} }: { readonly format: Format; readonly rendering?: Rendering },
  of: FormatContext,
): Promise<Made> {
  const view = destinedView(whole, format, of);
  if (view === undefined) return undefined;
  const context = destinedContext(format, of);
  if (!isLarge(view)) return renderHere(view, { format, rendering }, context);
  const { feed, ...others } = rendering;
  // Without the other stories of the feed.
  const slim = feed === undefined ? others : { ...others, feed: { ...feed, views: [] } };
  const { extension } = format;
  const input = { file: view.slug, lane: 'rendering', extension, rendering: slim, ...packView(view, context) } as const;
  const made = await runJob(RENDER_JOB, input, RENDERING_LIMITS);
  return made !== undefined && 'problems' in made ? { refused: made.problems } : made;
}

function renderHere(
  view: View,
  { format, rendering: { feed, media } }: { readonly format: Format; readonly rendering: Rendering },
  context: FormatContext,
): Made {
  if (feed !== undefined) return format.item?.(view, { views: [], ...feed }, context);
  return media === undefined ? format.article?.(view, context) : format.media?.(view, media, context);
}
