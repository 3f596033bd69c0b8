import type { CollectionPageLeaf, ItemListLeaf, ProfilePageLeaf } from 'schema-dts';
import type { Story } from '../../article/view.ts';
import type { Staff } from '../../publication/publication.ts';
import type { FormatContext } from '../format.ts';
import { type Breadcrumb, breadcrumbList } from './breadcrumbs.ts';
import { staffNode } from './parties.ts';
import { publisherNode, webSiteNode } from './publisher.ts';
import { type GraphNode, node } from './shape.ts';

/** A page with a list of stories. */
export interface ListPage {
  readonly url: string;
  readonly title: string;
  readonly description: string;
  readonly stories: readonly Story[];
  /** The member of staff whose page this is. */
  readonly author?: Staff;
}

/** A page about the publication. */
export interface PlainPage extends Pick<ListPage, 'url' | 'title' | 'description'> {
  readonly type: 'WebPage' | 'AboutPage' | readonly ['AboutPage', 'ContactPage'];
}

/** Returns the graph of a page about the publication. */
export function pageGraph(page: PlainPage, context: FormatContext) {
  const { publication, addresses } = context;
  const steps = [
    { name: publication.name, url: addresses.home },
    { name: page.title, url: page.url },
  ];
  const about = { '@type': page.type, ...common(page, addresses.home) } as unknown as GraphNode;
  const breadcrumbs = breadcrumbList(`${page.url}#breadcrumbs`, steps);
  return {
    '@context': 'https://schema.org',
    '@graph': [about, breadcrumbs, webSiteNode(context), publisherNode(context)],
  };
}

/** Returns the graph of a page with a list of stories: a CollectionPage, or the ProfilePage of an author. */
export function listGraph(page: ListPage, context: FormatContext) {
  const { publication, addresses } = context;
  const steps: Breadcrumb[] = [
    { name: publication.name, url: addresses.home },
    { name: page.title, url: page.url },
  ];
  const nodes: GraphNode[] = [
    page.author === undefined ? collectionNode(page, context) : profileNode(page.author, page, context),
    breadcrumbList(`${page.url}#breadcrumbs`, steps),
    webSiteNode(context),
    publisherNode(context),
  ];
  return { '@context': 'https://schema.org', '@graph': nodes };
}

function collectionNode(page: ListPage, { addresses }: FormatContext): CollectionPageLeaf {
  return node<CollectionPageLeaf>({
    '@type': 'CollectionPage',
    ...common(page, addresses.home),
    mainEntity: page.stories.length === 0 ? undefined : storyList(page, addresses),
  });
}

/** Returns the page of an author (Google, profile page): `mainEntity` is the person or the desk. */
function profileNode(author: Staff, page: ListPage, context: FormatContext): ProfilePageLeaf {
  return node<ProfilePageLeaf>({
    '@type': 'ProfilePage',
    ...common(page, context.addresses.home),
    mainEntity: staffNode(author, context),
    significantLink: page.stories.map(({ slug }) => context.addresses.article(slug)),
  });
}

function common({ url, title, description }: Pick<ListPage, 'url' | 'title' | 'description'>, home: string) {
  return {
    '@id': url,
    url,
    name: title,
    description,
    isPartOf: { '@id': `${home}#website` },
    breadcrumb: { '@id': `${url}#breadcrumbs` },
  };
}

function storyList({ stories }: ListPage, addresses: FormatContext['addresses']): ItemListLeaf {
  return {
    '@type': 'ItemList',
    itemListElement: stories.map(({ slug, headline }, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      name: headline,
      url: addresses.article(slug),
    })),
  };
}
