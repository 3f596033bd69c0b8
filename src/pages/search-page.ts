import { pathOf } from '../addresses/paths.ts';
import { MAX_FOUND, type SearchResult } from '../feeds/search.ts';
import type { FormatContext } from '../formats/format.ts';
import { frameOf } from './frame.ts';
import { cardsOf } from './listing.ts';
import { numbersOf } from './page-links.ts';
import { renderTemplate } from './templates.ts';

/** Renders a search with its results; search engines do not index it. */
export function searchPage(result: SearchResult, context: FormatContext): string {
  return renderTemplate('search', searchModel(result, context));
}

/** Fields of the template `search`. */
export function searchModel({ words, stories, ...numbers }: SearchResult, context: FormatContext) {
  const title = words === '' ? 'Search' : `Search: ${words}`;
  const addressOf = (page: number): string => `${pathOf('search')}?q=${encodeURIComponent(words)}&page=${page}`;
  return {
    ...frameOf(context, { title }),
    words,
    action: pathOf('search'),
    stories: cardsOf(stories, context),
    numbers: numbersOf(numbers, addressOf),
    isMore: numbers.count >= MAX_FOUND,
  };
}
