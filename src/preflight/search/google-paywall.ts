import { nodesIn, storyNode } from '../served-page.ts';
import { faultIf, type PageRule } from './rule.ts';

/** Requirements of Google for a paywalled story. */
export const googlePaywall: readonly PageRule[] = [
  {
    id: 'google/paywall-boolean',
    level: 'required',
    reference: 'Google Search Central, paywalled content, isAccessibleForFree',
    faults: ({ page }) => {
      const value = storyNode(page)?.isAccessibleForFree;
      return faultIf(
        value !== undefined && typeof value !== 'boolean',
        'isAccessibleForFree is not a boolean: write true or false, without quotes.',
        'isAccessibleForFree',
      );
    },
  },
  {
    id: 'google/paywall-selector',
    level: 'required',
    reference: 'Google Search Central, paywalled content, cssSelector',
    faults: ({ page }) =>
      nodesIn(storyNode(page)?.hasPart, page).flatMap(({ cssSelector }, index) => {
        const selector = String(cssSelector ?? '');
        if (cssSelector === undefined) return [];
        const found = /^\.[\w-]+$/.test(selector) && page.classes.has(selector.slice(1));
        return faultIf(
          !found,
          `"${selector}" is not a class of the page: name one that exists.`,
          `hasPart[${index}].cssSelector`,
        );
      }),
  },
  {
    id: 'google/paywall-agrees',
    level: 'required',
    reference: 'Google Search Central, paywalled content',
    faults: ({ page }) => {
      const node = storyNode(page);
      const isCut = nodesIn(node?.hasPart, page).some(({ isAccessibleForFree }) => isAccessibleForFree === false);
      return faultIf(
        isCut && node?.isAccessibleForFree !== false,
        'A part is for subscribers, and the story is declared free: set isAccessibleForFree to false.',
        'isAccessibleForFree',
      );
    },
  },
];
