import type { ArticleReader } from '../archive/article-reader.ts';
import { PUBLIC } from '../article/audience.ts';
import { type Story, viewOf } from '../article/view.ts';
import type { Instant } from '../text/instant.ts';
import { type PageNumbers, pageNumbers } from './page-numbers.ts';

/** A search: words, and a page of its result. */
export interface SearchRequest {
  readonly words: string;
  /** Counts from 1. */
  readonly page: number;
}

/** A page of the result of a search. */
export interface SearchResult extends PageNumbers {
  readonly words: string;
  readonly stories: readonly Story[];
}

/** Number of stories on a page, and of those that are counted. */
const ON_PAGE = 50;
export const MAX_FOUND = 1000;

/** Returns the public stories that contain all of some words, newest first. */
export async function searchStories(
  articles: Pick<ArticleReader, 'search'>,
  { words, page }: SearchRequest,
  now: Instant,
): Promise<SearchResult> {
  const query = { until: now, limit: ON_PAGE, offset: (page - 1) * ON_PAGE, most: MAX_FOUND };
  const found = await articles.search(words, query);
  const views = found.articles.map((article) => viewOf(article, PUBLIC, now));
  const stories = views.filter((view): view is Story => view?.kind === 'story');
  return { words, stories, ...pageNumbers(found.count, ON_PAGE, page) };
}
