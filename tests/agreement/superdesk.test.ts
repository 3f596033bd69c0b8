import { XmlDocument, XmlElement } from 'libxml2-wasm';
import { describe, expect, test } from 'vitest';
import { type Format, feedDocument } from '../../src/formats/format.ts';
import { newsmlG2 } from '../../src/formats/newsml-g2/index.ts';
import { ninjs } from '../../src/formats/ninjs/index.ts';
import { cases } from '../support/cases.ts';
import { contextWith } from '../support/publication.ts';
import { feedOf } from '../support/stories.ts';

/**
 * Assumptions of Superdesk's parsers: a document that violates one of them fails there as a whole
 * (superdesk-core, `superdesk/io/feed_parsers/newsml_2_0.py` and `ninjs.py`, as of 2018 and 2025).
 */
const all = cases();
const context = contextWith(...all.flatMap(({ view }) => (view.kind === 'story' ? [view] : [])));
const NS = { n: 'http://iptc.org/std/nar/2006-10-01/', f: 'http://iptc.org/std/NITF/2006-10-18/' };

const profileOf = (format: Format, id: string): Format => {
  const found = [format, ...(format.profiles ?? [])].find(({ profile }) => profile === id);
  if (found === undefined) throw new Error(`no profile ${id}`);
  return found;
};

describe('NewsML-G2 for Superdesk', () => {
  const format = profileOf(newsmlG2, 'superdesk-nitf');
  const alone = all.map(({ name, view }) => {
    const made = format.article?.(view, context);
    return [name, made !== undefined && 'text' in made ? made.text : ''] as const;
  });
  const messages = [
    ...alone,
    ['a feed of all', feedDocument(format, feedOf(...all.map(({ view }) => view)), context).text] as const,
  ];

  test.each(messages)('%s has what the parser reaches for', (_, text) => {
    using parsed = XmlDocument.fromString(text);
    expect(parsed.root.name).toBe('newsMessage');
    expect(Number(parsed.get('/n:newsMessage/n:header/n:priority', NS)?.content)).toBeGreaterThan(0);
    const items = parsed.find('/n:newsMessage/n:itemSet/*', NS);
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) {
      const has = (path: string): boolean => item.find(path, NS).length > 0;
      for (const path of [
        '@guid',
        '@version',
        'n:itemMeta/n:itemClass/@qcode',
        'n:itemMeta/n:versionCreated',
        'n:itemMeta/n:pubStatus/@qcode',
        'n:contentMeta',
      ]) {
        expect(has(path), path).toBe(true);
      }
      const isPackage = item instanceof XmlElement && item.name === 'packageItem';
      expect(has(isPackage ? 'n:groupSet/n:group' : 'n:contentSet/*')).toBe(true);
    }
    for (const group of parsed.find('//n:group', NS)) {
      expect([group.find('@id').length, group.find('@role').length]).toEqual([1, 1]);
      expect(group.find('*[not(self::n:groupRef or self::n:itemRef)]', NS)).toEqual([]);
    }
    for (const ref of parsed.find('//n:itemRef', NS)) {
      for (const path of ['@residref', '@contenttype', 'n:itemClass/@qcode'])
        expect(ref.find(path, NS), path).toHaveLength(1);
    }
    for (const file of parsed.find('//n:remoteContent', NS)) {
      expect(String(file.eval('string(@rendition)'))).toContain(':');
      expect(String(file.eval('string(@contenttype)'))).toContain('/');
    }
    for (const count of parsed.find('//n:contentSet/*/@wordcount', NS)) expect(count.content).toMatch(/^\d+$/);
    for (const content of parsed.find('//f:body.content', NS))
      expect(content.find('f:block/*', NS).length).toBeGreaterThan(0);
  });

  test('a story has a subject code and a place that it keeps', () => {
    const full = alone.find(([name]) => name === 'full')?.[1] ?? '';
    using parsed = XmlDocument.fromString(full);
    expect(parsed.find('//n:subject[starts-with(@qcode, "subj:")]', NS).length).toBeGreaterThan(0);
    expect(parsed.get('//n:subject[@type="cptType:5"]/n:name', NS)?.content).toBe('London');
    expect(parsed.get('//n:subject[@type="cptType:5"]/n:broader/n:name', NS)?.content).toBe('United Kingdom');
  });
});

describe('ninjs for Superdesk', () => {
  const format = profileOf(ninjs, 'superdesk');

  test.each(all.map(({ name, view }) => [name, view] as const))('%s has what the parser reaches for', (_, view) => {
    const made = format.article?.(view, context);
    const data = JSON.parse(made !== undefined && 'text' in made ? made.text : '');
    const objects = [data, ...Object.values(data.associations ?? {})];
    for (const object of objects) {
      expect(object.guid ?? object.uri).toMatch(/^\w+:/);
      // Its parser supports no other offset.
      for (const name of ['versioncreated', 'firstcreated', 'embargoed']) {
        if (object[name] !== undefined) expect(object[name]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/);
      }
      for (const rendition of Object.values(object.renditions ?? {}))
        expect(rendition).toMatchObject({ href: expect.any(String), mimetype: expect.any(String) });
      for (const list of ['subject', 'genre', 'place'])
        for (const row of object[list] ?? [])
          expect(row).toMatchObject({ code: expect.any(String), name: expect.any(String) });
    }
  });
});
