/** The `id` line: the only line that Dateline writes into content files. */

const OPENING = /^\uFEFF?---[\t ]*(\r\n|\r|\n)/;

/** Formats the line that states a story's id. */
export function idLine(id: string): string {
  return `id: ${id}`;
}

/**
 * Inserts the id as the first front matter field and preserves every other byte.
 * @returns `undefined` if the file has no front matter
 */
export function withIdLine(text: string, id: string): string | undefined {
  const opening = OPENING.exec(text);
  if (opening === null) return undefined;
  const [found, lineEnd] = opening;
  return `${found}${idLine(id)}${lineEnd}${text.slice(found.length)}`;
}

/** The rule id of the one problem that Dateline can repair itself: a file without an id. */
export const NO_ID = 'article/no-id';
