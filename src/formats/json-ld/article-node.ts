import type {
  CorrectionCommentLeaf,
  CreativeWorkLeaf,
  LiveBlogPostingLeaf,
  NewsArticleLeaf,
  OrganizationLeaf,
  SpeakableSpecificationLeaf,
  WebPageElementLeaf,
} from 'schema-dts';
import { originalElsewhere } from '../../addresses/copies.ts';
import type { Related } from '../../article/content.ts';
import { summaryOf } from '../../article/summary.ts';
import type { Story } from '../../article/view.ts';
import { sectionName, sectionOf } from '../../publication/publication.ts';
import { rightsOfStory } from '../../publication/rights-of.ts';
import { defined } from '../../text/defined.ts';
import { parseBody } from '../../text/html-tree.ts';
import { type Instant, toOffsetDateTime } from '../../text/instant.ts';
import { plainText } from '../../text/plain-text.ts';
import { elementsOf, wordCount } from '../../text/projections.ts';
import { GENRE_SCHEME } from '../../vocabulary/genres.ts';
import type { FormatContext } from '../format.ts';
import { imagesOf, videosOf } from './media.ts';
import { authorsOf, partyNode } from './parties.ts';
import { publisherInline } from './publisher.ts';
import { type ArticleNode, node } from './shape.ts';
import { aboutOf, digitalSource, mentionsOf, placeNode } from './terms.ts';

/** Returns the story's node, with author, publisher and image inlined for readers that follow no references. */
export function articleNode(story: Story, context: FormatContext): ArticleNode {
  const properties = {
    ...whatItIs(story, context),
    ...whenAndWho(story, context),
    ...textProperties(story, context),
    ...whatItIsAbout(story, context),
    ...whoseItIs(story, context),
  };
  if (story.live !== undefined) {
    return node<LiveBlogPostingLeaf>({ '@type': 'LiveBlogPosting', ...properties, ...coverage(story, context) });
  }
  // A LiveBlogPosting is not a NewsArticle: `dateline` would be outside its domain.
  const dateline = story.dateline && (story.dateline.text ?? story.dateline.place);
  const leaf = node<NewsArticleLeaf>({ '@type': 'NewsArticle', ...properties, dateline });
  // Never the subtype alone: readers look for NewsArticle, and some for one name only.
  return story.newsType === undefined ? leaf : ({ ...leaf, '@type': ['NewsArticle', story.newsType] } as never);
}

function whatItIs(story: Story, { addresses }: FormatContext) {
  const url = addresses.article(story.slug);
  return {
    '@id': `${url}#article`,
    url,
    mainEntityOfPage: { '@id': url },
    identifier: { '@type': 'PropertyValue', propertyID: 'guid', value: story.id } as const,
    headline: story.headline,
    alternativeHeadline: story.headlines[0]?.text,
    description: summaryOf(story),
    inLanguage: story.language,
    version: `${story.version}`,
  };
}

function whenAndWho(story: Story, context: FormatContext) {
  const at = (instant: Instant) => toOffsetDateTime(instant, context.publication.timeZone);
  return {
    datePublished: at(story.firstPublishedAt),
    dateModified: at(story.updatedAt),
    dateCreated: story.created && at(story.created),
    expires: story.expires && at(story.expires),
    author: authorsOf(story, context),
    contributor: story.contributors.map((party) => partyNode(party, context)),
    publisher: publisherInline(context),
    sourceOrganization: sourceOf(story, context),
  };
}

/** Returns the agency that the story came from; for a copy the publisher of the original. */
function sourceOf(story: Story, context: FormatContext): OrganizationLeaf | undefined {
  const { sources } = story;
  const canonical = originalElsewhere(story, context);
  const [source] = sources;
  if (source !== undefined) {
    const { name, url } = source;
    return defined({ '@type': 'Organization', name, url });
  }
  return canonical?.name === undefined ? undefined : { '@type': 'Organization', name: canonical.name };
}

function textProperties(story: Story, context: FormatContext) {
  const text = plainText(story.body);
  return {
    image: imagesOf(story, context),
    video: videosOf(story, context),
    articleBody: text,
    wordCount: wordCount(text, story.language),
    correction: corrections(story, context),
    isAccessibleForFree: story.access !== 'paid',
    hasPart: paidPart(story),
    backstory: story.backstory,
    speakable: speakableOf(story, context),
  };
}

/** Returns the CSS selector of the part of the page that only subscribers can read (Google, paywalled content). */
function paidPart({ partial }: Story): WebPageElementLeaf | undefined {
  if (!partial) return undefined;
  return { '@type': 'WebPageElement', isAccessibleForFree: false, cssSelector: `.${PAID_CLASS}` };
}

/** Class of the element that replaces the rest of a story on pages for the public. */
export const PAID_CLASS = 'paid';

/** Returns the parts that an assistant may read aloud, where the publication enables it: two or three sentences. */
function speakableOf({ standfirst }: Story, { publication }: FormatContext): SpeakableSpecificationLeaf | undefined {
  if (!publication.speakable) return undefined;
  return {
    '@type': 'SpeakableSpecification',
    cssSelector: ['h1', ...(standfirst === undefined ? [] : ['.standfirst'])],
  };
}

function corrections(story: Story, { publication }: FormatContext): CorrectionCommentLeaf[] {
  return story.notices
    .filter(({ kind }) => kind === 'correction')
    .map(({ text, at }) => ({
      '@type': 'CorrectionComment',
      text,
      datePublished: toOffsetDateTime(at, publication.timeZone),
    }));
}

function whatItIsAbout(story: Story, context: FormatContext) {
  const section = sectionOf(context.publication, story.section);
  const placed = story.places.filter(({ about }) => about);
  const written = story.dateline?.place;
  const known = story.places.find(({ name }) => name.toLowerCase() === written?.toLowerCase());
  return {
    articleSection: section === undefined ? story.section : sectionName(section, story.language),
    genre: story.genre === undefined ? undefined : GENRE_SCHEME + story.genre,
    keywords: story.keywords,
    about: aboutOf(story),
    mentions: mentionsOf(story),
    contentLocation: placed.map(placeNode),
    locationCreated:
      written === undefined ? undefined : known ? placeNode(known) : ({ '@type': 'Place', name: written } as const),
    isPartOf: story.series && ({ '@type': 'CreativeWorkSeries', name: story.series.name } as const),
    ...relatedWorks(story, context),
  };
}

function relatedWorks(story: Story, context: FormatContext) {
  const having = (wanted: Related['relation']) =>
    story.related.filter(({ relation }) => relation === wanted).flatMap((related) => workOf(related, context));
  return {
    translationOfWork: having('translationOf')[0],
    workTranslation: translationsOf(story, context),
    isBasedOn: [...having('previous'), ...having('basedOn'), ...canonicalWork(story, context)],
    citation: having('cites'),
  };
}

/** Returns the translations of a story; a translation refers to its original alone. */
function translationsOf(story: Story, { variantsOf, addresses }: FormatContext): NewsArticleLeaf[] {
  const [original, ...others] = variantsOf?.(story.id) ?? [];
  return original?.id === story.id ? others.map((other) => storyWork(other, addresses)) : [];
}

/** Returns the canonical address of a copy. */
function canonicalWork(story: Story, context: FormatContext): CreativeWorkLeaf[] {
  const canonical = originalElsewhere(story, context);
  if (canonical === undefined) return [];
  return [{ '@type': 'CreativeWork', url: canonical.url, name: canonical.name ?? canonical.url }];
}

/** Returns a story elsewhere, or one of this publication that the reader may see. */
function workOf({ article, url, title }: Related, { storyOf, addresses }: FormatContext): Work[] {
  if (url !== undefined) return [{ '@type': 'CreativeWork', url, name: title ?? url }];
  const other = article === undefined ? undefined : storyOf(article);
  if (other === undefined) return [];
  return [storyWork(other, addresses)];
}

function storyWork({ slug, headline, language }: Story, addresses: FormatContext['addresses']): NewsArticleLeaf {
  const url = addresses.article(slug);
  return { '@type': 'NewsArticle', '@id': `${url}#article`, url, headline, inLanguage: language };
}

type Work = CreativeWorkLeaf | NewsArticleLeaf;

function whoseItIs(story: Story, { publication, addresses }: FormatContext) {
  const rights = rightsOfStory(publication, story);
  return {
    copyrightHolder: { '@type': 'Organization' as const, name: rights.holder },
    copyrightYear: rights.year,
    copyrightNotice: rights.notice,
    creditText: story.creditLine,
    license: rights.licence,
    usageInfo: addresses.of('licence'),
    acquireLicensePage: rights.acquire,
    digitalSourceType: story.digitalSourceType && digitalSource(story.digitalSourceType),
  };
}

/** Returns the addresses of the pictures in an update. */
function imagesIn(html: string, { addresses }: FormatContext): string[] | undefined {
  if (!html.includes('<img')) return undefined;
  const sources = elementsOf(parseBody(html)).map(({ tagName, properties }) => tagName === 'img' && properties.src);
  return sources.flatMap((src) => (typeof src === 'string' ? [addresses.absolute(src)] : []));
}

function coverage(story: Story, context: FormatContext) {
  const at = (instant: Instant) => toOffsetDateTime(instant, context.publication.timeZone);
  const url = context.addresses.article(story.slug);
  return {
    coverageStartTime: story.live && at(story.live.starts),
    coverageEndTime: story.live?.ends && at(story.live.ends),
    liveBlogUpdate: story.live?.updates.map((update) => ({
      '@type': 'BlogPosting' as const,
      '@id': `${url}#${update.id}`,
      url: `${url}#${update.id}`,
      headline: update.headline ?? story.headline,
      datePublished: at(update.at),
      dateModified: at(update.at),
      author: authorsOf(story, context),
      image: imagesIn(update.body, context),
      articleBody: plainText(parseBody(update.body)),
    })),
  };
}
