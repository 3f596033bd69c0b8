import type { Rights } from '../../article/rights.ts';
import { rightsOf } from '../../publication/rights-of.ts';
import { ODRL, rightsPolicy } from '../../publication/rights-policy.ts';
import { defined } from '../../text/defined.ts';
import type { FormatContext } from '../format.ts';
import type { Ninjs } from './shape.ts';

/** Returns holder, notice and terms, and machine-readable rights: the licence's address, or else the policy itself. */
export function rightsOfNinjs(
  rights: Rights,
  { target, ...about }: { readonly target: string; readonly publishedAt: string; readonly section: string },
  { publication, addresses }: FormatContext,
): Pick<Ninjs, 'copyrightHolder' | 'copyrightNotice' | 'usageTerms' | 'rightsInfo'> {
  // Never a statement in the name of another rights holder.
  const ours = [publication.rights.holder, publication.legalName, publication.name];
  const stated = rightsOf(publication, { rights, ...about });
  const policy = rightsPolicy(stated, {
    target,
    assigner: stated.holderUrl ?? (ours.includes(stated.holder) ? addresses.home : undefined),
  });
  const { holder, notice, usageTerms, licence } = stated;
  return defined({
    copyrightHolder: holder,
    copyrightNotice: notice,
    usageTerms,
    ...(policy === undefined
      ? licence === undefined
        ? {}
        : { rightsInfo: { langId: ODRL, linkedRights: licence } }
      : {
          rightsInfo: {
            langId: ODRL,
            encodedRights: JSON.stringify(licence === undefined ? policy : { ...policy, 'dcterms:license': licence }),
          },
        }),
  });
}
