import type { Rights } from '../article/rights.ts';
import type { Publication } from './publication.ts';

/** The rights of something with what the publication says filled in where it says nothing itself. */
export interface StatedRights extends Rights {
  readonly holder: string;
  readonly year: number;
  readonly notice: string;
}

/**
 * The rights that go with a story or a picture.
 * @param rights what stands with it; a holder of its own takes no licence or terms from the publication
 * @param publishedAt gives the year where none is stated (any text that begins with one)
 */
export function rightsOf(publication: Publication, rights: Rights, publishedAt: string): StatedRights {
  const ours = rights.holder === undefined || rights.holder === publication.rights.holder;
  const merged: Rights = { ...(ours ? publication.rights : {}), ...rights };
  const holder = merged.holder ?? publication.legalName ?? publication.name;
  const year = merged.year ?? Number(publishedAt.slice(0, 4));
  return { ...merged, holder, year, notice: merged.notice ?? `© ${year} ${holder}` };
}
