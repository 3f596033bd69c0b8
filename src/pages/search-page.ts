import type { Story } from '../article/view.ts';
import type { FormatContext } from '../formats/format.ts';
import { frameOf } from './frame.ts';
import { cardsOf } from './listing.ts';
import { renderTemplate } from './templates.ts';

/** What somebody looked for, and what was found; nothing yet where the words are empty. */
export interface Found {
  readonly words: string;
  readonly stories: readonly Story[];
}

/** Stories in which all of some words stand, newest first. It has no address of its own for search engines. */
export function searchPage({ words, stories }: Found, context: FormatContext): string {
  const title = words === '' ? 'Search' : `Search: ${words}`;
  return renderTemplate('search', { ...frameOf(context, { title }), words, stories: cardsOf(stories, context) });
}
