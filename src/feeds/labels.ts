import type { Archive } from '../archive/archive.ts';
import type { Article } from '../article/article.ts';
import { type Term, UNPAID } from '../article/terms.ts';
import { feedTextsIn } from '../publication/feed-texts.ts';
import { type Publication, sectionName } from '../publication/publication.ts';
import type { Instant } from '../text/instant.ts';
import { canonicalLanguage, primaryLanguage } from '../text/language.ts';
import { nameKey } from '../text/name-key.ts';
import { genreCodes, genreName } from '../vocabulary/genres.ts';
import { mediaTopic, topicName } from '../vocabulary/media-topics.ts';

/** Returns the language that all stories with these terms have; that of the publication if the terms name none. */
export function languageOf(terms: readonly Term[], { language }: Pick<Publication, 'language'>): string {
  const stated = terms.filter(({ kind }) => kind === 'language').map(({ value }) => value);
  // Of `en` and `en-gb` the longer one.
  const longest = stated.toSorted((a, b) => b.length - a.length)[0];
  return (longest === undefined ? undefined : canonicalLanguage(longest)) ?? language;
}

/** Returns the names of terms as a phrase: "World in Arabic, free stories". */
export function phraseOf(terms: readonly Term[], labels: readonly string[], language: string): string {
  const texts = feedTextsIn(language);
  const named = (kind: Term['kind']): string[] => labels.filter((_, index) => terms[index]?.kind === kind);
  const others = labels.filter((_, index) => !['language', 'access', 'origin'].includes(terms[index]?.kind ?? ''));
  const inLanguages = named('language').reduce(
    (what, one) => (what === '' ? one : texts.inLanguage(what, one)),
    others.join(', '),
  );
  const phrase = [inLanguages, ...named('access'), ...named('origin')].filter((part) => part !== '').join(', ');
  // Names of sections and tags are written as they are.
  return others.length > 0 ? phrase : phrase.charAt(0).toLocaleUpperCase(language) + phrase.slice(1);
}

/** Inputs of the name of a term. */
export interface LabelContext {
  readonly archive: Archive;
  readonly publication: Publication;
  /** Language of the name. */
  readonly language: string;
}

/**
 * Returns the name of a term in a language; `undefined` for an unknown term, which appears neither
 * in the settings nor in a vocabulary nor in any public story.
 */
export async function labelOf(
  term: Term,
  { archive, publication, language }: LabelContext,
  instant: Instant,
): Promise<string | undefined> {
  const known = knownLabel(term, publication, language);
  if (known !== undefined || isClosed(term)) return known;
  if (!(await archive.feeds.isPublicTerm(term, instant))) return undefined;
  if (term.kind === 'language') return languageName(term.value, language) ?? term.value;
  const [newest] = await archive.feeds.entries({ terms: [term], until: instant, limit: 1 });
  const article = newest && (await archive.articles.byId(newest.id));
  // Withdrawn stories are not quoted: only the address repeats the request.
  return namesIn(article, term.kind).find((name) => nameKey(name) === term.value) ?? NO_LONGER[term.kind] ?? '';
}

/** Returns the name of a term in the settings and vocabularies. */
export function knownLabel({ kind, value }: Term, publication: Publication, language: string): string | undefined {
  switch (kind) {
    case 'section': {
      const section = publication.sections.find(({ key }) => key === value);
      return section && sectionName(section, language);
    }
    case 'author':
      return publication.staff.find(({ key }) => key === value)?.name;
    case 'subject': {
      const topic = mediaTopic(value);
      return topic && topicName(topic, language).name;
    }
    case 'language': {
      const own = [publication.language, ...publication.languages].flatMap((tag) => [tag, primaryLanguage(tag)]);
      return own.some((tag) => nameKey(tag) === value) ? (languageName(value, language) ?? value) : undefined;
    }
    case 'genre': {
      const code = genreCodes().find((one) => nameKey(one) === value);
      return code && genreName(code);
    }
    case 'origin':
      return value === 'ai' || value === 'human' ? feedTextsIn(language)[value] : undefined;
    case 'access':
      return isAccess(value) ? feedTextsIn(language)[value] : value === UNPAID ? feedTextsIn(language).free : undefined;
    default:
      return undefined;
  }
}

/** Returns the name of a feed whose stories are all gone. */
const NO_LONGER: Readonly<Partial<Record<Term['kind'], string>>> = {
  author: 'An author of earlier stories',
  place: 'A place of earlier stories',
  organisation: 'An organisation in earlier stories',
  person: 'A person in earlier stories',
  tag: 'A keyword of earlier stories',
};

function isAccess(value: string): value is 'free' | 'metered' | 'paid' {
  return value === 'free' || value === 'metered' || value === 'paid';
}

/** Kinds whose values are all defined by the settings or a vocabulary. */
function isClosed({ kind }: Term): boolean {
  return kind === 'section' || kind === 'subject' || kind === 'genre' || kind === 'access' || kind === 'origin';
}

function languageName(tag: string, inLanguage: string): string | undefined {
  const canonical = canonicalLanguage(tag);
  return canonical === undefined ? undefined : new Intl.DisplayNames(inLanguage, { type: 'language' }).of(canonical);
}

function namesIn(article: Article | undefined, kind: Term['kind']): string[] {
  if (article === undefined) return [];
  switch (kind) {
    case 'author':
      return article.bylines.map(({ name }) => name);
    case 'place':
      return article.places.map(({ name }) => name);
    case 'organisation':
      return article.organisations.map(({ name }) => name);
    case 'person':
      return article.people.map(({ name }) => name);
    case 'tag':
      return [...article.keywords];
    default:
      return [];
  }
}
