import { type Finding, problem, type Severity } from '../../text/finding.ts';
import { type DataPath, jsonPositions, pathText } from '../../text/json-positions.ts';
import { jsonSyntaxError } from '../../text/json-syntax.ts';

type Data = Readonly<Record<string, unknown>>;
type Path = DataPath;

/** A rule for ninjs. */
export interface NinjsRule {
  readonly id: string;
  readonly severity: Severity;
  readonly reference: string;
  /** The fault and its remedy in one sentence. */
  readonly message: string;
  /** Returns the paths at fault in one news object; associated objects are checked separately. */
  readonly faultsIn: (object: Data, about: About) => readonly Path[];
}

/** Inputs of a rule besides the object itself. */
interface About {
  /** 1, 2 or 3: from `standard`, or else from the names in use. */
  readonly major: 1 | 2 | 3;
  readonly isAssociation: boolean;
}

const GUIDE = 'IPTC ninjs user guide';
const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);
const rows = (value: unknown): Data[] => (Array.isArray(value) ? value.filter(isData) : []);
const isUri = (value: unknown): boolean => typeof value === 'string' && /^[a-z][a-z0-9+.-]*:[^\s]+$/i.test(value);
/** True for a code with a prefix that is not a URI scheme: `medtop:04000000`. */
const isQCode = (value: unknown): boolean =>
  typeof value === 'string' && /^(?!https?:|tag:|urn:|mailto:|info:|geo:)[a-z][\w-]{1,20}:[^/\s]\S*$/i.test(value);

const CONCEPTS = [
  'people',
  'organisations',
  'places',
  'objects',
  'events',
  'subjects',
  'genres',
  'infoSources',
  'infosources',
];
const DATES = [
  'firstCreated',
  'versionCreated',
  'contentCreated',
  'embargoedUntil',
  'expires',
  'firstcreated',
  'versioncreated',
  'contentcreated',
  'embargoed',
];
const STATUSES = ['usable', 'withheld', 'canceled'];
const OF_1 = ['body_html', 'body_text', 'headline', 'byline', 'description_text', 'guid', 'place', 'subject', 'genre'];

/** The names of 3.x are in camel case; 2.x and 1.x are in lower case. */
const CAMEL = [
  'representationType',
  'firstCreated',
  'versionCreated',
  'contentCreated',
  'pubStatus',
  'copyrightHolder',
  'copyrightNotice',
  'usageTerms',
  'edNote',
  'infoSources',
  'altIds',
  'trustIndicators',
  'rightsInfo',
  'digitalSourceType',
  'embargoedUntil',
];
const LOWER = CAMEL.map((name) => name.toLowerCase()).filter((name) => name !== 'embargoeduntil');

const present = (object: Data, names: readonly string[]): Path[] =>
  names.filter((name) => name in object).map((name) => [name]);

/** The rules for ninjs that the JSON Schema cannot express and producers often break. */
export const NINJS_RULES: readonly NinjsRule[] = [
  {
    id: 'ninjs/uri',
    severity: 'error',
    reference: `${GUIDE}, uri`,
    message: 'A news object is identified by an absolute URI such as tag:example.com,2026:article:1.',
    faultsIn: (object, { major }) => (isUri(object.uri) || (major === 1 && isUri(object.guid)) ? [] : [['uri']]),
  },
  {
    id: 'ninjs/version',
    severity: 'error',
    reference: `${GUIDE}, version`,
    message: 'The version is a string: "3", not 3.',
    faultsIn: ({ version }) => (version === undefined || typeof version === 'string' ? [] : [['version']]),
  },
  {
    id: 'ninjs/urgency',
    severity: 'error',
    reference: `${GUIDE}, urgency`,
    message: 'The urgency is a whole number from 1 to 9, not a text.',
    faultsIn: ({ urgency }) =>
      urgency === undefined || (Number.isInteger(urgency) && Number(urgency) >= 1 && Number(urgency) <= 9)
        ? []
        : [['urgency']],
  },
  {
    id: 'ninjs/standard',
    severity: 'warning',
    reference: `${GUIDE}, standard`,
    message: 'The version is missing: add `standard`, receivers choose their schema by it.',
    faultsIn: (object, { isAssociation, major }) =>
      isAssociation || major === 1 || isData(object.standard) ? [] : [['standard']],
  },
  {
    id: 'ninjs/names-of-1',
    severity: 'error',
    reference: 'ninjs 2.0, changes',
    message:
      'This name is of ninjs 1.x: since 2.0 there are `headlines`, `bodies`, `descriptions`, `subjects`, `places`.',
    faultsIn: (object, { major }) => (major === 1 ? [] : present(object, OF_1)),
  },
  {
    id: 'ninjs/names-of-2',
    severity: 'error',
    reference: 'ninjs 3.0, changes',
    message:
      'This name is of ninjs 2.x: 3.x writes it in camel case (`pubStatus`), and `embargoed` is `embargoedUntil`.',
    faultsIn: (object, { major }) => (major === 3 ? present(object, [...LOWER, 'embargoed']) : []),
  },
  {
    id: 'ninjs/names-of-3',
    severity: 'error',
    reference: 'ninjs 3.0, changes',
    message:
      'This name is of ninjs 3.x: 2.x writes it in lower case (`pubstatus`), and `embargoedUntil` is `embargoed`.',
    faultsIn: (object, { major }) => (major === 2 ? present(object, CAMEL) : []),
  },
  {
    id: 'ninjs/representation',
    severity: 'error',
    reference: 'ninjs 2.0, changes',
    message: 'The representation is "full" or "partial"; "complete" and "incomplete" were ninjs 1.x.',
    faultsIn: (object, { major }) =>
      (['representationType', 'representationtype'] as const)
        .filter((name) => name in object && major !== 1 && !['full', 'partial'].includes(String(object[name])))
        .map((name) => [name]),
  },
  {
    id: 'ninjs/status',
    severity: 'error',
    reference: 'http://cv.iptc.org/newscodes/pubstatusg2/',
    message: 'The status is "usable", "withheld" or "canceled".',
    faultsIn: (object) =>
      ['pubStatus', 'pubstatus']
        .filter((name) => name in object && !STATUSES.includes(String(object[name])))
        .map((name) => [name]),
  },
  {
    id: 'ninjs/recall',
    severity: 'error',
    reference: `${GUIDE}, pubStatus`,
    message: 'A withheld or canceled object still carries its text: leave bodies out.',
    faultsIn: (object) =>
      ['withheld', 'canceled'].includes(String(object.pubStatus ?? object.pubstatus))
        ? present(object, ['bodies', 'body_html', 'body_text'])
        : [],
  },
  {
    id: 'ninjs/date',
    severity: 'error',
    reference: 'RFC 3339',
    message: 'A date is complete and has an offset, like 2026-03-02T09:00:00+00:00.',
    faultsIn: (object, { major }) =>
      DATES.filter((name) => name in object && !isDate(object[name], major)).map((name) => [name]),
  },
  {
    id: 'ninjs/qcode',
    severity: 'error',
    reference: `${GUIDE}, concepts`,
    message:
      'Concepts and roles are named by full addresses: http://cv.iptc.org/newscodes/mediatopic/04000000, not medtop:04000000.',
    faultsIn: (object, { major }) =>
      CONCEPTS.flatMap((list) =>
        rows(object[list]).flatMap(({ uri, role }, index): Path[] => [
          ...(uri !== undefined && (isQCode(uri) || !isUri(uri)) ? [[list, index, 'uri']] : []),
          ...(major > 1 && /^info/i.test(list) && isQCode(role) ? [[list, index, 'role']] : []),
        ]),
      ),
  },
  {
    id: 'ninjs/association-name',
    severity: 'error',
    reference: `${GUIDE}, associations`,
    message: 'An associated object has a name and a uri.',
    faultsIn: (object, { isAssociation, major }) =>
      !isAssociation || major === 1
        ? []
        : (['name', 'uri'] as const).filter((name) => !object[name]).map((name) => [name]),
  },
  {
    id: 'ninjs/associations-list',
    severity: 'error',
    reference: 'ninjs 2.0, changes',
    message: 'Since 2.0 associations are a list of objects with a name.',
    faultsIn: ({ associations }, { major }) => {
      const isList = Array.isArray(associations) && associations.every(isData);
      return major > 1 && associations !== undefined && !isList ? [['associations']] : [];
    },
  },
  {
    id: 'ninjs/rights',
    severity: 'error',
    reference: `${GUIDE}, rightsInfo`,
    message: 'Rights are either linked or encoded: exactly one of the two.',
    faultsIn: (object) =>
      ['rightsInfo', 'rightsinfo']
        .filter((name) => {
          const rights = object[name];
          if (!isData(rights)) return false;
          const stated = ['linkedRights', 'encodedRights', 'linkedrights', 'encodedrights'].filter(
            (key) => key in rights,
          );
          return stated.length !== 1;
        })
        .map((name) => [name]),
  },
  {
    id: 'ninjs/coordinates',
    severity: 'error',
    reference: 'RFC 7946, section 3.1.1',
    message: 'GeoJSON has the longitude first and the latitude, at most 90, second: they are swapped or out of range.',
    faultsIn: (object) =>
      rows(object.places).flatMap((place, index): Path[] => {
        const name = 'geojson' in place ? 'geojson' : 'geoJSON';
        const geo = place[name];
        if (!isData(geo) || geo.type !== 'Point' || !Array.isArray(geo.coordinates)) return [];
        const [longitude, latitude] = geo.coordinates.map(Number);
        const isRight = Math.abs(longitude ?? Number.NaN) <= 180 && Math.abs(latitude ?? Number.NaN) <= 90;
        return isRight ? [] : [['places', index, name, 'coordinates']];
      }),
  },
  {
    id: 'ninjs/content-type',
    severity: 'error',
    reference: 'IANA media types',
    message: 'This is not a registered media type: write text/html, text/plain, image/jpeg.',
    faultsIn: (object) =>
      ['bodies', 'headlines', 'descriptions', 'renditions'].flatMap((list) =>
        rows(object[list]).flatMap((row, index): Path[] => {
          const name = 'contenttype' in row ? 'contenttype' : 'contentType';
          const type = row[name];
          const isRight =
            type === undefined ||
            (typeof type === 'string' && /^[a-z]+\/[\w.+-]+$/i.test(type) && type !== 'image/jpg');
          return isRight ? [] : [[list, index, name]];
        }),
      ),
  },
  {
    id: 'ninjs/empty',
    severity: 'warning',
    reference: `${GUIDE}, general`,
    message: 'The property is empty: leave it out.',
    faultsIn: (object) =>
      Object.entries(object)
        .filter(([, value]) => value === '' || value === null || (Array.isArray(value) && value.length === 0))
        .map(([name]) => [name]),
  },
];

function isDate(value: unknown, major: number): boolean {
  if (typeof value !== 'string') return false;
  // Superdesk's dialect writes the offset without a colon.
  const text = major === 1 ? value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2') : value;
  return (
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text))
  );
}

/** Checks a ninjs document of any version and producer; findings have line, column and path. */
export function checkNinjs(document: string): Finding[] {
  let data: unknown;
  try {
    data = JSON.parse(document);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { message, ...at } = jsonSyntaxError(document);
    return [problem('ninjs/well-formed', message, { ...at, reference: 'RFC 8259' })];
  }
  if (!isData(data))
    return [problem('ninjs/well-formed', 'A ninjs document is a JSON object.', { line: 1, column: 1 })];
  const major = majorOf(data);
  const found = faultsOf(data, [], { major, isAssociation: false });
  if (found.length === 0) return [];
  const place = jsonPositions(document);
  return found.map(([{ id, severity, reference, message }, path]) => ({
    rule: id,
    severity,
    reference,
    message,
    path: pathText(path),
    ...place(path),
  }));
}

function majorOf(data: Data): 1 | 2 | 3 {
  const version = isData(data.standard) ? String(data.standard.version) : '';
  if (/^[123]\./.test(version)) return Number(version[0]) as 1 | 2 | 3;
  if (CAMEL.some((name) => name in data)) return 3;
  return OF_1.some((name) => name in data) && !('headlines' in data) && !('bodies' in data) ? 1 : 2;
}

function faultsOf(object: Data, path: Path, about: About): (readonly [NinjsRule, Path])[] {
  const own = NINJS_RULES.flatMap((rule) =>
    rule.faultsIn(object, about).map((fault) => [rule, [...path, ...fault]] as const),
  );
  const { associations } = object;
  const inner = Array.isArray(associations)
    ? associations.map((one, index): readonly [unknown, string | number] => [one, index])
    : isData(associations)
      ? Object.entries(associations).map(([name, one]) => [one, name] as const)
      : [];
  return [
    ...own,
    ...inner.flatMap(([one, key]) =>
      isData(one) ? faultsOf(one, [...path, 'associations', key], { ...about, isAssociation: true }) : [],
    ),
  ];
}
