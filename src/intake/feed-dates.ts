import { addSeconds, type Instant, parseInstant } from '../text/instant.ts';

/** A date of a feed as it was read, with the deviation from its standard if there is one. */
export type FeedDate = { readonly instant: Instant; readonly deviation?: string } | { readonly impossible: string };

/** Names of months by their first letters, in the languages of feeds that deviate from RFC 822. */
const MONTHS: readonly RegExp[] = [
  /^(?:jan|gen|ene|янв)/iu,
  /^(?:f[eé][bv]|фев)/iu,
  /^(?:mar|mär|maa|mrz|мар)/iu,
  /^(?:a[pbv]r|апр)/iu,
  /^(?:ma[iyjg]|mei|май|мая)/iu,
  /^(?:jun|juin|giu|июн)/iu,
  /^(?:jul|juil|lug|июл)/iu,
  /^(?:au[gû]|aoû|aou|ago|авг)/iu,
  /^(?:sep|set|сен)/iu,
  /^(?:o[ck]t|out|ott|окт)/iu,
  /^(?:nov|noy|ноя)/iu,
  /^(?:de[cz]|dic|déc|дек)/iu,
];

/** Time zones that a name states without doubt, in minutes from UTC. `CST` and `EST` are those of RFC 822. */
const ZONES: Readonly<Record<string, number>> = {
  ...{ GMT: 0, UTC: 0, UT: 0, Z: 0, WET: 0, WEST: 60, BST: 60 },
  ...{ CET: 60, MEZ: 60, MET: 60, CEST: 120, MESZ: 120, MEST: 120, EET: 120, EEST: 180, SAST: 120, MSK: 180, TRT: 180 },
  ...{ EST: -300, EDT: -240, CST: -360, CDT: -300, MST: -420, MDT: -360, PST: -480, PDT: -420, AKST: -540, AKDT: -480 },
  ...{ HST: -600, NST: -210, NDT: -150, ADT: -180, BRT: -180, ART: -180 },
  ...{ GST: 240, PKT: 300, WIB: 420, ICT: 420, HKT: 480, SGT: 480, AWST: 480, PHT: 480, JST: 540, KST: 540 },
  ...{ ACST: 570, ACDT: 630, AEST: 600, AEDT: 660, NZST: 720, NZDT: 780 },
};

/** Date and time in words: `Fri, 19 Nov 2021 01:45:08 +0200`, `May 25 2020 04:45 PM`, with or without the weekday. */
const WEEKDAY = /^(\p{L}{1,12})(?:\.?,? +|,)(?=\d|\p{L}{3,12}\.? +\d)/u;
/** The form of `asctime` in C: `Mon Mar  2 08:00:00 2026`. */
const ASCTIME = /^(?:\p{L}{3} )?(\p{L}{3}) (\d{1,2}) (\d{2}:\d{2}:\d{2}) (\d{4})$/u;
const DAY_FIRST = /^(\d{1,2})\.?[ -](\p{L}{3,12})\.?[ -](\d{4}|\d{2})(?: +|$)/u;
const MONTH_FIRST = /^(\p{L}{3,12})\.? +(\d{1,2}),? +(\d{4})(?: +|$)/u;
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?: ?([AP]M))?(?: +|$)/i;
const OFFSET = /^(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?$/i;

/** Years of two digits below this one are of this century (RFC 2822, section 4.3). */
const CENTURY = 50;

/**
 * Parses a date as feeds write it: RFC 822 and RFC 3339 with their usual deviations.
 * @param timeZone of dates without a zone
 */
export function feedDate(text: string, timeZone: string): FeedDate {
  const written = text.replace(/\s+/g, ' ').trim();
  const exact = parseInstant(written);
  if (exact !== undefined) return { instant: exact };
  const local = parseInstant(written, timeZone);
  if (local !== undefined)
    return { instant: local, deviation: `has no zone and was read as local time of ${timeZone}` };
  return inWords(written, timeZone);
}

function inWords(written: string, timeZone: string): FeedDate {
  const impossible = { impossible: 'is not a date that exists' };
  const ordered = written.replace(ASCTIME, '$2 $1 $4 $3');
  const [weekday = '', word = ''] = WEEKDAY.exec(ordered) ?? [];
  const isMonth = MONTHS.some((name) => name.test(word));
  const day = dayOf(isMonth ? ordered : ordered.slice(weekday.length));
  if (day === undefined) return { impossible: 'is not a date' };
  const time = timeOf(day.rest);
  if (time === undefined) return impossible;
  const zone = time.rest.trim();
  const base = `${day.date}T${time.clock}`;
  if (zone === '') {
    const local = parseInstant(base, timeZone);
    const deviation = `has no zone and was read as local time of ${timeZone}`;
    return local === undefined ? impossible : { instant: later(local, time.isMidnight), deviation };
  }
  const minutes = minutesOf(zone);
  if (minutes === undefined) return { impossible: `has the zone "${zone}", which is unknown or has several meanings` };
  const utc = parseInstant(`${base}Z`);
  return utc === undefined ? impossible : { instant: later(addSeconds(utc, -60 * minutes), time.isMidnight) };
}

function dayOf(text: string): { readonly date: string; readonly rest: string } | undefined {
  const [first, month, year] = [DAY_FIRST.exec(text), MONTH_FIRST.exec(text)].flatMap((match, index) =>
    match === null ? [] : index === 0 ? [match[1], match[2], match[3]] : [match[2], match[1], match[3]],
  );
  const number = MONTHS.findIndex((name) => name.test(month ?? ''));
  if (first === undefined || year === undefined || number < 0) return undefined;
  const full = year.length === 4 ? year : `${Number(year) < CENTURY ? 20 : 19}${year}`;
  const rest = text.replace(DAY_FIRST, '').replace(MONTH_FIRST, '');
  return { date: `${full}-${String(number + 1).padStart(2, '0')}-${first.padStart(2, '0')}`, rest };
}

interface Clock {
  readonly clock: string;
  readonly rest: string;
  /** True for 24:00, which is the beginning of the next day. */
  readonly isMidnight: boolean;
}

function timeOf(text: string): Clock | undefined {
  const match = TIME.exec(text);
  if (match === null) return /^\d/.test(text) ? undefined : { clock: '00:00:00', rest: text, isMidnight: false };
  const [all, hours = '', minutes = '', seconds = '00', half] = match;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
  const isMidnight = hour === 24 && minutes === '00' && seconds === '00';
  const clock = `${String(isMidnight ? 0 : hour).padStart(2, '0')}:${minutes}:${seconds === '60' ? '59' : seconds}`;
  return { clock, rest: text.slice(all.length), isMidnight };
}

const DAY_S = 86_400;

function later(instant: Instant, isMidnight: boolean): Instant {
  return isMidnight ? addSeconds(instant, DAY_S) : instant;
}

function minutesOf(zone: string): number | undefined {
  const match = OFFSET.exec(zone);
  if (match === null) return ZONES[zone.replace(/^\(|\)$/g, '').toUpperCase()] ?? minutesBeforeComment(zone);
  const [, sign, hours = '', minutes = '0'] = match;
  const size = Number(hours) * 60 + Number(minutes);
  return Number(hours) > 14 || Number(minutes) > 59 ? undefined : sign === '-' ? -size : size;
}

/** Reads `+0200 (CEST)`: the words in brackets are a comment (RFC 822, section 3.3). */
function minutesBeforeComment(zone: string): number | undefined {
  const start = zone.indexOf(' (');
  return start > 0 && zone.endsWith(')') ? minutesOf(zone.slice(0, start)) : undefined;
}

/** The first date of several that can be read, with messages about the others. */
export interface FirstDate {
  readonly instant?: Instant;
  readonly messages: readonly string[];
}

/** Returns the first date that can be read. */
export function firstDate(texts: readonly (string | undefined)[], timeZone: string): FirstDate {
  const messages: string[] = [];
  for (const text of texts) {
    if (text === undefined) continue;
    const date = feedDate(text, timeZone);
    if ('instant' in date) {
      if (date.deviation !== undefined) messages.push(`"${text}" ${date.deviation}.`);
      return { instant: date.instant, messages };
    }
    messages.push(`"${text}" ${date.impossible}, and was left out.`);
  }
  return { messages };
}
