import { primaryLanguage } from '../text/language.ts';
import { nameKey } from '../text/name-key.ts';
import { ancestorsOf } from '../vocabulary/media-topics.ts';
import type { Article } from './article.ts';
import { keyOf } from './identity.ts';
import { feedTime, lastCorrection } from './public-life.ts';
import { isMadeWithAi } from './rights.ts';

/**
 * A kind of term by which articles are found. Every article has the term `all`, a corrected one `corrected`; `day` and
 * `month` are those of its first publication (UTC), `translation` is the key of its original, `mining` the rule for text
 * and data mining of its own rights.
 */
export const TERM_KINDS = [
  'all',
  'corrected',
  'section',
  'author',
  'subject',
  'place',
  'organisation',
  'person',
  'tag',
  'language',
  'genre',
  'access',
  'origin',
  'day',
  'month',
  'translation',
  'mining',
] as const;

/** A property that articles share. */
export interface Term {
  readonly kind: (typeof TERM_KINDS)[number];
  /** The folded name (`nameKey`); empty for `all` and `corrected`. */
  readonly value: string;
}

/** The term that every article has. */
export const ALL: Term = { kind: 'all', value: '' };
/** The term of articles that were corrected while they were public. */
export const CORRECTED: Term = { kind: 'corrected', value: '' };

/** Value of the term `access` of every story that is not paid: free and metered ones. */
export const UNPAID = 'unpaid';

/** Returns a term as one string, for sets and maps. */
export function termText({ kind, value }: Term): string {
  return `${kind} ${value}`;
}

/**
 * Returns every term of an article. A Media Topic implies its ancestors, a language tag its primary language, so that
 * "Arabic" finds stories in the Arabic of Egypt.
 */
export function termsOf(article: Article): Term[] {
  const named = (kind: Term['kind'], names: readonly string[]): Term[] =>
    names.map((name) => ({ kind, value: nameKey(name) }));
  const terms = [
    ALL,
    ...(lastCorrection(article) === undefined ? [] : [CORRECTED]),
    ...named('section', [article.section]),
    ...named(
      'author',
      article.bylines.map(({ staff, name }) => staff ?? name),
    ),
    ...named(
      'subject',
      article.subjects.flatMap((code) => [code, ...ancestorsOf(code).map((topic) => topic.code)]),
    ),
    ...named(
      'place',
      article.places.map(({ name }) => name),
    ),
    ...named(
      'organisation',
      article.organisations.map(({ name }) => name),
    ),
    ...named(
      'person',
      article.people.map(({ name }) => name),
    ),
    ...named('tag', article.keywords),
    ...named('language', [article.language, primaryLanguage(article.language)]),
    ...named('genre', article.genre === undefined ? [] : [article.genre]),
    ...named('access', article.access === 'paid' ? ['paid'] : [article.access, UNPAID]),
    ...named('origin', [isMadeWithAi(article) ? 'ai' : 'human']),
    ...datesOf(article),
    ...named('translation', translatedKeys(article)),
    ...named('mining', article.rights.dataMining === undefined ? [] : [article.rights.dataMining]),
  ];
  return [...new Map(terms.map((term) => [termText(term), term])).values()];
}

function datesOf(article: Article): Term[] {
  const time = feedTime(article);
  if (time === undefined) return [];
  return [
    { kind: 'day', value: time.slice(0, 10) },
    { kind: 'month', value: time.slice(0, 7) },
  ];
}

/** Returns the keys of our own stories that an article is a translation of. */
function translatedKeys({ related }: Pick<Article, 'related'>): string[] {
  return related.flatMap(({ relation, article }) =>
    relation === 'translationOf' && article !== undefined ? (keyOf(article) ?? []) : [],
  );
}

/** True if a story belongs to a feed of these terms. */
export function hasTerms(article: Article, terms: readonly Term[]): boolean {
  const own = new Set(termsOf(article).map(termText));
  return terms.every((term) => own.has(termText(term)));
}

/** Subjects of a story by which further stories are found. */
const MAX_SUBJECTS = 5;

/** Returns the terms of the stories that the page of a story offers at its end: its section, then its subjects. */
export function furtherTerms({ section, subjects }: Pick<Article, 'section' | 'subjects'>): [Term, ...Term[]] {
  const about = subjects.slice(0, MAX_SUBJECTS).map((value): Term => ({ kind: 'subject', value }));
  return [{ kind: 'section', value: section }, ...about];
}
