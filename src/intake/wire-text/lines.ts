/** The lines of agency copy that are not paragraphs: byline, dateline, end mark. */

const END = /^[-–—(*# ]*(ends?|ende|fin|fim|30|###|more to come)[-–—)*# .]*$/i;
const END_MARKS = /^(--+|#{3}|\*{3}|-30-)$/;
const BYLINE = /^(?:by|von|par|por|di)\s+(\p{Lu}[^.!?:;]{1,118})$/iu;

/** True for `ENDS`, `-30-`, `###` and their like, alone on their line. */
export function isEnd(text: string): boolean {
  return END.test(text) || END_MARKS.test(text);
}

/** The names of a byline such as `By Jane Doe and Ravi Patel`; `undefined` if the line is none. */
export function bylineOf(text: string): string[] | undefined {
  const names = BYLINE.exec(text)?.[1];
  if (names === undefined || text.split(' ').length > 16) return undefined;
  return names
    .split(/\s*,\s*(?:and\s+)?|\s+(?:and|und|et|y|e|&)\s+/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** A dateline taken apart. */
export interface Dateline {
  readonly place: string;
  /** As it stood, without the dash at its end. */
  readonly text: string;
  readonly agency?: string;
  /** What follows it in the same paragraph. */
  readonly rest: string;
}

/** A place in capitals: words of capitals, joined by spaces, hyphens, apostrophes, slashes and commas. */
const PLACE = /^(\p{Lu}[\p{Lu}\p{M}'’.]*(?:[ /-]\p{Lu}[\p{Lu}\p{M}'’.]*){0,5})/u;
const DATE = /^,? *((?:\p{Lu}\p{L}{2,8}\.? \d{1,2}|\d{1,2}\.? \p{Lu}\p{L}{2,8}\.?)(?:,? \d{4})?)/u;
const REGION = /^, *(\p{Lu}[\p{L}.]*(?: \p{Lu}[\p{L}.]*){0,3})/u;
const AGENCY = /^ *\(([^()]{2,60})\)/;
const DASH = /^ *(?:[-–—]{1,2}|:) +/;

/**
 * Reads a dateline, alone on its line (`DAMASCUS`) or run into the first paragraph (`DAMASCUS, Dec 14 (Agency) - The …`).
 * @returns `undefined` if the paragraph begins with none
 */
export function datelineOf(text: string): Dateline | undefined {
  let rest = text;
  const take = (pattern: RegExp): string | undefined => {
    const match = pattern.exec(rest);
    if (match === null) return undefined;
    rest = rest.slice(match[0].length);
    return match[1] ?? match[0];
  };
  const place = take(PLACE);
  if (place === undefined || place.replace(/[^\p{Lu}]/gu, '').length < 3) return undefined;
  const date = take(DATE);
  if (date === undefined) take(REGION);
  if (date === undefined) take(DATE);
  const agency = take(AGENCY);
  const dated = text.slice(0, text.length - rest.length).trim();
  const dash = take(DASH);
  const alone = rest.trim() === '' || /^[-–—:]+$/.test(rest.trim());
  if (!alone && dash === undefined) return undefined;
  return {
    place: sentenceCase(place),
    text: dated,
    ...(agency === undefined ? {} : { agency }),
    rest: alone ? '' : rest.trim(),
  };
}

/** `NEW YORK` as `New York`, `AL-HASAKAH` as `Al-Hasakah`. */
function sentenceCase(place: string): string {
  return place
    .toLowerCase()
    .replace(/(^|[ /-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
}
