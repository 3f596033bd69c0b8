import type { Archive } from '../archive/archive.ts';
import { CORRECTED, type Term, UNPAID } from '../article/terms.ts';
import { feedTextsIn } from '../publication/feed-texts.ts';
import { type NamedFeed, type Podcast, type Publication, sectionName } from '../publication/publication.ts';
import { termsNamed } from '../publication/term-fields.ts';
import { defined } from '../text/defined.ts';
import type { Instant } from '../text/instant.ts';
import { primaryLanguage } from '../text/language.ts';
import { type FeedAddress, nameOf } from './address.ts';
import { knownLabel, labelOf, languageOf, phraseOf } from './labels.ts';

/** A feed: its stories and its title. */
export interface FeedDefinition {
  /** Name as in the address: `all`, `section/world`, `q?language=ar&section=world`. */
  readonly name: string;
  /** Its title, in its language. */
  readonly title: string;
  /** Its name for people on our pages, in the language of the publication. */
  readonly label: string;
  readonly description: string;
  /** The language of its stories, if all have the same one by its definition; else that of the publication. */
  readonly language: string;
  /** Its stories have all of these terms; every story has none. */
  readonly terms: readonly Term[];
  /** Smallest number of stories shown, if there are as many. */
  readonly items: number;
  readonly content: 'full' | 'summary';
  /** Settings for podcast directories. */
  readonly podcast?: Podcast;
  /** Ids of the formats that it is available in; all if absent. */
  readonly formats?: readonly string[];
}

/** Returns every feed that a publication defines: all stories, each section, its configured feeds, corrections. */
export function feedDefinitions(publication: Publication): FeedDefinition[] {
  const { name, description, sections, language, feeds } = publication;
  const common = { items: feeds.items, content: feeds.content, language };
  const texts = feedTextsIn(language);
  return [
    { name: 'all', title: name, label: texts.all, description, terms: [], ...common },
    ...sections.map((section) => ({
      name: `section/${section.key}`,
      title: `${name}: ${sectionName(section, language)}`,
      label: sectionName(section, language),
      description: section.description ?? texts.from(sectionName(section, language), name),
      terms: [{ kind: 'section', value: section.key } as const],
      ...common,
    })),
    ...feeds.named.map((own) => namedFeed(own, publication)),
    {
      name: 'corrections',
      title: `${name}: ${texts.corrections}`,
      label: texts.corrections,
      description: texts.correctionsOf(name),
      terms: [CORRECTED],
      ...common,
    },
  ];
}

/** Returns the defined feed of this name. */
export function feedDefinition(publication: Publication, name: string): FeedDefinition | undefined {
  return feedDefinitions(publication).find((definition) => definition.name === name);
}

/**
 * Returns the feed at an address.
 * @returns `undefined` for a term that no public story ever had
 */
export async function feedAt(
  { name, terms }: Pick<FeedAddress, 'name' | 'terms'>,
  deps: { readonly archive: Archive; readonly publication: Publication },
  instant: Instant,
): Promise<FeedDefinition | undefined> {
  const { publication } = deps;
  const own = feedDefinition(publication, name);
  if (own !== undefined || terms.length === 0) return own;
  const labels: string[] = [];
  for (const term of terms) {
    const label = await labelOf(term, { ...deps, language: languageOf(terms, publication) }, instant);
    if (label === undefined) return undefined;
    labels.push(label);
  }
  return selectionOf(publication, terms, labels);
}

function selectionOf(publication: Publication, terms: readonly Term[], labels: readonly string[]): FeedDefinition {
  const { items, content } = publication.feeds;
  const language = languageOf(terms, publication);
  const what = phraseOf(terms, labels, language);
  return {
    name: nameOf(terms),
    title: `${publication.name}: ${what}`,
    label: phraseOf(terms, namesOf(terms, { labels, publication }), publication.language),
    description: feedTextsIn(language).from(what, publication.name),
    language,
    terms: terms.map((term) => selectingTerm(term, publication)),
    items,
    content,
  };
}

/** Returns the term by which stories are selected: metered stories may count as free ones. */
function selectingTerm(term: Term, { feeds }: Publication): Term {
  const isFree = term.kind === 'access' && term.value === 'free';
  return isFree && feeds.metered === 'free' ? { kind: 'access', value: UNPAID } : term;
}

/** Returns the names of terms in the language of the publication; those of names from stories as they are. */
function namesOf(
  terms: readonly Term[],
  { labels, publication }: { readonly labels: readonly string[]; readonly publication: Publication },
): string[] {
  return terms.map((term, index) => knownLabel(term, publication, publication.language) ?? labels[index] ?? term.value);
}

/** Feeds under a heading, for lists. */
export interface FeedGroup {
  readonly heading: string;
  readonly feeds: readonly FeedDefinition[];
}

/** Returns the feeds that a publication lists: the defined ones, its languages, free and paid, its desks. */
export function feedGroups(publication: Publication): FeedGroup[] {
  const own = feedDefinitions(publication);
  const known = (...terms: readonly Term[]): FeedDefinition[] => {
    const labels = terms.map((term) => knownLabel(term, publication, languageOf(terms, publication)));
    return labels.includes(undefined) ? [] : [selectionOf(publication, terms, labels as string[])];
  };
  const languages = new Set([publication.language, ...publication.languages].map((tag) => primaryLanguage(tag)));
  const named = new Set(publication.feeds.named.map(({ key }) => key));
  const groups = [
    { heading: 'Everything', feeds: own.filter(({ name }) => name === 'all' || name === 'corrections') },
    { heading: 'Our own selections', feeds: own.filter(({ name }) => named.has(name)) },
    { heading: 'Sections', feeds: own.filter(({ name }) => name.startsWith('section/')) },
    {
      heading: 'Languages',
      feeds: languages.size < 2 ? [] : [...languages].flatMap((value) => known({ kind: 'language', value })),
    },
    {
      heading: 'Free and paid',
      feeds: ['free', 'metered', 'paid'].flatMap((value) => known({ kind: 'access', value })),
    },
    {
      heading: 'Authors and desks',
      feeds: publication.staff.flatMap(({ key }) => known({ kind: 'author', value: key })),
    },
  ];
  return groups.filter(({ feeds }) => feeds.length > 0);
}

function namedFeed({ key, title, description, filter, ...own }: NamedFeed, publication: Publication): FeedDefinition {
  const { items = publication.feeds.items, content = publication.feeds.content, formats, podcast } = own;
  const terms = termsNamed(filter);
  const language = languageOf(terms, publication);
  const labels = terms.map((term) => knownLabel(term, publication, language) ?? term.value);
  const what = labels.length === 0 ? title : phraseOf(terms, labels, language);
  return defined({
    name: key,
    title: `${publication.name}: ${title}`,
    label: title,
    description: description ?? feedTextsIn(language).from(what, publication.name),
    language,
    terms: terms.map((term) => selectingTerm(term, publication)),
    items,
    content,
    formats,
    podcast,
  });
}
