import { httpUrl } from '../../text/url.ts';
import { MEDIA_TOPIC_SCHEME, mediaTopic } from '../../vocabulary/media-topics.ts';
import { topicOfSubjectCode } from '../../vocabulary/subject-codes.ts';
import type { ReceivedContent } from '../received.ts';
import type { WireReadOptions } from '../wire-read-options.ts';
import { type NinjsData, rowsOf, textIn } from './names.ts';

const SUBJECT_CODES = 'http://cv.iptc.org/newscodes/subjectcode/';

type ListName = 'people' | 'organisations' | 'places' | 'events' | 'subjects' | 'keywords';

/** The concepts of a news object. */
export interface NinjsConcepts {
  readonly lists: { readonly [Name in ListName]: NonNullable<ReceivedContent[Name]> };
  /** Keys, URIs and names that may match a section of the publication. */
  readonly sections: readonly string[];
}

/** Reads people, organisations, places, events and subjects of any ninjs version. */
export function conceptsIn(data: NinjsData, { sections: known }: Pick<WireReadOptions, 'sections'>): NinjsConcepts {
  const subjects = rowsOf(data.subjects ?? data.subject);
  const topics = subjects.map(topicOf).filter((code) => code !== undefined);
  const others = subjects.filter((row) => topicOf(row) === undefined);
  const isSection = (row: NinjsData): boolean => row.rel === 'section' || known.has(textIn(row.code) ?? '');
  const names = others.filter((row) => !isSection(row)).flatMap((row) => textIn(row.name) ?? []);
  const keywords = (Array.isArray(data.keywords) ? data.keywords : []).flatMap((one) => textIn(one) ?? []);
  return {
    lists: {
      people: rowsOf(data.people ?? data.person).flatMap(entity),
      organisations: rowsOf(data.organisations ?? data.organisation).flatMap(entity),
      places: rowsOf(data.places ?? data.place).flatMap((row) =>
        entity(row).map((one) => ({ ...one, ...positionOf(row) })),
      ),
      events: rowsOf(data.events ?? data.event).flatMap(entity),
      subjects: [...new Set(topics)],
      keywords: [...new Set([...names, ...keywords])].map((one) => one.slice(0, 120)),
    },
    sections: [
      ...others.filter(isSection).flatMap((row) => [textIn(row.uri), textIn(row.code), textIn(row.name)]),
      ...names,
    ].filter((one) => one !== undefined),
  };
}

/** Returns the Media Topic of a URI, QCode or code; a subject code is mapped to its topic. */
function topicOf(row: NinjsData): string | undefined {
  const uri = textIn(row.uri) ?? '';
  const code = textIn(row.code)?.replace(/^(medtop|subj):/, '');
  const digits = /(\d{8})$/.exec(uri)?.[1] ?? (/^\d{8}$/.test(code ?? '') ? code : undefined);
  if (digits === undefined) return undefined;
  if (uri.startsWith(SUBJECT_CODES) || /subj/.test(uri)) return topicOfSubjectCode(digits);
  const isTopic = uri === '' || uri.startsWith(MEDIA_TOPIC_SCHEME) || /medtop|mediatopic/.test(uri);
  if (isTopic && mediaTopic(digits) !== undefined) return digits;
  return isTopic ? topicOfSubjectCode(digits) : undefined;
}

function entity(row: NinjsData) {
  const name = textIn(row.name) ?? textIn(row.literal);
  const uri = httpUrl(textIn(row.uri) ?? '');
  if (name === undefined) return [];
  return [{ name: name.slice(0, 300), about: row.rel === 'about', sameAs: uri === undefined ? [] : [uri] }];
}

/** Reads GeoJSON: longitude first (RFC 7946, section 3.1.1); only points are used. */
function positionOf(row: NinjsData): { latitude?: number; longitude?: number } {
  const geometry = row.geojson as NinjsData | undefined;
  const point = (geometry?.type === 'Feature' ? geometry.geometry : geometry) as NinjsData | undefined;
  const [longitude, latitude] = Array.isArray(point?.coordinates) ? point.coordinates.map(Number) : [];
  const isPoint =
    point?.type === 'Point' && Math.abs(longitude ?? Number.NaN) <= 180 && Math.abs(latitude ?? Number.NaN) <= 90;
  return isPoint ? { latitude: latitude as number, longitude: longitude as number } : {};
}
