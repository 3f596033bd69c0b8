import { ar, de, en, es, fi, fr, it, ja, nl, pt, ru, sv, uk, zh } from 'chrono-node';
import { type Instant, parseInstant } from '../../text/instant.ts';

/** Context for reading the time at which copy is released. */
export interface HoldTimeReading {
  readonly now: Instant;
  /** Time zone of times that name none (IANA name). */
  readonly timeZone: string;
}

/** True for a time of the clock of twelve hours. */
function isHalfDay(line: string): boolean {
  return /\d ?[ap]\.?m\b/i.test(line);
}

type Parser = Pick<typeof en, 'parse'>;

/** Parsers of dates in words; each accepts what another one would read in another way. */
type ParsedComponents = ReturnType<Parser['parse']>[number]['start'];

const PARSERS: readonly Parser[] = [en, de, fr, es, it, pt, nl, sv, fi, ru, uk, ar, ja, zh];

/** A time as its sender wrote it, made readable: `0600 GMT`, `06.00 MEZ`, `ore 06:00`. */
function readable(line: string): string {
  return line
    .replace(/\s+/g, ' ')
    .replace(/(?<=\d ?)(?:hrs?|hours|uhr) (?=(?:GMT|UTC|CES?T|MES?Z|[A-Z]{3})\b)/giu, '')
    .replace(/\bMESZ\b/g, 'CEST')
    .replace(/\bMEZ\b/g, 'CET')
    .replace(/\b([01]\d|2[0-3])([0-5]\d) ?(?=(?:GMT|UTC|UT|Z|[A-Z]{3,4})\b)/g, '$1:$2 ')
    .replace(/(?:,\s*)?\b(?:ore|kl\.?|klo|klockan|o godz\.?|alle|om) (?=\d{1,2}[.:h]\d{2})/giu, ' ')
    .replace(/\b(\d{1,2})\.(\d{2})(?= ?(?:Uhr|GMT|UTC|CES?T|h\b|[,)]|\.(?!\d)|$))/g, '$1:$2');
}

/** `03/04/2026`: the order of day and month differs between countries. */
const AMBIGUOUS = /\b(?:0?[1-9]|1[0-2])\/(?:0?[1-9]|1[0-2])\/\d{2,4}\b/;

/** Places and clocks that state a zone which no parser reads without doubt. */
const OTHER_CLOCK =
  /\b(?:eastern|central|pacific|mountain|local|ortszeit|\p{Lu}\p{Ll}{1,30} time|heure|hora (?:de|local)|ora (?:di|locale)|IST|ET|PT|CT|MT|AST|CST|МСК)(?![\p{L}\p{M}])|(?<=\p{L})er Zeit(?!\p{L})|ому времени|(?:北京|东京|東京|当地|當地|現地|本地|日本|纽约|紐約|伦敦|倫敦|香港|台北)[时時][间間]/u;

/** Words that make a time one of something else, or no exact one. */
const DOUBT =
  /\b(?:speech|delivery|expected|approximately|approx|about|around|circa|ca\.|etwa|gegen|environ|vers|rede|redebeginn|discours|estimated|tentative|unless|or when|whichever)(?!\p{L})/iu;
const CLOCK_WORDS = /\b(?:eastern|central|pacific|mountain|local|ortszeit|heure d|hora d|ora d)/i;

const DAYS = /\b\d{4}-\d{2}-\d{2}\b/g;
const ISO = /\b\d{4}-\d{2}-\d{2}[T ,]{1,3}\d{2}:\d{2}(?::\d{2})?(?: ?(?:Z|[+-]\d{2}:?\d{2})\b)?/;

/**
 * Returns the time until which a line holds its copy back: day, month and time of day have to be stated.
 * @returns `undefined` where no time can be read without doubt; the copy is then held until an editor releases it
 */
export function holdTime(line: string, { now, timeZone }: HoldTimeReading): Instant | undefined {
  if (OTHER_CLOCK.test(line) || CLOCK_WORDS.test(line) || DOUBT.test(line)) return undefined;
  // Of several dates none is the right one without doubt.
  if ((line.match(DAYS) ?? []).length > 1) return undefined;
  const iso = isHalfDay(line)
    ? undefined
    : ISO.exec(line)?.[0]
        .replace(/(?<=\d{2})[ ,]{1,3}(?=\d{2}:)/, 'T')
        .replace(/ (?=[Z+-])/, '');
  const behind = line.slice(line.search(ISO)).replace(ISO, '');
  const isZoned = iso !== undefined && /(?:Z|[+-]\d{2}:?\d{2})$/.test(iso);
  if (iso !== undefined && (isZoned || !mayNameZone(behind))) return parseInstant(iso, timeZone);
  if (AMBIGUOUS.test(line)) return undefined;
  const text = readable(line);
  const found = new Set(PARSERS.flatMap((parser) => timesIn(text, parser, { now, timeZone })));
  // Different readings of one line are a doubt.
  const [only, ...others] = [...found];
  return others.length === 0 ? only : undefined;
}

function timesIn(text: string, parser: Parser, { now, timeZone }: HoldTimeReading): Instant[] {
  const results = parser.parse(text, new Date(now));
  return results.flatMap(({ start, index, text: read }) => {
    const isWhole = (['day', 'month', 'hour'] as const).every((part) => start.isCertain(part));
    if (!isWhole) return [];
    const isZoned = start.isCertain('timezoneOffset');
    // A zone that the parser does not understand must not be taken for our own.
    if (!isZoned && mayNameZone(text.slice(index + read.length))) return [];
    if (!isPlausible(start, { line: text, now })) return [];
    const [year, month, day, hour, minute] = (['year', 'month', 'day', 'hour', 'minute'] as const).map((part) =>
      String(start.get(part) ?? 0).padStart(2, '0'),
    );
    const local = `${year}-${month}-${day}T${hour}:${minute}`;
    const offset = start.get('timezoneOffset') ?? 0;
    const instant = parseInstant(isZoned ? `${local}${offsetText(offset)}` : local, timeZone);
    return instant === undefined ? [] : [instant];
  });
}

/** Largest age of a date without a year, in milliseconds: an older one may be meant for the next year. */
const MAX_AGE_MS = 14 * 24 * 3_600_000;

/** Names of the days of the week in the languages of the parsers, with their numbers from Sunday, 0. */
const WEEKDAYS: ReadonlyMap<string, number> = new Map(
  'en de fr es it pt nl sv da nb fi pl ru uk ar'.split(' ').flatMap((language) =>
    [0, 1, 2, 3, 4, 5, 6].map((day): [string, number] => {
      // 4 January 2026 is a Sunday.
      const date = new Date(Date.UTC(2026, 0, 4 + day));
      return [date.toLocaleDateString(language, { weekday: 'long', timeZone: 'UTC' }).toLowerCase(), day];
    }),
  ),
);

/** True for a date whose weekday is the stated one, and whose year is stated or beyond doubt. */
function isPlausible(
  start: ParsedComponents,
  { line, now }: { readonly line: string; readonly now: Instant },
): boolean {
  const date = start.date();
  const day = new Date(
    Date.UTC(start.get('year') ?? 0, (start.get('month') ?? 1) - 1, start.get('day') ?? 1),
  ).getUTCDay();
  const named =
    line
      .toLowerCase()
      .match(/\p{L}+/gu)
      ?.flatMap((word) => WEEKDAYS.get(word) ?? []) ?? [];
  if (named.length > 0 && !named.includes(day)) return false;
  return start.isCertain('year') || Date.parse(now) - date.getTime() < MAX_AGE_MS;
}

/** Words behind a time that name no zone. */
const NO_ZONES: ReadonlySet<string> = new Set(
  (
    'am pm on uhr of at the h hs hrs hours hour heures horas ore godz klo kl och and or for und y et e o all then ' +
    'thereafter by fri sat sun mon tue wed thu friday saturday sunday monday tuesday wednesday thursday freitag samstag ' +
    'sonntag montag dienstag mittwoch donnerstag frei free embargo story copy release not no nicht nur only strictly ' +
    'jan feb mar apr may jun jul aug sep oct nov dec november december january february march april june july august ' +
    'september october'
  ).split(' '),
);

/** Units directly behind the number of a time. */
const UNITS = /^(?:\s*(?:uhr|h|hrs?|hours?|heures?|horas?|ore)(?!\p{L})\.?)+/iu;

/**
 * True if the words behind a time may name its zone or a place: `New York`, `(Tokyo)`, `+2`, `CET`. Words in small letters
 * do not.
 */
function mayNameZone(rest: string): boolean {
  const behind = rest.replace(UNITS, '').trimStart();
  if (/^\(?[+-]\d/.test(behind)) return true;
  const [, word] = /^[\s(,–—-]*(?:in |at )?(?:the )?(\p{L}+)/u.exec(behind) ?? [];
  if (word === undefined || NO_ZONES.has(word.toLowerCase())) return false;
  return !/^\p{Ll}/u.test(word);
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
