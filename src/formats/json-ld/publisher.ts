import type { NewsMediaOrganizationLeaf, SearchActionLeaf, WebSiteLeaf } from 'schema-dts';
import type { FormatContext } from '../format.ts';
import { node, pixels } from './shape.ts';

/** Returns the publisher as every story contains it: enough for readers that follow no references. */
export function publisherInline(context: FormatContext): NewsMediaOrganizationLeaf {
  const { publication, addresses } = context;
  const { logo } = publication;
  return node<NewsMediaOrganizationLeaf>({
    '@type': 'NewsMediaOrganization',
    '@id': publisherId(context),
    name: publication.name,
    url: addresses.home,
    logo: logo && {
      '@type': 'ImageObject',
      url: addresses.absolute(logo.href),
      width: pixels(logo.width),
      height: pixels(logo.height),
    },
  });
}

/** Returns the publisher in full, with its policies (https://schema.org/NewsMediaOrganization). */
export function publisherNode(context: FormatContext): NewsMediaOrganizationLeaf {
  const { publication, addresses } = context;
  const policies = Object.entries(publication.policies).flatMap(([name, page]) =>
    page === undefined ? [] : [[name, addresses.absolute(page)]],
  );
  return node<NewsMediaOrganizationLeaf>({
    ...publisherInline(context),
    legalName: publication.legalName,
    description: publication.description,
    email: publication.email,
    foundingDate: publication.founded?.slice(0, 10),
    sameAs: publication.sameAs.length === 0 ? undefined : publication.sameAs,
    ...Object.fromEntries(policies),
  });
}

/** Returns the site as a whole, from which search engines take its name. */
export function webSiteNode(context: FormatContext): WebSiteLeaf {
  const { publication, addresses } = context;
  return node<WebSiteLeaf>({
    '@type': 'WebSite',
    '@id': `${addresses.home}#website`,
    name: publication.name,
    description: publication.description,
    url: addresses.home,
    inLanguage: publication.language,
    publisher: { '@id': publisherId(context) },
    potentialAction: searchAction(context),
  });
}

/** Returns the search of the site (https://schema.org/SearchAction); the value in braces is the words. */
function searchAction({ addresses }: FormatContext): SearchActionLeaf {
  return {
    '@type': 'SearchAction',
    target: { '@type': 'EntryPoint', urlTemplate: `${addresses.of('search')}?q={search_term_string}` },
    query: '{search_term_string}',
  };
}

function publisherId({ addresses }: FormatContext): string {
  return `${addresses.home}#publisher`;
}
