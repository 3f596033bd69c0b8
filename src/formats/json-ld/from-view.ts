import type { BreadcrumbListLeaf, WebPageLeaf } from 'schema-dts';
import type { Story, View } from '../../article/view.ts';
import { sectionName, sectionOf } from '../../publication/publication.ts';
import { toOffsetDateTime } from '../../text/instant.ts';
import type { FormatContext, Made } from '../format.ts';
import { articleNode } from './article-node.ts';
import { breadcrumbList } from './breadcrumbs.ts';
import { imagesOf, videosOf } from './media.ts';
import { authorsOf } from './parties.ts';
import { publisherNode, webSiteNode } from './publisher.ts';
import { writeJsonLd } from './serialize.ts';
import { type GraphNode, type JsonLdGraph, node } from './shape.ts';

/** Returns a story as one graph; `undefined` for a hidden story. */
export function jsonLdDocument(view: View, context: FormatContext): Made {
  return view.kind === 'story' ? { text: `${writeJsonLd(graphOf(view, context))}\n` } : undefined;
}

/**
 * Returns the graph of a story's page: the story first with all nodes inlined, followed by the same nodes in full, so
 * that readers that follow references and readers that do not both find them.
 */
export function graphOf(story: Story, context: FormatContext): JsonLdGraph {
  const siblings: GraphNode[] = [
    webPageNode(story, context),
    breadcrumbs(story, context),
    publisherNode(context),
    webSiteNode(context),
    ...authorsOf(story, context).filter((author) => story.bylines.length > 0 && '@id' in author),
    ...imagesOf(story, context),
    ...videosOf(story, context),
  ];
  return { '@context': 'https://schema.org', '@graph': [articleNode(story, context), ...siblings] };
}

function webPageNode(story: Story, context: FormatContext): WebPageLeaf {
  const { publication, addresses } = context;
  const url = addresses.article(story.slug);
  return node<WebPageLeaf>({
    '@type': 'WebPage',
    '@id': url,
    url,
    name: story.headline,
    inLanguage: story.language,
    datePublished: toOffsetDateTime(story.firstPublishedAt, publication.timeZone),
    dateModified: toOffsetDateTime(story.updatedAt, publication.timeZone),
    isPartOf: { '@id': `${addresses.home}#website` },
    breadcrumb: { '@id': `${url}#breadcrumbs` },
    primaryImageOfPage: imagesOf(story, context)[0],
    relatedLink: relatedLinks(story, context),
  });
}

/** Returns related stories, of this publication or elsewhere. */
function relatedLinks({ related }: Story, { storyOf, addresses }: FormatContext): string[] {
  return related.flatMap(({ relation, url, article }) => {
    if (relation !== 'seeAlso') return [];
    const other = article === undefined ? undefined : storyOf(article);
    return url ?? (other === undefined ? [] : addresses.article(other.slug));
  });
}

function breadcrumbs(story: Story, { publication, addresses }: FormatContext): BreadcrumbListLeaf {
  const section = sectionOf(publication, story.section);
  const name = section === undefined ? story.section : sectionName(section, story.language);
  return breadcrumbList(`${addresses.article(story.slug)}#breadcrumbs`, [
    { name: publication.name, url: addresses.home },
    { name, url: addresses.feed(`section/${story.section}`) },
    { name: story.headline, url: addresses.article(story.slug) },
  ]);
}
