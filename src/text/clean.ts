/** Text cleaning. It happens once, at intake, so that every output holds the same characters. */

/**
 * Characters that XML 1.0 does not allow (section 2.2, production Char): C0 controls except tab, line feed and carriage
 * return, lone surrogates, U+FFFE and U+FFFF. They are dropped, not replaced, because feed validators reject U+FFFD.
 */
const NOT_XML_CHARACTER = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** Line ends as XML reads them (section 2.11), and the Unicode line and paragraph separators. */
const LINE_END = /\r\n?|\u2028|\u2029|\u0085/g;

/** Matches every character that the two patterns above may change, and all characters outside the basic plane. */
const MAY_NEED_CLEANING = /[^\t\n\u0020-\u0084\u0086-\u2027\u202A-\uD7FF\uE000-\uFFFD]/;

/**
 * Cleans text of several lines: well-formed Unicode, XML 1.0 characters only, line feeds as line ends.
 * @param text from any source
 */
export function cleanText(text: string): string {
  // Most text is clean already, and testing costs a tenth of cleaning.
  if (!MAY_NEED_CLEANING.test(text)) return text;
  return text.replace(NOT_XML_CHARACTER, '').replace(LINE_END, '\n');
}

/**
 * Cleans text of one line: as `cleanText`, with runs of white space folded to one space and trimmed ends. Non-breaking
 * spaces inside the text are preserved (French typography needs them). Marks of direction never reach beyond the line.
 * @param text from any source
 */
export function cleanLine(text: string): string {
  const folded = cleanText(text)
    .replace(/[\t\n ]+/g, ' ')
    .trim();
  return DIRECTION_MARK.test(folded) ? withClosedDirections(folded) : folded;
}

/** Embeddings, overrides and isolates, and the ends of them (Unicode Standard Annex 9, section 2). */
const DIRECTION_MARK = /[\u202A-\u202E\u2066-\u2069]/;
const DIRECTION_MARKS = /[\u202A-\u202E\u2066-\u2069]/g;
const OVERRIDE = /[\u202D\u202E]/;
const END_OF_EMBEDDING = '\u202C';
const END_OF_ISOLATE = '\u2069';

/**
 * Closes embeddings and isolates that a line leaves open, so that they do not turn the words after it in a list. Removes
 * ends without a start, and overrides with their ends: they only serve to disguise names.
 */
function withClosedDirections(line: string): string {
  const open: { readonly end: string; readonly isRemoved: boolean }[] = [];
  const balanced = line.replace(DIRECTION_MARKS, (mark) => {
    if (mark !== END_OF_EMBEDDING && mark !== END_OF_ISOLATE) {
      const isRemoved = OVERRIDE.test(mark);
      open.push({ end: mark < '\u2066' ? END_OF_EMBEDDING : END_OF_ISOLATE, isRemoved });
      return isRemoved ? '' : mark;
    }
    const last = open.at(-1);
    if (last?.end !== mark) return '';
    open.pop();
    return last.isRemoved ? '' : mark;
  });
  const ends = open.toReversed().flatMap(({ end, isRemoved }) => (isRemoved ? [] : [end]));
  return `${balanced}${ends.join('')}`;
}

/** Returns true if `cleanText` would not change the text. */
export function isCleanText(text: string): boolean {
  return cleanText(text) === text;
}
