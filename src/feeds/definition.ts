import { type Publication, sectionName } from '../publication/publication.ts';

/** A feed by name: which stories, and what it is called. */
export interface FeedDefinition {
  /** As it stands in the address: `all`, `section/world`. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly section?: string;
}

/** Every feed of a publication: all stories, then each section. */
export function feedDefinitions(publication: Publication): FeedDefinition[] {
  const { name, description, sections, language } = publication;
  return [
    { name: 'all', title: name, description },
    ...sections.map((section) => ({
      name: `section/${section.key}`,
      title: `${name}: ${sectionName(section, language)}`,
      description: section.description ?? `${sectionName(section, language)} from ${name}`,
      section: section.key,
    })),
  ];
}

/** The feed of this name; `undefined` if the publication has none. */
export function feedDefinition(publication: Publication, name: string): FeedDefinition | undefined {
  return feedDefinitions(publication).find((definition) => definition.name === name);
}
