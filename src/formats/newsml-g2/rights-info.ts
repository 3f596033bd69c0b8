import { DATA_MINING, type Rights } from '../../article/rights.ts';
import { rightsOf } from '../../publication/rights-of.ts';
import { ODRL, PLUS, rightsPolicy } from '../../publication/rights-policy.ts';
import type { FormatContext } from '../format.ts';
import { textElement, type XmlElement, xml } from '../xml/element.ts';

/** The owner of the rights. */
export interface RightsTarget {
  /** The item's guid. */
  readonly target: string;
  /** Year of the copyright where the rights state none. */
  readonly publishedAt: string;
  /** The section of the story, whose rules take precedence over those of the publication. */
  readonly section?: string;
}

/** Returns `rightsInfo` (Guidelines, section 20.3); `dataMining` has to be the last element. */
export function rightsInfo(rights: Rights, { target, ...about }: RightsTarget, context: FormatContext): XmlElement {
  const { publication, addresses } = context;
  const stated = rightsOf(publication, { rights, ...about });
  const { holder, holderUrl, notice, usageTerms, licence, acquire, dataMining } = stated;
  const inLanguage = { 'xml:lang': publication.language };
  const others = Object.entries(stated.translations ?? {});
  const holderUri = holderUrl ?? (holder === publication.rights.holder ? addresses.home : undefined);
  const policy = rightsPolicy(stated, { target, assigner: holderUri ?? ownAddress(holder, context) });
  return xml('rightsInfo', {}, [
    xml('copyrightHolder', holderUri === undefined ? { literal: holder } : { uri: holderUri }, [
      xml('name', {}, holder),
    ]),
    xml('copyrightNotice', inLanguage, notice),
    ...others.map(([lang, stated]) => textElement('copyrightNotice', stated.notice, { 'xml:lang': lang })),
    textElement('usageTerms', usageTerms, inLanguage),
    ...others.map(([lang, stated]) => textElement('usageTerms', stated.usageTerms, { 'xml:lang': lang })),
    rightsLink(licence, 'Licence'),
    rightsLink(acquire, 'How to obtain a licence'),
    policy && xml('rightsExpressionData', { langid: ODRL, enctype: 'application/ld+json' }, JSON.stringify(policy)),
    dataMining && xml('dataMining', { uri: PLUS + DATA_MINING[dataMining] }),
  ]);
}

/** Returns our policy where the rights are ours; never a statement about rights of others. */
function ownAddress(holder: string, { publication, addresses }: FormatContext): string | undefined {
  const ours = [publication.rights.holder, publication.legalName, publication.name];
  return ours.includes(holder) ? addresses.home : undefined;
}

function rightsLink(href: string | undefined, title: string): XmlElement | undefined {
  if (href === undefined) return undefined;
  return xml('link', { rel: 'irel:seeAlso', href, contenttype: 'text/html' }, [
    xml('title', { 'xml:lang': 'en' }, title),
  ]);
}
