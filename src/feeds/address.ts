import { TERM_KINDS, type Term, termText } from '../article/terms.ts';
import { nameKey } from '../text/name-key.ts';

/**
 * Kinds by which no feed is selected: `all` is a name of its own, and days and translations are no reader's selections.
 */
const UNSELECTABLE: readonly string[] = ['all', 'corrected', 'day', 'month', 'translation', 'mining'];

/** The kinds in addresses: `section/world`, `q?language=ar&section=world`. */
export const SELECTABLE = TERM_KINDS.filter((kind) => !UNSELECTABLE.includes(kind));

/** Largest number of terms in a selection. */
export const MAX_TERMS = 4;

/** A parsed address below `/feeds/`, before the feed is known to exist. */
export interface FeedAddress {
  /** The canonical name of the feed as in addresses: percent-encoded, terms sorted. */
  readonly name: string;
  readonly terms: readonly Term[];
  /** A page of the feed's history, counted from the oldest. */
  readonly page?: number;
  /** False if the address was another spelling of the name. */
  readonly isCanonical: boolean;
}

/** The feed of all stories. */
export const ALL_STORIES = { name: 'all', terms: [] } as const;

/**
 * Parses the address of a feed.
 * @param path part after `/feeds/`, decoded, without the format's extension
 * @param query parameters of the address; used by `q` alone
 * @returns `undefined` for an invalid address; a feed with a configured name has no terms here
 */
export function readFeedAddress(path: string, query: URLSearchParams): FeedAddress | undefined {
  const [first = '', ...rest] = path.split('/');
  const isKind = SELECTABLE.some((kind) => kind === first);
  const [value, ...pages] = isKind ? rest : ['', ...rest];
  const page = pageOf(pages);
  if (page === 'none' || value === undefined) return undefined;
  const about = page === undefined ? {} : { page };
  if (isKind) {
    const term = { kind: first as Term['kind'], value: valueKey(first, value) };
    return { name: nameOf([term]), terms: [term], ...about, isCanonical: term.value === value };
  }
  if (first !== 'q') return { name: first, terms: [], ...about, isCanonical: true };
  const terms = termsIn(query);
  const name = nameOf(terms);
  return { name, terms, ...about, isCanonical: name === `q?${writtenIn(query)}` };
}

/** Returns the canonical name of the feed of all articles with these terms. */
export function nameOf(terms: readonly Term[]): string {
  const [first] = terms;
  if (first === undefined) return 'all';
  if (terms.length === 1) return `${first.kind}/${encodeURIComponent(first.value)}`;
  return `q?${terms.map(({ kind, value }) => `${kind}=${encodeURIComponent(value)}`).join('&')}`;
}

function pageOf(segments: readonly string[]): number | undefined | 'none' {
  const [segment] = segments;
  if (segment === undefined) return undefined;
  return segments.length === 1 && /^[1-9]\d{0,8}$/.test(segment) ? Number(segment) : 'none';
}

/** Sorts by kind, then by value, without duplicates; empty values come from forms and are dropped. */
function termsIn(query: URLSearchParams): Term[] {
  const terms = SELECTABLE.flatMap((kind) =>
    query
      .getAll(kind)
      .filter((value) => value.trim() !== '')
      .map((value) => ({ kind, value: valueKey(kind, value) }))
      .toSorted((a, b) => (a.value < b.value ? -1 : 1)),
  );
  return [...new Map(terms.map((term) => [termText(term), term])).values()];
}

/** Returns the key of a value; `medtop:20000065` is accepted as the topic. */
function valueKey(kind: string, value: string): string {
  return nameKey(kind === 'subject' ? value.replace(/^medtop:/, '') : value);
}

/** Parameters that are added to links to follow their readers: they select nothing. */
const TRACKING = /^(?:utm_\w+|mtm_\w+|pk_\w+|mc_[ce]id|fbclid|gclid|dclid|msclkid|yclid|igshid|ref|source)$/;

/** Returns the parameters of a selection that name no kind of term, such as `Section` or `langauge`. */
export function unknownParameters(query: URLSearchParams): string[] {
  const names = new Set(query.keys());
  return [...names].filter((name) => !SELECTABLE.some((kind) => kind === name) && !TRACKING.test(name));
}

/** Returns the parameters that count, as written. */
function writtenIn(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => SELECTABLE.some((kind) => kind === name))
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

/** Formats of the feeds of all stories that other systems serve at the usual addresses. */
const USUAL_FORMATS: readonly (readonly [ending: RegExp, extension: string])[] = [
  [/json$/, '.json'],
  [/atom/, '.atom'],
];

/** Returns the extension of the feed that a usual address redirects to; RSS unless the address names another format. */
export function usualExtension(address: string): string {
  return USUAL_FORMATS.find(([ending]) => ending.test(address))?.[1] ?? '.rss';
}
