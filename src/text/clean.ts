/**
 * The one cleaning of text. It happens once, at intake; after it the same characters stand in every output.
 */

/**
 * What XML 1.0 does not allow in a document (section 2.2, production Char): C0 controls but tab, line feed and carriage
 * return, lone surrogates, U+FFFE and U+FFFF. They are dropped, not replaced: feed validators object to U+FFFD.
 */
const NOT_XML_CHARACTER = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** Line ends as XML reads them (section 2.11), and Unicode's own line and paragraph separators. */
const LINE_END = /\r\n?|\u2028|\u2029|\u0085/g;

/** What either of them looks for, and all characters beyond the basic plane. */
const MAY_NEED_CLEANING = /[^\t\n\u0020-\u0084\u0086-\u2027\u202A-\uD7FF\uE000-\uFFFD]/;

/**
 * Text of several lines: well-formed Unicode, XML 1.0 characters only, line feeds as line ends.
 * @param text anything a person or a machine wrote
 */
export function cleanText(text: string): string {
  // Most text is clean, and looking costs a tenth of cleaning.
  if (!MAY_NEED_CLEANING.test(text)) return text;
  return text.replace(NOT_XML_CHARACTER, '').replace(LINE_END, '\n');
}

/**
 * Text of one line: as `cleanText`, with runs of white space folded to one space and none at the ends.
 * Non-breaking spaces inside stay: French typography needs them.
 * @param text anything a person or a machine wrote
 */
export function cleanLine(text: string): string {
  return cleanText(text)
    .replace(/[\t\n ]+/g, ' ')
    .trim();
}

/** True if `cleanText` would leave the text as it is. */
export function isCleanText(text: string): boolean {
  return cleanText(text) === text;
}
