import type { ArticleReader } from '../archive/article-reader.ts';
import type { FeedEntry } from '../archive/feed-index.ts';
import type { Audience } from '../article/audience.ts';
import { type Story, type View, viewOf } from '../article/view.ts';
import type { Instant } from '../text/instant.ts';

/** The audience and the instant of a view. */
export interface ViewContext {
  readonly audience: Audience;
  readonly instant: Instant;
}

/** Returns the views of entries, in their order; `undefined` for an article that the audience may not see. */
export async function viewsAt(
  articles: Pick<ArticleReader, 'byIds'>,
  entries: readonly FeedEntry[],
  { audience, instant }: ViewContext,
): Promise<(View | undefined)[]> {
  const found = await articles.byIds(entries.map(({ id }) => id));
  const views = new Map(found.map((article) => [article.id, viewOf(article, audience, instant)]));
  return entries.map(({ id }) => views.get(id));
}

/** Returns the stories among views that feeds show: no tombstones, and nothing that has expired. */
export function currentStories(views: readonly (View | undefined)[]): Story[] {
  return views.filter((view): view is Story => view?.kind === 'story' && !view.expired);
}
