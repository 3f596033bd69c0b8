import { XmlDocument, type XmlElement } from 'libxml2-wasm';
import type { Finding } from '../../text/finding.ts';
import { hasErrors, problem } from '../../text/finding.ts';
import { schemeUri } from '../../vocabulary/iptc-catalog.ts';
import { checkXml, type XmlRule } from '../xml/read.ts';

/** "Guidelines" are IPTC's NewsML-G2 Guidelines; the XSD itself is run by the preflight, where it is at hand. */
const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

const RULES: readonly XmlRule[] = [
  {
    id: 'newsml-g2/conformance',
    severity: 'error',
    reference: 'Guidelines, section 20.5',
    message: 'conformance="power" is missing: without it a receiver takes the item for core and ignores half of it.',
    faults: '//n:newsItem[not(@conformance="power")]',
  },
  {
    id: 'newsml-g2/language',
    severity: 'error',
    reference: 'Guidelines, section 20.2',
    message: 'An item states the language of its metadata (xml:lang) and of its content (language).',
    faults: '//n:newsItem[not(@xml:lang) or not(n:contentMeta/n:language/@tag)]',
  },
  {
    id: 'newsml-g2/catalog',
    severity: 'error',
    reference: 'Guidelines, section 14.5',
    message: 'An item carries its own catalogs: those of a message header do not count for it.',
    faults: '//n:newsItem[not(n:catalogRef)]',
  },
  {
    id: 'newsml-g2/status',
    severity: 'error',
    reference: 'Guidelines, section 26.3',
    message: 'An item states its pubStatus: stat:usable, stat:withheld or stat:canceled.',
    faults:
      '//n:newsItem[not(n:itemMeta/n:pubStatus[@qcode="stat:usable" or @qcode="stat:withheld" or @qcode="stat:canceled"])]',
  },
  {
    id: 'newsml-g2/first-version',
    severity: 'error',
    reference: 'Guidelines, section 26.6',
    message: 'A first version carries no signal of an update or a correction.',
    faults: '//n:newsItem[@version="1"]/n:itemMeta/n:signal[@qcode="sig:update" or @qcode="sig:correction"]',
  },
  {
    id: 'newsml-g2/recall',
    severity: 'error',
    reference: 'Guidelines, section 26.3',
    message: 'A withheld or canceled item tells the desk so in an edNote.',
    faults: '//n:itemMeta[n:pubStatus[@qcode!="stat:usable"]][not(n:edNote)]',
  },
  {
    id: 'newsml-g2/date',
    severity: 'error',
    reference: 'Guidelines, section 20.9.1',
    message: 'Item dates are complete and have an offset, like 2026-03-02T09:00:00+00:00.',
    faults: '//n:versionCreated | //n:firstCreated | //n:sent | //n:embargoed[. != ""] | //n:expires',
    unless: (text) => WITH_OFFSET.test(text),
  },
  {
    id: 'newsml-g2/empty',
    severity: 'error',
    reference: 'Guidelines, section 20.10',
    message: 'An element that is there says something: leave it out where there is nothing to say.',
    faults: '//n:headline[. = ""] | //n:slugline[. = ""] | //n:by[. = ""] | //n:edNote[. = ""] | //n:name[. = ""]',
  },
  {
    id: 'newsml-g2/trimmed',
    severity: 'error',
    reference: 'Guidelines, section 20.11',
    message: 'Text of one line has no white space at its ends.',
    faults: '//n:headline | //n:slugline | //n:by | //n:name',
    unless: (text) => text === text.trim(),
  },
  {
    id: 'newsml-g2/concept',
    severity: 'error',
    reference: 'Guidelines, section 20.7',
    message: 'A subject says what it is (type) and what it is called (name).',
    faults: '//n:subject[not(@type) or not(n:name)]',
  },
  {
    id: 'newsml-g2/twin',
    severity: 'error',
    reference: 'Guidelines, section 14.11',
    message: 'A concept is identified by qcode or by uri, not by both.',
    faults: '//n:*[@qcode and @uri]',
  },
  {
    id: 'newsml-g2/counts',
    severity: 'warning',
    reference: 'Guidelines, section 20.2.1',
    message: 'Inline content states its word count.',
    faults: '//n:inlineXML[not(@wordcount)]',
  },
  {
    id: 'newsml-g2/id-unique',
    severity: 'error',
    reference: 'Guidelines, section 17',
    message: 'A message holds the same item twice.',
    faults: '//n:newsItem[@guid = preceding-sibling::n:newsItem/@guid]',
  },
];

const NAMESPACES = { n: 'http://iptc.org/std/nar/2006-10-01/' };
const CODES = ['qcode', 'role', 'rel', 'type', 'why', 'severity', 'rendition', 'mode'];

/** The lint of a newsItem or a newsMessage. */
export function checkNewsmlG2(document: string): Finding[] {
  const findings = checkXml(document, RULES, NAMESPACES);
  const broken = hasErrors(findings) && findings[0]?.rule === 'xml/well-formed';
  return broken ? findings : [...findings, ...undeclaredAliases(document), ...datesOutOfOrder(document)];
}

/** Every alias must be of IPTC's catalog or of the item's own. */
function undeclaredAliases(document: string): Finding[] {
  using parsed = XmlDocument.fromString(document);
  return parsed.find('//n:newsItem', NAMESPACES).flatMap((item) => {
    const declared = new Set(item.find('n:catalog/n:scheme/@alias', NAMESPACES).map(({ content }) => content));
    const codes = item.find(`.//n:*/@*[${CODES.map((name) => `name()='${name}'`).join(' or ')}]`, NAMESPACES);
    return codes.flatMap((attribute) => {
      const alias = /^([^:\s]+):\S+$/.exec(attribute.content)?.[1];
      if (alias !== undefined && (declared.has(alias) || schemeUri(alias) !== undefined)) return [];
      const message = `"${attribute.content}" is no QCode of a scheme that the item's catalogs declare.`;
      return [
        problem('newsml-g2/alias', message, { reference: 'Guidelines, section 14.9', ...lineOf(attribute.parent) }),
      ];
    });
  });
}

function lineOf(element: XmlElement | null): { line: number; column: number } | undefined {
  return element === null ? undefined : { line: element.line, column: 1 };
}

/** firstCreated ≤ versionCreated, contentCreated ≤ contentModified ≤ versionCreated. */
function datesOutOfOrder(document: string): Finding[] {
  using parsed = XmlDocument.fromString(document);
  return parsed.find('//n:newsItem', NAMESPACES).flatMap((item) => {
    const at = (path: string): number | undefined => {
      const text = item.get(path, NAMESPACES)?.content;
      return text === undefined ? undefined : Date.parse(text);
    };
    const [first, version] = [at('n:itemMeta/n:firstCreated'), at('n:itemMeta/n:versionCreated')];
    const [created, modified] = [at('n:contentMeta/n:contentCreated'), at('n:contentMeta/n:contentModified')];
    const inOrder = [first, version, created, version, created, modified, modified, version];
    const faulty = [0, 2, 4, 6].some((i) => (inOrder[i] ?? 0) > (inOrder[i + 1] ?? Number.POSITIVE_INFINITY));
    if (!faulty) return [];
    const message = 'Dates are out of order: created ≤ modified ≤ versionCreated, and firstCreated ≤ versionCreated.';
    return [
      problem('newsml-g2/date-order', message, {
        reference: 'Guidelines, section 20.9.1',
        ...lineOf(item as XmlElement),
      }),
    ];
  });
}
