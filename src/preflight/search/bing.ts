import { metaOf } from '../served-page.ts';
import { faultIf, type PageRule } from './rule.ts';

const GUIDELINES = 'Bing Webmaster Guidelines';

/** Requirements of Bing; for everything else it follows Google. */
export const bing: readonly PageRule[] = [
  {
    id: 'bing/title',
    level: 'recommended',
    reference: GUIDELINES,
    faults: ({ page }) => faultIf(page.title.trim() === '', 'The page has no title: add one.', 'title'),
  },
  {
    id: 'bing/description',
    level: 'recommended',
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
    level: 'recommended',
    reference: GUIDELINES,
    faults: ({ page }) =>
      faultIf(
        page.headings.length !== 1,
        `The page has ${page.headings.length} first headings: it needs exactly one.`,
        'h1',
      ),
  },
  {
    id: 'bing/picture-text',
    level: 'recommended',
    reference: GUIDELINES,
    faults: ({ page }) =>
      page.pictures.flatMap(({ src, alt }) =>
        faultIf(alt === undefined, `${src} has no text for readers who do not see it: write \`alt\`.`, 'img'),
      ),
  },
  {
    id: 'bing/language',
    level: 'recommended',
    reference: GUIDELINES,
    faults: ({ page }) => faultIf(!page.language, 'The page does not declare its language: add `lang`.', 'html'),
  },
];
