import type { Entity, NewsEvent, Organisation, Person, Place } from '../../article/entity.ts';
import type { Party } from '../../article/party.ts';
import type { Story } from '../../article/view.ts';
import { toOffsetDateTime } from '../../text/instant.ts';
import { withoutTrailing } from '../../text/without-trailing.ts';
import { textElement, type XmlAttributes, type XmlElement, type XmlNode, xml } from '../xml/element.ts';
import { ownCode } from './schemes.ts';

/** IPTC's concept natures (http://cv.iptc.org/newscodes/cpnature/). */
export type ConceptNature = 'abstract' | 'person' | 'organisation' | 'geoArea' | 'event';

/** Schemes of the catalog whose codes can be derived from an address. */
const ADDRESSES: readonly (readonly [RegExp, string])[] = [
  [/^https?:\/\/www\.wikidata\.org\/(?:entity|wiki)\/(Q\d+)$/, 'wikidata'],
  [/^https?:\/\/(?:sws|www)\.geonames\.org\/(\d+)(?:\/[^/]*)?$/, 'geonameshttps'],
];

/**
 * Returns the identifier of a concept: a QCode if its address is in a declared scheme, else the address, else the name.
 */
export function identity({ name, sameAs }: Pick<Entity, 'name' | 'sameAs'>): XmlAttributes {
  const [first] = sameAs;
  if (first === undefined) return { literal: name };
  for (const [pattern, alias] of ADDRESSES) {
    const code = pattern.exec(first)?.[1];
    if (code !== undefined) return { qcode: `${alias}:${code}` };
  }
  return { uri: first };
}

/** Returns a `creator` or `contributor`. */
export function party(element: 'creator' | 'contributor', who: Party): XmlElement {
  const addresses = [...who.sameAs, ...(who.url === undefined ? [] : [who.url])];
  const isStaff = who.staff !== undefined;
  const identified = isStaff
    ? { qcode: ownCode('dlauthor', who.staff ?? '') }
    : identity({ name: who.name, sameAs: addresses });
  return xml(element, { type: `cpnat:${who.kind}`, ...identified, role: `cpprole:${who.role}` }, [
    xml('name', {}, who.name),
    ...(isStaff ? addresses : addresses.slice(1)).map((uri) => xml('sameAs', { uri })),
  ]);
}

/** Returns the entities of a story with their natures. */
export function entitiesOf(story: Story): { readonly nature: ConceptNature; readonly entity: Entity }[] {
  const as = (nature: ConceptNature, entities: readonly Entity[]) => entities.map((entity) => ({ nature, entity }));
  return [
    ...as('person', story.people),
    ...as('organisation', story.organisations),
    ...as('geoArea', story.places),
    ...as('event', story.events),
  ];
}

/** Returns the details of an entity in `assert`, since the schema allows none inside `subject`. */
export function assertions(story: Story, timeZone: string): XmlElement[] {
  const seen = new Set<string>();
  return entitiesOf(story).flatMap(({ nature, entity }) => {
    const details = detailsOf(nature, entity, timeZone);
    // A person and an event may share a name and are two entities.
    const key = JSON.stringify([nature, identity(entity)]);
    if (details === undefined || seen.has(key)) return [];
    seen.add(key);
    const parts: (XmlNode | undefined)[] = [
      xml('type', { qcode: `cpnat:${nature}` }),
      xml('name', { 'xml:lang': story.language }, entity.name),
      ...details,
    ];
    return [xml('assert', identity(entity), parts)];
  });
}

/** Returns `undefined` for an entity with a name alone. */
function detailsOf(nature: ConceptNature, entity: Entity, timeZone: string): XmlElement[] | undefined {
  const details = [
    nature === 'person' ? definition(entity as Person) : undefined,
    nature === 'geoArea' ? geoAreaDetails(entity as Place) : undefined,
    nature === 'organisation' ? organisationDetails(entity as Organisation) : undefined,
    nature === 'event' ? eventDetails(entity as NewsEvent, timeZone) : undefined,
  ].filter((element) => element !== undefined);
  return details.length === 0 ? undefined : details;
}

/** Returns the role of a person, as the story describes it. */
function definition({ jobTitle }: Person): XmlElement | undefined {
  return textElement('definition', jobTitle);
}

/** Returns latitude first and longitude second, each as a named attribute. */
function geoAreaDetails({ latitude, longitude }: Place): XmlElement | undefined {
  if (latitude === undefined || longitude === undefined) return undefined;
  return xml('geoAreaDetails', {}, [xml('position', { latitude: decimal(latitude), longitude: decimal(longitude) })]);
}

/** Formats a number as `xs:decimal`, which has no exponents; seven decimal places are a centimetre. */
function decimal(degrees: number): string {
  return withoutTrailing(withoutTrailing(degrees.toFixed(7), '0'), '.');
}

function organisationDetails({ url }: Organisation): XmlElement | undefined {
  const web = textElement('web', url);
  return web && xml('organisationDetails', {}, [xml('contactInfo', {}, [web])]);
}

function eventDetails({ starts, ends }: NewsEvent, timeZone: string): XmlElement | undefined {
  if (starts === undefined) return undefined;
  return xml('eventDetails', {}, [
    xml('dates', {}, [
      xml('start', {}, toOffsetDateTime(starts, timeZone)),
      textElement('end', ends && toOffsetDateTime(ends, timeZone)),
    ]),
  ]);
}
