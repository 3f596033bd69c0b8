import type { BreadcrumbListLeaf } from 'schema-dts';

/** A page on the path from the front page to this one. */
export interface Breadcrumb {
  readonly name: string;
  readonly url: string;
}

/** Returns the path from the front page to a page (Google, breadcrumb): at least two steps. */
export function breadcrumbList(id: string, steps: readonly Breadcrumb[]): BreadcrumbListLeaf {
  return {
    '@type': 'BreadcrumbList',
    '@id': id,
    itemListElement: steps.map(({ name, url }, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      name,
      item: { '@type': 'WebPage', '@id': url, name },
    })),
  };
}
