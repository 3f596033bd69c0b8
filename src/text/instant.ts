/**
 * Instants: points in time without a time zone. Dateline stores them as RFC 3339 strings in UTC to the second, so that
 * they compare as strings. Time zones matter only at the edges.
 */

declare const instantBrand: unique symbol;

/** `YYYY-MM-DDThh:mm:ssZ`. */
export type Instant = string & { readonly [instantBrand]: true };

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s?(Z|[+-]\d{2}:?\d{2})$/i;
const LOCAL = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/i;

/** Converts a `Temporal.Instant`; fractions of a second are cut off. */
export function fromTemporal(moment: Temporal.Instant): Instant {
  return moment.round({ smallestUnit: 'second', roundingMode: 'floor' }).toString() as Instant;
}

/** Converts milliseconds since 1970-01-01T00:00:00Z. */
export function fromMilliseconds(milliseconds: number): Instant {
  return fromTemporal(Temporal.Instant.fromEpochMilliseconds(Math.floor(milliseconds)));
}

/** Returns milliseconds since 1970-01-01T00:00:00Z. */
export function toMilliseconds(instant: Instant): number {
  return Date.parse(instant);
}

/**
 * Parses a date and time as people and machines write it.
 * @param text RFC 3339 with an offset, or a local date with or without a time
 * @param timeZone the IANA time zone of local dates; without it, text without an offset is refused
 * @returns `undefined` for invalid dates such as 30 February
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
      // Times that daylight saving skips do not exist.
      return zoned.toPlainDateTime().equals(local) ? fourDigitYear(fromTemporal(zoned.toInstant())) : undefined;
    }
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return undefined;
}

/** Refuses years that do not have four digits, as RFC 3339 and string comparison require. */
function fourDigitYear(instant: Instant): Instant | undefined {
  return /^\d{4}-/.test(instant) ? instant : undefined;
}

/**
 * Formats an instant as RFC 3339 with the offset of a time zone, such as `2026-03-02T10:00:00+01:00`. UTC is written
 * `+00:00`, since some NewsML-G2 readers do not accept `Z`.
 * @param timeZone an IANA name
 */
export function toOffsetDateTime(instant: Instant, timeZone: string): string {
  // The most frequent case needs no calendar arithmetic.
  if (timeZone === 'UTC') return `${instant.slice(0, -1)}+00:00`;
  return Temporal.Instant.from(instant).toString({ timeZone });
}

/** Formats an instant as RFC 822 date for RSS 2.0: four-digit year, English names, `GMT`. */
export function toRfc822(instant: Instant): string {
  return new Date(toMilliseconds(instant)).toUTCString();
}

/** Adds whole seconds; negative values subtract. */
export function addSeconds(instant: Instant, seconds: number): Instant {
  return fromMilliseconds(toMilliseconds(instant) + seconds * 1000);
}

/** Rounds up to a full minute: an embargo that ends there is not revealed by the lifetime of a cached answer. */
export function fullMinute(instant: Instant): Instant {
  const seconds = (toMilliseconds(instant) / 1000) % 60;
  return seconds === 0 ? instant : addSeconds(instant, 60 - seconds);
}

/** Returns the earliest of several instants; `undefined` if there is none. */
export function earliest(instants: Iterable<Instant | undefined>): Instant | undefined {
  let oldest: Instant | undefined;
  for (const instant of instants) {
    if (instant !== undefined && (oldest === undefined || instant < oldest)) oldest = instant;
  }
  return oldest;
}

/** Returns the latest of several instants; `undefined` if there is none. */
export function latest(instants: Iterable<Instant | undefined>): Instant | undefined {
  let newest: Instant | undefined;
  for (const instant of instants) {
    if (instant !== undefined && (newest === undefined || instant > newest)) newest = instant;
  }
  return newest;
}

/** Returns true if the name is an IANA time zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
