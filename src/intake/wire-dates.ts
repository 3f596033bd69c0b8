import type { Position } from '../text/finding.ts';
import { type Instant, parseInstant } from '../text/instant.ts';
import type { Report } from './report.ts';

/** Context for reading dates. */
export interface DateReading {
  /** The time zone of dates without an offset. */
  readonly timeZone: string;
  readonly file: string;
  readonly report: Report;
}

/**
 * Parses a date as agencies write it. Deviations from the standard are accepted with a warning.
 * @returns `undefined` where the text is no date; that is a warning too
 */
export function wireInstant(
  text: string | undefined,
  at: Position,
  { timeZone, file, report }: DateReading,
): Instant | undefined {
  const written = text?.trim() ?? '';
  if (written === '') return undefined;
  const warn = (message: string): void => {
    report.warn('wire/date', message, { file, line: at.line, column: at.column });
  };
  // The basic form of ISO 8601 has no colon anywhere.
  if (/^\d{4}-/.test(written) && written.includes('T') && /[+-]\d{4}$/.test(written))
    warn(`"${written}": the offset lacks its colon (+00:00).`);
  const exact = parseInstant(expanded(written));
  if (exact !== undefined) return exact;
  const local = parseInstant(expanded(written), timeZone);
  if (local !== undefined) {
    warn(`"${written}" has no offset and was read as local time of ${timeZone}.`);
    return local;
  }
  warn(`"${written}" is not a date and was left out.`);
  return undefined;
}

/** Expands dates in the basic form of ISO 8601 (NITF), and truncated dates. */
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

/** Parses a provider's version number; anything but a whole number is ignored. */
export function wholeNumber(text: unknown): number | undefined {
  const digits = typeof text === 'number' ? String(text) : text;
  return typeof digits === 'string' && /^\d{1,15}$/.test(digits.trim()) ? Number(digits) : undefined;
}
