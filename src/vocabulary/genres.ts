import table from './genres.json' with { type: 'json' };

/** IPTC Genre (release 2024-02-13, http://cv.iptc.org/newscodes/genre/): kinds of journalism. */
export const GENRE_SCHEME = 'http://cv.iptc.org/newscodes/genre/';

const genres = table as Record<string, { name: string; retired?: boolean }>;

/** Returns the English name of a genre; `undefined` for unknown codes. Codes are case-sensitive. */
export function genreName(code: string): string | undefined {
  return Object.hasOwn(genres, code) ? genres[code]?.name : undefined;
}

/** Returns true for a retired code. */
export function isRetiredGenre(code: string): boolean {
  return Object.hasOwn(genres, code) && genres[code]?.retired === true;
}

/** Returns all codes in use. */
export function genreCodes(): string[] {
  return Object.keys(genres).filter((code) => !isRetiredGenre(code));
}
