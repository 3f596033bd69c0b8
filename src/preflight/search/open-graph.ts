import { isHttpUrl } from '../../text/url.ts';
import { metaOf } from '../served-page.ts';
import { faultIf, type PageRule } from './rule.ts';

const OGP = 'The Open Graph protocol (ogp.me)';
const SHARING = 'Meta, sharing best practices';

/** The four properties that every page needs. */
const BASIC = ['og:title', 'og:type', 'og:image', 'og:url'];

const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?$/;

/** Requirements of link previews: Facebook, LinkedIn, Slack, WhatsApp, X. */
export const openGraph: readonly PageRule[] = [
  {
    id: 'opengraph/basic',
    level: 'required',
    reference: OGP,
    faults: ({ page }) =>
      // A story without a picture gets a warning of its own: no page should invent one.
      BASIC.filter((name) => name !== 'og:image').flatMap((name) =>
        faultIf(!metaOf(page, name), `${name} is missing.`, `meta[property=${name}]`),
      ),
  },
  {
    id: 'opengraph/image',
    level: 'recommended',
    reference: OGP,
    faults: ({ page }) =>
      faultIf(
        !metaOf(page, 'og:image'),
        'The card has no picture: add one, or cards show the text alone.',
        'meta[property=og:image]',
      ),
  },
  {
    id: 'opengraph/addresses',
    level: 'required',
    reference: OGP,
    faults: ({ page }) =>
      ['og:image', 'og:url'].flatMap((name) => {
        const value = metaOf(page, name);
        return faultIf(
          value !== undefined && !isHttpUrl(value),
          `${name} is no absolute address.`,
          `meta[property=${name}]`,
        );
      }),
  },
  {
    id: 'opengraph/image-alt',
    level: 'recommended',
    reference: OGP,
    faults: ({ page }) =>
      faultIf(
        metaOf(page, 'og:image') !== undefined && !metaOf(page, 'og:image:alt'),
        'The picture of the card has no text for readers who do not see it: write `alt`.',
        'meta[property=og:image:alt]',
      ),
  },
  {
    id: 'opengraph/image-size',
    level: 'recommended',
    reference: SHARING,
    faults: ({ page }) => {
      const [width, height] = ['og:image:width', 'og:image:height'].map((name) => Number(metaOf(page, name)));
      const isSmall = Number(width) > 0 && (Number(width) < 1200 || Number(height) < 630);
      return faultIf(
        isSmall,
        `The picture of the card has ${width} × ${height} pixels; 1200 × 630 are shown large.`,
        'meta[property=og:image]',
      );
    },
  },
  {
    id: 'opengraph/dates',
    level: 'required',
    reference: `${OGP}, DateTime`,
    faults: ({ page }) =>
      ['article:published_time', 'article:modified_time'].flatMap((name) => {
        const value = metaOf(page, name);
        return faultIf(
          value !== undefined && !DATE.test(value),
          `${name} is not a date of ISO 8601: write one such as 2026-03-02T09:00:00Z.`,
          `meta[property=${name}]`,
        );
      }),
  },
];
