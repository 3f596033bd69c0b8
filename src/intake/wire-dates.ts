import { type Finding, type Position, warning } from '../text/finding.ts';
import { type Instant, parseInstant } from '../text/instant.ts';

/** What a date is read with. */
export interface DateReading {
  /** Dates without an offset are of this zone. */
  readonly timeZone: string;
  readonly file: string;
  readonly told: Finding[];
}

/**
 * A moment as agencies write it. What the standard does not allow is read all the same, with a warning.
 * @returns `undefined` where the text is no date; that too is a warning
 */
export function wireInstant(
  text: string | undefined,
  at: Position,
  { timeZone, file, told }: DateReading,
): Instant | undefined {
  const written = text?.trim() ?? '';
  if (written === '') return undefined;
  const tell = (message: string): void => {
    told.push(warning('delivery/date', message, { file, line: at.line, column: at.column }));
  };
  if (/[+-]\d{4}$/.test(written) && /T/.test(written)) tell(`"${written}": the offset lacks its colon (+00:00).`);
  const exact = parseInstant(expanded(written));
  if (exact !== undefined) return exact;
  const local = parseInstant(expanded(written), timeZone);
  if (local !== undefined) {
    tell(`"${written}" has no offset and was read as local time of ${timeZone}.`);
    return local;
  }
  tell(`"${written}" is no date and was left out.`);
  return undefined;
}

/** Dates of NITF in the basic form of ISO 8601, and dates that were cut off from the right. */
function expanded(text: string): string {
  const basic = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?)?$/.exec(text);
  if (basic !== null) {
    const [, year, month, day, hour, minute, second = '00', offset = ''] = basic;
    return hour === undefined
      ? `${year}-${month}-${day}`
      : `${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`;
  }
  if (/^\d{4}$/.test(text)) return `${text}-01-01`;
  return /^\d{4}-\d{2}$/.test(text) ? `${text}-01` : text;
}

/** A version as providers number theirs; what is no whole number is none. */
export function wholeNumber(text: unknown): number | undefined {
  const digits = typeof text === 'number' ? String(text) : text;
  return typeof digits === 'string' && /^\d{1,15}$/.test(digits.trim()) ? Number(digits) : undefined;
}
