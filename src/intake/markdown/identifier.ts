/** The one line that Dateline writes into a newsroom's files. */

const OPENING = /^\uFEFF?---[\t ]*(\r\n|\r|\n)/;

/** The line that gives a story its id. */
export function idLine(id: string): string {
  return `id: ${id}`;
}

/**
 * The same file with the id as the first field of its front matter, every other byte as it was.
 * @returns `undefined` if the file has no front matter
 */
export function withIdLine(text: string, id: string): string | undefined {
  const opening = OPENING.exec(text);
  if (opening === null) return undefined;
  const [found, lineEnd] = opening;
  return `${found}${idLine(id)}${lineEnd}${text.slice(found.length)}`;
}
