/**
 * How a partner wants its NewsML-G2: every choice that partners make differently, as data. A profile never changes what
 * a document says, only how it is said, or what a receiver's parser would stumble over.
 */
export interface Profile {
  /** As it stands in addresses and after `--profile`. */
  readonly id: string;
  /** For people: who it is for. */
  readonly name: string;
  readonly description: string;
  /** What the root says; elements that came later are left out. */
  readonly standardVersion: '2.20' | '2.35';
  /** XHTML as it is written, XHTML of plain paragraphs, or NITF 3.6 in blocks. */
  readonly body: 'xhtml' | 'xhtml-paragraphs' | 'nitf';
  /** Our own schemes stand in each item, or in a catalog of ours at an address. */
  readonly catalog: 'inline' | 'remote';
  /** Codes of schemes as QCodes, or written out as addresses. */
  readonly codes: 'qcode' | 'uri';
  /** Names of Media Topics: in all languages that we have, in the story's and English, or in English alone. */
  readonly names: 'all' | 'own' | 'en';
  /** Headlines for other places (search, cards) beside the main one. */
  readonly otherHeadlines: boolean;
  /** The text links to files, or to items of its media, or comes in one message with them and a package. */
  readonly media: 'files' | 'items' | 'package';
  /** What stands above a Media Topic, as subjects of their own. */
  readonly ancestors: boolean;
  /** IPTC Subject Codes beside Media Topics, and places typed as Superdesk's parser looks for them. */
  readonly forSuperdesk: boolean;
}

const STANDARD: Profile = {
  id: 'standard',
  name: 'the standard profile',
  description: 'Everything that we know, in the newest version: for receivers who read NewsML-G2 as IPTC describes it.',
  standardVersion: '2.35',
  body: 'xhtml',
  catalog: 'inline',
  codes: 'qcode',
  names: 'all',
  otherHeadlines: true,
  media: 'items',
  ancestors: true,
  forSuperdesk: false,
};

/** The profiles, the one that addresses without a profile give first. */
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
  },
  {
    ...STANDARD,
    id: 'linked-data',
    name: 'linked data',
    description: 'Addresses instead of QCodes and a catalog at an address: for receivers who work with graphs.',
    catalog: 'remote',
    codes: 'uri',
  },
] as const satisfies readonly Profile[];

/** The profile of addresses that name none. */
export const DEFAULT_PROFILE: Profile = STANDARD;
