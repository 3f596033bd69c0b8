import { googleArticle } from './google-article.ts';
import { googleDates } from './google-dates.ts';
import { googleImages } from './google-images.ts';
import { googlePaywall } from './google-paywall.ts';
import { googleSite } from './google-site.ts';
import type { PageRule } from './rule.ts';

/** What Google's documentation asks of a page with news. */
export const google: readonly PageRule[] = [
  ...googleArticle,
  ...googleImages,
  ...googleDates,
  ...googlePaywall,
  ...googleSite,
];
