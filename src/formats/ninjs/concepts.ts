import type { Entity, Place } from '../../article/entity.ts';
import type { Party } from '../../article/party.ts';
import type { Story } from '../../article/view.ts';
import { sectionName, sectionOf } from '../../publication/publication.ts';
import { defined } from '../../text/defined.ts';
import { GENRE_SCHEME, genreName } from '../../vocabulary/genres.ts';
import { mediaTopic, topicName, topicUri } from '../../vocabulary/media-topics.ts';
import type { FormatContext } from '../format.ts';
import type { NinjsConcept, NinjsPlace, NinjsSource } from './shape.ts';

const ROLES = 'http://cv.iptc.org/newscodes/contentprodpartyrole/';

/** Returns subjects and entities of the story: by URI where there is one, else by name. */
export function conceptsOf(story: Story, context: FormatContext) {
  const lists = {
    people: story.people.map(entity),
    organisations: story.organisations.map(entity),
    places: story.places.map(place),
    events: story.events.map(entity),
    subjects: subjects(story, context),
    genres: genres(story),
  };
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)) as Partial<typeof lists>;
}

function entity({ name, about, sameAs: [uri] }: Entity): NinjsConcept {
  return { name, rel: about ? 'about' : 'mentions', ...(uri === undefined ? { literal: name } : { uri }) };
}

function place(where: Place): NinjsPlace {
  const { latitude, longitude } = where;
  if (latitude === undefined || longitude === undefined) return entity(where);
  return { ...entity(where), geoJSON: { type: 'Point', coordinates: [longitude, latitude] } };
}

function subjects(story: Story, { publication, addresses }: FormatContext): NinjsConcept[] {
  const section = sectionOf(publication, story.section);
  return [
    ...story.subjects.flatMap((code) => {
      const topic = mediaTopic(code);
      return topic === undefined
        ? []
        : [{ name: topicName(topic, story.language).name, rel: 'about', uri: topicUri(code) }];
    }),
    {
      name: section === undefined ? story.section : sectionName(section, story.language),
      rel: 'section',
      uri: `${addresses.scheme('section')}${story.section}`,
    },
    ...story.keywords.map((keyword) => ({ name: keyword, rel: 'keyword', literal: keyword })),
  ];
}

function genres({ genre }: Story): NinjsConcept[] {
  const name = genre === undefined ? undefined : genreName(genre);
  return genre === undefined || name === undefined ? [] : [{ name, uri: GENRE_SCHEME + genre }];
}

/** Returns providers and sources, the publisher first. */
export function infoSources(story: Story, { publication, addresses }: FormatContext): NinjsSource[] {
  const maker = ({ name, role, staff, url, sameAs }: Party): NinjsSource => {
    const uri = staff === undefined ? (sameAs[0] ?? url) : `${addresses.scheme('author')}${staff}`;
    return defined({ name, role: ROLES + role, uri });
  };
  return [
    { name: publication.name, role: `${ROLES}distributor`, uri: addresses.home },
    ...story.bylines.map(maker),
    ...story.contributors.map(maker),
    ...story.sources.map(({ name, role, url }) =>
      defined({
        name,
        role: ROLES + role,
        uri: url,
      }),
    ),
  ];
}
