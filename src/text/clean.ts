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

/**
 * Text of several lines: well-formed Unicode, XML 1.0 characters only, line feeds as line ends.
 * @param text anything a person or a machine wrote
 */
export function cleanText(text: string): string {
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
