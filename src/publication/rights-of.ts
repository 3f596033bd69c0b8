import type { Rights } from '../article/rights.ts';
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
  const merged: Rights = { ...(ours ? { ...publication.rights, ...ofSection } : {}), ...rights };
  const holder = merged.holder ?? publication.legalName ?? publication.name;
  const year = merged.year ?? Number(publishedAt.slice(0, 4));
  return { ...merged, holder, year, notice: merged.notice ?? `© ${year} ${holder}` };
}

/** Returns the rights of a story, or of a part of it. */
export function rightsOfStory(
  publication: Publication,
  story: { readonly rights: Rights; readonly section: string; readonly firstPublishedAt: string },
  rights: Rights = story.rights,
): StatedRights {
  return rightsOf(publication, { rights, section: story.section, publishedAt: story.firstPublishedAt });
}
