import { metaOf, nodeOf, nodesIn, storyNode, typesOf } from '../served-page.ts';
import { googleDates } from './google-dates.ts';
import { googleImages } from './google-images.ts';
import { faultIf, type PageRule } from './rule.ts';

const ARTICLE = 'Google Search Central, Article (2026-09-08)';
const GENERAL = 'Google Search Central, structured data guidelines';

/** Names of several people; not those of one, such as `Martin King, Jr.`, `William E Smith` or `José Ortega y Gasset`. */
const SEVERAL = /;|,(?!\s*(Jr|Sr|PhD|MD|II|III)\b)|\s(and|und|et|e|&|و)\s/;
/** More than the name alone. */
const MORE_THAN_A_NAME = /^by\s|@|\b(reporter|editor|correspondent|staff writer)\b/i;

const article: readonly PageRule[] = [
  {
    id: 'google/structured-data',
    asks: 'required',
    reference: GENERAL,
    faults: ({ page }) =>
      page.brokenBlocks.map((message) => ({ message: `A block of JSON-LD is not JSON: ${message}`, path: 'script' })),
  },
  {
    id: 'google/article',
    asks: 'recommended',
    reference: ARTICLE,
    faults: ({ page }) =>
      faultIf(storyNode(page) === undefined, 'The page has no NewsArticle: add its JSON-LD.', 'script'),
  },
  {
    id: 'google/headline-visible',
    asks: 'required',
    reference: `${GENERAL}, content`,
    faults: ({ page }) => {
      const headline = storyNode(page)?.headline;
      const isOther = headline !== undefined && !page.headings.includes(String(headline).trim());
      return faultIf(
        isOther,
        'The headline in JSON-LD is not the one that readers see: make them the same.',
        'headline',
      );
    },
  },
  {
    id: 'google/headline-length',
    asks: 'recommended',
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
    asks: 'recommended',
    reference: `${ARTICLE}, author`,
    faults: ({ page }) => {
      const node = storyNode(page);
      const isMissing = node !== undefined && nodesIn(node.author, page).every(({ name }) => !name);
      return faultIf(isMissing, 'The story names no author: write `bylines`.', 'author');
    },
  },
  {
    id: 'google/one-author-a-name',
    asks: 'recommended',
    reference: `${ARTICLE}, author markup best practices`,
    faults: ({ page }) =>
      peopleOf(page).flatMap(({ name, path }) =>
        faultIf(SEVERAL.test(name), `"${name}" looks like several authors: give each a byline of its own.`, path),
      ),
  },
  {
    id: 'google/author-name',
    asks: 'recommended',
    reference: `${ARTICLE}, author markup best practices`,
    faults: ({ page }) =>
      peopleOf(page).flatMap(({ name, path }) =>
        faultIf(MORE_THAN_A_NAME.test(name), `"${name}" is more than a name: write a title as \`jobTitle\`.`, path),
      ),
  },
  {
    id: 'google/author-url',
    asks: 'recommended',
    reference: `${ARTICLE}, author.url`,
    faults: ({ page }) =>
      authorsOf(page).flatMap(({ name, path, node }) =>
        faultIf(
          node.url === undefined && node.sameAs === undefined,
          `Nothing tells which ${name} it is: add \`url\` or \`sameAs\`, or name a member of staff.`,
          path,
        ),
      ),
  },
  {
    id: 'google/publisher',
    asks: 'recommended',
    reference: `${ARTICLE}, examples`,
    faults: ({ page }) => {
      const node = storyNode(page);
      const isMissing = node !== undefined && nodesIn(node.publisher, page).every(({ name }) => !name);
      return faultIf(isMissing, 'The story names no publisher.', 'publisher');
    },
  },
];

const paywall: readonly PageRule[] = [
  {
    id: 'google/paywall-boolean',
    asks: 'required',
    reference: 'Google Search Central, paywalled content, isAccessibleForFree',
    faults: ({ page }) => {
      const value = storyNode(page)?.isAccessibleForFree;
      return faultIf(
        value !== undefined && typeof value !== 'boolean',
        'isAccessibleForFree is true or false, without quotes.',
        'isAccessibleForFree',
      );
    },
  },
  {
    id: 'google/paywall-selector',
    asks: 'required',
    reference: 'Google Search Central, paywalled content, cssSelector',
    faults: ({ page }) =>
      nodesIn(storyNode(page)?.hasPart, page).flatMap(({ cssSelector }, index) => {
        const selector = String(cssSelector ?? '');
        if (cssSelector === undefined) return [];
        const found = /^\.[\w-]+$/.test(selector) && page.classes.has(selector.slice(1));
        return faultIf(
          !found,
          `"${selector}" is no class of the page: name one that is there.`,
          `hasPart[${index}].cssSelector`,
        );
      }),
  },
  {
    id: 'google/paywall-agrees',
    asks: 'required',
    reference: 'Google Search Central, paywalled content',
    faults: ({ page }) => {
      const node = storyNode(page);
      const isCut = nodesIn(node?.hasPart, page).some(({ isAccessibleForFree }) => isAccessibleForFree === false);
      return faultIf(
        isCut && node?.isAccessibleForFree !== false,
        'A part is for subscribers, and the story says that it is free.',
        'isAccessibleForFree',
      );
    },
  },
];

const site: readonly PageRule[] = [
  {
    id: 'google/breadcrumb',
    asks: 'required',
    reference: 'Google Search Central, breadcrumb',
    faults: ({ page }) => {
      const list = nodeOf(page, 'BreadcrumbList');
      const items = nodesIn(list?.itemListElement, page);
      const isWhole =
        items.length >= 2 &&
        items.every(({ position, name, item }) => position && (name || nodesIn(item, page)[0]?.name));
      return faultIf(
        list !== undefined && !isWhole,
        'A breadcrumb has two steps or more, each with position and name.',
        'BreadcrumbList',
      );
    },
  },
  {
    id: 'google/profile',
    asks: 'required',
    reference: 'Google Search Central, profile page',
    faults: ({ page }) => {
      const profile = nodeOf(page, 'ProfilePage');
      const [whom] = nodesIn(profile?.mainEntity, page);
      const isPerson = typesOf(whom).some((type) => type === 'Person' || type.endsWith('Organization'));
      return faultIf(
        profile !== undefined && !(isPerson && whom?.name),
        'A profile page is about a person or an organisation with a name (mainEntity).',
        'ProfilePage',
      );
    },
  },
  {
    id: 'google/hreflang',
    asks: 'required',
    reference: 'Google Search Central, localized versions',
    faults: ({ page }) => {
      const variants = page.links.filter(({ hreflang }) => hreflang !== undefined);
      const isMissing = variants.length > 0 && !variants.some(({ href }) => href === page.url);
      return faultIf(isMissing, 'The page names its translations, and not itself.', 'link[hreflang]');
    },
  },
  {
    id: 'google/canonical',
    asks: 'recommended',
    reference: 'Google Search Central, canonicalization',
    faults: ({ page }) => {
      const canonical = page.links.find(({ rel }) => rel === 'canonical')?.href;
      const isIndexed = !(metaOf(page, 'robots') ?? '').includes('noindex');
      const urls = [canonical, metaOf(page, 'og:url'), storyNode(page)?.url].filter((url) => url !== undefined);
      return [
        ...faultIf(isIndexed && canonical === undefined, 'The page names no canonical address.', 'link[rel=canonical]'),
        ...faultIf(
          isIndexed && new Set(urls).size > 1,
          'canonical, og:url and url in JSON-LD are not the same address.',
          'link[rel=canonical]',
        ),
      ];
    },
  },
  {
    id: 'google/large-previews',
    asks: 'recommended',
    reference: 'Google Search Central, Discover',
    faults: ({ page }) => {
      const robots = metaOf(page, 'robots') ?? '';
      return faultIf(
        !robots.includes('noindex') && !robots.includes('max-image-preview:large'),
        'Without max-image-preview:large pictures are shown small.',
        'meta[name=robots]',
      );
    },
  },
];

/** What Google's documentation asks of a page with news. */
export const google: readonly PageRule[] = [...article, ...googleImages, ...googleDates, ...paywall, ...site];

function authorsOf(page: Parameters<PageRule['faults']>[0]['page']) {
  return nodesIn(storyNode(page)?.author, page).map((node, index) => ({
    node,
    name: String(node.name ?? ''),
    path: `author[${index}]`,
  }));
}

/** A desk may be called what it likes. */
function peopleOf(page: Parameters<typeof authorsOf>[0]) {
  return authorsOf(page).filter(({ node }) => !typesOf(node).some((type) => type.endsWith('Organization')));
}
