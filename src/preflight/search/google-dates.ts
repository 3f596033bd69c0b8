import { metaOf, type ServedPage, storyNode } from '../served-page.ts';
import { faultIf, type PageRule } from './rule.ts';

const DATES = 'Google Search Central, byline dates';
const ARTICLE = 'Google Search Central, Article (2026-09-08), datePublished';

const OFFSET = /T\d{2}:\d{2}(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
const NAMES = ['datePublished', 'dateModified'] as const;

const millisecondsOf = (date: unknown): number => (date === undefined ? Number.NaN : Date.parse(String(date)));
const dateOf = (page: ServedPage, name: (typeof NAMES)[number]) => storyNode(page)?.[name];

/** Requirements of Google for dates: the same instant everywhere, visible to readers, and never in the future. */
export const googleDates: readonly PageRule[] = [
  {
    id: 'google/date-offset',
    level: 'recommended',
    reference: ARTICLE,
    faults: ({ page }) =>
      NAMES.flatMap((name) => {
        const date = dateOf(page, name);
        return faultIf(
          date !== undefined && !OFFSET.test(String(date)),
          `${name} has no time zone, and Google assumes Pacific time: add the offset.`,
          name,
        );
      }),
  },
  {
    id: 'google/date-readable',
    level: 'required',
    reference: ARTICLE,
    faults: ({ page }) =>
      NAMES.flatMap((name) => {
        const date = dateOf(page, name);
        return faultIf(
          date !== undefined && Number.isNaN(millisecondsOf(date)),
          `${name} is not a date of ISO 8601: write one such as 2026-03-02T09:00:00Z.`,
          name,
        );
      }),
  },
  {
    id: 'google/date-future',
    level: 'recommended',
    reference: DATES,
    faults: ({ page, now }) =>
      NAMES.flatMap((name) =>
        faultIf(
          millisecondsOf(dateOf(page, name)) > Date.parse(now),
          `${name} is in the future, and the story is public: correct the date.`,
          name,
        ),
      ),
  },
  {
    id: 'google/date-order',
    level: 'recommended',
    reference: DATES,
    faults: ({ page }) =>
      faultIf(
        millisecondsOf(dateOf(page, 'dateModified')) < millisecondsOf(dateOf(page, 'datePublished')),
        'The last change is earlier than the publication: correct the dates.',
        'dateModified',
      ),
  },
  {
    id: 'google/date-visible',
    level: 'recommended',
    reference: DATES,
    faults: ({ page }) =>
      faultIf(
        dateOf(page, 'datePublished') !== undefined && page.times.length === 0,
        'Readers do not see when it was published: show it in a `time` element at its head.',
        'time',
      ),
  },
  {
    id: 'google/dates-agree',
    level: 'recommended',
    reference: DATES,
    faults: ({ page }) => {
      const published = [dateOf(page, 'datePublished'), metaOf(page, 'article:published_time'), page.times[0]];
      const modified = [dateOf(page, 'dateModified'), metaOf(page, 'article:modified_time'), page.times[1]];
      return [
        ...faultIf(
          areSeveralMoments(published),
          'JSON-LD, meta tag and page have different times of publication: make them the same.',
          'datePublished',
        ),
        ...faultIf(
          areSeveralMoments(modified),
          'JSON-LD, meta tag and page have different times of the last change: make them the same.',
          'dateModified',
        ),
      ];
    },
  },
];

/** True if there are several different instants; an absent one does not differ. */
function areSeveralMoments(dates: readonly unknown[]): boolean {
  const stated = dates.map(millisecondsOf).filter((date) => !Number.isNaN(date));
  return new Set(stated).size > 1;
}
