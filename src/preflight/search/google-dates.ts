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
    asks: 'recommended',
    reference: ARTICLE,
    faults: ({ page }) =>
      NAMES.flatMap((name) => {
        const date = dateOf(page, name);
        return faultIf(
          date !== undefined && !OFFSET.test(String(date)),
          `${name} has no time zone: it is taken for California's.`,
          name,
        );
      }),
  },
  {
    id: 'google/date-readable',
    asks: 'required',
    reference: ARTICLE,
    faults: ({ page }) =>
      NAMES.flatMap((name) => {
        const date = dateOf(page, name);
        return faultIf(
          date !== undefined && Number.isNaN(millisecondsOf(date)),
          `${name} is no date of ISO 8601.`,
          name,
        );
      }),
  },
  {
    id: 'google/date-future',
    asks: 'recommended',
    reference: DATES,
    faults: ({ page, now }) =>
      NAMES.flatMap((name) =>
        faultIf(
          millisecondsOf(dateOf(page, name)) > Date.parse(now),
          `${name} lies in the future: until then nobody is to see the story. Is the date right?`,
          name,
        ),
      ),
  },
  {
    id: 'google/date-order',
    asks: 'recommended',
    reference: DATES,
    faults: ({ page }) =>
      faultIf(
        millisecondsOf(dateOf(page, 'dateModified')) < millisecondsOf(dateOf(page, 'datePublished')),
        'The story was changed before it was published.',
        'dateModified',
      ),
  },
  {
    id: 'google/date-visible',
    asks: 'recommended',
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
    asks: 'recommended',
    reference: DATES,
    faults: ({ page }) => {
      const published = [dateOf(page, 'datePublished'), metaOf(page, 'article:published_time'), page.times[0]];
      const modified = [dateOf(page, 'dateModified'), metaOf(page, 'article:modified_time'), page.times[1]];
      return [
        ...faultIf(
          areSeveralMoments(published),
          'JSON-LD, meta tag and page name different moments of publication.',
          'datePublished',
        ),
        ...faultIf(
          areSeveralMoments(modified),
          'JSON-LD, meta tag and page name different moments of the last change.',
          'dateModified',
        ),
      ];
    },
  },
];

/** True if there are several different instants; an absent one does not differ. */
function areSeveralMoments(dates: readonly unknown[]): boolean {
  const said = dates.map(millisecondsOf).filter((date) => !Number.isNaN(date));
  return new Set(said).size > 1;
}
