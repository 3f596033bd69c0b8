import type { XmlNode } from 'libxml2-wasm';
import { closedCodes, successorOf } from '../../../vocabulary/closed-codes.ts';
import { genreCodes, genreName, isRetiredGenre } from '../../../vocabulary/genres.ts';
import { schemeUri } from '../../../vocabulary/iptc-catalog.ts';
import { ancestorsOf, MEDIA_TOPIC_SCHEME, mediaTopic } from '../../../vocabulary/media-topics.ts';
import type { ReadXml, XmlCheck, XmlRule } from '../../xml/read.ts';
import { attribute, declaredSchemes, ITEMS } from './nodes.ts';

/** Attributes that hold QCodes; some of them several. */
const CODES =
  'aspect colourspace durationunit environment format how layoutorientation mode pubconstraint qcode rel rendition ' +
  'representation role scope severity timeunit type why';
const ATTRIBUTES = CODES.split(' ')
  .map((name) => `name()='${name}'`)
  .join(' or ');

interface Code {
  readonly node: XmlNode;
  readonly text: string;
  readonly alias: string | undefined;
  readonly code: string;
}

/** Schemes of IPTC's catalog whose codes are checked, by address. */
const LOOKED_AT = [
  'medtop',
  'genre',
  'stat',
  'sig',
  'sev',
  'nmsig',
  'ninat',
  'cinat',
  'cpnat',
  'irel',
  'pgrmod',
  'why',
  'cwarn',
];
const BY_ADDRESS = new Map(LOOKED_AT.map((alias) => [schemeUri(alias) ?? '', alias]));

/** Returns concept URIs of IPTC with their codes. */
function addressesOf(xml: ReadXml, item: XmlNode): Code[] {
  const twins = `descendant-or-self::n:*/@*[name()='uri' or substring(name(), string-length(name()) - 2) = 'uri']`;
  return xml.find(twins, item).flatMap((node) => {
    const cut = node.content.lastIndexOf('/') + 1;
    const alias = BY_ADDRESS.get(node.content.slice(0, cut));
    return alias === undefined ? [] : [{ node, text: node.content, alias, code: node.content.slice(cut) }];
  });
}

/** Returns every QCode of an item; its content (XHTML, NITF) has attributes of its own. */
function codesOf(xml: ReadXml, item: XmlNode): Code[] {
  return xml.find(`descendant-or-self::n:*/@*[${ATTRIBUTES}]`, item).flatMap((node) =>
    node.content
      .split(/\s+/)
      .filter((text) => text !== '')
      .map((text) => {
        const [, alias, code = ''] = /^([^:\s]+):(\S+)$/.exec(text) ?? [];
        return { node, text, alias, code };
      }),
  );
}

/** Turns a check of one QCode into a rule. */
function eachCode(messageFor: (code: Code) => string | undefined): XmlCheck['faultsIn'] {
  return (xml) =>
    xml.find(ITEMS).flatMap((item) =>
      [...codesOf(xml, item), ...addressesOf(xml, item)].flatMap((code) => {
        const words = messageFor(code);
        return words === undefined ? [] : [[code.node, words] as const];
      }),
    );
}

function unknownCode({ text, alias = '', code }: Code): string | undefined {
  const known = alias === 'genre' ? new Set(genreCodes()) : closedCodes(alias);
  if (known === undefined || known.has(code)) return undefined;
  if (alias === 'genre' && genreName(code) !== undefined) return undefined;
  const meant = [...known].find((one) => one.toLowerCase() === code.toLowerCase());
  const remedy =
    meant === undefined ? `there are: ${[...known].slice(0, 12).join(', ')}` : `it is written ${alias}:${meant}`;
  return `"${text}" is not a code of IPTC’s vocabulary (codes are case-sensitive); ${remedy}.`;
}

const IPTC_CATALOGS = /^https?:\/\/(www\.)?iptc\.org\/std\/catalog\//;

/** Rules for schemes, codes and their form (Guidelines, section 14). */
export const CODE_RULES: readonly (XmlRule | XmlCheck)[] = [
  {
    id: 'newsml-g2/alias',
    severity: 'error',
    reference: 'Guidelines, section 14.9',
    message: 'A QCode is written alias:code, and the item’s catalogs declare the alias.',
    faultsIn: (xml) =>
      xml.find(ITEMS).flatMap((item) => {
        const declared = declaredSchemes(xml, item);
        const refs = xml.find('n:catalogRef/@href', item).map(({ content }) => content);
        const hasIptc = refs.some((href) => IPTC_CATALOGS.test(href));
        // The declarations of an external catalog are unavailable without fetching it.
        if (refs.some((href) => !IPTC_CATALOGS.test(href))) return [];
        return codesOf(xml, item).flatMap(({ node, text, alias }) => {
          if (alias !== undefined && (declared.has(alias) || (hasIptc && schemeUri(alias) !== undefined))) return [];
          const words = `"${text}" is not a QCode of a scheme that the item's catalogs declare: write alias:code, and declare the alias.`;
          return [[node, words] as const];
        });
      }),
  },
  {
    id: 'newsml-g2/unknown-code',
    severity: 'error',
    reference: 'http://cv.iptc.org/newscodes/',
    message: 'A code is one of its vocabulary.',
    faultsIn: eachCode(unknownCode),
  },
  {
    id: 'newsml-g2/media-topic',
    severity: 'error',
    reference: 'http://cv.iptc.org/newscodes/mediatopic/',
    message: 'A Media Topic has a code of eight digits that exists.',
    faultsIn: eachCode(({ text, alias, code }) =>
      alias === 'medtop' && mediaTopic(code) === undefined
        ? `"${text}" is not a Media Topic: look its code up.`
        : undefined,
    ),
  },
  {
    id: 'newsml-g2/retired',
    severity: 'warning',
    reference: 'http://cv.iptc.org/newscodes/',
    message: 'A retired code is not used any more.',
    faultsIn: eachCode(({ text, alias = '', code }) => {
      const successor = successorOf(text);
      if (successor !== undefined) return `"${text}" is retired: use ${successor}.`;
      const isRetired =
        (alias === 'genre' && isRetiredGenre(code)) || (alias === 'medtop' && mediaTopic(code)?.retired);
      return isRetired ? `"${text}" is retired: choose another code.` : undefined;
    }),
  },
  {
    id: 'newsml-g2/type-as-value',
    severity: 'error',
    reference: 'Guidelines, section 26.5',
    message:
      'The code of a type is in place of the concept: write the type into `type`, the concept into `qcode` or `uri`.',
    faults:
      '//n:*[self::n:located or self::n:subject or self::n:creator][starts-with(@qcode, "loctyp:") or ' +
      'starts-with(@qcode, "cpnat:")]',
  },
  {
    id: 'newsml-g2/twin',
    severity: 'error',
    reference: 'Guidelines, section 14.11',
    message: 'A concept is identified by a QCode or by an address, not by both: receivers look at the QCode alone.',
    faults: `//n:*[${[
      'qcode|uri',
      'role|roleuri',
      'rel|reluri',
      'type|typeuri',
      'rendition|renditionuri',
      'why|whyuri',
      'mode|modeuri',
      'severity|severityuri',
      'representation|representationuri',
      'scope|scopeuri',
      'aspect|aspecturi',
      'colourspace|colourspaceuri',
      'durationunit|durationunituri',
    ]
      .map((pair) => pair.split('|'))
      .map(([code, twin]) => `(@${code} and @${twin})`)
      .join(' or ')}]`,
  },
  {
    id: 'newsml-g2/concept',
    severity: 'error',
    reference: 'Guidelines, section 20.7',
    message: 'A subject needs a type (`type`) and a name (`name`).',
    faults: '//n:subject[(not(@type) and not(@typeuri)) or not(n:name)]',
  },
  {
    id: 'newsml-g2/details-in-subject',
    severity: 'error',
    reference: 'Specification, subject',
    message: 'Details of a place or person belong in an `assert` with the same identifier, not inside the subject.',
    faults: '//n:subject//n:geoAreaDetails | //n:subject//n:personDetails | //n:subject//n:organisationDetails',
  },
  {
    id: 'newsml-g2/coordinates',
    severity: 'error',
    reference: 'Guidelines, section 20.8',
    message: 'A latitude lies between -90 and 90 and a longitude between -180 and 180: they may be swapped.',
    faults: '//n:position[not(@latitude >= -90 and @latitude <= 90) or not(@longitude >= -180 and @longitude <= 180)]',
  },
  {
    id: 'newsml-g2/subject-codes-only',
    severity: 'warning',
    reference: 'http://cv.iptc.org/newscodes/subjectcode/',
    message: 'The subjects are IPTC Subject Codes alone, which are deprecated: add Media Topics.',
    faultsIn: (xml) =>
      xml.find(
        `${ITEMS}/n:contentMeta[n:subject[starts-with(@qcode, "subj:")]][not(n:subject[starts-with(@qcode, "medtop:") or starts-with(@uri, "${MEDIA_TOPIC_SCHEME}")])]`,
      ),
  },
  {
    id: 'newsml-g2/ancestor',
    severity: 'warning',
    reference: 'Guidelines, section 20.7',
    message: 'A Media Topic that is the ancestor of another one of the item needs why="why:ancestor".',
    faultsIn: (xml) =>
      xml.find(ITEMS).flatMap((item) => {
        const topics = xml.find(
          `n:contentMeta/n:subject[starts-with(@qcode, "medtop:") or starts-with(@uri, "${MEDIA_TOPIC_SCHEME}")]`,
          item,
        );
        const codeOf = (node: XmlNode): string => (attribute(node, 'qcode') || attribute(node, 'uri')).slice(-8);
        const above = new Set(topics.flatMap((node) => ancestorsOf(codeOf(node)).map(({ code }) => code)));
        return topics.filter(
          (node) => above.has(codeOf(node)) && attribute(node, 'why') + attribute(node, 'whyuri') === '',
        );
      }),
  },
];
