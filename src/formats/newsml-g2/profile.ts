/**
 * A partner's requirements for NewsML-G2: every choice that partners make differently, as data. A profile never changes
 * the meaning of a document, only its form, or avoids a known fault of a receiver's parser.
 */
export interface Profile {
  /** Name in addresses and after `--profile`. */
  readonly id: string;
  /** Label for people: the kind of receiver it serves. */
  readonly name: string;
  readonly description: string;
  /** Version of the standard on the root; newer elements are left out. */
  readonly standardVersion: '2.20' | '2.35';
  /** Form of the text: XHTML as written, XHTML of plain paragraphs, or NITF 3.6 in blocks. */
  readonly body: 'xhtml' | 'xhtml-paragraphs' | 'nitf';
  /** Our own schemes: inline in each item, or in a catalog at an address of ours. */
  readonly catalog: 'inline' | 'remote';
  /** Codes as QCodes or as URIs. */
  readonly codes: 'qcode' | 'uri';
  /** Names of Media Topics: in all available languages, in the story's language and English, or in English alone. */
  readonly names: 'all' | 'own' | 'en';
  /** Headlines for other uses (search, cards) besides the main one. */
  readonly otherHeadlines: boolean;
  /** Media: links to files, links to items of their own, or one message with the items and a package. */
  readonly media: 'files' | 'items' | 'package';
  /** Ancestors of a Media Topic as subjects of their own. */
  readonly ancestors: boolean;
  /**
   * Form of an embargo without a time: an empty element, or the status `withheld` until the release, for receivers that
   * take the empty element for no embargo (superdesk-core 2.8) or fail on it (python-newsmlg2 1.1).
   */
  readonly openEmbargo: 'empty' | 'withheld';
  /** IPTC Subject Codes besides Media Topics, and places typed for Superdesk's parser. */
  readonly forSuperdesk: boolean;
}

const STANDARD: Profile = {
  id: 'standard',
  name: 'the standard profile',
  description: 'All data in the newest version: for receivers that read NewsML-G2 as IPTC describes it.',
  standardVersion: '2.35',
  body: 'xhtml',
  catalog: 'inline',
  codes: 'qcode',
  names: 'all',
  otherHeadlines: true,
  media: 'items',
  ancestors: true,
  openEmbargo: 'empty',
  forSuperdesk: false,
};

/** All profiles, the default one first. */
export const PROFILES = [
  STANDARD,
  {
    ...STANDARD,
    id: 'superdesk-nitf',
    name: 'Superdesk',
    description: 'The text as NITF in blocks, its pictures and a package in one message, as Superdesk reads them.',
    body: 'nitf',
    names: 'en',
    otherHeadlines: false,
    media: 'package',
    openEmbargo: 'withheld',
    forSuperdesk: true,
  },
  {
    ...STANDARD,
    id: 'plain',
    name: 'the widest reading',
    description: 'Plain paragraphs, an older version and links to files: for small and old importers.',
    standardVersion: '2.20',
    body: 'xhtml-paragraphs',
    names: 'own',
    otherHeadlines: false,
    media: 'files',
    openEmbargo: 'withheld',
  },
  {
    ...STANDARD,
    id: 'linked-data',
    name: 'linked data',
    description: 'Addresses instead of QCodes and a catalog at an address: for receivers that work with graphs.',
    catalog: 'remote',
    codes: 'uri',
  },
] as const satisfies readonly Profile[];

/** The profile of addresses without a profile name. */
export const DEFAULT_PROFILE: Profile = STANDARD;

/** Returns the ending of addresses in a profile, such as `.newsml.xml`. */
export function extensionOf({ id }: Profile): string {
  return id === STANDARD.id ? '.newsml.xml' : `.${id}.newsml.xml`;
}
