import table from './genres.json' with { type: 'json' };

/** IPTC Genre (release 2024-02-13, http://cv.iptc.org/newscodes/genre/): what kind of journalism a story is. */
export const GENRE_SCHEME = 'http://cv.iptc.org/newscodes/genre/';

const genres = table as Record<string, { name: string; retired?: boolean }>;

/** The English name of a genre; `undefined` if the code is unknown. Codes are case-sensitive. */
export function genreName(code: string): string | undefined {
  return Object.hasOwn(genres, code) ? genres[code]?.name : undefined;
}

/** True if the code was once in use and should be no longer. */
export function isRetiredGenre(code: string): boolean {
  return Object.hasOwn(genres, code) && genres[code]?.retired === true;
}

/** All codes in use, for messages that help. */
export function genreCodes(): string[] {
  return Object.keys(genres).filter((code) => !isRetiredGenre(code));
}
