import { describe, expect, test } from 'vitest';
import type { WireDocument } from '../../src/article/wire-item.ts';
import { isWireJson, readWireJson, readWireXml } from '../../src/intake/wire-format.ts';
import type { WireReadOptions } from '../../src/intake/wire-read-options.ts';
import { testHints } from '../support/cases.ts';
import { HOSTILE } from '../support/hostile.ts';
import { at } from '../support/stories.ts';

/** Documents that are meant to hurt are refused in words, quickly, and without taking the machine along. */
const options: WireReadOptions = { ...testHints('hostile.xml'), now: at('2026-11-23T00:00:00Z') };
const read = (text: string | Buffer): WireDocument =>
  readWireXml(typeof text === 'string' ? Buffer.from(text) : text, options);

function refusal(text: string | Buffer) {
  const document = read(text);
  if (!('problems' in document)) throw new Error('it was accepted');
  return document.problems[0];
}

const head = '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="tag:a.example,2026:1" version="1">';

describe('hostile XML is refused', () => {
  test('external entities', () => {
    const found = refusal(`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${head}<a>&e;</a></newsItem>`);
    expect(found).toMatchObject({ rule: 'xml/doctype', line: 1 });
  });

  test('entity bombs', () => {
    const lol = Array.from({ length: 10 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');
    expect(refusal(`<!DOCTYPE x [<!ENTITY l0 "lol">${lol}]>${head}&l9;</newsItem>`)).toMatchObject({
      rule: 'xml/doctype',
    });
  });

  test('a million nested elements', () => {
    const before = process.memoryUsage().heapUsed;
    const found = refusal('<a>'.repeat(1_000_000));
    expect(found).toMatchObject({ rule: 'xml/nesting' });
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(150_000_000);
  });

  test('a million elements side by side', () => {
    expect(refusal(`${head}${'<a/>'.repeat(1_000_000)}</newsItem>`)).toMatchObject({ rule: 'xml/size' });
  });

  test('a hundred megabytes', () => {
    expect(refusal(Buffer.alloc(100_000_000, 0x20))).toMatchObject({ rule: 'intake/size' });
  });

  test.each([
    ['nothing', '', 'xml/well-formed'],
    ['no XML', 'Hello', 'xml/well-formed'],
    ['a document cut off', `${head}<itemMeta>`, 'xml/well-formed'],
    ['an undeclared entity', `${head}&nosuchthing;</newsItem>`, 'xml/well-formed'],
    ['two roots', '<a/><b/>', 'xml/well-formed'],
    ['another format', '<sports-content/>', 'wire/format'],
    ['a control character', `${head}&#0;</newsItem>`, 'xml/well-formed'],
    ['an unknown encoding', '<?xml version="1.0" encoding="nonsense"?><newsItem/>', 'xml/encoding'],
  ])('%s', (_, text, rule) => {
    expect(refusal(text)).toMatchObject({ rule, file: 'hostile.xml' });
  });

  test('markup nested deeper than any story, in a text', () => {
    const deep = `${'<div>'.repeat(120)}x${'</div>'.repeat(120)}`;
    const found = refusal(
      g2Item(
        `<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>${deep}</body></html></inlineXML>`,
      ),
    );
    expect(found).toMatchObject({ rule: 'article/nesting' });
  });
});

function g2Item(content: string, headline = 'A headline', meta = ''): string {
  return `${head}<catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"/><itemMeta><itemClass qcode="ninat:text"/><provider literal="acme"/><versionCreated>2026-03-02T09:00:00Z</versionCreated>${meta}</itemMeta><contentMeta><headline>${headline}</headline></contentMeta><contentSet>${content}</contentSet></newsItem>`;
}

const paragraph = (text: string): string =>
  g2Item(
    `<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body><p>${text}</p></body></html></inlineXML>`,
  );

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

describe('hostile text is taken as text', () => {
  const xmlText = HOSTILE.filter((text) => /^[\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u.test(text));
  test.each(xmlText)('%j', (text) => {
    const document = read(paragraph(`x${escaped(text)}`));
    if ('problems' in document) throw new Error(JSON.stringify(document.problems));
    expect(document.items[0]?.submission?.body).not.toMatch(/<script|onerror=|javascript:/i);
  });

  test('scripts, styles and handlers are taken out', () => {
    const document = read(
      paragraph('<b onclick="x()">bold</b><script>alert(1)</script><a href="javascript:alert(1)">link</a>'),
    );
    if ('problems' in document) throw new Error('refused');
    expect(document.items[0]?.submission?.body).toBe('<p><b>bold</b><a>link</a></p>');
  });

  test('entities of HTML are read with a warning and its position', () => {
    const document = read(paragraph('a&nbsp;b &mdash; c'));
    if ('problems' in document) throw new Error('refused');
    expect(document.items[0]?.submission?.body).toContain('a\u00A0b — c');
    expect(document.warnings.map(({ rule, line }) => [rule, line])).toEqual([
      ['xml/html-entity', 1],
      ['xml/html-entity', 1],
    ]);
  });

  test('JSON that is nested without end is refused', () => {
    const text = `{"uri":"tag:a,2026:1","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(isWireJson(Buffer.from(text))).toBe(true);
    expect(readWireJson(Buffer.from(text), options)).toMatchObject({ problems: [{ rule: 'json/nesting' }] });
  });
});

describe('deviations of agencies are accepted with a warning and its position', () => {
  const readItem = (text: string) => {
    const document = read(text);
    if ('problems' in document) throw new Error(JSON.stringify(document.problems));
    const { items, warnings } = document;
    return { item: items[0], warnings: [...warnings, ...items.flatMap((item) => item.warnings)] };
  };
  const withDate = (date: string): string => paragraph('x').replace('2026-03-02T09:00:00Z', date);

  test.each([
    ['2026-03-02T09:00:00', '2026-03-02T08:00:00Z', 'no offset'],
    ['2026-03-02T09:00:00+0000', '2026-03-02T09:00:00Z', 'lacks its colon'],
    ['2026-03-02', '2026-03-01T23:00:00Z', 'no offset'],
    ['20260302T090000Z', '2026-03-02T09:00:00Z', ''],
    ['yesterday', '2026-11-23T00:00:00Z', 'not a date'],
  ])('the date %s', (written, meant, message) => {
    const { item, warnings } = readItem(withDate(written));
    expect(item?.at).toBe(meant);
    const dates = warnings.filter(({ rule }) => rule === 'wire/date');
    if (message === '') expect(dates).toEqual([]);
    else
      expect(dates[0]).toMatchObject({
        message: expect.stringContaining(message),
        line: 1,
        column: expect.any(Number),
      });
  });

  test('undeclared aliases, empty elements, wrong types, a missing namespace', () => {
    const text = paragraph('x')
      .replace(
        '<headline>A headline</headline>',
        '<subject type="cpnat:abstract" qcode="foo:bar"/><headline/><headline>Second</headline>',
      )
      .replace('application/xhtml+xml', 'xhtml/xml')
      .replace(' xmlns="http://www.w3.org/1999/xhtml"', '');
    const { item, warnings } = readItem(text);
    expect(item?.submission?.headline).toBe('Second');
    const rules = warnings.map(({ rule }) => rule);
    expect(rules).toEqual(
      expect.arrayContaining(['newsml-g2/alias', 'newsml-g2/empty', 'newsml-g2/content-type', 'newsml-g2/namespace']),
    );
    for (const { line, column } of warnings) expect([line, column]).toEqual([expect.any(Number), expect.any(Number)]);
  });

  test('"cancelled" is a kill all the same', () => {
    const { item, warnings } = readItem(g2Item('', 'Gone', '<pubStatus qcode="stat:cancelled"/>'));
    expect(item?.status).toBe('canceled');
    expect(warnings).toContainEqual(expect.objectContaining({ rule: 'wire/status' }));
  });

  test('ISO 8859-1 as declared', () => {
    const { item } = readItem(
      Buffer.from(
        `<?xml version="1.0" encoding="ISO-8859-1"?>${paragraph('Žluťoučký für')}`.replace(/[^\0-\xFF]/g, '?'),
        'latin1',
      ) as unknown as string,
    );
    expect(item?.submission?.body).toContain('für');
  });
});

describe('addresses in a text', () => {
  test('of a feed are relative to its page, of a wire item to nothing', () => {
    const rss =
      '<rss version="2.0"><channel><title>T</title><link>https://a.example/</link><item><guid>g</guid><title>H</title><link>https://a.example/news/1</link><description>x</description></item></channel></rss>';
    const document = read(
      rss.replace('<description>x', '<description>&lt;p&gt;&lt;a href="../more"&gt;x&lt;/a&gt;&lt;/p&gt;'),
    );
    if ('problems' in document) throw new Error('refused');
    expect(document.items[0]?.submission?.body).toBe('<p><a href="https://a.example/more">x</a></p>');
    const wire = read(paragraph('<a href="../more">x</a>'));
    if ('problems' in wire) throw new Error('refused');
    expect(wire.items[0]?.submission?.body).toBe('<p><a>x</a></p>');
    expect(wire.items[0]?.warnings).toContainEqual(expect.objectContaining({ rule: 'wire/address' }));
  });
});

describe('what must not be published', () => {
  const only = (text: string) => {
    const document = read(text);
    if ('problems' in document) throw new Error(JSON.stringify(document.problems));
    return document.items[0];
  };

  test.each(['Canceled', 'CANCELLED', 'killed', 'withdrawn'])('an item with the status %s is a kill', (status) => {
    expect(only(g2Item('', 'Gone', `<pubStatus qcode="stat:${status}"/>`))?.status).toBe('canceled');
  });

  test('an item with an unknown status is left out, with its position', () => {
    expect(refusal(paragraph('x').replace('</itemMeta>', '<pubStatus qcode="stat:maybe"/></itemMeta>'))).toMatchObject({
      rule: 'wire/status',
      line: 1,
    });
  });

  const nitf = (head: string, root = ''): string =>
    `<nitf${root}><head><title>T</title><docdata${head}><doc-id id-string="1" regsrc="A"/></docdata></head><body><body.content><block><p>x</p></block></body.content></body></nitf>`;
  test('NITF by its management status', () => {
    expect(only(nitf(' management-status="cancelled"'))?.status).toBe('canceled');
    expect(only(nitf(' management-status="embargoed"'))?.submission?.embargo).toEqual({});
    // Without any date it is held, also with a usable status.
    expect(only(nitf(' management-status="usable"'))?.submission?.embargo).toEqual({});
  });

  test.each([true, {}, ['2027-01-01T00:00:00Z'], 'soon'])('ninjs with the embargo %j is held', (embargoed) => {
    const document = readWireJson(
      Buffer.from(JSON.stringify({ uri: 'tag:a,2026:1', headline: 'h', body_html: '<p>x</p>', embargoed })),
      options,
    );
    if ('problems' in document) throw new Error('refused');
    expect(document.items[0]?.submission?.embargo).toEqual({});
  });

  test('a package that is held holds what it brings, and pictures that are held or killed are left out', () => {
    const wrap = (items: string): string =>
      `<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/><itemSet>${items}</itemSet></newsMessage>`;
    const text = paragraph('x').replace('</itemMeta>', '<link rel="irel:dependsOn" residref="urn:pic"/></itemMeta>');
    const held =
      '<packageItem guid="urn:p" version="1"><itemMeta><embargoed>2027-01-01T00:00:00Z</embargoed></itemMeta><groupSet root="G"><group id="G"><itemRef residref="tag:a.example,2026:1"/></group></groupSet></packageItem>';
    expect(only(wrap(text + held))?.submission?.embargo).toEqual({ until: '2027-01-01T00:00:00Z' });
    const picture = (meta: string): string =>
      `<newsItem guid="urn:pic" version="1"><itemMeta><itemClass qcode="ninat:picture"/><provider literal="acme"/>${meta}</itemMeta><contentMeta><headline>P</headline></contentMeta><contentSet><remoteContent href="https://a.example/p.jpg" contenttype="image/jpeg" rendition="rnd:web"/></contentSet></newsItem>`;
    expect(only(wrap(text + picture('')))?.submission?.media).toHaveLength(1);
    for (const meta of ['<pubStatus qcode="stat:canceled"/>', '<embargoed>2027-01-01T00:00:00Z</embargoed>']) {
      expect(only(wrap(text + picture(meta)))?.submission?.media).toEqual([]);
    }
  });

  test('a version that is not a number counts as none, with a warning', () => {
    const item = only(paragraph('x').replace('version="1"', 'version=""'));
    expect(item?.version).toBeUndefined();
    expect(item?.warnings).toContainEqual(expect.objectContaining({ rule: 'newsml-g2/version' }));
  });
});

describe('documents that would take for ever', () => {
  const rss = (item: string): string =>
    `<rss version="2.0"><channel><title>T</title><link>https://a.example/</link><item><guid>g</guid><title>H</title>${item}</item></channel></rss>`;
  const words = '<description>x</description>';
  const headed = (meta: string): string => paragraph('x').replace('<headline>', `${meta}<headline>`);
  test.each([
    ['an author of brackets', rss(`${words}<author>${'('.repeat(200_000)}</author>`)],
    ['a byline of spaces', headed(`<by>a${'\u00A0'.repeat(200_000)}b</by>`)],
    [
      'many subjects and assertions',
      headed(Array.from({ length: 40_000 }, (_, i) => `<subject literal="P${i}"/>`).join('')).replace(
        '<contentSet>',
        `${Array.from({ length: 40_000 }, (_, i) => `<assert literal="P${i}"/>`).join('')}<contentSet>`,
      ),
    ],
    ['a paragraph after the other, none closed', rss(`<description>${'&lt;p&gt;a'.repeat(200_000)}</description>`)],
    [
      'many links',
      paragraph('x').replace(
        '</itemMeta>',
        `${'<link rel="irel:seeAlso" residref="urn:a"/>'.repeat(100_000)}</itemMeta>`,
      ),
    ],
    [
      'a package of two hundred thousand',
      `<packageItem guid="urn:p" version="1"><itemMeta><provider literal="a"/></itemMeta><groupSet>${'<x/>'.repeat(200_000)}</groupSet></packageItem>`,
    ],
    ['a million references', paragraph('&nbsp;'.repeat(300_000))],
  ])(
    '%s is read or refused before the test gives up',
    (_, text) => {
      const document = read(text);
      const findings = 'problems' in document ? document.problems : document.warnings;
      expect(findings.length).toBeLessThan(50);
    },
    20_000,
  );
});
