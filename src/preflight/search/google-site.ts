import { metaOf, nodeOf, nodesIn, storyNode, typesOf } from '../served-page.ts';
import { faultIf, type PageRule } from './rule.ts';

/** Requirements of Google for a page as a part of its site: breadcrumb, profile, languages, addresses. */
export const googleSite: readonly PageRule[] = [
  {
    id: 'google/breadcrumb',
    level: 'required',
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
    level: 'required',
    reference: 'Google Search Central, profile page',
    faults: ({ page }) => {
      const profile = nodeOf(page, 'ProfilePage');
      const [subject] = nodesIn(profile?.mainEntity, page);
      const isPerson = typesOf(subject).some((type) => type === 'Person' || type.endsWith('Organization'));
      return faultIf(
        profile !== undefined && !(isPerson && subject?.name),
        'A profile page is about a person or an organisation with a name (mainEntity).',
        'ProfilePage',
      );
    },
  },
  {
    id: 'google/hreflang',
    level: 'required',
    reference: 'Google Search Central, localized versions',
    faults: ({ page }) => {
      const variants = page.links.filter(({ hreflang }) => hreflang !== undefined);
      const isMissing = variants.length > 0 && !variants.some(({ href }) => href === page.url);
      return faultIf(
        isMissing,
        'The page links its translations and not itself: add a link for its own language.',
        'link[hreflang]',
      );
    },
  },
  {
    id: 'google/canonical',
    level: 'recommended',
    reference: 'Google Search Central, canonicalization',
    faults: ({ page }) => {
      const canonical = page.links.find(({ rel }) => rel === 'canonical')?.href;
      const isIndexed = !(metaOf(page, 'robots') ?? '').includes('noindex');
      const urls = [canonical, metaOf(page, 'og:url'), storyNode(page)?.url].filter((url) => url !== undefined);
      return [
        ...faultIf(
          isIndexed && canonical === undefined,
          'The page names no canonical address: add `link rel="canonical"`.',
          'link[rel=canonical]',
        ),
        ...faultIf(
          isIndexed && new Set(urls).size > 1,
          'canonical, og:url and url in JSON-LD differ: make them the same.',
          'link[rel=canonical]',
        ),
      ];
    },
  },
  {
    id: 'google/large-previews',
    level: 'recommended',
    reference: 'Google Search Central, Discover',
    faults: ({ page }) => {
      const robots = metaOf(page, 'robots') ?? '';
      return faultIf(
        !robots.includes('noindex') && !robots.includes('max-image-preview:large'),
        'Pictures are shown small: add max-image-preview:large.',
        'meta[name=robots]',
      );
    },
  },
];
