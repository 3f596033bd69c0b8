import type { Rights } from '../article/rights.ts';
import { areSameUses, hasRules, machineUses } from '../publication/machine-uses.ts';
import type { Publication } from '../publication/publication.ts';
import { rightsOfStory } from '../publication/rights-of.ts';
import type { Addresses } from './addresses.ts';

/**
 * Returns the address of a story's licence for machines: the site's licence, unless the story's uses differ.
 * @returns `undefined` where the rights contain no rule for machines: a licence without rules would permit everything
 */
export function licenceAddress(
  story: {
    readonly slug: string;
    readonly rights: Rights;
    readonly section: string;
    readonly firstPublishedAt: string;
  },
  { publication, addresses }: { readonly publication: Publication; readonly addresses: Addresses },
): string | undefined {
  const uses = machineUses(rightsOfStory(publication, story));
  if (!hasRules(uses)) return undefined;
  return areSameUses(uses, machineUses(publication.rights))
    ? addresses.of('licenceDocument')
    : addresses.of('articleLicence', { slug: story.slug });
}
