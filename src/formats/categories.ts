import type { Story } from '../article/view.ts';
import { feedTextsIn } from '../publication/feed-texts.ts';
import { sectionName, sectionOf } from '../publication/publication.ts';
import { GENRE_SCHEME, genreName } from '../vocabulary/genres.ts';
import { MEDIA_TOPIC_SCHEME, mediaTopic, topicName } from '../vocabulary/media-topics.ts';
import type { FormatContext } from './format.ts';

/** A category of a story, with the scheme that the term comes from; a free keyword has no scheme. */
export interface Category {
  readonly term: string;
  readonly label: string;
  readonly scheme?: string;
}

/** Returns the mark of a paid or metered story, by which readers can filter; free stories have none. */
export function accessCategory({ access, language }: Story, { addresses }: FormatContext): Category | undefined {
  if (access === 'free') return undefined;
  return { term: access, label: feedTextsIn(language)[access], scheme: addresses.feed('access/') };
}

/**
 * Returns section, Media Topics, genre and keywords of a story, in this order, named in its language where a name
 * exists.
 */
export function categoriesOf(story: Story, { publication, addresses }: FormatContext): Category[] {
  const section = sectionOf(publication, story.section);
  const genre = story.genre === undefined ? undefined : genreName(story.genre);
  return [
    {
      term: story.section,
      label: section === undefined ? story.section : sectionName(section, story.language),
      scheme: addresses.feed('section/'),
    },
    ...story.subjects.flatMap((code) => {
      const topic = mediaTopic(code);
      return topic ? [{ term: code, label: topicName(topic, story.language).name, scheme: MEDIA_TOPIC_SCHEME }] : [];
    }),
    ...(story.genre === undefined || genre === undefined
      ? []
      : [{ term: story.genre, label: genre, scheme: GENRE_SCHEME }]),
    ...story.keywords.map((keyword) => ({ term: keyword, label: keyword })),
  ];
}
