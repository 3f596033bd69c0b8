import type { Status } from '../../article/article.ts';
import { cleanText } from '../../text/clean.ts';
import { defined } from '../../text/defined.ts';
import { type Finding, problem } from '../../text/finding.ts';
import { canonicalLanguage } from '../../text/language.ts';
import { mediaTopic } from '../../vocabulary/media-topics.ts';
import { topicOfSubjectCode } from '../../vocabulary/subject-codes.ts';
import { offsetOf } from '../embedded-text.ts';
import { rowsOf, textIn } from '../ninjs/names.ts';
import { nitfBody } from '../nitf/nitf-body.ts';
import type { ReceivedContent } from '../received.ts';
import { Report } from '../report.ts';
import { wholeNumber } from '../wire-dates.ts';
import type { WireReadOptions } from '../wire-read-options.ts';
import { readStatus } from '../wire-status.ts';
import { descendants } from '../xml/look-up.ts';
import { readSourceTree } from '../xml/source-tree.ts';
import {
  type AgencyData,
  type AgencyFormat,
  correctionIn,
  embargoIn,
  inner,
  mediaOf,
  momentIn,
  namesIn,
  type ObjectReading,
  urgencyIn,
} from './reader.ts';

const PROVIDER = 'AP';
const SOURCES: NonNullable<ReceivedContent['sources']> = [{ name: 'The Associated Press' }];

/** AP Media API 1.1: a search, a feed or one item; the text of a story is in its NITF rendition. */
export const apMediaApi: AgencyFormat = {
  name: 'AP Media API JSON',
  objectsIn: (data) => {
    const found = inner(data, 'data');
    if (textIn(data.api_version) === undefined || found === undefined) return undefined;
    const rows = rowsOf(found.items).length > 0 ? rowsOf(found.items) : [found];
    return rows.map((row) => inner(row, 'item')).filter((item) => item !== undefined);
  },
  read: (item, reading) => {
    const { options, report, at } = reading;
    const place = { file: options.file, ...at };
    const kinds = wordsOf(item.editorialtypes);
    const read = readStatus(statusOf(textIn(item.pubstatus), kinds), place);
    if ('problem' in read) return read.problem;
    const type = textIn(item.type) ?? 'text';
    const body = bodyOf(item, reading);
    if (read.status === 'usable' && type === 'text' && body === undefined) {
      const name = nitfNames(item)[0] ?? 'the NITF rendition';
      const message = `The text of the story is in its NITF document, which is not beside the file: save it there as "${name}".`;
      return problem('ap/nitf', message, place);
    }
    const id = textIn(inner(item, 'altids')?.itemid) ?? '';
    const created = momentIn(item, 'firstcreated', reading);
    const revised = momentIn(item, 'versioncreated', reading);
    const isHeld = [...kinds, ...wordsOf(item.signals)].some((kind) => /^(?:advisory|hold|embargo)/i.test(kind));
    return defined({
      guid: id === '' ? (textIn(item.uri) ?? '') : `urn:ap:${id}`,
      provider: PROVIDER,
      version: wholeNumber(item.version),
      status: read.status,
      versionCreated: revised ?? created,
      published: created ?? revised,
      held: isHeld
        ? ('restricted' as const)
        : created === undefined && revised === undefined
          ? ('undated' as const)
          : undefined,
      signal: correctionIn(kinds),
      note: textIn(item.ednote),
      sections: [],
      content: contentOf(item, reading),
      body,
      at,
      warnings: report.warnings,
      addresses: report.addresses,
    });
  },
};

function wordsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((one) => textIn(one) ?? []);
}

/** A kill among the editorial types counts with any status. */
function statusOf(written: string | undefined, kinds: readonly string[]): string | undefined {
  const meant: readonly (readonly [RegExp, Status])[] = [
    [/^(?:kill|eliminat)/i, 'canceled'],
    [/^withh/i, 'withheld'],
  ];
  const [, status] = meant.find(([pattern]) => kinds.some((kind) => pattern.test(kind))) ?? [];
  return status ?? (/^embargo/i.test(written ?? '') ? undefined : written);
}

/** Returns names under which the NITF document of an item may lie beside it. */
function nitfNames(item: AgencyData): string[] {
  const id = textIn(inner(item, 'altids')?.itemid);
  const href = textIn(inner(inner(item, 'renditions'), 'nitf')?.href) ?? '';
  const last = URL.parse(href)?.pathname.split('/').at(-1) ?? '';
  return [...(id === undefined ? [] : [`${id}.nitf.xml`, `${id}.nitf`, `${id}.xml`]), ...(last === '' ? [] : [last])];
}

/** The NITF document of a story. */
interface NitfSource {
  readonly text: string;
  /** Name of its file; absent where it is inside of the JSON. */
  readonly file?: string;
}

function nitfOf(item: AgencyData, options: WireReadOptions): NitfSource | undefined {
  const inside = textIn(inner(inner(item, 'renditions'), 'nitf')?.content) ?? textIn(item.body_nitf);
  if (inside !== undefined) return { text: inside };
  const own = (options.file.split(/[/\\]/).at(-1) ?? '').replace(/\.json$/i, '');
  const names = [...nitfNames(item), `${own}.nitf.xml`, `${own}.nitf`, `${own}.xml`];
  for (const file of names) {
    const bytes = options.beside?.(file);
    if (bytes !== undefined) return { text: new TextDecoder().decode(bytes), file };
  }
  return undefined;
}

/** Reads the NITF document inside of the JSON, or beside it. */
function bodyOf(item: AgencyData, { options, report, at, texts }: ObjectReading) {
  const source = nitfOf(item, options);
  if (source === undefined) return undefined;
  const tree = readSourceTree(source.text, options.file);
  if ('problems' in tree) return undefined;
  const nitf = tree.root.name === 'nitf' ? tree.root : descendants(tree.root, 'nitf')[0];
  if (nitf === undefined) return undefined;
  const { text, file } = source;
  const own = new Report(file ?? options.file);
  const body = nitfBody(nitf, own);
  const positionOf = file === undefined ? texts.positionsIn(text, at) : undefined;
  /** Returns the position in the JSON, or in the file of the NITF document. */
  const placeIn = ({ line = 1, column = 1 }: Partial<Finding>): Partial<Finding> =>
    file === undefined ? (positionOf?.(offsetOf(cleanText(text), { line, column })) ?? at) : { file, line, column };
  for (const { rule, message, ...place } of own.warnings) report.warn(rule, message, placeIn(place));
  for (const [address, place] of own.addresses) report.addresses.set(address, () => placeIn(place()));
  return body;
}

function contentOf(item: AgencyData, reading: ObjectReading): ReceivedContent {
  const isHeld = /^embargo/i.test(textIn(item.pubstatus) ?? '');
  const place = inner(item, 'datelinelocation');
  const city = textIn(place?.city);
  const pictures = Object.values(inner(item, 'associations') ?? {}).flatMap(rowsOf);
  return defined({
    headline: textIn(item.headline) ?? textIn(item.title),
    standfirst: textIn(item.headline_extended) ?? textIn(item.description_summary),
    slugline: textIn(item.slugline),
    language: canonicalLanguage(textIn(item.language) ?? ''),
    urgency: urgencyIn(item.urgency),
    bylines: namesIn(rowsOf(item.bylines).map(({ by }) => textIn(by))),
    dateline: city === undefined ? undefined : { place: city.slice(0, 120) },
    keywords: wordsOf(item.keywords).map((word) => word.slice(0, 120)),
    subjects: topicsOf(item),
    people: namesOf(item.person),
    organisations: namesOf(item.organisation),
    places: namesOf(item.place),
    rights: defined({
      notice: textIn(item.copyrightnotice)?.slice(0, 500),
      usageTerms: wordsOf(item.usageterms).join('\n') || undefined,
    }),
    creditLine: textIn(item.description_creditline)?.slice(0, 300),
    sources: SOURCES,
    embargo: embargoIn(item, 'embargoed', reading) ?? (isHeld ? {} : undefined),
    media: [item, ...pictures].flatMap((one) => pictureOf(one, reading)),
  });
}

function namesOf(value: unknown): { name: string }[] {
  return [...new Set(rowsOf(value).flatMap(({ name }) => textIn(name) ?? []))].map((name) => ({
    name: name.slice(0, 300),
  }));
}

function topicsOf(item: AgencyData): string[] {
  const codes = rowsOf(item.subject).map(({ code }) => textIn(code)?.replace(/^medtop:/, '') ?? '');
  const topics = codes.flatMap((code) => (mediaTopic(code) === undefined ? (topicOfSubjectCode(code) ?? []) : [code]));
  return [...new Set(topics)];
}

const PICTURES: readonly string[] = ['picture', 'graphic', 'video', 'audio'];

function pictureOf(object: AgencyData, reading: ObjectReading) {
  if (!PICTURES.includes(textIn(object.type) ?? '')) return [];
  const files = Object.values(inner(object, 'renditions') ?? {})
    .flatMap(rowsOf)
    .filter(({ href }) => textIn(href) !== undefined)
    .map(({ href, mimetype, width, height }) => ({ url: href, type: mimetype, width, height }));
  return mediaOf(
    {
      files,
      caption: textIn(object.description_caption),
      title: textIn(object.headline),
      credit: textIn(object.description_creditline),
    },
    reading,
  );
}
