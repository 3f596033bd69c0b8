import { cleanText } from '../../text/clean.ts';
import { htmlOf } from '../../text/html-of.ts';

/**
 * Escapes text for element content: well-formed for any input. `>` is escaped because of `]]>`, a carriage return
 * because a parser would turn it into a line feed (XML 1.0, section 2.11).
 */
export function escapeText(text: string): string {
  return htmlOf(cleanText(text));
}

/**
 * Escapes text of feeds, which some readers decode twice: their XML parser leaves hexadecimal references to the second
 * decoding (@rowanmanning/feed-parser 2.1), and the RSS Advisory Board's profile requires them ("Character data"). `>` is
 * escaped in `]]>` alone (XML 1.0, section 2.4): most of it ends a tag, and escaping all of them takes a third longer.
 */
export function escapeFeedText(text: string): string {
  return cleanText(text).replaceAll('&', '&#x26;').replaceAll('<', '&#x3C;').replaceAll(']]>', ']]&#x3E;');
}

/** Escapes text for an attribute in double quotes; white space is written as references (XML 1.0, section 3.3.3). */
export function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}
