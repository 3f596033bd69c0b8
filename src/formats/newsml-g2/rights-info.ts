import { DATA_MINING, type Rights } from '../../article/rights.ts';
import { rightsOf } from '../../publication/rights-of.ts';
import type { FormatContext } from '../format.ts';
import { textElement, type XmlElement, xml } from '../xml/element.ts';

/** PLUS data mining values; the alias `plusvocab` of some examples is in no catalog, so the address stands in full. */
const PLUS = 'http://ns.useplus.org/ldf/vocab/';

/** `rightsInfo` (Guidelines, section 20.3): `dataMining` has to be the last element. */
export function rightsInfo(rights: Rights, publishedAt: string, { publication, addresses }: FormatContext): XmlElement {
  const stated = rightsOf(publication, rights, publishedAt);
  const lang = publication.language;
  const holderUri = stated.holderUrl ?? (stated.holder === publication.rights.holder ? addresses.home : undefined);
  return xml('rightsInfo', {}, [
    xml('copyrightHolder', holderUri === undefined ? { literal: stated.holder } : { uri: holderUri }, [
      xml('name', {}, stated.holder),
    ]),
    xml('copyrightNotice', { 'xml:lang': lang }, stated.notice),
    textElement('usageTerms', stated.usageTerms, { 'xml:lang': lang }),
    licenceLink(stated.licence),
    stated.dataMining && xml('dataMining', { uri: PLUS + DATA_MINING[stated.dataMining] }),
  ]);
}

function licenceLink(licence: string | undefined): XmlElement | undefined {
  if (licence === undefined) return undefined;
  return xml('link', { rel: 'irel:seeAlso', href: licence, contenttype: 'text/html' }, [xml('title', {}, 'Licence')]);
}
