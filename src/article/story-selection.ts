import type { Article } from './article.ts';
import { type Term, termsOf, termText } from './terms.ts';

/** A condition: a story has any of the terms, or none of them. */
export interface Condition {
  readonly terms: readonly Term[];
  /** True if a story with one of the terms is left out. */
  readonly isExcluding: boolean;
}

/** Conditions that have to hold together; every story fulfils none at all. */
export type StorySelection = readonly Condition[];

/** Returns the first condition that a story does not fulfil. */
export function unmetCondition(article: Article, selection: StorySelection): Condition | undefined {
  if (selection.length === 0) return undefined;
  const own = new Set(termsOf(article).map(termText));
  return selection.find(({ terms, isExcluding }) => terms.some((term) => own.has(termText(term))) === isExcluding);
}

/** True for a story that fulfils all conditions. */
export function isSelected(article: Article, selection: StorySelection): boolean {
  return unmetCondition(article, selection) === undefined;
}

/** Returns the terms that every selected story has, by which the archive can look for them. */
export function commonTerms(selection: StorySelection): Term[] {
  return selection.flatMap(({ terms, isExcluding }) => (terms.length === 1 && !isExcluding ? terms : []));
}
