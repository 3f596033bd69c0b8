import type { WireSignal } from '../../article/wire-item.ts';
import type { Finding, Position } from '../../text/finding.ts';
import { httpUrl } from '../../text/url.ts';
import type { JsonTexts } from '../embedded-text.ts';
import { mediaOfFile } from '../feed-entry.ts';
import { type NinjsData, rowsOf, textIn } from '../ninjs/names.ts';
import { bylineNames, isAccountName } from '../person-names.ts';
import type { Received, ReceivedContent } from '../received.ts';
import type { Report } from '../report.ts';
import { type DateReading, wireInstant } from '../wire-dates.ts';
import type { WireReadOptions } from '../wire-read-options.ts';

/** A JSON object of an agency; names as written. */
export type AgencyData = NinjsData;

/** Context for reading an object. */
export interface ObjectReading {
  readonly options: WireReadOptions;
  readonly report: Report;
  readonly at: Position;
  readonly texts: JsonTexts;
}

/** A format of an agency's JSON. */
export interface AgencyFormat {
  /** Name for people. */
  readonly name: string;
  /** Returns the objects of stories in a document of this format; `undefined` for other documents. */
  readonly objectsIn: (data: AgencyData) => AgencyData[] | undefined;
  /** Reads a story; a finding for an object that is none, or whose text is missing. */
  readonly read: (object: AgencyData, reading: ObjectReading) => Received | Finding;
}

/** Returns an inner object. */
export function inner(data: AgencyData | undefined, name: string): AgencyData | undefined {
  return rowsOf(data?.[name])[0];
}

/** Reads a time; one that cannot be read is a warning. */
export function momentIn(data: AgencyData, name: string, { options, report, at }: ObjectReading) {
  const dates: DateReading = { timeZone: options.timeZone, file: options.file, report };
  return wireInstant(textIn(data[name]), at, dates);
}

/** Returns an embargo: until a time, or without one where the stated time cannot be read. */
export function embargoIn(data: AgencyData, name: string, reading: ObjectReading): ReceivedContent['embargo'] {
  const written = data[name];
  if (written === undefined || written === null || written === false || written === '') return undefined;
  const until = momentIn(data, name, reading);
  return until === undefined ? {} : { until };
}

/** Returns the names of bylines; codes and accounts are none. */
export function namesIn(bylines: readonly (string | undefined)[]): { name: string }[] {
  const names = bylines.flatMap((by) => (by === undefined ? [] : bylineNames(by)));
  return [...new Set(names)].filter((name) => !isAccountName(name)).map((name) => ({ name }));
}

/** Returns an urgency from 1 to 9. */
export function urgencyIn(value: unknown): number | undefined {
  const urgency = Number(value ?? Number.NaN);
  return Number.isInteger(urgency) && urgency >= 1 && urgency <= 9 ? urgency : undefined;
}

/** Facts of a picture as agencies state them. */
export interface AgencyPicture {
  readonly files: readonly {
    readonly url?: unknown;
    readonly type?: unknown;
    readonly width?: unknown;
    readonly height?: unknown;
  }[];
  readonly caption?: string | undefined;
  readonly title?: string | undefined;
  readonly credit?: string | undefined;
}

/** Returns a picture, film or sound with its files as renditions; a file without an address on the web is a warning. */
export function mediaOf(
  { files, caption, title, credit }: AgencyPicture,
  { report, at }: ObjectReading,
): NonNullable<ReceivedContent['media']> {
  const found = files.flatMap(({ url, type, width, height }) => {
    const href = httpUrl(textIn(url) ?? '');
    const sizes = { width: textIn(width), height: textIn(height) };
    const media = mediaOfFile({ url: href, type: textIn(type), title: title ?? caption, credit, ...sizes });
    if (media.length === 0)
      report.warn(
        'wire/file',
        `The file "${String(url).slice(0, 200)}" has no address on the web, or is no media: it was left out.`,
        at,
      );
    return media;
  });
  const [first] = found;
  if (first === undefined) return [];
  const renditions = found.filter(({ kind }) => kind === first.kind).flatMap((one) => one.renditions);
  return [
    {
      ...first,
      renditions: renditions.slice(0, 20),
      ...(caption === undefined ? {} : { caption: caption.slice(0, 2000) }),
    },
  ];
}

/** A correction in the words of an agency's list of kinds. */
export function correctionIn(words: readonly string[]): WireSignal | undefined {
  if (words.some((word) => /correct|rectif|berichtig/i.test(word))) return { kind: 'correction', severity: 'minor' };
  return words.some((word) => /^update|writethru|sig:update/i.test(word))
    ? { kind: 'update', severity: 'minor' }
    : undefined;
}
