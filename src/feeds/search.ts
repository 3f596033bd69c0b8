import type { ArticleReader } from '../archive/article-reader.ts';
import { PUBLIC } from '../article/audience.ts';
import { type Story, viewOf } from '../article/view.ts';
import type { Instant } from '../text/instant.ts';

/** A search with its result. */
export interface SearchResult {
  readonly words: string;
  readonly stories: readonly Story[];
}

/** Largest number of search results. */
const MAX_RESULTS = 50;

/** Returns the public stories that contain all of some words, newest first. */
export async function searchStories(
  articles: Pick<ArticleReader, 'search'>,
  words: string,
  now: Instant,
): Promise<SearchResult> {
  const found = await articles.search(words, { until: now, limit: MAX_RESULTS });
  const views = found.map((article) => viewOf(article, PUBLIC, now));
  return { words, stories: views.filter((view): view is Story => view?.kind === 'story') };
}
