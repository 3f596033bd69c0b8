import { defined } from '../../text/defined.ts';
import { canonicalLanguage } from '../../text/language.ts';
import { mediaTopic } from '../../vocabulary/media-topics.ts';
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

/** Reuters Connect (GraphQL): `data.item`, or the items of a search. */
export const reutersConnect: AgencyFormat = {
  name: 'Reuters Connect JSON',
  objectsIn: (data) => {
    const found = inner(data, 'data');
    const item = inner(found, 'item');
    const rows = item === undefined ? rowsOf(inner(found, 'search')?.items) : [item];
    const isReuters = rows.every(
      (row) => textIn(row.headLine) !== undefined && ('versionedGuid' in row || 'uri' in row),
    );
    return rows.length > 0 && isReuters ? rows : undefined;
  },
  read: (item, reading) => {
    const { options, report, at } = reading;
    const read = readStatus(textIn(item.pubStatus)?.replace(/^stat:/, ''), { file: options.file, ...at });
    if ('problem' in read) return read.problem;
    const html = textIn(item.bodyXhtml) ?? textIn(item.bodyXhtmlRich) ?? textIn(item.fragment);
    const first = momentIn(item, 'firstCreated', reading);
    const created = momentIn(item, 'versionCreated', reading) ?? momentIn(item, 'sortTimestamp', reading);
    const guid = textIn(item.guid) ?? textIn(item.uri) ?? textIn(item.versionedGuid) ?? '';
    return defined({
      // The part after the last colon of a versioned id is its version.
      guid: withoutVersion(guid),
      provider: 'Reuters',
      version: wholeNumber(item.version) ?? wholeNumber(/:(\d+)$/.exec(textIn(item.versionedGuid) ?? '')?.[1]),
      status: read.status,
      versionCreated: created ?? first,
      published: first ?? created,
      held: created === undefined && first === undefined ? ('undated' as const) : undefined,
      signal: correctionIn(
        [textIn(item.signal), textIn(item.headLine)?.split(/[-:]/)[0]].flatMap((word) => word ?? []),
      ),
      note: textIn(item.edNote) ?? textIn(item.editorialNote),
      sections: [],
      content: contentOf(item, reading),
      body: html === undefined ? undefined : jsonBody(html, reading),
      at,
      warnings: report.warnings,
      addresses: report.addresses,
    });
  },
};

/** Removes the version from an id such as `tag:reuters.com,2026:newsml_L8N1:4`. */
function withoutVersion(guid: string): string {
  const [start, end = ''] = guid.split(':newsml_');
  return end === '' ? guid : `${start}:newsml_${end.split(':')[0]}`;
}

function contentOf(item: AgencyData, reading: ObjectReading): ReceivedContent {
  const subjects = rowsOf(item.subject);
  const topics = subjects.flatMap(({ code }) => /medtop:(\d{8})$/.exec(textIn(code) ?? '')?.[1] ?? []);
  const names = subjects
    .filter(({ code }) => !/medtop:/.test(textIn(code) ?? ''))
    .flatMap(({ name }) => textIn(name) ?? []);
  const place = textIn(item.located);
  const sources: ReceivedContent['sources'] = [{ name: textIn(item.provider) ?? 'Reuters' }];
  const media = [item, ...rowsOf(item.associations)].flatMap((one) => pictureOf(one, reading));
  return defined({
    headline: textIn(item.headLine),
    standfirst: textIn(item.intro),
    slugline: textIn(item.slug),
    language: canonicalLanguage(textIn(item.language) ?? ''),
    urgency: urgencyIn(item.urgency),
    bylines: namesIn([textIn(item.byLine)]),
    dateline: place === undefined ? undefined : { place: place.slice(0, 120) },
    creditLine: textIn(item.credit)?.slice(0, 300),
    keywords: [...new Set(names)].map((name) => name.slice(0, 120)),
    subjects: [...new Set(topics)].filter((code) => mediaTopic(code) !== undefined),
    rights: defined({
      notice: textIn(item.copyrightNotice)?.slice(0, 500),
      usageTerms: textIn(item.usageTerms)?.slice(0, 4000),
    }),
    sources,
    embargo: embargoIn(item, 'embargoed', reading) ?? embargoIn(item, 'embargo', reading),
    media,
  });
}

function pictureOf(object: AgencyData, reading: ObjectReading) {
  if (!/picture|photo|video|graphic|audio/i.test(textIn(object.type) ?? '')) return [];
  const files = rowsOf(object.renditions).map(({ uri, url, mimeType, width, height }) => ({
    url: url ?? uri,
    type: mimeType,
    width,
    height,
  }));
  return mediaOf(
    { files, caption: textIn(object.caption), title: textIn(object.headLine), credit: textIn(object.credit) },
    reading,
  );
}
