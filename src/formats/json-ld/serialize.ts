const ESCAPES: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/**
 * Serializes JSON for `<script type="application/ld+json">`: nothing in it can end the script or open a comment (HTML,
 * section 4.12.1.3). Values are never HTML-escaped, since readers do not undo that.
 */
export function writeJsonLd(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => ESCAPES[character] ?? character);
}
