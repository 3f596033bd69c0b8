import type { Rights } from '../article/rights.ts';
import { type Publication, sectionOf } from './publication.ts';

/** The rights of something with what the publication says filled in where it says nothing itself. */
export interface StatedRights extends Rights {
  readonly holder: string;
  readonly year: number;
  readonly notice: string;
}

/** Something whose rights are asked for. */
export interface Righted {
  /** What stands with it; a holder of its own takes no licence or terms from the publication. */
  readonly rights: Rights;
  /** The key of its section, whose rules come before those of the publication. */
  readonly section?: string;
  /** Gives the year where none is stated (any text that begins with one). */
  readonly publishedAt: string;
}

/** The rights that go with a story or a picture: its own, else those of its section, else those of the publication. */
export function rightsOf(publication: Publication, { rights, section, publishedAt }: Righted): StatedRights {
  const ours = rights.holder === undefined || rights.holder === publication.rights.holder;
  const ofSection = section === undefined ? undefined : sectionOf(publication, section)?.rights;
  const merged: Rights = { ...(ours ? { ...publication.rights, ...ofSection } : {}), ...rights };
  const holder = merged.holder ?? publication.legalName ?? publication.name;
  const year = merged.year ?? Number(publishedAt.slice(0, 4));
  return { ...merged, holder, year, notice: merged.notice ?? `© ${year} ${holder}` };
}

/** The rights of a story, or of something in it. */
export function rightsOfStory(
  publication: Publication,
  story: { readonly rights: Rights; readonly section: string; readonly firstPublishedAt: string },
  rights: Rights = story.rights,
): StatedRights {
  return rightsOf(publication, { rights, section: story.section, publishedAt: story.firstPublishedAt });
}
