import type { DataMining, Rights } from '../article/rights.ts';
import { defined } from '../text/defined.ts';
import { areSameUses, type MachineUses, machineUses } from './machine-uses.ts';
import { type Publication, sectionOf } from './publication.ts';

/** Rights with defaults from the publication filled in. */
export interface StatedRights extends Rights {
  readonly holder: string;
  readonly year: number;
  readonly notice: string;
}

/** Input for computing rights. */
export interface Righted {
  /** The own rights; with an own holder, no licence and no terms are inherited. */
  readonly rights: Rights;
  /** The key of the section, whose rules precede those of the publication. */
  readonly section?: string;
  /** Provides the year where none is stated (any text that begins with a year). */
  readonly publishedAt: string;
}

/** Returns the rights of a story or picture: its own, else those of its section, else those of the publication. */
export function rightsOf(publication: Publication, { rights, section, publishedAt }: Righted): StatedRights {
  const ours = rights.holder === undefined || rights.holder === publication.rights.holder;
  const ofSection = section === undefined ? undefined : sectionOf(publication, section)?.rights;
  const merged: Rights = ours ? inherited(inherited(publication.rights, ofSection), rights) : rights;
  const holder = merged.holder ?? publication.legalName ?? publication.name;
  const year = merged.year ?? Number(publishedAt.slice(0, 4));
  return { ...merged, holder, year, notice: merged.notice ?? (year > 0 ? `© ${year} ${holder}` : `© ${holder}`) };
}

/** Returns rights with those of a part of the publication: terms in words do not hold where the part has other rules. */
function inherited(rights: Rights, own: Rights = {}): Rights {
  const isOther = own.dataMining !== undefined && own.dataMining !== rights.dataMining;
  const { usageTerms: _, ...rules } = rights;
  return { ...(isOther || own.licence !== undefined ? rules : rights), ...own };
}

/** Returns the uses of every part with rights of its own: the publication, its sections, and stories. */
function usesOfParts(publication: Publication, ofStories: readonly DataMining[]): MachineUses[] {
  const keys = [
    undefined,
    ...publication.sections.filter((section) => section.rights !== undefined).map(({ key }) => key),
  ];
  const ofSections = keys.map((section) => rightsOf(publication, defined({ rights: {}, section, publishedAt: '' })));
  return [...ofSections, ...ofStories.map((dataMining) => ({ dataMining }))].map(machineUses);
}

/**
 * Returns what holds for every part of the site. A rule of robots.txt beats a story's permission where both are combined,
 * so where the parts differ it states nothing, and each document states its own.
 * @param ofStories the rules that stories have of their own
 */
export function commonUses(publication: Publication, ofStories: readonly DataMining[] = []): MachineUses {
  const parts = usesOfParts(publication, ofStories);
  const common = (use: keyof MachineUses): boolean | undefined => {
    const [first, ...others] = parts.map((part) => part[use]);
    return others.every((value) => value === first) ? first : undefined;
  };
  return defined({ search: common('search'), training: common('training'), reserved: common('reserved') });
}

/** True if the licence of the site holds for every section and story. */
export function hasOneLicence(publication: Publication, ofStories: readonly DataMining[] = []): boolean {
  const [first = {}, ...others] = usesOfParts(publication, ofStories);
  return others.every((uses) => areSameUses(uses, first));
}

/** Returns the rights of a story, or of a part of it. */
export function rightsOfStory(
  publication: Publication,
  story: { readonly rights: Rights; readonly section: string; readonly firstPublishedAt: string },
  rights: Rights = story.rights,
): StatedRights {
  return rightsOf(publication, { rights, section: story.section, publishedAt: story.firstPublishedAt });
}
