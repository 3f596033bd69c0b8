import { childrenOf } from './look-up.ts';
import type { SourceElement } from './source-tree.ts';

/** Namespace of elements whose prefix is neither declared nor usual: their local names count. */
export const UNDECLARED = 'urn:dateline:undeclared';

/** Namespaces of feeds, by their usual prefixes. */
export const USUAL_NAMESPACES: Readonly<Record<string, string>> = {
  atom: 'http://www.w3.org/2005/Atom',
  content: 'http://purl.org/rss/1.0/modules/content/',
  dc: 'http://purl.org/dc/elements/1.1/',
  dcterms: 'http://purl.org/dc/terms/',
  excerpt: 'http://wordpress.org/export/1.2/excerpt/',
  itunes: 'http://www.itunes.com/dtds/podcast-1.0.dtd',
  media: 'http://search.yahoo.com/mrss/',
  wp: 'http://wordpress.org/export/1.2/',
  xhtml: 'http://www.w3.org/1999/xhtml',
};

/** Vocabularies whose elements may be in a feed beside its own, by their names here. */
export type Vocabulary =
  | 'rss'
  | 'atom'
  | 'content'
  | 'dc'
  | 'dcterms'
  | 'excerpt'
  | 'itunes'
  | 'media'
  | 'wp'
  | 'xhtml';

/** Recognizes the namespaces of a vocabulary: several versions and spellings are in use. */
const NAMESPACES: Readonly<Record<Vocabulary, (namespace: string) => boolean>> = {
  rss: (uri) =>
    uri === '' ||
    /purl\.org\/rss\/1\.0\/$|purl\.org\/net\/rss1\.1#$|netscape\.com\/rdf|userland\.com\/rss|harvard\.edu\/tech\/rss/i.test(
      uri,
    ),
  atom: (uri) => /www\.w3\.org\/2005\/atom|purl\.org\/atom\/ns#/i.test(uri),
  content: (uri) => uri.includes('rss/1.0/modules/content'),
  dc: (uri) => uri.includes('purl.org/dc/elements/1.'),
  dcterms: (uri) => uri.includes('purl.org/dc/terms'),
  excerpt: (uri) => /wordpress\.org\/export\/[\d.]+\/excerpt/.test(uri),
  itunes: (uri) => uri.toLowerCase().includes('itunes.com/dtds/podcast'),
  media: (uri) => uri.toLowerCase().includes('yahoo.com/mrss'),
  wp: (uri) => /wordpress\.org\/export\/[\d.]+\/$/.test(uri),
  xhtml: (uri) => uri === 'http://www.w3.org/1999/xhtml',
};

/** Returns the child elements of a name in a vocabulary, in document order. */
export function elementsIn(parent: SourceElement, vocabulary: Vocabulary, name: string): SourceElement[] {
  return childrenOf(parent, name).filter(({ namespace }) => NAMESPACES[vocabulary](namespace));
}

/** Names of elements by vocabulary, the preferred ones first: `['rss title', 'dc title']`. */
export type Preferred = readonly `${Vocabulary} ${string}`[];

/**
 * Returns the elements of the first vocabulary that has any: an element of another vocabulary never stands before the
 * item's own, in any order. Elements with undeclared prefixes come last, by their local names.
 */
export function preferredElements(parent: SourceElement, names: Preferred): SourceElement[] {
  for (const written of names) {
    const [vocabulary, name] = written.split(' ') as [Vocabulary, string];
    const found = elementsIn(parent, vocabulary, name).filter(isNotEmpty);
    if (found.length > 0) return found;
  }
  const locals = new Set(names.map((written) => written.split(' ')[1]));
  return childrenOf(parent).filter((one) => one.namespace === UNDECLARED && locals.has(one.name) && isNotEmpty(one));
}

function isNotEmpty({ children, attributes }: SourceElement): boolean {
  return (
    children.some((child) => typeof child !== 'string' || child.trim() !== '') || Object.keys(attributes).length > 0
  );
}
