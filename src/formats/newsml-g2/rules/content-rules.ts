import type { XmlNode } from 'libxml2-wasm';
import { isJson } from '../../../text/json-syntax.ts';
import { wordCount } from '../../../text/projections.ts';
import type { XmlCheck, XmlRule } from '../../xml/read.ts';
import { attribute, ITEMS } from './nodes.ts';

const INLINE_TYPES: ReadonlySet<string> = new Set([
  'application/xhtml+xml',
  'application/nitf+xml',
  'application/xml',
  'text/xml',
]);
const MEDIA_TYPE =
  /^(application|audio|font|image|message|model|multipart|text|video)\/[a-z0-9][a-z0-9!#$&^_.+-]*(;.*)?$/i;
/** Names that are often written but not registered. */
const WRONG_TYPES = /^(image\/jpg|xhtml\/xml|application\/xhtml\+html|audio\/mp3)$/i;

/** Rules for content, files and rights (Guidelines, sections 20.2, 20.3). */
export const CONTENT_RULES: readonly (XmlRule | XmlCheck)[] = [
  {
    id: 'newsml-g2/content-type',
    severity: 'error',
    reference: 'Guidelines, section 20.2; IANA media types',
    message: 'This is not a registered media type: write image/jpeg, application/xhtml+xml, application/nitf+xml.',
    faults: '//n:contentSet/*/@contenttype | //n:icon/@contenttype | //n:link/@contenttype',
    unless: (type) => MEDIA_TYPE.test(type) && !WRONG_TYPES.test(type),
  },
  {
    id: 'newsml-g2/inline-type',
    severity: 'error',
    reference: 'Guidelines, section 20.2.1',
    message: 'Inline XML needs its type: contenttype="application/xhtml+xml" or "application/nitf+xml".',
    faultsIn: (xml) => xml.find('//n:inlineXML').filter((node) => !isInlineType(attribute(node, 'contenttype'))),
  },
  {
    id: 'newsml-g2/content-namespace',
    severity: 'error',
    reference: 'Guidelines, section 20.2.1',
    message: 'The text is in no namespace of its own: write xmlns on html or nitf.',
    faults:
      '//n:inlineXML/*[(local-name()="html" and namespace-uri()!="http://www.w3.org/1999/xhtml") or ' +
      '(local-name()="nitf" and namespace-uri()!="http://iptc.org/std/NITF/2006-10-18/")]',
  },
  {
    id: 'newsml-g2/nitf-block',
    severity: 'warning',
    reference: 'NITF 3.6, body.content; superdesk-core 2.8, newsml_2_0.py',
    message: 'The text of the NITF is outside of `block`: Superdesk reads none of it.',
    faults: '//*[local-name()="body.content"][*][not(*[local-name()="block"])]',
  },
  {
    id: 'newsml-g2/inline-data-encoding',
    severity: 'error',
    reference: 'Guidelines, section 20.2',
    message: 'Inline data other than text must be encoded, and name its encoding (`encoding`).',
    faults: '//n:inlineData[not(starts-with(@contenttype, "text/"))][not(@encoding) and not(@encodinguri)]',
  },
  {
    id: 'newsml-g2/counts',
    severity: 'warning',
    reference: 'Guidelines, section 20.2.1',
    message: 'Inline content states its word count.',
    faults: '//n:inlineXML[not(@wordcount)]',
  },
  {
    id: 'newsml-g2/counts-true',
    severity: 'warning',
    reference: 'Guidelines, section 20.2.1',
    message: 'The word count is not that of the text.',
    faultsIn: (xml) =>
      xml.find('//n:inlineXML[@wordcount]').flatMap((node) => {
        const stated = Number(attribute(node, 'wordcount'));
        const counted = wordsIn(node);
        // Word boundaries vary between counters; a difference of a tenth is not a matter of counting.
        const isNear = Math.abs(stated - counted) <= Math.max(5, counted / 10);
        return isNear
          ? []
          : [[node, `The text has some ${counted} words, and wordcount is ${stated}: correct it.`] as const];
      }),
  },
  {
    id: 'newsml-g2/richest-last',
    severity: 'warning',
    reference: 'Guidelines, section 20.2; superdesk-core 2.8, newsml_2_0.py',
    message: 'Of several renditions some receivers take the last: put the text with markup last, or send it alone.',
    faults: '//n:contentSet/n:inlineXML[following-sibling::n:inlineData]',
  },
  {
    id: 'newsml-g2/rendition',
    severity: 'warning',
    reference: 'Guidelines, section 20.2',
    message: 'A file needs its rendition and its type: receivers choose by them.',
    faults: '//n:remoteContent[(not(@rendition) and not(@renditionuri)) or not(@contenttype)]',
  },
  {
    id: 'newsml-g2/creators',
    severity: 'warning',
    reference: 'Guidelines, section 20.9',
    message: 'There is a byline but no creator: machines read authors from `creator`, one element for each.',
    faults: '//n:contentMeta[n:by][not(n:creator)]',
  },
  {
    id: 'newsml-g2/creator-name',
    severity: 'warning',
    reference: 'Guidelines, section 20.9',
    message: 'A creator is a name alone: "By" belongs into `by`.',
    faults: '//n:creator/n:name',
    unless: (name) => !/^(by|von|par|por|av)\s/i.test(name),
  },
  {
    id: 'newsml-g2/rights',
    severity: 'warning',
    reference: 'Guidelines, section 20.3',
    message: 'An item needs its copyright holder (rightsInfo).',
    faults: `${ITEMS}[not(n:rightsInfo)]`,
  },
  {
    id: 'newsml-g2/data-mining-last',
    severity: 'error',
    reference: 'Specification, rightsInfo',
    message: '`dataMining` is the last element of rightsInfo.',
    faults: '//n:rightsInfo/n:dataMining[following-sibling::*]',
  },
  {
    id: 'newsml-g2/rights-expression-xml',
    severity: 'warning',
    reference: 'Specification, rightsExpressionXML',
    message:
      'Receivers without the schema of this rights language refuse the whole item: send it as rightsExpressionData.',
    faults: '//n:rightsExpressionXML',
  },
  {
    id: 'newsml-g2/rights-expression',
    severity: 'error',
    reference: 'ODRL Information Model 2.2',
    message: 'The rights expression is declared as JSON and is not valid JSON.',
    faults: '//n:rightsExpressionData[contains(@enctype, "json")]',
    unless: isJson,
  },
];

function isInlineType(type: string): boolean {
  return INLINE_TYPES.has(type.split(';')[0]?.trim() ?? '') || /\+xml$/.test(type);
}

/** Counts the words of the body alone, with white space between neighbouring elements. */
function wordsIn(inline: XmlNode): number {
  const bodies = inline.find(
    './/*[local-name()="body.content"] | .//*[local-name()="body"][not(.//*[local-name()="body.content"])]',
  );
  const texts = (bodies.length > 0 ? bodies : [inline]).flatMap((body) =>
    body.find('.//text()').map(({ content }) => content),
  );
  // `<b>a</b>b` is one word: inline pieces are joined unchanged; blocks are separated by white space.
  const spaced = bodies.flatMap((body) => body.find('.//*[not(*)] | .//*[*]')).length;
  const language = attribute(inline, 'xml:lang') || 'en';
  const text = spaced === 0 ? texts.join('') : blockText(bodies);
  try {
    return wordCount(text, language);
  } catch {
    return wordCount(text, 'en');
  }
}

const PHRASES: ReadonlySet<string> = new Set(
  'a abbr b bdo cite code del dfn em i ins kbd lang num org person q samp small span strong sub sup location money'.split(
    ' ',
  ),
);

function blockText(nodes: readonly XmlNode[]): string {
  return nodes
    .flatMap((node) => node.find('.//text()'))
    .map((text) => (PHRASES.has(String(text.eval('local-name(..)'))) ? text.content : ` ${text.content} `))
    .join('');
}
