import type { XmlNode } from 'libxml2-wasm';
import type { XmlCheck, XmlRule } from '../../xml/read.ts';
import { ITEMS, isConcept } from './nodes.ts';

const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
const TRUNCATED = /^\d{4}(-\d{2}(-\d{2})?)?$/;

const STATUSES = ['usable', 'withheld', 'canceled'].map((code) => isConcept('stat', code)).join(' or ');
const RECALLED = `(n:pubStatus[${isConcept('stat', 'withheld')} or ${isConcept('stat', 'canceled')}])`;

/** Rules for dates, status, signals and embargoes (Guidelines, sections 20.9, 26). */
export const LIFE_CYCLE_RULES: readonly (XmlRule | XmlCheck)[] = [
  {
    id: 'newsml-g2/status',
    severity: 'warning',
    reference: 'Guidelines, section 26.3',
    message: 'An item states its pubStatus: stat:usable, stat:withheld or stat:canceled.',
    faults: `${ITEMS}[not(n:itemMeta/n:pubStatus[${STATUSES}])]`,
  },
  {
    id: 'newsml-g2/first-version',
    severity: 'error',
    reference: 'Guidelines, section 26.6',
    message: 'A first version carries no signal of an update or a correction.',
    faults: `${ITEMS}[@version="1"]/n:itemMeta/n:signal[${isConcept('sig', 'update')} or ${isConcept('sig', 'correction')}]`,
  },
  {
    id: 'newsml-g2/correction-note',
    severity: 'warning',
    reference: 'Guidelines, section 26.6',
    message: 'A correction needs an edNote that describes the error.',
    faults: `//n:itemMeta[n:signal[${isConcept('sig', 'correction')}]][not(n:edNote)]`,
  },
  {
    id: 'newsml-g2/recall',
    severity: 'error',
    reference: 'Guidelines, section 26.3',
    message: 'A withheld or canceled item needs an edNote for the desk.',
    faults: `//n:itemMeta[${RECALLED}][not(n:edNote)]`,
  },
  {
    id: 'newsml-g2/recall-content',
    severity: 'error',
    reference: 'Guidelines, section 26.3',
    message:
      'A withheld or canceled item still contains the withdrawn content: leave subjects, byline, summary and files out.',
    faults:
      `//n:itemMeta[${RECALLED}]/../n:contentMeta/*[self::n:subject or self::n:description or self::n:by] | ` +
      `//n:itemMeta[${RECALLED}]/../n:contentSet/n:remoteContent`,
  },
  {
    id: 'newsml-g2/recalled-in-package',
    severity: 'error',
    reference: 'Guidelines, section 11',
    message: 'A package lists an item that the same message takes back.',
    faultsIn: (xml) => {
      const recalled = new Set(xml.find(`${ITEMS}[n:itemMeta[${RECALLED}]]/@guid`).map(({ content }) => content));
      return xml.find('//n:itemRef/@residref').filter(({ content }) => recalled.has(content));
    },
  },
  {
    id: 'newsml-g2/embargo-note-only',
    severity: 'warning',
    reference: 'Guidelines, section 26.4',
    message: 'A note mentions an embargo, but there is no `embargoed`: machines will publish at once.',
    faultsIn: (xml) =>
      xml
        .find('//n:itemMeta[not(n:embargoed)]/n:edNote')
        .filter(
          ({ content }) =>
            /\bembargo(ed)?\b/i.test(content) && !/\b(lifted|over|ended|released|expired)\b/i.test(content),
        ),
  },
  {
    id: 'newsml-g2/embargo-without-end',
    severity: 'warning',
    reference: 'Guidelines, section 26.4',
    message:
      'An empty `embargoed` without an edNote holds the item for ever: write its condition into an edNote, or a time.',
    faults: '//n:itemMeta[not(n:edNote)]/n:embargoed[. = ""]',
  },
  {
    id: 'newsml-g2/content-warning',
    severity: 'warning',
    reference: 'Guidelines, section 26.7',
    message: 'Content warnings go with the signal sig:cwarn, so that a desk sees them.',
    faults: `${ITEMS}[n:contentMeta/n:exclAudience[starts-with(@qcode, "cwarn:") or contains(@uri, "/contentwarning/")]]/n:itemMeta[not(n:signal[${isConcept('sig', 'cwarn')}])]`,
  },
  {
    id: 'newsml-g2/date',
    severity: 'error',
    reference: 'Guidelines, section 20.9.1',
    message: 'Item dates are complete and have an offset, like 2026-03-02T09:00:00+00:00.',
    faults:
      '//n:versionCreated | //n:firstCreated | //n:sent | //n:embargoed[. != ""] | //n:expires | //n:published/n:timestamp',
    unless: (text) => WITH_OFFSET.test(text),
  },
  {
    id: 'newsml-g2/content-date',
    severity: 'error',
    reference: 'Guidelines, section 20.9.1',
    message: 'Dates of content are complete with an offset, or cut off from the right: 2026-03-02, 2026-03, 2026.',
    faults: '//n:contentCreated | //n:contentModified',
    unless: (text) => WITH_OFFSET.test(text) || TRUNCATED.test(text),
  },
  {
    id: 'newsml-g2/date-order',
    severity: 'error',
    reference: 'Guidelines, section 20.9.1',
    message: 'Dates are out of order: created ≤ modified ≤ versionCreated, and firstCreated ≤ versionCreated.',
    faultsIn: (xml) => xml.find(ITEMS).filter((item) => !inOrder(item)),
  },
  {
    id: 'newsml-g2/modified-alone',
    severity: 'error',
    reference: 'Guidelines, section 20.9.1',
    message: '`contentModified` needs `contentCreated` beside it.',
    faults: '//n:contentModified[not(../n:contentCreated)]',
  },
];

/** True for ascending dates; incomplete dates are not compared. */
function inOrder(item: XmlNode): boolean {
  const at = (path: string): number | undefined => {
    const text = String(item.eval(`string(${path})`, { n: 'http://iptc.org/std/nar/2006-10-01/' }));
    return WITH_OFFSET.test(text) ? Date.parse(text) : undefined;
  };
  const [first, version] = [at('n:itemMeta/n:firstCreated'), at('n:itemMeta/n:versionCreated')];
  const [created, modified] = [at('n:contentMeta/n:contentCreated'), at('n:contentMeta/n:contentModified')];
  const pairs = [
    [first, version],
    [created, version],
    [created, modified],
    [modified, version],
  ] as const;
  return pairs.every(([a, b]) => (a ?? 0) <= (b ?? Number.POSITIVE_INFINITY));
}
