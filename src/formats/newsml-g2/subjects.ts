import type { Place } from '../../article/entity.ts';
import type { Story } from '../../article/view.ts';
import { sectionName, sectionOf } from '../../publication/publication.ts';
import { primaryLanguage } from '../../text/language.ts';
import { ancestorsOf, type MediaTopic, mediaTopic } from '../../vocabulary/media-topics.ts';
import { subjectCodeOf } from '../../vocabulary/subject-codes.ts';
import { textElement, type XmlElement, xml } from '../xml/element.ts';
import { entitiesOf, identity } from './concepts.ts';
import type { G2Context } from './item.ts';
import { ownCode } from './schemes.ts';

/**
 * Returns the subjects of a story: Media Topics with their ancestors, its section, people, organisations, places,
 * events.
 */
export function subjects(story: Story, context: G2Context): XmlElement[] {
  const { profile, publication } = context;
  const direct = story.subjects.flatMap((code) => mediaTopic(code) ?? []);
  const codes = new Set(direct.map(({ code }) => code));
  const above = new Map(direct.flatMap(({ code }) => ancestorsOf(code)).map((topic) => [topic.code, topic]));
  const ancestors = profile.ancestors ? [...above.values()].filter(({ code }) => !codes.has(code)) : [];
  const section = sectionOf(publication, story.section);
  const named = { story, context };
  return [
    ...direct.map((topic, index) => topicSubject(topic, { why: 'why:direct', rank: index + 1 }, named)),
    ...ancestors.map((topic) => topicSubject(topic, { why: 'why:ancestor' }, named)),
    ...(profile.forSuperdesk ? subjectCodes(direct) : []),
    xml('subject', { type: 'cpnat:abstract', qcode: ownCode('dlsection', story.section) }, [
      // A section that is no longer in the settings is named by its key.
      xml(
        'name',
        { 'xml:lang': story.language },
        section === undefined ? story.section : sectionName(section, story.language),
      ),
    ]),
    ...entitySubjects(story, profile.forSuperdesk),
  ];
}

interface Named {
  readonly story: Story;
  readonly context: G2Context;
}

/** Returns a Media Topic with its names in the languages that the profile requires. */
function topicSubject(
  topic: MediaTopic,
  attributes: { why: string; rank?: number },
  { story, context: { profile } }: Named,
): XmlElement {
  const own = ['en', story.language, primaryLanguage(story.language)];
  const wanted = (language: string): boolean =>
    profile.names === 'all' || (profile.names === 'en' ? language === 'en' : own.includes(language));
  const names = Object.entries(topic.names).filter(([language]) => wanted(language));
  return xml('subject', { type: 'cpnat:abstract', ...attributes, qcode: `medtop:${topic.code}` }, [
    ...names.map(([lang, name]) => xml('name', { 'xml:lang': lang }, name)),
    ...topic.broader.map((code) => xml('broader', { type: 'cpnat:abstract', qcode: `medtop:${code}` })),
  ]);
}

/** Returns the older Subject Codes that Superdesk stores; it drops Media Topics (superdesk-core 2.8). */
function subjectCodes(topics: readonly MediaTopic[]): XmlElement[] {
  const found = topics.flatMap(({ code }) => subjectCodeOf(code) ?? []);
  const unique = [...new Map(found.map((one) => [one.code, one])).values()];
  return unique.map(({ code, topic }) =>
    xml('subject', { type: 'cpnat:abstract', qcode: `subj:${code}` }, [
      xml('name', { 'xml:lang': 'en' }, mediaTopic(topic)?.names.en ?? topic),
    ]),
  );
}

function entitySubjects(story: Story, forSuperdesk: boolean): XmlElement[] {
  const lang = { 'xml:lang': story.language };
  return entitiesOf(story).map(({ nature, entity }) => {
    const country = nature === 'geoArea' ? (entity as Place).country : undefined;
    const type = forSuperdesk && nature === 'geoArea' ? 'cptType:5' : `cpnat:${nature}`;
    return xml('subject', { type, why: entity.about ? 'why:direct' : undefined, ...identity(entity) }, [
      xml('name', lang, entity.name),
      country === undefined ? undefined : broaderCountry(country, story.language),
      ...entity.sameAs.slice(1).map((uri) => xml('sameAs', { uri })),
    ]);
  });
}

/** Returns the country of a place by its ISO 3166-1 code, named as in CLDR. */
export function broaderCountry(country: string, language: string): XmlElement {
  const name = new Intl.DisplayNames([language, 'en'], { type: 'region', fallback: 'none' }).of(country);
  return xml('broader', { type: 'cpnat:geoArea', qcode: `iso3166-1a2:${country}` }, [
    textElement('name', name, { 'xml:lang': language }),
  ]);
}
