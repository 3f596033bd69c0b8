import { parseInstant } from '../../text/instant.ts';
import type { Ninjs, NinjsAssociation } from './shape.ts';

/** A version of ninjs, or a dialect of another system. */
export interface Dialect {
  /** Name in addresses and after `--profile`. */
  readonly id: string;
  readonly name: string;
  readonly write: (object: Ninjs) => unknown;
}

const schema = (version: string) => ({
  name: 'ninjs',
  version,
  schema: `http://www.iptc.org/std/ninjs/ninjs-schema_${version}.json#`,
});

/** ninjs 3.2; the other dialects are derived from it. */
export const DIALECTS: readonly [Dialect, ...Dialect[]] = [
  { id: '3.2', name: 'ninjs 3.2', write: (object) => ({ ...object, standard: schema('3.2') }) },
  { id: '2.3', name: 'ninjs 2.3', write: (object) => ({ ...(older(object) as object), standard: schema('2.3') }) },
  {
    id: '2.1',
    name: 'ninjs 2.1',
    write: (object) => ({ ...(older(object, ['digitalSourceType']) as object), standard: schema('2.1') }),
  },
  { id: 'superdesk', name: 'ninjs for Superdesk and Newsroom', write: superdesk },
];

/** Names of 2.x that are not the lower-case form of names of 3.x. */
const OLDER_NAMES: Readonly<Record<string, string>> = { embargoedUntil: 'embargoed' };

/**
 * Converts to 2.x, which has no `rel` in associations and writes in lower case the names that 3.x writes in camel case.
 */
function older(value: unknown, without: readonly string[] = [], isAssociation = false): unknown {
  if (Array.isArray(value)) return value.map((one) => older(one, without, isAssociation));
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
    if (without.includes(key) || (isAssociation && key === 'rel')) return [];
    // GeoJSON has property names of its own.
    const written = key === 'geoJSON' ? inner : older(inner, without, key === 'associations');
    return [[OLDER_NAMES[key] ?? key.toLowerCase(), written]];
  });
  return Object.fromEntries(pairs);
}

/**
 * Converts an object to the dialect of 1.x that Superdesk's parser (superdesk-core 2.8, `io/feed_parsers/ninjs.py`) and
 * Newsroom's push (newsroom 2.8, `push.py`) read: one headline, one body, associations and renditions by name, dates
 * without a colon.
 */
function superdesk(object: Ninjs): Record<string, unknown> {
  const text = (rows: Ninjs['bodies'], role?: string, type?: string): string | undefined =>
    rows?.find((row) => (role === undefined || row.role === role) && (type === undefined || row.contentType === type))
      ?.value;
  // UTC alone: Superdesk's parser refuses every other offset.
  const date = (moment: string | undefined): string | undefined =>
    moment && parseInstant(moment)?.replace('Z', '+0000');
  const body = object.bodies?.[0];
  const topics = object.subjects?.filter(({ rel }) => rel === 'about' || rel === 'section') ?? [];
  const keywords = object.subjects?.flatMap(({ rel, name }) => (rel === 'keyword' ? [name] : [])) ?? [];
  const all: Record<string, unknown> = {
    guid: object.uri,
    uri: object.uri,
    type: object.type,
    version: object.version,
    profile: object.profile,
    language: object.language,
    pubstatus: object.pubStatus,
    urgency: object.urgency,
    firstcreated: date(object.firstCreated),
    versioncreated: date(object.versionCreated),
    embargoed: date(object.embargoedUntil),
    expires: date(object.expires),
    headline: text(object.headlines, 'main'),
    slugline: object.slugline,
    byline: object.by,
    located: object.located,
    ednote: object.edNote,
    description_text: text(object.descriptions, 'drol:summary') ?? text(object.descriptions, 'drol:caption'),
    body_text: object.type === 'text' ? undefined : text(object.descriptions, 'drol:altText'),
    body_html: text(object.bodies, 'main', 'text/html'),
    charcount: body?.charCount,
    wordcount: body?.wordCount,
    copyrightholder: object.copyrightHolder,
    copyrightnotice: object.copyrightNotice,
    usageterms: object.usageTerms,
    source: object.infoSources?.[0]?.name,
    subject: listed(topics.map(({ name, uri = '' }) => ({ code: codeOf(uri), name, scheme: schemeOf(uri) }))),
    genre: listed(object.genres?.map(({ name, uri = '' }) => ({ code: codeOf(uri), name }))),
    place: listed(object.places?.map(({ name, uri }) => ({ code: uri ?? name, name }))),
    keywords: listed(keywords),
    authors: listed(
      object.infoSources
        ?.filter(({ role }) => MAKERS.has(role.slice(role.lastIndexOf('/') + 1)))
        .map(({ name, role }) => ({ name, role: superdeskRole(role) })),
    ),
    // Superdesk downloads the renditions of a text as its original, and makes an item of each association.
    renditions: object.type === 'text' ? undefined : byName(object.renditions?.map(superdeskRendition)),
    associations: byName(
      object.associations
        ?.filter(({ type }) => object.type !== 'text' || MEDIA_TYPES.has(type ?? ''))
        .map((one) => [one.name, superdesk(one as NinjsAssociation)] as const),
    ),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Types of associations that Superdesk stores beside a text. */
const MEDIA_TYPES: ReadonlySet<string> = new Set(['picture', 'video', 'audio', 'graphic']);

/** Roles of those who wrote a story, apart from its sources and distributors. */
const MAKERS: ReadonlySet<string> = new Set([
  'author',
  'cameraOperator',
  'contentEditor',
  'correspondent',
  'editor',
  'factChecker',
  'producer',
]);

/** Returns the role of an author in the words of Superdesk, whose usual one is a writer. */
function superdeskRole(role: string): string {
  const code = role.slice(role.lastIndexOf('/') + 1);
  return code === 'author' || code === 'correspondent' ? 'writer' : code;
}

function superdeskRendition({ name, href, contentType, width, height }: NonNullable<Ninjs['renditions']>[number]) {
  // Superdesk's parsers look for a rendition of this name.
  const known = name === 'highRes' ? 'original' : name;
  return [known, { href, mimetype: contentType, width, height }] as const;
}

function byName<Value>(pairs: readonly (readonly [string, Value])[] | undefined): Record<string, Value> | undefined {
  return pairs === undefined || pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}

function listed<Row>(rows: readonly Row[] | undefined): readonly Row[] | undefined {
  return rows === undefined || rows.length === 0 ? undefined : rows;
}

function codeOf(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}

function schemeOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/') + 1);
}
