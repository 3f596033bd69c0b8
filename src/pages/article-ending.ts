import { articlePath, feedPath } from '../addresses/paths.ts';
import type { Related } from '../article/content.ts';
import type { Story } from '../article/view.ts';
import type { FormatContext, FurtherStory } from '../formats/format.ts';
import { textsIn } from '../publication/interface-texts.ts';
import { sectionName, sectionOf } from '../publication/publication.ts';
import { rightsOfStory } from '../publication/rights-of.ts';
import { toOffsetDateTime } from '../text/instant.ts';
import type { Direction } from '../text/language.ts';
import { mediaTopic, topicName } from '../vocabulary/media-topics.ts';

/** Returns the fields of the end of a story's page: links to other stories, to its subjects and feeds, and its rights. */
export function endingOf(story: Story, context: FormatContext) {
  const section = `section/${story.section}`;
  return {
    related: relatedLinks(story, context),
    further: furtherLinks(story, context),
    share: shareLinks(story, context),
    follow: { href: feedPath(section), feed: feedPath(section, '.rss') },
    subjects: story.subjects.flatMap((code) => {
      const topic = mediaTopic(code);
      return topic === undefined ? [] : [{ ...topicName(topic, story.language), href: feedPath(`subject/${code}`) }];
    }),
    rights: rightsOfStory(context.publication, story).notice,
  };
}

interface RelatedLink {
  readonly relation: Related['relation'];
  readonly href: string;
  readonly title: string;
  readonly language?: string;
  readonly direction?: Direction;
}

function linkTo({ headline, slug, language, direction }: Story, relation: Related['relation']): RelatedLink {
  return { relation, href: articlePath(slug), title: headline, language, direction };
}

/** Returns links to stories that this audience may see, and to pages elsewhere. */
function relatedLinks(
  story: Story,
  { storyOf, variantsOf }: FormatContext,
): { see: RelatedLink[]; translations: RelatedLink[] } {
  const links = story.related.flatMap(({ relation, article, url, title }): RelatedLink[] => {
    if (url !== undefined) return [{ relation, href: url, title: title ?? url }];
    const other = article === undefined ? undefined : storyOf(article);
    if (other === undefined) return [];
    return [linkTo(other, relation)];
  });
  const isTranslation = ({ relation }: RelatedLink): boolean => relation === 'translationOf';
  const others = variantsOf?.(story.id).filter(({ id }) => id !== story.id) ?? [];
  const variants = others.map((other) => linkTo(other, 'translationOf'));
  return {
    see: links.filter((link) => !isTranslation(link)),
    translations: [...new Map([...links.filter(isTranslation), ...variants].map((link) => [link.href, link])).values()],
  };
}

/** Returns the lists of stories to read next, under their headings. */
function furtherLinks(story: Story, { further, publication }: FormatContext) {
  const words = textsIn(story.language);
  const section = sectionOf(publication, story.section);
  const name = section === undefined ? story.section : sectionName(section, story.language);
  const { timeZone } = publication;
  const linksOf = (stories: readonly FurtherStory[] = []) =>
    stories.map(({ slug, headline, firstPublishedAt }) => ({
      ...{ href: articlePath(slug), title: headline },
      day: new Intl.DateTimeFormat(story.language, { dateStyle: 'medium', timeZone }).format(
        new Date(firstPublishedAt),
      ),
      machine: toOffsetDateTime(firstPublishedAt, timeZone),
    }));
  return [
    { heading: words.related, links: linksOf(further?.related) },
    { heading: words.moreFrom(name), links: linksOf(further?.section) },
  ].filter(({ links }) => links.length > 0);
}

/** Returns links that share a story without a script of others: by e-mail and on networks that take one in an address. */
function shareLinks({ headline, slug, language }: Story, { addresses }: FormatContext) {
  const [title, url] = [encodeURIComponent(headline), encodeURIComponent(addresses.article(slug))];
  return [
    { title: textsIn(language).byEmail, href: `mailto:?subject=${title}&body=${url}` },
    { title: 'WhatsApp', href: `https://wa.me/?text=${title}%20${url}` },
    { title: 'Bluesky', href: `https://bsky.app/intent/compose?text=${title}%20${url}` },
  ];
}
