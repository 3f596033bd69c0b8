import { nodesIn, storyNode, typesOf } from '../served-page.ts';
import { faultIf, type PageRule } from './rule.ts';

const ARTICLE = 'Google Search Central, Article (2026-09-08)';
const GENERAL = 'Google Search Central, structured data guidelines';

/**
 * Names of several people; not those of one person, such as `Martin King, Jr.`, `William E Smith` or `José Ortega y
 * Gasset`.
 */
const SEVERAL = /;|,(?!\s?(Jr|Sr|PhD|MD|II|III)\b)|\s(and|und|et|e|&|و)\s/;
/**
 * Text besides the name: "By", an address, a job after a comma or a dash or in brackets, a title before the name, or a
 * degree after it. "Reporter" inside a name is a part of it, as in `Reporter Brasil`.
 */
const MORE_THAN_A_NAME: readonly RegExp[] = [
  /^by\s|@/i,
  /^[^,(–—|]*[,(–—|].*\b(?:reporter|editor|correspondent|staff writer|journalist)\b/i,
  /^(?:dr|prof|professor|mr|mrs|ms|mx|sir|dame|rev)\b\.?\s/i,
  /,\s*(?:md|m\.d\.|phd|ph\.d\.|dphil|mba|jd|dds|rn|bsc|msc)(?:$|[\s,])/i,
];

/** Requirements of Google for the story itself: headline, authors, publisher. */
export const googleArticle: readonly PageRule[] = [
  {
    id: 'google/structured-data',
    level: 'required',
    reference: GENERAL,
    faults: ({ page }) =>
      page.brokenBlocks.map((message) => ({ message: `A block of JSON-LD is not JSON: ${message}`, path: 'script' })),
  },
  {
    id: 'google/article',
    level: 'recommended',
    reference: ARTICLE,
    faults: ({ page }) =>
      faultIf(storyNode(page) === undefined, 'The page has no NewsArticle: add its JSON-LD.', 'script'),
  },
  {
    id: 'google/headline-visible',
    level: 'required',
    reference: `${GENERAL}, content`,
    faults: ({ page }) => {
      const headline = storyNode(page)?.headline;
      const isOther = headline !== undefined && !page.headings.includes(String(headline).trim());
      return faultIf(isOther, 'The headline in JSON-LD differs from the visible one: make them the same.', 'headline');
    },
  },
  {
    id: 'google/headline-length',
    level: 'recommended',
    reference: `${ARTICLE}, headline`,
    faults: ({ page }) =>
      faultIf(
        [...String(storyNode(page)?.headline ?? '')].length > 110,
        'The headline has more than 110 characters and may be cut off: write a shorter one.',
        'headline',
      ),
  },
  {
    id: 'google/author',
    level: 'recommended',
    reference: `${ARTICLE}, author`,
    faults: ({ page }) => {
      const node = storyNode(page);
      const isMissing = node !== undefined && nodesIn(node.author, page).every(({ name }) => !name);
      return faultIf(isMissing, 'The story names no author: write `bylines`.', 'author');
    },
  },
  {
    id: 'google/one-author-a-name',
    level: 'recommended',
    reference: `${ARTICLE}, author markup best practices`,
    faults: ({ page }) =>
      peopleOf(page).flatMap(({ name, path }) =>
        faultIf(SEVERAL.test(name), `"${name}" looks like several authors: give each a byline of its own.`, path),
      ),
  },
  {
    id: 'google/author-name',
    level: 'recommended',
    reference: `${ARTICLE}, author markup best practices`,
    faults: ({ page }) =>
      peopleOf(page).flatMap(({ name, path }) =>
        faultIf(
          MORE_THAN_A_NAME.some((pattern) => pattern.test(name)),
          `"${name}" is more than a name: leave out titles and degrees, and write a job as \`jobTitle\`.`,
          path,
        ),
      ),
  },
  {
    id: 'google/author-url',
    level: 'recommended',
    reference: `${ARTICLE}, author.url`,
    faults: ({ page }) =>
      authorsOf(page).flatMap(({ name, path, node }) =>
        faultIf(
          node.url === undefined && node.sameAs === undefined,
          `${name} is not identified: add \`url\` or \`sameAs\`, or name a member of staff.`,
          path,
        ),
      ),
  },
  {
    id: 'google/publisher',
    level: 'recommended',
    reference: `${ARTICLE}, examples`,
    faults: ({ page }) => {
      const node = storyNode(page);
      const isMissing = node !== undefined && nodesIn(node.publisher, page).every(({ name }) => !name);
      return faultIf(isMissing, 'The story names no publisher: add one.', 'publisher');
    },
  },
];

function authorsOf(page: Parameters<PageRule['faults']>[0]['page']) {
  return nodesIn(storyNode(page)?.author, page).map((node, index) => ({
    node,
    name: String(node.name ?? ''),
    path: `author[${index}]`,
  }));
}

/** Returns the authors that are persons: the name of a desk is not restricted. */
function peopleOf(page: Parameters<typeof authorsOf>[0]) {
  return authorsOf(page).filter(({ node }) => !typesOf(node).some((type) => type.endsWith('Organization')));
}
