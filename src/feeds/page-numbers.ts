/** Number of stories on a page of the archive. */
export const STORIES_ON_PAGE = 60;

/** Largest number of stories that is counted in a day or a month. */
export const MAX_COUNT = 10_000;

/** The position of a page in a list of known length. */
export interface PageNumbers {
  /** Number of all stories. */
  readonly count: number;
  /** Counts from 1. */
  readonly page: number;
  /** Number of pages, at least 1. */
  readonly pages: number;
}

/** Returns the position of a page of a list. */
export function pageNumbers(count: number, onPage: number, page: number): PageNumbers {
  return { count, page, pages: Math.max(1, Math.ceil(count / onPage)) };
}

/** Returns the number of a page in an address; 1 if absent, `undefined` if it is none. */
export function pageNumberIn(written: unknown): number | undefined {
  if (written === undefined) return 1;
  return typeof written === 'string' && /^[1-9]\d{0,4}$/.test(written) ? Number(written) : undefined;
}
