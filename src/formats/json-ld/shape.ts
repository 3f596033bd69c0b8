import type {
  BreadcrumbListLeaf,
  CollectionPageLeaf,
  ImageObjectLeaf,
  LiveBlogPostingLeaf,
  NewsArticleLeaf,
  NewsMediaOrganizationLeaf,
  OrganizationLeaf,
  PersonLeaf,
  ProfilePageLeaf,
  VideoObjectLeaf,
  WebPageLeaf,
  WebSiteLeaf,
} from 'schema-dts';

/**
 * The nodes of our graph, typed by schema-dts after schema.org. It knows names and node types but not dates, addresses
 * or what is missing: the vocabulary test and `rules.ts` do.
 */
export type ArticleNode = NewsArticleLeaf | LiveBlogPostingLeaf;
export type AuthorNode = PersonLeaf | OrganizationLeaf;

export type GraphNode =
  | ArticleNode
  | AuthorNode
  | NewsMediaOrganizationLeaf
  | ImageObjectLeaf
  | VideoObjectLeaf
  | WebPageLeaf
  | CollectionPageLeaf
  | ProfilePageLeaf
  | WebSiteLeaf
  | BreadcrumbListLeaf;

/** The story first: readers that look at one node take the first. */
export interface JsonLdGraph {
  readonly '@context': 'https://schema.org';
  readonly '@graph': readonly [ArticleNode, ...GraphNode[]];
}

/** A node in the making: properties that turn out to be absent are dropped by `node`. */
export type Loose<T> = { [K in keyof T]: T[K] | undefined };

/** Drops absent properties and empty lists, which mean nothing in JSON-LD. */
export function node<T>(loose: Loose<T>): T {
  const entries = Object.entries(loose).filter(([, value]) => value !== undefined && !isEmptyList(value));
  return Object.fromEntries(entries) as T;
}

/** Search engines want plain numbers of pixels; schema-dts writes the type Distance as text. */
export function pixels<Count extends number | undefined>(count: Count): Count extends number ? string : undefined {
  return count as never;
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
