import { TERM_KINDS, type Term, termText } from '../archive/terms.ts';
import { nameKey } from '../text/name-key.ts';

/** What no feed is chosen by: all is a name of its own, and a day or a translation is no selection of a reader. */
const UNSELECTABLE: readonly string[] = ['all', 'corrected', 'day', 'month', 'translation'];

/** The kinds that stand in addresses: `section/world`, `q?language=ar&section=world`. */
export const SELECTABLE = TERM_KINDS.filter((kind) => !UNSELECTABLE.includes(kind));

/** No selection asks for more at once. */
export const MOST_TERMS = 4;

/** What an address below `/feeds/` asks for, before it is known whether there is such a thing. */
export interface FeedAddress {
  /** The one spelling of the feed's name, as it stands in addresses: percent-encoded, terms in order. */
  readonly name: string;
  readonly terms: readonly Term[];
  /** A page of the feed's history, counted from the oldest. */
  readonly page?: number;
  /** False if this was another spelling of it. */
  readonly isCanonical: boolean;
}

/** The feed of every story. */
export const ALL_STORIES = { name: 'all', terms: [] } as const;

/**
 * Reads the address of a feed.
 * @param path what follows `/feeds/`, decoded, without the format's ending
 * @param query the parameters of the address; only `q` looks at them
 * @returns `undefined` for what is no address of a feed; a feed with a name of its own has no terms here
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

/** The name of the feed of all that has these terms: one spelling of each selection. */
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

/** In the order of kinds, then of values, each once; empty ones are what a form sends where nobody chose. */
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

/** `medtop:20000065` is the topic as well. */
function valueKey(kind: string, value: string): string {
  return nameKey(kind === 'subject' ? value.replace(/^medtop:/, '') : value);
}

/** What was written of the parameters that count. */
function writtenIn(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => SELECTABLE.some((kind) => kind === name))
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

/** Addresses at which people and readers look for the feed of all stories, and the ending of what they should get. */
export const USUAL_ADDRESSES: Readonly<Record<string, string>> = {
  '/atom.xml': '.atom',
  '/feed': '.rss',
  '/feed.json': '.json',
  '/feed.xml': '.rss',
  '/feeds.rss': '.rss',
  '/index.xml': '.rss',
  '/rss': '.rss',
  '/rss.xml': '.rss',
};
