import { addSeconds, type Instant } from '../text/instant.ts';

const DAY_S = 24 * 60 * 60;

/** Periods of the life cycle, in days. */
export const WINDOWS_DAYS = {
  /** A story is news for search engines (Google News sitemaps). */
  news: 2,
  /** The public notice of a killed story stays in the feeds of the story. */
  notice: 7,
  /** A correction keeps its story in every feed of the story. */
  correction: 7,
  /** A feed lists a withdrawn story as deleted (law 11 of the life cycle). */
  tombstone: 30,
} as const;
export type Window = keyof typeof WINDOWS_DAYS;

/** Returns the end of a period that begins at an instant. */
export function windowEnd(window: Window, start: Instant): Instant {
  return addSeconds(start, WINDOWS_DAYS[window] * DAY_S);
}

/** Returns the earliest start of a period that has not ended at an instant. */
export function windowStart(window: Window, instant: Instant): Instant {
  return addSeconds(instant, -WINDOWS_DAYS[window] * DAY_S);
}
