import type { XmlCheck, XmlRule } from '../../xml/read.ts';
import { attribute, ITEMS, isConcept } from './nodes.ts';

/** Rules for packages and messages (Guidelines, sections 11, 17). */
export const PACKAGE_RULES: readonly (XmlRule | XmlCheck)[] = [
  {
    id: 'newsml-g2/header',
    severity: 'error',
    reference: 'Guidelines, section 17.3',
    message: 'A message needs a header with its time of sending.',
    faults: '//n:newsMessage[not(n:header/n:sent)]',
  },
  {
    id: 'newsml-g2/id-unique',
    severity: 'error',
    reference: 'Guidelines, section 17',
    message: 'A message contains the same item twice: remove one.',
    faults: `(//n:itemSet/*)[@guid = preceding-sibling::*/@guid]`,
  },
  {
    id: 'newsml-g2/xml-id-unique',
    severity: 'error',
    reference: 'XML 1.0, section 3.3.1',
    message: 'Two elements of a message have the same id: ids of groups are of the whole document.',
    faultsIn: (xml) => {
      const seen = new Set<string>();
      return xml.find('//n:*/@id').filter(({ content }) => seen.has(content) || !seen.add(content));
    },
  },
  {
    id: 'newsml-g2/group-role',
    severity: 'error',
    reference: 'Guidelines, section 11.4',
    message: 'A group needs its role in the package.',
    faults: '//n:groupSet/n:group[not(@role) and not(@roleuri)]',
  },
  {
    id: 'newsml-g2/group-reached',
    severity: 'error',
    reference: 'Guidelines, section 11.4',
    message: 'No way leads from the root to this group: refer to it by a groupRef.',
    faultsIn: (xml) =>
      xml.find('//n:groupSet').flatMap((set) => {
        const groups = new Map(xml.find('n:group', set).map((group) => [attribute(group, 'id'), group]));
        const reached = new Set<string>();
        const follow = (id: string): void => {
          const group = groups.get(id);
          if (group === undefined || reached.has(id)) return;
          reached.add(id);
          for (const ref of xml.find('n:groupRef/@idref', group)) follow(ref.content);
        };
        follow(attribute(set, 'root'));
        return [...groups].filter(([id]) => !reached.has(id)).map(([, group]) => group);
      }),
  },
  {
    id: 'newsml-g2/item-ref',
    severity: 'error',
    reference: 'Guidelines, section 11.6',
    message:
      'A reference needs the id of its item (residref or href), its type (contenttype) and its nature (itemClass).',
    faults: '//n:itemRef[not(@residref or @href) or not(@contenttype) or not(n:itemClass)]',
  },
  {
    id: 'newsml-g2/item-ref-version',
    severity: 'error',
    reference: 'Guidelines, section 11.6',
    message: 'A reference names the version of the item that the message carries.',
    faultsIn: (xml) => {
      const versions = new Map(xml.find(ITEMS).map((item) => [attribute(item, 'guid'), attribute(item, 'version')]));
      return xml.find('//n:itemRef[@residref][@version] | //n:itemMeta/n:link[@residref][@version]').filter((ref) => {
        const sent = versions.get(attribute(ref, 'residref'));
        const isPrevious = /previousVersion|prevVersion/.test(attribute(ref, 'rel') + attribute(ref, 'reluri'));
        return sent !== undefined && !isPrevious && sent !== attribute(ref, 'version');
      });
    },
  },
  {
    id: 'newsml-g2/atomic',
    severity: 'error',
    reference: 'Guidelines, section 17.3',
    message: 'The message is declared complete (nmsig:atomic), and this item is not in it.',
    faultsIn: (xml) => {
      if (xml.find(`//n:header/n:signal[${isConcept('nmsig', 'atomic')}]`).length === 0) return [];
      const sent = new Set(xml.find(`${ITEMS}/@guid`).map(({ content }) => content));
      const needed = `//n:itemRef[@residref] | //n:itemMeta/n:link[@residref][${isConcept('irel', 'dependsOn', 'rel')}]`;
      return xml.find(needed).filter((ref) => !sent.has(attribute(ref, 'residref')));
    },
  },
];
