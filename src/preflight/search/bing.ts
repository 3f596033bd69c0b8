import { metaOf } from '../served-page.ts';
import { faultIf, type PageRule } from './rule.ts';

const GUIDELINES = 'Bing Webmaster Guidelines';

/** Requirements of Bing; for everything else it follows Google. */
export const bing: readonly PageRule[] = [
  {
    id: 'bing/title',
    asks: 'recommended',
    reference: GUIDELINES,
    faults: ({ page }) => faultIf(page.title.trim() === '', 'The page has no title.', 'title'),
  },
  {
    id: 'bing/description',
    asks: 'recommended',
    reference: GUIDELINES,
    faults: ({ page }) =>
      faultIf(
        !metaOf(page, 'description'),
        'The page has no description: write a standfirst.',
        'meta[name=description]',
      ),
  },
  {
    id: 'bing/one-heading',
    asks: 'recommended',
    reference: GUIDELINES,
    faults: ({ page }) =>
      faultIf(page.headings.length !== 1, `The page has ${page.headings.length} first headings.`, 'h1'),
  },
  {
    id: 'bing/picture-text',
    asks: 'recommended',
    reference: GUIDELINES,
    faults: ({ page }) =>
      page.pictures.flatMap(({ src, alt }) =>
        faultIf(alt === undefined, `${src} says nothing to those who do not see it: write \`alt\`.`, 'img'),
      ),
  },
  {
    id: 'bing/language',
    asks: 'recommended',
    reference: GUIDELINES,
    faults: ({ page }) => faultIf(!page.language, 'The page does not say its language.', 'html'),
  },
];
