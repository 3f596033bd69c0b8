import { articlePath } from '../addresses/paths.ts';
import { noticeDate, noticeLabel } from '../article/reader-labels.ts';
import type { Story } from '../article/view.ts';
import type { Selection } from '../feeds/selection.ts';
import type { FormatContext } from '../formats/format.ts';
import { textsIn } from '../publication/interface-texts.ts';
import { sectionName, sectionOf } from '../publication/publication.ts';
import { toOffsetDateTime } from '../text/instant.ts';
import { cardPicture } from './pictures.ts';

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
export function cardOf(story: Story, context: FormatContext) {
  const { publication } = context;
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
      .map((notice) => ({
        text: notice.text,
        label: noticeLabel(notice, story.language),
        machine: toOffsetDateTime(notice.at, timeZone),
        human: noticeDate(notice, story.language, timeZone),
      })),
    paid: story.access === 'paid' ? textsIn(story.language).subscribers : undefined,
    live: story.isLive ? textsIn(story.language).live : undefined,
    machine: toOffsetDateTime(story.firstPublishedAt, timeZone),
    human: day.format(new Date(story.firstPublishedAt)),
    image: cardPicture(story, context),
  };
}
