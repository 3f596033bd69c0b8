import { googleArticle } from './google-article.ts';
import { googleDates } from './google-dates.ts';
import { googleImages } from './google-images.ts';
import { googlePaywall } from './google-paywall.ts';
import { googleSite } from './google-site.ts';
import type { PageRule } from './rule.ts';

/** Requirements of Google's documentation for a page with news. */
export const google: readonly PageRule[] = [
  ...googleArticle,
  ...googleImages,
  ...googleDates,
  ...googlePaywall,
  ...googleSite,
];
