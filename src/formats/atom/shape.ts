import type { Instant } from '../../text/instant.ts';
import type { XmlElement } from '../xml/element.ts';

/** An `entry` of Atom 1.0 (RFC 4287, section 4.1.2). */
export interface AtomEntry {
  /** An IRI, compared character by character (section 4.2.6); never a number or other text of an earlier system. */
  readonly id: string;
  readonly language: string;
  /** Plain text. */
  readonly title: string;
  /** Absent where the address would reveal a story that was withdrawn. */
  readonly link?: string;
  readonly updated: Instant;
  readonly published: Instant;
  /** Plain text. */
  readonly summary?: string;
  /** HTML. */
  readonly content?: string;
  /** Authors, contributors, categories, enclosures and rights, which `feed` writes wrongly or not at all. */
  readonly more: readonly XmlElement[];
}

/** The namespace of deleted entries (RFC 6721), declared only in a document that has one. */
export const TOMBSTONES_NAMESPACE = 'http://purl.org/atompub/tombstones/1.0';

/** The namespace of archived feeds (RFC 5005), declared only in a closed page. */
export const HISTORY_NAMESPACE = 'http://purl.org/syndication/history/1.0';
