import { defined } from '../../text/defined.ts';

/** Recognizes the lines of agency copy that are not paragraphs: byline, dateline, end mark. */

/** End marks anywhere; a bare sign or number counts only at the very end. */
const END = /^[-–—(*# ]*(?:ends?|ende|more to come)[-–—)*# .]*$/i;
const SIGNS: ReadonlySet<string> = new Set(['-30-', '###', '(30)']);
const WEAK_END = /^(?:--+|\*{3}|30|fin|fim)$/i;

/** Longer lines are no end marks. */
const MAX_END_MARK_LENGTH = 30;

/** Returns true for `ENDS`, `-30-`, `###` and similar marks alone on their line. */
export function isEnd(text: string): boolean {
  return text.length <= MAX_END_MARK_LENGTH && (END.test(text) || SIGNS.has(text));
}

/** Returns true for marks that end a story only near its end: `***`, `--`, `Fin`. */
export function isWeakEnd(text: string): boolean {
  return text.length <= MAX_END_MARK_LENGTH && WEAK_END.test(text);
}

/** Words that may be in lower case inside a name. */
const PARTICLES = 'al|bin|da|das|de|del|den|der|di|do|dos|du|el|ibn|la|le|of|van|von';
const WORD = "\\p{Lu}[\\p{L}\\p{M}'’.-]*";
const NAME = `${WORD}(?: (?:${WORD}|(?:${PARTICLES})(?= )))*`;
/** Exported for the check of patterns, which sees literals alone. */
export const BYLINE: RegExp = new RegExp(
  `^(?:[Bb]y|BY|[Vv]on|VON|[Pp]ar|PAR|[Pp]or|POR|Di|DI) (${NAME}(?:(?:, | (?:and|und|et|y|e|&) )${NAME})*)(?: \\([^()]*\\))?$`,
  'u',
);

/** Returns the names of a byline such as `By Jane Doe and Ravi Patel`; `undefined` for other lines. */
export function bylineOf(text: string): string[] | undefined {
  const names = text.length > 120 ? undefined : BYLINE.exec(text)?.[1];
  return names?.split(/, | (?:and|und|et|y|e|&) /).filter((name) => name !== '');
}

/** A parsed dateline. */
export interface Dateline {
  readonly place: string;
  /** As written, without the dash at its end. */
  readonly text: string;
  readonly agency?: string;
  /** The text that follows in the same paragraph. */
  readonly rest: string;
  /** True if it names an agency or a date; a bare place in capitals could be something else. */
  readonly isSure: boolean;
}

/** A place in capitals with small words between; if an agency follows, also in ordinary case. */
const CAPITALS = /^(\p{Lu}[\p{Lu}\p{M}'’.]*(?:[ /-](?:\p{Lu}[\p{Lu}\p{M}'’.]*|(?:de|del|da|al|la|le|of)(?= ))){0,5})/u;
const ORDINARY =
  /^(\p{Lu}[\p{L}\p{M}'’.]*(?:[ /-](?:\p{Lu}[\p{L}\p{M}'’.]*|(?:de|del|da|al|la|le|of|upon|am)(?= ))){0,5})/u;
const DATE = /^,? *((?:\p{Lu}\p{L}{2,8}\.? \d{1,2}|\d{1,2}\.? \p{L}{3,9}\.?)(?:,? \d{4})?)(?=[\s,(–—-]|$)/u;
/** A region such as `Syria`, `Mo.` or `UK`. */
const REGION = /^, *(\p{Lu}[\p{L}.]*\p{Ll}[\p{L}.]*(?: \p{Lu}[\p{L}.]*){0,3}|\p{Lu}{2,3}(?=[\s,(]))/u;
const AGENCY = /^,?[ \u00A0]*\(([^()]{2,60})\)/;
const DASH = /^\s*[-–—]{1,2}\s*/;
const SPACED_DASH = /^\s+[-–—]{1,2}\s+/;

/** Words in capitals at the head of copy that are no places. */
const NO_PLACES: ReadonlySet<string> = new Set(
  (
    'ADVISORY ALERT ANALYSIS BACKGROUND BREAKING BRIEF CORRECTED CORRECTION EXCLUSIVE EXPLAINER FACTBOX FLASH HIGHLIGHTS ' +
    'INSIGHT INTERVIEW NATO NEWSMAKER OBITUARY OPEC OPINION PREVIEW PROFILE REFILE REVIEW RPT SHARES TIMELINE UNESCO ' +
    'UNICEF UPDATE URGENT WRAPUP'
  ).split(' '),
);

/**
 * Parses a dateline, alone on its line (`DAMASCUS`) or at the start of the first paragraph (`DAMASCUS, Dec 14 (Agency)
 * - The …`).
 * @returns `undefined` if the paragraph does not begin with one
 */
export function datelineOf(text: string): Dateline | undefined {
  return dateline(text, CAPITALS) ?? sureOnly(dateline(text, ORDINARY));
}

function sureOnly(found: Dateline | undefined): Dateline | undefined {
  return found?.agency === undefined ? undefined : found;
}

function dateline(text: string, placePattern: RegExp): Dateline | undefined {
  let rest = text.slice(0, 400);
  const take = (pattern: RegExp): string | undefined => {
    const match = pattern.exec(rest);
    if (match === null) return undefined;
    rest = rest.slice(match[0].length);
    return match[1] ?? match[0];
  };
  const place = take(placePattern);
  if (place === undefined || NO_PLACES.has(place.split(' ')[0] ?? '') || place.replace(/\P{L}/gu, '').length < 3)
    return;
  let date = take(DATE);
  if (date === undefined && take(REGION) !== undefined) date = take(DATE);
  const agency = take(AGENCY);
  const isSure = date !== undefined || agency !== undefined;
  const opening = text.slice(0, Math.min(text.length, 400) - rest.length).trim();
  const dash = take(isSure ? DASH : SPACED_DASH);
  const after = text.slice(Math.min(text.length, 400) - rest.length).trim();
  const alone = after === '' || /^[-–—]+$/.test(after);
  if (!alone && dash === undefined) return undefined;
  return defined({
    place: sentenceCase(place),
    text: opening,
    agency,
    rest: alone ? '' : after,
    isSure,
  });
}

/** Converts `NEW YORK` to `New York`; places in mixed case stay. */
function sentenceCase(place: string): string {
  return place
    .split(/([ /-])/)
    .map((word) => (/\p{Ll}/u.test(word) ? word : word.charAt(0) + word.slice(1).toLowerCase()))
    .join('');
}
