import { leadImage, renditionOfRatio } from '../article/media.ts';
import type { Story } from '../article/view.ts';
import type { Selection } from '../feeds/selection.ts';
import type { FormatContext } from '../formats/format.ts';
import { FEED_FORMATS } from '../formats/index.ts';
import { publisherNode, webSiteNode, writeJsonLd } from '../formats/json-ld/index.ts';
import { sectionName, sectionOf } from '../publication/publication.ts';
import { toOffsetDateTime } from '../text/instant.ts';
import { frameOf } from './frame.ts';
import { renderTemplate } from './templates.ts';
import { wordsOf } from './words.ts';

/** The front page: the newest stories, the first one large. */
export function frontPage(selection: Selection, context: FormatContext): string {
  const { publication, addresses } = context;
  return renderTemplate('front', {
    ...frameOf(context, {
      title: publication.name,
      description: publication.description,
      canonical: addresses.home,
      language: selection.language,
      direction: selection.direction,
    }),
    stories: leadFirst(cards(selection, context)),
    jsonLd: writeJsonLd({ '@context': 'https://schema.org', '@graph': [webSiteNode(context), publisherNode(context)] }),
  });
}

/** A feed's own page: what it holds, and the addresses to copy. */
export function feedPage(selection: Selection, context: FormatContext): string {
  const { addresses, publication } = context;
  return renderTemplate('feed', {
    ...frameOf(context, {
      title: selection.title,
      description: selection.description,
      canonical: addresses.feed(selection.name),
      language: selection.language,
      direction: selection.direction,
      feed: { name: selection.name, title: selection.title },
    }),
    heading: selection.name === 'all' ? 'All stories' : selection.title.replace(`${publication.name}: `, ''),
    stories: cards(selection, context),
    addresses: FEED_FORMATS.map(({ name, extension }) => ({
      title: name,
      href: addresses.feed(selection.name, extension),
    })),
  });
}

/** The newest story with a picture stands large; the others keep their order. */
function leadFirst(stories: readonly Card[]): Card[] {
  const lead = stories.find(({ image }) => image !== undefined);
  return lead === undefined ? [...stories] : [lead, ...stories.filter((story) => story !== lead)];
}

type Card = ReturnType<typeof card>;

function cards(selection: Selection, context: FormatContext): Card[] {
  return selection.views.filter((view) => view.kind === 'story').map((story) => card(story, context));
}

/** A story in a list. */
function card(story: Story, { publication }: FormatContext) {
  const lead = leadImage(story.media);
  const section = sectionOf(publication, story.section);
  const { timeZone } = publication;
  const day = new Intl.DateTimeFormat(story.language, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  return {
    href: `/articles/${story.slug}`,
    headline: story.headline,
    standfirst: story.standfirst,
    language: story.language,
    direction: story.direction,
    section: section === undefined ? story.section : sectionName(section, story.language),
    live: story.live === undefined ? undefined : wordsOf(story.language).live,
    machine: toOffsetDateTime(story.firstPublishedAt, timeZone),
    human: day.format(new Date(story.firstPublishedAt)),
    image: lead && { ...renditionOfRatio(lead, 16 / 9), alt: lead.alt },
  };
}
