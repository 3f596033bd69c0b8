import { metaOf, storyNode } from '../served-page.ts';
import { faultIf, type PageRule } from './rule.ts';

const APPLEBOT = 'Apple, About Applebot (support.apple.com/119829)';
const LINKS = 'Apple, link previews (TN3156)';

/** Requirements of Siri, Spotlight, Safari and Messages: Applebot, and link previews. */
export const apple: readonly PageRule[] = [
  {
    id: 'apple/accessible-for-free',
    level: 'recommended',
    reference: APPLEBOT,
    faults: ({ page }) => {
      const node = storyNode(page);
      return faultIf(
        node !== undefined && typeof node.isAccessibleForFree !== 'boolean',
        'The page does not state whether the story is free: add isAccessibleForFree, the only property that Applebot reads.',
        'isAccessibleForFree',
      );
    },
  },
  {
    id: 'apple/preview-title',
    level: 'recommended',
    reference: LINKS,
    faults: ({ page }) => {
      const [title, site] = [metaOf(page, 'og:title'), metaOf(page, 'og:site_name')];
      const repeats = title !== undefined && site !== undefined && title !== site && title.includes(site);
      return faultIf(
        repeats,
        'og:title repeats the name of the site, which previews show beside it.',
        'meta[property=og:title]',
      );
    },
  },
  {
    id: 'apple/preview-picture',
    level: 'recommended',
    reference: LINKS,
    faults: ({ page }) =>
      faultIf(
        metaOf(page, 'og:image') === undefined,
        'A link to it is shown without a picture: add one.',
        'meta[property=og:image]',
      ),
  },
];
