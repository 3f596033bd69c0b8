import type { SubmissionInput } from '../../article/submission.ts';
import { defined } from '../../text/defined.ts';
import { type Finding, warning } from '../../text/finding.ts';
import { httpUrl } from '../../text/url.ts';
import { MEDIA_TOPIC_SCHEME, mediaTopic } from '../../vocabulary/media-topics.ts';
import { topicOfSubjectCode } from '../../vocabulary/subject-codes.ts';
import { type DateReading, wireInstant } from '../wire-dates.ts';
import { childOf, childrenOf, at as elementAt, lineOf } from '../xml/look-up.ts';
import type { SourceElement } from '../xml/source-tree.ts';
import { nameOf } from './parties.ts';
import type { Schemes } from './schemes.ts';

type ListName = 'people' | 'organisations' | 'places' | 'events' | 'subjects' | 'keywords';
type Lists = { readonly [Name in ListName]: NonNullable<SubmissionInput[Name]> };

/** The subjects of an item. */
export interface Subjects {
  readonly lists: Lists;
  /** Keys, URIs and names that may match a section of the publication. */
  readonly sections: readonly string[];
}

/** Context for reading subjects. */
export interface SubjectReading {
  readonly schemes: Schemes;
  readonly dates: DateReading;
}

/** Ten times the limit that a story has for each kind. */
const MAX_SUBJECTS = 1000;

const SUBJECT_CODES = 'http://cv.iptc.org/newscodes/subjectcode/';

/**
 * Reads subjects: Media Topics, entities with the properties that `assert` states, sections; other abstract subjects
 * become keywords.
 */
export function subjectsOf(item: SourceElement, reading: SubjectReading): Subjects {
  const { schemes, dates } = reading;
  const lists: Lists = { people: [], organisations: [], places: [], events: [], subjects: [], keywords: [] };
  const sections: string[] = [];
  const asserts = Map.groupBy(childrenOf(item, 'assert'), identityOf);
  for (const subject of childrenOf(childOf(item, 'contentMeta') ?? item, 'subject').slice(0, MAX_SUBJECTS)) {
    const named = schemes.concept(subject);
    const section = schemes.ownCodeOf(subject, 'section');
    if (section !== undefined) sections.push(section);
    else if (named?.scheme === MEDIA_TOPIC_SCHEME || named?.alias === 'medtop')
      topic({ subject, code: named.code }, lists, reading);
    else if (named?.scheme === SUBJECT_CODES) {
      const code = topicOfSubjectCode(named.code);
      if (code !== undefined && !lists.subjects.includes(code)) lists.subjects.push(code);
    } else entity(subject, { lists, sections, assert: assertOf(subject, asserts, schemes) }, { schemes, dates });
  }
  return { lists, sections };
}

/** Reads a Media Topic. Broader topics are derived from the vocabulary; an unknown code is a warning. */
function topic(
  { subject, code }: { readonly subject: SourceElement; readonly code: string },
  lists: Lists,
  { schemes, dates }: SubjectReading,
): void {
  if (schemes.codeOf(subject, 'why', 'why') === 'ancestor' || lists.subjects.includes(code)) return;
  if (mediaTopic(code) !== undefined) {
    lists.subjects.push(code);
    return;
  }
  const finding: Finding = warning('newsml-g2/media-topic', `"${code}" is not a Media Topic and was left out.`, {
    file: dates.file,
    line: subject.line,
    column: subject.column,
  });
  dates.report.add(finding);
}

/** Returns the identifier that connects `subject` and `assert` (Guidelines, section 20.8). */
function identityOf({ attributes }: SourceElement): string {
  return attributes.qcode ?? attributes.uri ?? attributes.literal ?? '';
}

/** Finds the `assert` of a subject: by identifier, and among several with that identifier by type. */
function assertOf(
  subject: SourceElement,
  asserts: ReadonlyMap<string, readonly SourceElement[]>,
  schemes: Schemes,
): SourceElement | undefined {
  const same = asserts.get(identityOf(subject)) ?? [];
  const nature = schemes.concept(subject, 'type')?.uri;
  const fits = same.find((one) => {
    const type = childOf(one, 'type');
    return type !== undefined && schemes.concept(type)?.uri === nature;
  });
  return fits ?? same[0];
}

interface Into {
  readonly lists: Lists;
  readonly sections: string[];
  readonly assert: SourceElement | undefined;
}

/** A concept type of Superdesk, whose alias no catalog declares. */
const SUPERDESK_PLACE = '5';

function natureOf(subject: SourceElement, assert: SourceElement | undefined, schemes: Schemes): string | undefined {
  const type = schemes.concept(subject, 'type');
  if (type?.alias === 'cptType' && type.code === SUPERDESK_PLACE) return 'geoArea';
  const own = schemes.codeOf(subject, 'cpnat', 'type');
  const inner = childOf(assert ?? subject, 'type');
  return own ?? (inner === undefined ? undefined : schemes.codeOf(inner, 'cpnat'));
}

function entity(subject: SourceElement, { lists, sections, assert }: Into, { schemes, dates }: SubjectReading): void {
  const name = nameOf(subject) ?? (assert && nameOf(assert));
  if (name === undefined) {
    const code = (identityOf(subject) || 'without a code').slice(0, 100);
    const { line, column } = subject;
    dates.report.warn('newsml-g2/no-name', `The subject ${code} has no name: it was left out.`, { line, column });
    return;
  }
  const nature = natureOf(subject, assert, schemes);
  const elements = [
    subject,
    ...childrenOf(subject, 'sameAs'),
    ...(assert === undefined ? [] : childrenOf(assert, 'sameAs')),
  ];
  const sameAs = [...new Set(elements.flatMap((one) => httpUrl(schemes.concept(one)?.uri ?? '') ?? []))];
  const about = schemes.codeOf(subject, 'why', 'why') === 'direct';
  const base = { name: name.slice(0, 300), sameAs: sameAs.slice(0, 20), about };
  const definition = lineOf(childOf(assert, 'definition'))?.slice(0, 300);
  if (nature === 'person') lists.people.push(defined({ ...base, jobTitle: definition }));
  else if (nature === 'organisation') lists.organisations.push({ ...base, ...webOf(assert) });
  else if (nature === 'geoArea' || nature === 'poi')
    lists.places.push({ ...base, ...positionOf(assert), ...countryOf(subject, schemes) });
  else if (nature === 'event') lists.events.push({ ...base, ...datesOf(assert, dates) });
  else {
    if (nature === 'abstract' || nature === undefined) sections.push(name);
    if (name.length <= 120 && !lists.keywords.includes(name)) lists.keywords.push(name);
  }
}

function webOf(assert: SourceElement | undefined): { url?: string } {
  const url = httpUrl(lineOf(elementAt(assert, 'organisationDetails', 'contactInfo', 'web')) ?? '');
  return url === undefined ? {} : { url };
}

/** Reads latitude and longitude; values out of range are ignored. */
function positionOf(assert: SourceElement | undefined): { latitude?: number; longitude?: number } {
  const position = elementAt(assert, 'geoAreaDetails', 'position') ?? elementAt(assert, 'POIDetails', 'position');
  const [latitude, longitude] = [
    Number(position?.attributes.latitude ?? Number.NaN),
    Number(position?.attributes.longitude ?? Number.NaN),
  ];
  const isPlace = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  return isPlace ? { latitude, longitude } : {};
}

/** Reads the two-letter country code of the place or its broader concept. */
function countryOf(subject: SourceElement, schemes: Schemes): { country?: string } {
  const codes = [subject, ...childrenOf(subject, 'broader')].map((one) => schemes.codeOf(one, 'iso3166-1a2'));
  const country = codes.find((code) => code !== undefined && /^[A-Z]{2}$/.test(code));
  return country === undefined ? {} : { country };
}

function datesOf(assert: SourceElement | undefined, dates: DateReading): { starts?: string; ends?: string } {
  const hours = elementAt(assert, 'eventDetails', 'dates');
  const moment = (name: 'start' | 'end'): string | undefined => {
    const element = childOf(hours, name);
    return element && wireInstant(lineOf(element), element, dates);
  };
  const [starts, ends] = [moment('start'), moment('end')];
  return defined({ starts, ends });
}
