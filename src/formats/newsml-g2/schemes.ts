import type { Addresses } from '../../addresses/addresses.ts';
import type { Publication } from '../../publication/publication.ts';
import { defined } from '../../text/defined.ts';
import { IPTC_CATALOG } from '../../vocabulary/iptc-catalog.ts';
import { type XmlElement, xml } from '../xml/element.ts';
import type { Profile } from './profile.ts';

/** A code of one of our schemes with its names. */
export interface OwnConcept {
  readonly code: string;
  readonly nature: 'abstract' | 'person' | 'organisation';
  /** Names by language tag. */
  readonly names: Readonly<Record<string, string>>;
  readonly definition?: string;
  readonly sameAs?: readonly string[];
  readonly web?: string;
}

/** One of our own vocabularies. */
interface Scheme {
  /** Path below `/cv/`. */
  readonly path: string;
  readonly name: string;
  readonly concepts: (publication: Publication) => readonly OwnConcept[];
}

const fixed =
  (concepts: Readonly<Record<string, string>>): Scheme['concepts'] =>
  () =>
    Object.entries(concepts).map(([code, definition]) => ({
      code,
      nature: 'abstract',
      names: { en: code },
      definition,
    }));

/**
 * Our own schemes. None of their aliases is one of IPTC's catalog, and each address resolves to the content of the
 * scheme (Guidelines, section 14.6). A code is never withdrawn.
 */
const SCHEMES = {
  dlaltid: {
    path: 'alternative-id',
    name: 'Kinds of alternative ids',
    concepts: fixed({
      url: 'The address of the page.',
      feed: 'The id in RSS and Atom feeds, where it is another one.',
      source: 'The id that the original provider gave.',
    }),
  },
  dlauthor: { path: 'author', name: 'Authors and desks', concepts: authors },
  dlednote: {
    path: 'editor-note',
    name: 'Kinds of notes to editors',
    concepts: fixed({
      correction: 'The error in the previous version.',
      update: 'The news in this version.',
      embargo: 'Condition for using the story.',
      editorial: 'Further information for a desk.',
      recall: 'That the item must not be used any more, and why.',
    }),
  },
  dlgroup: {
    path: 'group',
    name: 'Roles of groups in packages',
    concepts: fixed({
      main: 'The list, or the story, that the package is about.',
      story: 'One story of a list with its pictures, videos and sounds.',
    }),
  },
  dlheadline: {
    path: 'headline',
    name: 'Roles of headlines',
    concepts: fixed({
      seo: 'For search engines.',
      short: 'For narrow places.',
      social: 'For social media.',
      print: 'For a printed page.',
      kicker: 'The words above the headline.',
    }),
  },
  dlrep: {
    path: 'representation',
    name: 'Other representations of a story',
    concepts: fixed({ page: 'The page for readers.', ninjs: 'The story as ninjs.' }),
  },
  dlsection: { path: 'section', name: 'Sections', concepts: sections },
  dlservice: { path: 'service', name: 'Products that partners subscribe to', concepts: wires },
} as const satisfies Record<string, Scheme>;

/**
 * Superdesk's parser recognizes a place only if its type is written exactly so (superdesk-core 2.8,
 * `superdesk/io/feed_parsers/newsml_2_0.py`).
 */
const SUPERDESK_TYPES = {
  cptType: {
    path: 'superdesk-concept-type',
    name: 'Concept types of Superdesk',
    concepts: fixed({ 5: 'A place.' }),
  },
} as const satisfies Record<string, Scheme>;

const ALL: Readonly<Record<string, Scheme>> = { ...SCHEMES, ...SUPERDESK_TYPES };

export type OwnAlias = keyof typeof SCHEMES;

/** Returns a QCode of one of our schemes: white space and `%` would need encoding, and our codes contain neither. */
export function ownCode(alias: OwnAlias, code: string): string {
  return `${alias}:${code}`;
}

/** Returns one of our schemes by its address. */
export interface OwnScheme {
  readonly alias: string;
  readonly path: string;
  readonly name: string;
  readonly concepts: readonly OwnConcept[];
}

/** Returns every scheme of ours with its concepts, in the order of the aliases. */
export function ownSchemes(publication: Publication): OwnScheme[] {
  return Object.entries(ALL).map(([alias, { path, name, concepts }]) => ({
    alias,
    path,
    name,
    concepts: concepts(publication),
  }));
}

/** Returns the address of an alias of ours; it ends in a slash, so that codes can follow. */
export function ownSchemeUri(alias: string, addresses: Addresses): string | undefined {
  const scheme = Object.hasOwn(ALL, alias) ? ALL[alias] : undefined;
  return scheme && addresses.scheme(scheme.path);
}

/** The number of our catalog, which is part of its address: a changed catalog gets a new number. */
const CATALOG_NUMBER = 1;

/** Name of our catalog below `/cv/`. */
export const OWN_CATALOG = `catalog-${CATALOG_NUMBER}.xml`;

/** Returns `catalogRef` and `catalog`, the first elements of every item (NewsML-G2 Guidelines, section 14). */
export function catalogs(profile: Profile, addresses: Addresses): XmlElement[] {
  const iptc = xml('catalogRef', { href: IPTC_CATALOG });
  if (profile.catalog === 'remote') return [iptc, xml('catalogRef', { href: addresses.scheme(OWN_CATALOG, '') })];
  const aliases = profile.forSuperdesk ? Object.keys(ALL) : Object.keys(SCHEMES);
  return [
    iptc,
    xml(
      'catalog',
      {},
      aliases.map((alias) => schemeElement(alias, addresses)),
    ),
  ];
}

/** Returns our catalog as a document of its own. */
export function catalogElement(addresses: Addresses, attributes: Readonly<Record<string, string>>): XmlElement {
  return xml(
    'catalog',
    attributes,
    Object.keys(ALL).map((alias) => schemeElement(alias, addresses)),
  );
}

function schemeElement(alias: string, addresses: Addresses): XmlElement {
  return xml('scheme', { alias, uri: ownSchemeUri(alias, addresses) });
}

function sections({ sections: rows, language }: Publication): OwnConcept[] {
  return rows.map(({ key, name, names, description }) =>
    defined({
      code: key,
      nature: 'abstract',
      names: { [language]: name, ...names },
      definition: description,
    }),
  );
}

function wires({ services, language }: Publication): OwnConcept[] {
  return services.map(({ key, name, names, description }) =>
    defined({
      code: key,
      nature: 'abstract',
      names: { [language]: name, ...names },
      definition: description,
    }),
  );
}

function authors({ staff, language }: Publication): OwnConcept[] {
  return staff.map(({ key, kind, name, jobTitle, url, sameAs }) =>
    defined({
      code: key,
      nature: kind,
      names: { [language]: name },
      sameAs,
      definition: jobTitle,
      web: url,
    }),
  );
}
