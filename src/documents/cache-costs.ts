/**
 * Memory that cached values take, in bytes: estimates from which the caches compute their size. `npm run bench:caches`
 * compares them with the growth of the heap.
 */

/** A view, besides its text. */
export const VIEW_BYTES = 6000;

/** A view in a selection whose story is in the cache of stories too. */
export const SELECTED_VIEW_BYTES = 3000;

/** One character of a story's text: stored text, parsed text and renderings together. */
export const TEXT_CHARACTER_BYTES = 4;

/** One character of a string. */
export const CHARACTER_BYTES = 2;

/** An entry in the index of a dependency cache, for each article. */
export const INDEX_ENTRY_BYTES = 120;

/** The list of the files of a month in the sitemap index. */
export const MONTH_BYTES = 500;

/** All encodings of a document together, as a multiple of its text. */
export const ENCODINGS_RATIO = 2;

/** Default budget of all caches. */
export const DEFAULT_BUDGET_BYTES = 64 * 1024 * 1024;

/** Budget of the list of months, besides the others. */
export const MONTHS_BUDGET_BYTES = 1024 * 1024;

/** Budget of the pages of search results, besides the others. */
export const SEARCH_BUDGET_BYTES = 2 * 1024 * 1024;

/** Shares of the budget. */
export const BUDGET_SHARES = { documents: 10 / 16, stories: 5 / 16, selections: 1 / 16 } as const;
