import { describe, expect, test } from 'vitest';
import { feedDocument } from '../../src/formats/format.ts';
import { newsmlG2 } from '../../src/formats/newsml-g2/index.ts';
import { checkNewsmlG2, NEWSML_G2_RULES } from '../../src/formats/newsml-g2/rules/index.ts';
import { ninjs } from '../../src/formats/ninjs/index.ts';
import { checkNinjs, NINJS_RULES } from '../../src/formats/ninjs/rules.ts';
import { cases } from '../support/cases.ts';
import { contextWith } from '../support/publication.ts';
import { feedOf, story } from '../support/stories.ts';

/** Each rule of the lints has a document that passes and one that fails, which differ in nothing else. */

const views = [
  ...cases().map(({ view }) => view),
  story({
    id: `tag:gazette.example.com,2026:article:${'z'.repeat(26)}`,
    slug: 'warned',
    headline: 'Warned',
    contentWarnings: ['violence'],
    bylines: [{ name: 'Jo' }],
  }),
];
const context = contextWith(...views.flatMap((view) => (view.kind === 'story' ? [view] : [])));
const good = feedDocument(newsmlG2, feedOf(...views), context).text;

type Breaking = (text: string) => string;
const replace =
  (from: RegExp | string, to: string): Breaking =>
  (text) =>
    text.replace(from, to);

const BROKEN: Readonly<Record<string, Breaking>> = {
  'newsml-g2/namespace': replace(
    '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"',
    '<newsMessage xmlns="http://example.com/"',
  ),
  'newsml-g2/guid': replace(/<newsItem([^>]*)guid="[^"]*"/, '<newsItem$1guid="b3f1c6f0-0000-4000-8000-000000000000"'),
  'newsml-g2/guid-with-version': replace(/guid="(tag:[^"]*article[^"]*)" version="3"/, 'guid="$1:v3" version="3"'),
  'newsml-g2/version': replace(/(<newsItem[^>]*) version="\d+"/, '$1 version="0"'),
  'newsml-g2/conformance': replace(' conformance="power"', ''),
  'newsml-g2/standard-version': replace('standardversion="2.35"', 'standardversion="2.9"'),
  'newsml-g2/language': replace(/<language tag="[^"]*"\/>\s*<genre/, '<genre'),
  'newsml-g2/catalog': (text) =>
    text.replace(/(<newsItem[^>]*>\s*)<catalogRef[^>]*>\s*<catalog>[\s\S]*?<\/catalog>/, '$1'),
  'newsml-g2/catalog-old': replace('Standards_41.xml"/>\n      <catalog>', 'Standards_25.xml"/>\n      <catalog>'),
  'newsml-g2/embargo-order': replace(
    '<pubStatus qcode="stat:usable"/>',
    '<pubStatus qcode="stat:usable"/><embargoed>2026-03-02T09:00:00+00:00</embargoed>',
  ),
  'newsml-g2/group-order': replace(
    /<headline xml:lang="en-GB">/,
    '<altId type="dlaltid:url">x</altId><headline xml:lang="en-GB">',
  ),
  'newsml-g2/provider': replace(/<provider uri="[^"]*">/, '<provider>'),
  'newsml-g2/empty': replace(/<slugline separator="-">[^<]*/, '<slugline separator="-">'),
  'newsml-g2/trimmed': replace(/<headline xml:lang="en-GB">/, '<headline xml:lang="en-GB"> '),
  'newsml-g2/alias': replace('<signal qcode="sig:correction"', '<signal qcode="signal:correction"'),
  'newsml-g2/unknown-code': replace('qcode="genre:Current"', 'qcode="genre:current"'),
  'newsml-g2/media-topic': replace(/qcode="medtop:\d{8}"/, 'qcode="medtop:99999999"'),
  'newsml-g2/retired': replace('rel="irel:seeAlso"', 'rel="irel:associatedWith"'),
  'newsml-g2/type-as-value': replace(
    /<located type="cpnat:geoArea" qcode="[^"]*"/,
    '<located type="cpnat:geoArea" qcode="cpnat:geoArea"',
  ),
  'newsml-g2/twin': replace('qcode="stat:usable"', 'qcode="stat:usable" uri="http://a.example/"'),
  'newsml-g2/concept': replace('<subject type="cpnat:geoArea"', '<subject'),
  'newsml-g2/details-in-subject': replace(
    /(<subject type="cpnat:geoArea"[^>]*>\s*<name[^>]*>[^<]*<\/name>)/,
    '$1<geoAreaDetails><position latitude="1" longitude="2"/></geoAreaDetails>',
  ),
  'newsml-g2/coordinates': replace(/latitude="[^"]*"/, 'latitude="139.7"'),
  'newsml-g2/subject-codes-only': (text) => text.replace(/qcode="medtop:(\d{8})"/g, 'qcode="subj:$1"'),
  'newsml-g2/ancestor': replace(' why="why:ancestor"', ''),
  'newsml-g2/status': replace('<pubStatus qcode="stat:usable"/>', ''),
  'newsml-g2/first-version': replace(/(<newsItem[^>]*article:[^>]*) version="3"/, '$1 version="1"'),
  'newsml-g2/correction-note': replace(/<edNote role="dlednote:correction"[^>]*>[^<]*<\/edNote>/, ''),
  'newsml-g2/recall': (text) => text.replace(/<edNote role="dlednote:recall"[^>]*>[^<]*<\/edNote>/g, ''),
  'newsml-g2/recall-content': replace(/(<urgency>1<\/urgency>\s*<language tag="[^"]*"\/>)/, '$1<by>Old Words</by>'),
  'newsml-g2/recalled-in-package': (text) => {
    const canceled = /guid="(tag:[^"]*)" version="(\d+)"[^>]*>(?:(?!<newsItem)[\s\S])*?stat:canceled/.exec(
      text.slice(text.lastIndexOf('<newsItem', text.indexOf('stat:canceled'))),
    );
    return text.replace(/residref="[^"]*:article:[^"]*"/, `residref="${canceled?.[1]}"`);
  },
  'newsml-g2/embargo-note-only': replace(
    /(<edNote role="dlednote:editorial"|<edNote role="dlednote:correction")([^>]*)>/,
    '$1$2>EMBARGOED until noon. ',
  ),
  'newsml-g2/embargo-without-end': replace(
    /(<firstCreated>[^<]*<\/firstCreated>\s*)(<pubStatus qcode="stat:usable"\/>\s*<fileName>minimal)/,
    '$1<embargoed/>$2',
  ),
  'newsml-g2/content-warning': replace('<signal qcode="sig:cwarn"/>', ''),
  'newsml-g2/date': replace(/<versionCreated>([^<+]*)\+\d\d:\d\d/, '<versionCreated>$1'),
  'newsml-g2/content-date': replace(/<contentCreated>[^<]*/, '<contentCreated>March 2026'),
  'newsml-g2/date-order': replace(/<firstCreated>2026/, '<firstCreated>2027'),
  'newsml-g2/modified-alone': replace(/<contentCreated>[^<]*<\/contentCreated>(\s*<contentModified>)/, '$1'),
  'newsml-g2/content-type': replace('contenttype="image/jpeg"', 'contenttype="image/jpg"'),
  'newsml-g2/inline-type': replace(
    '<inlineXML contenttype="application/xhtml+xml"',
    '<inlineXML contenttype="text/plain"',
  ),
  'newsml-g2/content-namespace': replace('<html xmlns="http://www.w3.org/1999/xhtml"', '<html'),
  'newsml-g2/nitf-block': replace(
    /<html xmlns="http:\/\/www.w3.org\/1999\/xhtml"/,
    '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.content><p>x</p></body.content></body></nitf><html xmlns="http://www.w3.org/1999/xhtml"',
  ),
  'newsml-g2/inline-data-encoding': replace(
    '<inlineXML',
    '<inlineData contenttype="image/png">x</inlineData><inlineXML',
  ),
  'newsml-g2/counts': replace(/ wordcount="\d+"/, ''),
  'newsml-g2/counts-true': replace(/ wordcount="\d+"/, ' wordcount="4711"'),
  'newsml-g2/richest-last': replace('</inlineXML>', '</inlineXML><inlineData contenttype="text/plain">x</inlineData>'),
  'newsml-g2/rendition': replace(/<remoteContent rendition="[^"]*"/, '<remoteContent'),
  'newsml-g2/creators': (text) => text.replace(/<creator[\s\S]*?<\/creator>/g, ''),
  'newsml-g2/creator-name': replace(/(<creator[^>]*>\s*<name>)/, '$1By '),
  'newsml-g2/rights': replace(/<rightsInfo>[\s\S]*?<\/rightsInfo>/, ''),
  'newsml-g2/data-mining-last': replace(/(<dataMining[^>]*\/>)/, '$1<usageTerms>x</usageTerms>'),
  'newsml-g2/rights-expression-xml': replace(
    '<rightsInfo>',
    '<rightsInfo><rightsExpressionXML langid="http://www.w3.org/ns/odrl/2/"/>',
  ),
  'newsml-g2/rights-expression': replace(/(<rightsExpressionData[^>]*>)\{/, '$1'),
  'newsml-g2/header': replace(/<sent>[^<]*<\/sent>/, ''),
  'newsml-g2/id-unique': replace(/(<newsItem[^>]*guid=")[^"]*/g as RegExp, '$1tag:a.example,2026:b'),
  'newsml-g2/xml-id-unique': replace(/<group id="S-[^"]*"/, '<group id="G1"'),
  'newsml-g2/group-role': replace(/<group id="G1" role="[^"]*"/, '<group id="G1"'),
  'newsml-g2/group-reached': replace(/<groupRef idref="[^"]*"\/>/, ''),
  'newsml-g2/item-ref': replace(/(<itemRef[^>]*) contenttype="[^"]*"/, '$1'),
  'newsml-g2/item-ref-version': replace(/(<itemRef[^>]*) version="\d+"/, '$1 version="99"'),
  'newsml-g2/atomic': replace(/(<itemRef residref=")[^"]*/, '$1tag:a.example,2026:never-sent'),
};

describe('NewsML-G2', () => {
  test('the good document passes every rule', () => expect(checkNewsmlG2(good)).toEqual([]));

  test('every rule has an example', () => {
    expect(Object.keys(BROKEN).toSorted()).toEqual(NEWSML_G2_RULES.map(({ id }) => id).toSorted());
  });

  test.each(Object.entries(BROKEN))('%s', (rule, breaking) => {
    const broken = breaking(good);
    expect(broken, 'the example changes nothing').not.toBe(good);
    const found = checkNewsmlG2(broken).filter((finding) => finding.rule === rule);
    expect(found.length).toBeGreaterThan(0);
    const { line = 0, column = 0, message, reference } = found[0] ?? {};
    // The place is that of an element's beginning.
    expect(broken.split('\n')[line - 1]?.[column - 1]).toBe('<');
    expect(message?.length).toBeGreaterThan(20);
    expect(reference).toMatch(/\w/);
  });

  test('addresses are looked at as codes are', () => {
    const linked = newsmlG2.profiles?.find(({ profile }) => profile === 'linked-data');
    const text = linked === undefined ? '' : feedDocument(linked, feedOf(...views), context).text;
    const rulesOf = (from: string, to: string) => checkNewsmlG2(text.replace(from, to)).map(({ rule }) => rule);
    expect(checkNewsmlG2(text)).toEqual([]);
    expect(rulesOf('/mediatopic/20000053', '/mediatopic/99999999')).toContain('newsml-g2/media-topic');
    expect(rulesOf('/genre/Current', '/genre/current')).toContain('newsml-g2/unknown-code');
    expect(rulesOf('/ninature/text', '/ninature/texts')).toContain('newsml-g2/unknown-code');
  });

  test('valid documents of others have no errors', () => {
    const foreign = '<catalogRef href="https://cv.example.com/catalog001.xml"/>';
    const withForeign = good
      .replace(/(<newsItem[^>]*>\s*)/g, `$1${foreign}`)
      .replace('<slugline separator="-">', '<slugline separator="-" role="theirs:slug">');
    expect(checkNewsmlG2(withForeign)).toEqual([]);
  });

  test('a malformed document has one finding, with its position', () => {
    expect(checkNewsmlG2(good.replace('</itemSet>', ''))).toContainEqual(
      expect.objectContaining({ rule: 'xml/well-formed', line: expect.any(Number) }),
    );
  });
});

const goodNinjs = feedDocument(ninjs, feedOf(...views), context).text;
const old = ninjs.profiles?.find(({ profile }) => profile === '2.3');
const goodOld = old === undefined ? '' : feedDocument(old, feedOf(...views), context).text;

const BROKEN_NINJS: Readonly<Record<string, Breaking>> = {
  'ninjs/uri': replace(/"uri": "tag:[^"]*"/, '"uri": "4711"'),
  'ninjs/version': replace(/"version": "(\d)"/, '"version": $1'),
  'ninjs/urgency': replace(/"urgency": (\d)/, '"urgency": "$1"'),
  'ninjs/standard': replace(/,\s*"standard": \{[^}]*\}/, ''),
  'ninjs/names-of-1': replace('"pubStatus"', '"headline": "x", "pubStatus"'),
  'ninjs/names-of-2': replace('"pubStatus"', '"pubstatus"'),
  'ninjs/names-of-3': (text) => (text === goodNinjs ? goodOld.replace('"pubstatus"', '"pubStatus"') : text),
  'ninjs/representation': replace('"representationType": "full"', '"representationType": "incomplete"'),
  'ninjs/status': replace('"pubStatus": "usable"', '"pubStatus": "cancelled"'),
  'ninjs/recall': replace('"pubStatus": "canceled"', '"pubStatus": "canceled", "bodies": [{ "value": "x" }]'),
  'ninjs/date': replace(/("versionCreated": "[^"]*)\+(\d\d):/, '$1+$2'),
  'ninjs/qcode': replace('http://cv.iptc.org/newscodes/mediatopic/', 'medtop:'),
  'ninjs/association-name': replace(/"name": "story-1",/, ''),
  'ninjs/associations-list': (text) =>
    JSON.stringify({ ...JSON.parse(text), associations: { a: { uri: 'tag:a,2026:b' } } }),
  'ninjs/rights': replace(/"encodedRights"/, '"linkedRights": "https://a.example/", "encodedRights"'),
  'ninjs/coordinates': replace(/"coordinates": \[\s*([-\d.]+),\s*([-\d.]+)/, '"coordinates": [$2, 139.7'),
  'ninjs/content-type': replace('"contentType": "text/html"', '"contentType": "body_xhtml"'),
  'ninjs/empty': replace(/"title": "[^"]*"/, '"title": ""'),
};

describe('ninjs', () => {
  test('the good documents pass every rule', () => {
    expect(checkNinjs(goodNinjs)).toEqual([]);
    expect(checkNinjs(goodOld)).toEqual([]);
  });

  test('every rule has an example', () => {
    expect(Object.keys(BROKEN_NINJS).toSorted()).toEqual(NINJS_RULES.map(({ id }) => id).toSorted());
  });

  test.each(Object.entries(BROKEN_NINJS))('%s', (rule, breaking) => {
    const broken = breaking(goodNinjs);
    expect(broken, 'the example changes nothing').not.toBe(goodNinjs);
    const found = checkNinjs(broken).filter((finding) => finding.rule === rule);
    expect(found[0]).toMatchObject({ line: expect.any(Number), column: expect.any(Number), path: expect.any(String) });
    expect(found[0]?.message.length).toBeGreaterThan(20);
  });
});
