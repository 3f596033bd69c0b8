import { defined } from '../../text/defined.ts';
import { boundedBody } from '../../text/html-tree.ts';
import { canonicalLanguage } from '../../text/language.ts';
import { mediaTopic } from '../../vocabulary/media-topics.ts';
import { topicOfSubjectCode } from '../../vocabulary/subject-codes.ts';
import { oneLine } from '../feed-entry.ts';
import { jsonBody } from '../json-body.ts';
import { rowsOf, textIn } from '../ninjs/names.ts';
import type { ReceivedContent } from '../received.ts';
import { wholeNumber } from '../wire-dates.ts';
import { readStatus } from '../wire-status.ts';
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

const SOURCES: NonNullable<ReceivedContent['sources']> = [{ name: 'dpa' }];

/** dpa digitalwires (dpa-infocom): one message, or the entries of a feed. */
export const dpaDigitalwires: AgencyFormat = {
  name: 'dpa digitalwires JSON',
  objectsIn: (data) => {
    const rows = rowsOf(data.entries).length > 0 ? rowsOf(data.entries) : [data];
    return rows.every((row) => 'article_html' in row && textIn(row.urn) !== undefined) ? rows : undefined;
  },
  read: (object, reading) => {
    const { options, report, at } = reading;
    const read = readStatus(textIn(object.pubstatus)?.replace(/^stat:/, ''), { file: options.file, ...at });
    if ('problem' in read) return read.problem;
    const html = textIn(object.article_html);
    const created = momentIn(object, 'version_created', reading) ?? momentIn(object, 'updated', reading);
    const first = momentIn(object, 'first_created', reading);
    const signals = rowsOf(object.categories)
      .filter(({ type }) => /signal|dpatextgenre/i.test(textIn(type) ?? ''))
      .flatMap(({ qcode, name }) => [textIn(qcode), textIn(name)].flatMap((word) => word ?? []));
    const correction = notesOf(object, /correction/).join('\n\n');
    return defined({
      guid: textIn(object.urn) ?? '',
      provider: 'dpa',
      version: wholeNumber(object.version),
      status: read.status,
      versionCreated: created ?? first,
      published: first ?? created,
      held: created === undefined && first === undefined ? ('undated' as const) : undefined,
      signal: correctionIn([...signals, ...(correction === '' ? [] : ['correction'])]),
      note: correction === '' ? undefined : correction,
      sections: categoryNames(object, /desk|ressort|section/i),
      content: contentOf(object, reading),
      body: html === undefined ? undefined : jsonBody(html, reading),
      at,
      warnings: report.warnings,
      addresses: report.addresses,
    });
  },
};

/** Returns the notes of some roles: `dpaednoterole:embargo`. */
function notesOf(object: AgencyData, role: RegExp): string[] {
  return rowsOf(object.ednotes)
    .filter((note) => role.test(textIn(note.role) ?? ''))
    .flatMap(({ ednote }) => textIn(ednote) ?? []);
}

/** Returns the names of categories; a category without a name is a code. */
function categoryNames(object: AgencyData, type: RegExp): string[] {
  return rowsOf(object.categories)
    .filter((row) => type.test(textIn(row.type) ?? ''))
    .flatMap(({ name }) => textIn(name) ?? []);
}

function contentOf(object: AgencyData, reading: ObjectReading): ReceivedContent {
  const notepad = inner(object, 'notepad');
  const embargoNotes = notesOf(object, /embargo/);
  const editorial = [
    ...embargoNotes,
    ...notesOf(object, /editorial/),
    ...(textIn(object.ednote) === undefined ? [] : [textIn(object.ednote) as string]),
    ...[notepad?.header_html, notepad?.nonpublic_html, notepad?.public_html].flatMap(
      (html) => oneLine(boundedBody(textIn(html) ?? '')) ?? [],
    ),
  ];
  const embargo = embargoIn(object, 'embargoed', reading) ?? (embargoNotes.length > 0 ? {} : undefined);
  return defined({
    headline: textIn(object.headline),
    headlines:
      textIn(object.kicker) === undefined
        ? []
        : [{ role: 'kicker' as const, text: (textIn(object.kicker) ?? '').slice(0, 300) }],
    standfirst: textIn(object.teaser),
    language: canonicalLanguage(textIn(object.language) ?? ''),
    urgency: urgencyIn(object.urgency),
    bylines: namesIn([textIn(object.byline)]),
    dateline:
      textIn(object.dateline) === undefined ? undefined : { place: (textIn(object.dateline) ?? '').slice(0, 120) },
    creditLine: textIn(object.creditline)?.slice(0, 300),
    keywords: categoryNames(object, /keyword/i).map((word) => word.slice(0, 120)),
    subjects: topicsOf(object),
    places: [...new Set(categoryNames(object, /geosubject|poi/i))].map((name) => ({ name: name.slice(0, 300) })),
    rights: defined({
      notice: textIn(object.copyrightnotice)?.slice(0, 500),
      usageTerms: textIn(object.usageterms)?.slice(0, 4000),
    }),
    sources: SOURCES,
    editorNote: editorial.length === 0 ? undefined : editorial.join('\n\n'),
    embargo,
    media: rowsOf(object.associations).flatMap((one) => pictureOf(one, reading)),
  });
}

function topicsOf(object: AgencyData): string[] {
  const codes = rowsOf(object.categories).map(
    ({ qcode }) => /(?:medtop|subj):(\d{8})$/.exec(textIn(qcode) ?? '')?.[1] ?? '',
  );
  const topics = codes.flatMap((code) => (mediaTopic(code) === undefined ? (topicOfSubjectCode(code) ?? []) : [code]));
  return [...new Set(topics)];
}

function pictureOf(object: AgencyData, reading: ObjectReading) {
  if (!/image|video|audio|picture/i.test(textIn(object.type) ?? '')) return [];
  const files = rowsOf(object.renditions).map(({ url, mimetype, width, height }) => ({
    url,
    type: mimetype,
    width,
    height,
  }));
  return mediaOf(
    {
      files,
      caption: textIn(object.caption),
      title: textIn(object.headline),
      credit: textIn(object.creditline) ?? textIn(object.creator),
    },
    reading,
  );
}
