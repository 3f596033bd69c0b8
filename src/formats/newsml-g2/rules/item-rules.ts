import type { XmlCheck, XmlRule } from '../../xml/read.ts';
import { ITEMS } from './nodes.ts';

/** Rules for identity, version, root and the order of elements (Guidelines, sections 4, 14, 20). */
export const ITEM_RULES: readonly (XmlRule | XmlCheck)[] = [
  {
    id: 'newsml-g2/namespace',
    severity: 'error',
    reference: 'Specification, section 4',
    message: 'The root is not in the namespace http://iptc.org/std/nar/2006-10-01/: no parser will recognize it.',
    faults: '/*[namespace-uri() != "http://iptc.org/std/nar/2006-10-01/"]',
  },
  {
    id: 'newsml-g2/guid',
    severity: 'error',
    reference: 'Guidelines, section 4.1.1',
    message:
      'A guid is an IRI such as tag:example.com,2026:article:1; a bare number or UUID may belong to another provider too.',
    faults: `${ITEMS}/@guid`,
    unless: (guid) => /^[a-z][a-z0-9+.-]*:\S+$/i.test(guid),
  },
  {
    id: 'newsml-g2/guid-with-version',
    severity: 'warning',
    reference: 'Guidelines, section 4.1.1',
    message: 'The guid ends in the version: it names the item through all its versions and must not change with them.',
    faultsIn: (xml) =>
      xml.find(`${ITEMS}[@version > 1]/@guid`).filter((guid) => {
        const version = guid.parent?.attrs.find(({ name }) => name === 'version')?.value ?? '';
        const stated = /(?:^|[^a-z0-9])(?:version|ver|v|rev)[=:._-]?(\d+)$/i.exec(guid.content)?.[1];
        return stated !== undefined && Number(stated) === Number(version);
      }),
  },
  {
    id: 'newsml-g2/version',
    severity: 'error',
    reference: 'Guidelines, section 4.1.2',
    message: 'An item has a version: a whole number from 1 that grows with each change.',
    faultsIn: (xml) => xml.find(`${ITEMS}[not(@version) or not(@version >= 1) or contains(@version, ".")]`),
  },
  {
    id: 'newsml-g2/conformance',
    severity: 'error',
    reference: 'Guidelines, section 20.5',
    message: 'conformance="power" is missing: without it a receiver takes the item for core and ignores half of it.',
    faults: `${ITEMS}[not(@conformance="power")]`,
  },
  {
    id: 'newsml-g2/standard-version',
    severity: 'warning',
    reference: 'Guidelines, section 20.5',
    message: 'The version of the standard is missing or older than 2.20, of 2014: current ones are read everywhere.',
    faultsIn: (xml) =>
      xml.find(`${ITEMS}[not(@standardversion) or number(substring-after(@standardversion, ".")) < 20]`),
  },
  {
    id: 'newsml-g2/language',
    severity: 'error',
    reference: 'Guidelines, section 20.2',
    message: 'An item states the language of its metadata (xml:lang) and of its content (language).',
    faults: '//n:newsItem[not(@xml:lang) or not(n:contentMeta/n:language/@tag)] | //n:packageItem[not(@xml:lang)]',
  },
  {
    id: 'newsml-g2/catalog',
    severity: 'error',
    reference: 'Guidelines, section 14.5',
    message: 'An item carries its own catalogs: those of a message header do not count for it.',
    faults: `${ITEMS}[not(n:catalogRef) and not(n:catalog)]`,
  },
  {
    id: 'newsml-g2/catalog-old',
    severity: 'warning',
    reference: 'http://www.iptc.org/std/catalog/',
    message: 'IPTC’s catalog is older than number 30, of 2017: newer codes cannot be resolved with it.',
    faultsIn: (xml) =>
      xml.find(`${ITEMS}/n:catalogRef`).filter((node) => {
        const href = node.eval('string(@href)');
        const number = /IPTC-G2-Standards_(\d+)\.xml$/.exec(String(href))?.[1];
        return number !== undefined && Number(number) < 30;
      }),
  },
  {
    id: 'newsml-g2/embargo-order',
    severity: 'error',
    reference: 'Specification, itemMeta',
    message: '`embargoed` is behind `pubStatus`: move it before, or the item is invalid and gets lost.',
    faults: '//n:itemMeta/n:embargoed[preceding-sibling::n:pubStatus]',
  },
  {
    id: 'newsml-g2/group-order',
    severity: 'error',
    reference: 'Guidelines, section 20.9',
    message:
      'Administrative elements (located, creator, audience, altId …) belong before language, subjects and headline.',
    faults:
      '//n:contentMeta/*[self::n:located or self::n:infoSource or self::n:creator or self::n:contributor or ' +
      'self::n:audience or self::n:exclAudience or self::n:altId][preceding-sibling::n:language or ' +
      'preceding-sibling::n:subject or preceding-sibling::n:headline]',
  },
  {
    id: 'newsml-g2/provider',
    severity: 'error',
    reference: 'Guidelines, section 20.4',
    message: 'An item needs its provider: `provider` with a uri, a qcode or a literal.',
    faults: `${ITEMS}[not(n:itemMeta/n:provider[@uri or @qcode or @literal])]`,
  },
  {
    id: 'newsml-g2/empty',
    severity: 'error',
    reference: 'Guidelines, section 20.10',
    message: 'The element is empty: leave it out.',
    faults:
      '//n:headline[. = ""] | //n:slugline[. = ""] | //n:by[. = ""] | //n:edNote[. = ""] | //n:name[. = ""] | ' +
      '//n:keyword[. = ""] | //n:creditline[. = ""] | //n:description[. = ""] | //n:title[. = ""] | //n:position[@latitude = ""]',
  },
  {
    id: 'newsml-g2/trimmed',
    severity: 'error',
    reference: 'Guidelines, section 20.11',
    message: 'Text of one line has no white space at its ends.',
    faults: '//n:headline | //n:slugline | //n:by | //n:name | //n:keyword | //n:itemMeta/n:title',
    unless: (text) => text === text.trim(),
  },
];
