import { pathOf } from '../addresses/paths.ts';
import type { SearchResult } from '../feeds/search.ts';
import type { FormatContext } from '../formats/format.ts';
import { frameOf } from './frame.ts';
import { cardsOf } from './listing.ts';
import { renderTemplate } from './templates.ts';

/** Renders a search with its results; search engines do not index it. */
export function searchPage(result: SearchResult, context: FormatContext): string {
  return renderTemplate('search', searchModel(result, context));
}

/** Fields of the template `search`. */
export function searchModel({ words, stories }: SearchResult, context: FormatContext) {
  const title = words === '' ? 'Search' : `Search: ${words}`;
  return { ...frameOf(context, { title }), words, action: pathOf('search'), stories: cardsOf(stories, context) };
}
