import type { Article } from '../article/article.ts';
import { termsOf } from '../article/terms.ts';
import { nameOf, SELECTABLE } from '../feeds/address.ts';
import { feedDefinitions } from '../feeds/definition.ts';
import type { Publication } from '../publication/publication.ts';

/** Returns the names of the feeds that a story is in, or may have been in: those of its terms, and all named feeds. */
export function feedsOfStory(article: Article, publication: Publication): string[] {
  const terms = termsOf(article).filter(({ kind }) => SELECTABLE.some((one) => one === kind));
  const named = feedDefinitions(publication).map(({ name }) => name);
  return [...new Set([...terms.map((term) => nameOf([term])), ...named])];
}
