import type { Format } from '../format.ts';
import { jsonLdDocument } from './from-view.ts';
import { checkJsonLd } from './rules.ts';

export { PAID_CLASS } from './article-node.ts';
export { graphOf } from './from-view.ts';
export { type ListPage, listGraph, type PlainPage, pageGraph } from './list-page.ts';
export { publisherNode, webSiteNode } from './publisher.ts';
export { writeJsonLd } from './serialize.ts';

/** schema.org NewsArticle as JSON-LD, following Google's documentation (Search Central, Article). */
export const jsonLd: Format = {
  id: 'json-ld',
  name: 'schema.org NewsArticle (JSON-LD)',
  specification: 'https://schema.org/NewsArticle',
  mediaType: 'application/ld+json',
  extension: '.jsonld',
  losses: [
    { field: 'humanReview', because: 'no property' },
    { field: 'contentWarnings', because: 'no property that means the same' },
    { field: 'urgency', because: 'no property' },
    { field: 'slugline', because: 'no property' },
    { field: 'headlines (but the first)', because: 'one `alternativeHeadline`' },
    { field: 'dateline of a live page', because: '`LiveBlogPosting` is no `NewsArticle`' },
    { field: 'sources (but the first)', because: 'one `sourceOrganization`' },
    {
      field: 'rights.usageTerms, rights.dataMining',
      because: 'the licence is an address; robots rules express the rest',
    },
    { field: 'media[].focalPoint', because: 'no property' },
    { field: 'direction', because: 'no property' },
    { field: 'source', because: '`identifier` is our own' },
    { field: 'series.position', because: 'a number of a `CreativeWorkSeries` is an episode’s' },
    { field: 'feedId', because: '`identifier` is the id' },
  ],
  article: jsonLdDocument,
  check: checkJsonLd,
};
