import { articlePath } from '../addresses/paths.ts';
import type { Story } from '../article/view.ts';
import type { Selection } from '../feeds/selection.ts';
import type { FormatContext } from '../formats/format.ts';
import { publisherNode, webSiteNode, writeJsonLd } from '../formats/json-ld/index.ts';
import { leadPicture } from '../formats/lead-picture.ts';
import { textsIn } from '../publication/interface-texts.ts';
import { sectionName, sectionOf } from '../publication/publication.ts';
import { toOffsetDateTime } from '../text/instant.ts';
import { frameOf } from './frame.ts';
import { renderTemplate } from './templates.ts';

/** Renders the front page: the newest stories, the first one large. */
export function frontPage(selection: Selection, context: FormatContext): string {
  return renderTemplate('front', frontModel(selection, context));
}

/** Fields of the template `front`. */
export function frontModel(selection: Selection, context: FormatContext) {
  const { publication, addresses } = context;
  return {
    ...frameOf(context, {
      title: publication.name,
      description: publication.description,
      canonical: addresses.home,
      language: selection.language,
      direction: selection.direction,
    }),
    stories: inOrder(cards(selection, context)).slice(0, MAX_STORIES),
    jsonLd: writeJsonLd({ '@context': 'https://schema.org', '@graph': [webSiteNode(context), publisherNode(context)] }),
  };
}

/** Largest number of stories on the front page. */
const MAX_STORIES = 40;
/** IPTC urgency of a story without a stated one; 1 is the most urgent. */
const NORMAL_URGENCY = 5;

/** Sorts by urgency, then newest first. A picture decides which of the normal stories leads. */
function inOrder(newestFirst: readonly Card[]): Card[] {
  const stories = newestFirst.toSorted((a, b) => (a.urgency ?? NORMAL_URGENCY) - (b.urgency ?? NORMAL_URGENCY));
  const [first] = stories;
  if (first?.urgency !== undefined && first.urgency < NORMAL_URGENCY) return stories;
  const lead = stories.find(({ image }) => image !== undefined);
  return lead === undefined ? stories : [lead, ...stories.filter((story) => story !== lead)];
}

export type Card = ReturnType<typeof cardOf>;

/** Returns the cards of the stories of a selection. */
export function cards(selection: Selection, context: FormatContext): Card[] {
  return cardsOf(storiesIn(selection), context);
}

/** Returns the stories of a selection, without its tombstones. */
export function storiesIn({ views }: Selection): Story[] {
  return views.filter((view) => view.kind === 'story');
}

/** Returns the cards of stories. */
export function cardsOf(stories: readonly Story[], context: FormatContext): Card[] {
  return stories.map((story) => cardOf(story, context));
}

/** Creates the card of a story in a list. */
export function cardOf(story: Story, { publication }: FormatContext) {
  const section = sectionOf(publication, story.section);
  const { timeZone } = publication;
  const day = new Intl.DateTimeFormat(story.language, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  return {
    href: articlePath(story.slug),
    headline: story.headline,
    standfirst: story.standfirst,
    language: story.language,
    direction: story.direction,
    section: section === undefined ? story.section : sectionName(section, story.language),
    // For the page of corrections.
    corrections: story.notices
      .filter(({ kind }) => kind === 'correction')
      .toReversed()
      .map(({ text, at }) => ({ text, machine: toOffsetDateTime(at, timeZone), human: day.format(new Date(at)) })),
    urgency: story.urgency,
    paid: story.access === 'paid' ? textsIn(story.language).subscribers : undefined,
    live: story.isLive ? textsIn(story.language).live : undefined,
    machine: toOffsetDateTime(story.firstPublishedAt, timeZone),
    human: day.format(new Date(story.firstPublishedAt)),
    image: leadPicture(story),
  };
}
