/**
 * ninjs 3.2 (https://iptc.org/std/ninjs/ninjs-schema_3.2.json), as far as Dateline writes it. Identifiers are URIs,
 * never QCodes. Section names are those of IPTC's ninjs user guide.
 */

/** Text for one purpose. */
export interface NinjsText {
  readonly role: string;
  readonly contentType: string;
  readonly charCount?: number;
  readonly wordCount?: number;
  readonly value: string;
}

/** A concept by its URI, or by its name where there is none. */
export interface NinjsConcept {
  readonly name: string;
  readonly rel?: string;
  readonly uri?: string;
  readonly literal?: string;
}

/** A place with its position: longitude first (RFC 7946, section 3.1.1). */
export interface NinjsPlace extends NinjsConcept {
  readonly geoJSON?: { readonly type: 'Point'; readonly coordinates: readonly [longitude: number, latitude: number] };
}

/** A contributor; the role is a URI. */
export interface NinjsSource {
  readonly name: string;
  readonly role: string;
  readonly uri?: string;
}

/** One file of a media object, or another form of it. */
export interface NinjsRendition {
  readonly name: string;
  readonly href: string;
  readonly contentType: string;
  readonly width?: number;
  readonly height?: number;
  readonly sizeInBytes?: number;
  readonly duration?: number;
}

/** A news object: a story, a picture, a list. */
export interface Ninjs {
  readonly uri: string;
  readonly type: 'text' | 'picture' | 'video' | 'audio' | 'composite';
  readonly representationType?: 'full' | 'partial';
  readonly profile?: string;
  readonly version?: string;
  readonly firstCreated?: string;
  readonly versionCreated?: string;
  readonly contentCreated?: string;
  readonly embargoedUntil?: string;
  readonly pubStatus: 'usable' | 'withheld' | 'canceled';
  readonly urgency?: number;
  readonly copyrightHolder?: string;
  readonly copyrightNotice?: string;
  readonly usageTerms?: string;
  readonly edNote?: string;
  readonly language?: string;
  readonly headlines?: readonly NinjsText[];
  readonly descriptions?: readonly NinjsText[];
  readonly bodies?: readonly NinjsText[];
  readonly people?: readonly NinjsConcept[];
  readonly organisations?: readonly NinjsConcept[];
  readonly places?: readonly NinjsPlace[];
  readonly events?: readonly NinjsConcept[];
  readonly subjects?: readonly NinjsConcept[];
  readonly infoSources?: readonly NinjsSource[];
  readonly title?: string;
  readonly by?: string;
  readonly slugline?: string;
  readonly located?: string;
  readonly renditions?: readonly NinjsRendition[];
  readonly associations?: readonly NinjsAssociation[];
  readonly altIds?: readonly { readonly role: string; readonly value: string }[];
  readonly trustIndicators?: readonly { readonly role: string; readonly title: string; readonly href: string }[];
  readonly genres?: readonly NinjsConcept[];
  readonly expires?: string;
  readonly rightsInfo?: NinjsRights;
  readonly digitalSourceType?: { readonly name: string; readonly uri: string };
  readonly standard?: { readonly name: string; readonly version: string; readonly schema: string };
}

/** An associated news object. */
export interface NinjsAssociation extends Ninjs {
  readonly name: string;
  readonly rel?: string;
}

/** Exactly one of the two. */
export type NinjsRights =
  | { readonly langId: string; readonly linkedRights: string }
  | { readonly langId: string; readonly encodedRights: string };
