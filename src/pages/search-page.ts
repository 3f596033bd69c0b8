import type { SearchResult } from '../feeds/search.ts';
import type { FormatContext } from '../formats/format.ts';
import { frameOf } from './frame.ts';
import { cardsOf } from './listing.ts';
import { renderTemplate } from './templates.ts';

/** Renders a search with its results; search engines do not index it. */
export function searchPage({ words, stories }: SearchResult, context: FormatContext): string {
  const title = words === '' ? 'Search' : `Search: ${words}`;
  return renderTemplate('search', { ...frameOf(context, { title }), words, stories: cardsOf(stories, context) });
}
