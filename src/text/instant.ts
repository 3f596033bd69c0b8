/**
 * Instants: moments without a time zone. Inside Dateline a moment is an RFC 3339 string in UTC to the second, so that
 * moments compare as strings; a time zone shows at the edges only.
 */

declare const instantBrand: unique symbol;

/** `YYYY-MM-DDThh:mm:ssZ`. */
export type Instant = string & { readonly [instantBrand]: true };

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s?(Z|[+-]\d{2}:?\d{2})$/i;
const LOCAL = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/i;

/** From a `Temporal.Instant`; parts of a second are cut off. */
export function fromTemporal(moment: Temporal.Instant): Instant {
  return moment.round({ smallestUnit: 'second', roundingMode: 'floor' }).toString() as Instant;
}

/** From milliseconds since 1970-01-01T00:00:00Z. */
export function fromMilliseconds(milliseconds: number): Instant {
  return fromTemporal(Temporal.Instant.fromEpochMilliseconds(Math.floor(milliseconds)));
}

/** Milliseconds since 1970-01-01T00:00:00Z. */
export function toMilliseconds(instant: Instant): number {
  return Date.parse(instant);
}

/**
 * Reads a moment as people and machines write it.
 * @param text RFC 3339 with an offset, or a date with or without a time, which is then local to `timeZone`
 * @param timeZone an IANA name; without it a text without an offset is not a moment
 * @returns `undefined` where the text is no moment, such as 30 February
 */
export function parseInstant(text: string, timeZone?: string): Instant | undefined {
  const written = text.trim().toUpperCase();
  try {
    if (RFC_3339.test(written)) {
      const strict = written.replace(/\s(?=Z|[+-]\d{2}:?\d{2}$)/, '').replace(' ', 'T');
      return fourDigitYear(fromTemporal(Temporal.Instant.from(strict)));
    }
    if (timeZone !== undefined && LOCAL.test(written)) {
      const local = Temporal.PlainDateTime.from(written.replace(' ', 'T'), { overflow: 'reject' });
      const zoned = local.toZonedDateTime(timeZone);
      // An hour that summer time leaves out does not exist.
      return zoned.toPlainDateTime().equals(local) ? fourDigitYear(fromTemporal(zoned.toInstant())) : undefined;
    }
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return undefined;
}

/** RFC 3339 has years of four digits; string comparison needs them too. */
function fourDigitYear(instant: Instant): Instant | undefined {
  return /^\d{4}-/.test(instant) ? instant : undefined;
}

/** True if the text is an instant in Dateline's own form. */
export function isInstant(text: string): text is Instant {
  return parseInstant(text) === text;
}

/**
 * RFC 3339 with the offset of a time zone: `2026-03-02T10:00:00+01:00`. UTC is written `+00:00`, since some readers of
 * NewsML-G2 take no `Z`.
 * @param timeZone an IANA name
 */
export function toOffsetDateTime(instant: Instant, timeZone: string): string {
  // By far the most frequent case, and one that needs no calendar.
  if (timeZone === 'UTC') return `${instant.slice(0, -1)}+00:00`;
  return Temporal.Instant.from(instant).toString({ timeZone });
}

/** The date of RFC 822 as RSS 2.0 wants it: four-digit year, English names, `GMT`. */
export function toRfc822(instant: Instant): string {
  return new Date(toMilliseconds(instant)).toUTCString();
}

/** Whole seconds later (or earlier, if negative). */
export function addSeconds(instant: Instant, seconds: number): Instant {
  return fromMilliseconds(toMilliseconds(instant) + seconds * 1000);
}

/** The earliest of several moments; `undefined` if there is none. */
export function earliest(instants: Iterable<Instant | undefined>): Instant | undefined {
  let oldest: Instant | undefined;
  for (const instant of instants) {
    if (instant !== undefined && (oldest === undefined || instant < oldest)) oldest = instant;
  }
  return oldest;
}

/** The latest of several moments; `undefined` if there is none. */
export function latest(instants: Iterable<Instant | undefined>): Instant | undefined {
  let newest: Instant | undefined;
  for (const instant of instants) {
    if (instant !== undefined && (newest === undefined || instant > newest)) newest = instant;
  }
  return newest;
}

/** True if the name is a time zone of the IANA database. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
