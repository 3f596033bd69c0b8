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
const PARSERS: readonly Parser[] = [en, de, fr, es, it, pt, nl, sv, fi, ru, uk, ar, ja, zh];

/** A time as its sender wrote it, made readable: `0600 GMT`, `06.00 MEZ`, `ore 06:00`. */
function readable(line: string): string {
  return line
    .replace(/\s+/g, ' ')
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
  /\b(?:eastern|central|pacific|mountain|local|ortszeit|\p{Lu}\p{Ll}+ time|heure|hora (?:de|local)|ora (?:di|locale)|IST|ET|PT|CT|MT|AST)\b/u;
const CLOCK_WORDS = /\b(?:eastern|central|pacific|mountain|local|ortszeit|heure d|hora d|ora d)/i;

const DAYS = /\b\d{4}-\d{2}-\d{2}\b/g;
const ISO = /\b\d{4}-\d{2}-\d{2}[T ,]{1,3}\d{2}:\d{2}(?::\d{2})?(?: ?(?:Z|[+-]\d{2}:?\d{2})\b)?/;

/**
 * Returns the time until which a line holds its copy back: day, month and time of day have to be stated.
 * @returns `undefined` where no time can be read without doubt; the copy is then held until an editor releases it
 */
export function holdTime(line: string, { now, timeZone }: HoldTimeReading): Instant | undefined {
  if (OTHER_CLOCK.test(line) || CLOCK_WORDS.test(line)) return undefined;
  // Of several dates none is the right one without doubt.
  if ((line.match(DAYS) ?? []).length > 1) return undefined;
  const iso = isHalfDay(line)
    ? undefined
    : ISO.exec(line)?.[0]
        .replace(/(?<=\d{2})[ ,]{1,3}(?=\d{2}:)/, 'T')
        .replace(/ (?=[Z+-])/, '');
  const zoneAfter = iso === undefined ? undefined : zoneName(line.slice(line.search(ISO)).replace(ISO, ''));
  if (iso !== undefined && zoneAfter === undefined) return parseInstant(iso, timeZone);
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
    if (!isZoned && zoneName(text.slice(index + read.length)) !== undefined) return [];
    const [year, month, day, hour, minute] = (['year', 'month', 'day', 'hour', 'minute'] as const).map((part) =>
      String(start.get(part) ?? 0).padStart(2, '0'),
    );
    const local = `${year}-${month}-${day}T${hour}:${minute}`;
    const offset = start.get('timezoneOffset') ?? 0;
    const instant = parseInstant(isZoned ? `${local}${offsetText(offset)}` : local, timeZone);
    return instant === undefined ? [] : [instant];
  });
}

const NO_ZONES: ReadonlySet<string> = new Set(['AM', 'PM', 'ON', 'UHR', 'OF', 'AT', 'THE']);

/** Returns the name of a zone directly after a time. */
function zoneName(rest: string): string | undefined {
  const name = /^\s*\(?([A-Z]{2,5})\b/.exec(rest)?.[1];
  return name === undefined || NO_ZONES.has(name) ? undefined : name;
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
