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
 * The nodes of the graph, typed by schema-dts after schema.org. The types cover names and node types; dates, addresses
 * and missing properties are checked by the vocabulary test and `rules.ts`.
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

/** The graph with the story first: readers that look at one node take the first. */
export interface JsonLdGraph {
  readonly '@context': 'https://schema.org';
  readonly '@graph': readonly [ArticleNode, ...GraphNode[]];
}

/** A node before absent properties are dropped by `node`. */
export type Loose<T> = { [K in keyof T]: T[K] | undefined };

/** Drops absent properties and empty lists, which have no meaning in JSON-LD. */
export function node<T>(loose: Loose<T>): T {
  const entries = Object.entries(loose).filter(([, value]) => value !== undefined && !isEmptyList(value));
  return Object.fromEntries(entries) as T;
}

/** Returns pixels as search engines expect them, plain numbers; schema-dts types Distance as text. */
export function pixels<Count extends number | undefined>(count: Count): Count extends number ? string : undefined {
  return count as never;
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
