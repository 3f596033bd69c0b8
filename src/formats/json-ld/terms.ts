import type { DefinedTermLeaf, IPTCDigitalSourceEnumeration, PlaceLeaf, Thing } from 'schema-dts';
import type { Entity, NewsEvent, Organisation, Person, Place } from '../../article/entity.ts';
import type { DigitalSourceType } from '../../article/rights.ts';
import type { Story } from '../../article/view.ts';
import { MEDIA_TOPIC_SCHEME, mediaTopic, topicName, topicUri } from '../../vocabulary/media-topics.ts';
import { node } from './shape.ts';

/** Terms for which schema.org still uses names that IPTC has retired. */
const OLDER_NAMES: Partial<Record<DigitalSourceType, string>> = {
  computationalCapture: 'MultiFrameComputationalCapture',
  digitalCreation: 'DigitalArt',
  humanEdits: 'MinorHumanEdits',
};

/** Returns the schema.org term: `digitalCapture` becomes `https://schema.org/DigitalCaptureDigitalSource`. */
export function digitalSource(type: DigitalSourceType): IPTCDigitalSourceEnumeration {
  const name = `${OLDER_NAMES[type] ?? type.charAt(0).toUpperCase() + type.slice(1)}DigitalSource`;
  return `https://schema.org/${name}` as IPTCDigitalSourceEnumeration;
}

/** Returns the subjects of the story: its Media Topics as terms of IPTC's set, and its main entities. */
export function aboutOf(story: Story): Thing[] {
  return [...story.subjects.flatMap((code) => topicTerm(code, story.language)), ...entities(story, true)];
}

/** Returns the entities that the story only mentions. */
export function mentionsOf(story: Story): Thing[] {
  return entities(story, false);
}

function topicTerm(code: string, language: string): DefinedTermLeaf[] {
  const topic = mediaTopic(code);
  if (topic === undefined) return [];
  return [
    {
      '@type': 'DefinedTerm',
      '@id': topicUri(code),
      name: topicName(topic, language).name,
      termCode: code,
      inDefinedTermSet: MEDIA_TOPIC_SCHEME,
    },
  ];
}

function entities(story: Story, about: boolean): Thing[] {
  const wanted = ({ about: is }: Entity): boolean => is === about;
  return [
    ...story.people.filter(wanted).map(personNode),
    ...story.organisations.filter(wanted).map(organisationNode),
    ...story.places.filter(wanted).map(placeNode),
    ...story.events.filter(wanted).map(eventNode),
  ];
}

function common({ name, sameAs }: Entity) {
  return { name, sameAs: sameAs.length === 0 ? undefined : sameAs };
}

function personNode(person: Person): Thing {
  return node<Thing & object>({ '@type': 'Person', ...common(person), jobTitle: person.jobTitle } as never);
}

function organisationNode(organisation: Organisation): Thing {
  return node<Thing & object>({ '@type': 'Organization', ...common(organisation), url: organisation.url } as never);
}

/** Returns a place with its coordinates. */
export function placeNode(place: Place): PlaceLeaf {
  const { latitude, longitude, country } = place;
  return node<PlaceLeaf>({
    '@type': 'Place',
    ...common(place),
    geo:
      latitude === undefined || longitude === undefined
        ? undefined
        : { '@type': 'GeoCoordinates', latitude: `${latitude}`, longitude: `${longitude}` },
    address: country === undefined ? undefined : { '@type': 'PostalAddress', addressCountry: country },
  });
}

function eventNode(event: NewsEvent): Thing {
  const { starts, ends } = event;
  return node<Thing & object>({ '@type': 'Event', ...common(event), startDate: starts, endDate: ends } as never);
}
