import { ALL } from '../article/terms.ts';
import { type SearchRequest, type SearchResult, searchStories } from '../feeds/search.ts';
import { type FormatContext, settingsContext } from '../formats/format.ts';
import type { Instant } from '../text/instant.ts';
import { SEARCH_BUDGET_BYTES } from './cache-costs.ts';
import { DependencyCache } from './dependency-cache.ts';
import { documentOf } from './document.ts';
import { type DocumentResult, NOT_FOUND } from './document-cache.ts';
import type { DocumentDeps } from './documents.ts';

/** Pages of search results. Any number of different words can be searched, so they have a small cache of their own. */
export class SearchDocuments {
  readonly #deps: Pick<DocumentDeps, 'archive' | 'site'>;
  readonly #cache: DependencyCache<DocumentResult>;

  constructor({ archive, tracker, site }: DocumentDeps) {
    this.#deps = { archive, site };
    this.#cache = new DependencyCache(archive, tracker, { budget: SEARCH_BUDGET_BYTES });
  }

  /** Bytes in the cache. */
  get size(): number {
    return this.#cache.size;
  }

  /** Returns a page of the stories that contain all of some words, cached until a story changes; 404 after the last one. */
  get(
    request: SearchRequest,
    page: (result: SearchResult, context: FormatContext) => string,
    now: Instant,
  ): Promise<DocumentResult> {
    return this.#cache.get(`${request.page} ${request.words}`, now, async (instant) => {
      const result = await searchStories(this.#deps.archive.articles, request, instant);
      const articles = result.stories.map(({ id }) => id);
      if (request.page > result.pages) return { value: NOT_FOUND, invalidatedBy: { articles, terms: [ALL] } };
      const value = documentOf({ text: page(result, settingsContext(this.#deps.site())), mediaType: 'text/html' });
      return { value, invalidatedBy: { articles, terms: [ALL] }, size: value.size };
    });
  }
}
