import { describe, expect, test } from 'vitest';
import { readCanonicalJson } from '../../src/intake/canonical-json/index.ts';
import { readWire } from '../../src/intake/wire-format.ts';
import { testHints } from '../support/cases.ts';
import { cpuMilliseconds } from '../support/cpu-time.ts';
import { newsml1 } from '../support/newsml-1.ts';
import { wireItem } from '../support/wire.ts';

/** Parts that are taken out of the text of a document from outside are findings with line and column in that document. */

const NOW = '2026-03-02T10:00:00Z' as never;
const HTML = '<p>The ferry &amp; the quay.</p>\n<p>It ran.</p> <svg><path d="M0"/></svg>\n<p>It was full.</p>';

const escaped = (html: string): string => html.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const rss = (item: string): string =>
  `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>T</title><link>https://a.example/</link>
<item><guid>1</guid><title>Head</title><pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate>
${item}</item></channel></rss>`;
const atom = (content: string): string =>
  `<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:f</id><title>T</title><updated>2026-03-02T08:00:00Z</updated>
<entry><id>urn:e</id><title>Head</title><updated>2026-03-02T08:00:00Z</updated>${content}</entry></feed>`;
const g2 = (contentSet: string): string =>
  wireItem().replace(/<contentSet>.*<\/contentSet>/s, `<contentSet>${contentSet}</contentSet>`);
const object = (fields: object): string => JSON.stringify(fields, undefined, 2);
const NINJS = { uri: 'urn:a:1', type: 'text', version: '1', source: 'A', versioncreated: '2026-03-02T08:00:00Z' };
const nitf = (html: string): string =>
  `<nitf><head><docdata><doc-id regsrc="a.example" id-string="1"/><date.issue norm="20260302T080000+0000"/></docdata></head>
<body><body.head><hedline><hl1>Head</hl1></hedline></body.head><body.content><block>${html}</block></body.content></body></nitf>`;

/** Documents with the text, and the drawing in it as the document has it. */
const DOCUMENTS: Readonly<Record<string, readonly [document: string, drawing: string]>> = {
  'RSS with a CDATA section': [
    rss(`<content:encoded>\n<![CDATA[${HTML}]]></content:encoded><description>x</description>`),
    '<svg>',
  ],
  'RSS with entities': [rss(`<description>&#x1F6A2;&eacute;${escaped(HTML)}</description>`), '&lt;svg>'],
  'RSS with line ends of Windows': [
    rss(`<description><!-- c -->${escaped(HTML)}</description>`).replaceAll('\n', '\r\n'),
    '&lt;svg>',
  ],
  'RSS with line ends of Windows in a CDATA section': [
    rss(`<content:encoded><![CDATA[${HTML}]]></content:encoded><description>x</description>`).replaceAll('\n', '\r\n'),
    '<svg>',
  ],
  'RSS with written line ends': [
    rss(`<description>${escaped(HTML).replaceAll('\n', '&#xD;\n')}</description>`),
    '&lt;svg>',
  ],
  'Atom with HTML around an element': [
    atom(`\n<content type="html">Text <b>bold</b> ${escaped(HTML)}</content>`),
    '<content',
  ],
  'NewsML-G2 with base64': [
    g2(`<inlineData contenttype="text/html" encoding="base64">${Buffer.from(HTML).toString('base64')}</inlineData>`),
    '<inlineData',
  ],
  'NewsML 1.2 with base64': [
    newsml1({ data: Buffer.from(HTML).toString('base64') })
      .replace('<DataContent>', '<Encoding Notation="base64"><DataContent>')
      .replace('</DataContent>', '</DataContent></Encoding>'),
    '<DataContent',
  ],
  'XHTML with a tag of several lines': [
    atom(
      `<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">${HTML.replace('<svg>', '\n  <svg\n width="3">')}</div></content>`,
    ),
    '<svg\n',
  ],
  'an export of WordPress': [
    rss(
      `<content:encoded><![CDATA[${HTML}]]></content:encoded><wp:post_type>post</wp:post_type><wp:status>publish</wp:status>`,
    ),
    '<svg>',
  ],
  'Atom with HTML': [atom(`<content type="html">${escaped(HTML)}</content>`), '&lt;svg>'],
  'Atom with XHTML': [
    atom(`<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">${HTML}</div></content>`),
    '<svg>',
  ],
  'NewsML-G2 with XHTML': [
    g2(
      `<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>\n${HTML}</body></html></inlineXML>`,
    ),
    '<svg>',
  ],
  'NewsML-G2 with HTML as data': [g2(`<inlineData contenttype="text/html"><![CDATA[${HTML}]]></inlineData>`), '<svg>'],
  NITF: [nitf(HTML.replace(/<svg>.*<\/svg>/, '<drawing>x</drawing>')), '<drawing>'],
  'NITF in NewsML 1.2': [
    newsml1({ format: 'NITF', data: nitf(HTML.replace(/<svg>.*<\/svg>/, '<drawing>x</drawing>')) }),
    '<drawing>',
  ],
  'NewsML 1.2 with XHTML': [newsml1({ data: `<html><body>${HTML}</body></html>` }), '<svg>'],
  'NewsML 1.2 with HTML as data': [newsml1({ data: `<![CDATA[${HTML}]]>` }), '<svg>'],
  'ninjs 1': [object({ ...NINJS, headline: 'Head', body_html: `\n ${HTML}` }), '<svg>'],
  'ninjs 3': [
    object({
      ...NINJS,
      headlines: [{ value: 'Head' }],
      bodies: [{ contenttype: 'text/html', value: HTML }],
    }),
    '<svg>',
  ],
  'dpa digitalwires': [
    object({
      urn: 'urn:newsml:dpa.com:1',
      pubstatus: 'stat:usable',
      version_created: '2026-03-02T08:00:00+00:00',
      headline: 'Head',
      article_html: HTML,
    }),
    '<svg>',
  ],
  'Reuters Connect': [
    object({
      data: {
        item: {
          versionedGuid: 'tag:reuters.com,2026:newsml_L1:4',
          uri: 'x',
          headLine: 'Head',
          pubStatus: 'stat:usable',
          versionCreated: '2026-03-02T08:00:00Z',
          bodyXhtml: `<html><body>${HTML}</body></html>`,
        },
      },
    }),
    '<svg>',
  ],
  'AP Media API': [
    object({
      api_version: '1.1',
      data: {
        item: {
          altids: { itemid: 'a' },
          version: 1,
          type: 'text',
          pubstatus: 'usable',
          headline: 'Head',
          versioncreated: '2026-03-02T08:00:00Z',
          renditions: { nitf: { content: nitf(HTML.replace(/<svg>.*<\/svg>/, '<drawing>x</drawing>')) } },
        },
      },
    }),
    '<drawing>',
  ],
  Ghost: [
    object({
      db: [
        {
          data: {
            posts: [
              {
                id: '1',
                uuid: 'u',
                title: 'Head',
                slug: 'a',
                status: 'published',
                type: 'post',
                visibility: 'public',
                published_at: '2026-03-02T08:00:00Z',
                html: HTML,
              },
            ],
          },
        },
      ],
    }),
    '<svg>',
  ],
};

function findingsIn(document: string, file = 'item.xml') {
  const read = readWire(Buffer.from(document), { ...testHints(file), now: NOW });
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  expect(read.items).toHaveLength(1);
  return (read.items[0]?.warnings ?? []).filter(({ rule }) => /cleaned|shortcode|address|feed\/file/.test(rule));
}

/** Line and column of a mark, as editors count them. */
function positionIn(document: string, mark: string): { line: number; column: number } {
  const before = document.slice(0, document.indexOf(mark)).split(/\r?\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

describe('a drawing that is taken out of the text has its position in', () => {
  test.each(Object.entries(DOCUMENTS))('%s', (_, [document, drawing]) => {
    const name = document.includes('<drawing>') ? 'drawing' : 'svg';
    expect(findingsIn(document)).toEqual([
      {
        rule: 'article/cleaned',
        severity: 'warning',
        file: 'item.xml',
        message: expect.stringMatching(`^<${name}> `),
        ...positionIn(document, drawing),
      },
    ]);
  });

  test('a story of Dateline as JSON', () => {
    const document = object({
      id: `tag:gazette.example.com,2026:article:${'a'.repeat(26)}`,
      ...{ headline: 'A', slug: 'a', language: 'en', section: 'world', published: '2026-03-02T09:00:00Z' },
      body: HTML,
    });
    const read = readCanonicalJson(Buffer.from(document), testHints('a.json'));
    expect('warnings' in read && read.warnings).toMatchObject([
      { rule: 'article/cleaned', path: 'body', ...positionIn(document, '<svg>') },
    ]);
  });
});

describe('a position is that of the right text', () => {
  test('of two posts with the same text, and behind control characters', () => {
    const post = (id: string) => ({
      ...{ id, uuid: id, title: 'Head', slug: id, status: 'published', type: 'post', visibility: 'public' },
      ...{ published_at: '2026-03-02T08:00:00Z', html: `\u0007${HTML}\r\n` },
    });
    const document = object({ db: [{ data: { posts: [post('a'), post('b')] } }] });
    const read = readWire(Buffer.from(document), { ...testHints('item.json'), now: NOW });
    const lines =
      'items' in read ? read.items.map(({ warnings }) => warnings.find(({ rule }) => /cleaned/.test(rule))) : [];
    const second = document.lastIndexOf('<svg>');
    const before = document.slice(0, second).split('\n');
    expect(lines).toMatchObject([
      positionIn(document, '<svg>'),
      { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 },
    ]);
  });

  test('of the NITF document beside JSON of AP', () => {
    const text = nitf(`<p>x</p>\n<media media-type="image"><media-reference source="a.jpg"/></media>`);
    const item = { altids: { itemid: 'a' }, version: 1, type: 'text', pubstatus: 'usable', headline: 'Head' };
    const document = object({
      api_version: '1.1',
      data: { item: { ...item, versioncreated: '2026-03-02T08:00:00Z' } },
    });
    const read = readWire(Buffer.from(document), {
      ...testHints('item.json'),
      now: NOW,
      beside: (name) => (name === 'a.nitf.xml' ? Buffer.from(text) : undefined),
    });
    expect('items' in read && read.items[0]?.warnings).toMatchObject([
      { rule: 'wire/address', file: 'a.nitf.xml', ...positionIn(text, '<media ') },
      { rule: 'wire/section' },
    ]);
  });

  test('of the text of a NewsML 1.2 item that is used', () => {
    const document = newsml1({ data: `<html><body>${HTML}</body></html>` }).replace(
      '</ContentItem>',
      `</ContentItem><ContentItem><MediaType FormalName="Text"/><DataContent>${nitf('<p>Used.</p>')}</DataContent></ContentItem>`,
    );
    expect(findingsIn(document)).toEqual([]);
  });
});

describe('a text from outside', () => {
  test('keeps lazy pictures and aligned cells of XHTML', () => {
    const html =
      '<div xmlns="http://www.w3.org/1999/xhtml"><img src="data:image/gif;base64,R0" data-src="https://a.example/r.jpg" alt="A"/><table><tr><td align="right">1</td></tr></table></div>';
    const read = readWire(Buffer.from(atom(`<content type="xhtml">${html}</content>`)), {
      ...testHints('item.xml'),
      now: NOW,
    });
    const body = 'items' in read ? read.items[0]?.submission?.body : undefined;
    expect(body).toContain('<img src="https://a.example/r.jpg" alt="A">');
    expect(body).toContain('<td align="right">1</td>');
  });

  test('resolves links to parts of the page, keeps those to parts of the text, and reports those to nothing', () => {
    const html = '<a href="#no">no</a> <a href="#part">part</a><h2 id="part">Part</h2>';
    const document = rss(`<description>${escaped(html)}</description>`);
    const read = readWire(Buffer.from(document), { ...testHints('item.xml'), now: NOW });
    const body = 'items' in read ? read.items[0]?.submission?.body : undefined;
    expect(body).toContain('<a href="https://a.example/#no">');
    expect(body).toContain('<a href="#user-content-part">');
    const without = document.replace('<link>https://a.example/</link>', '');
    expect(findingsIn(without)).toMatchObject([
      {
        rule: 'wire/address',
        message: expect.stringContaining('leads to no part'),
        ...positionIn(without, '&lt;a href="#no"'),
      },
    ]);
  });

  test('reports relative addresses where they are', () => {
    const document = rss('<description>x &lt;a href="../up">up&lt;/a></description>').replace(
      '<link>https://a.example/</link>',
      '',
    );
    expect(findingsIn(document)).toMatchObject([
      { rule: 'wire/address', message: expect.stringContaining('"../up"'), ...positionIn(document, '&lt;a href') },
    ]);
  });

  test.each([
    ['a film', '<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe>', 'replaced by a link'],
    ['a block that a theme makes', '<!-- wp:latest-posts {"postsToShow":3} /-->', 'The block "latest-posts"'],
    ['a picture that counts readers', '<img src="https://count.example/1" width="1" height="1">', 'of one pixel'],
    ['one with a style', '<img src="https://count.example/1" style="width:1px;height:1px">', 'of one pixel'],
    ['an anchor', '<a name="part">Part</a>', 'The anchor "part"'],
  ])('reports %s', (_, html, message) => {
    const document = rss(`<content:encoded><![CDATA[<p>Text.</p>\n${html}]]></content:encoded>`);
    expect(findingsIn(document)).toMatchObject([
      { message: expect.stringContaining(message), ...positionIn(document, html) },
    ]);
  });

  test.each([
    '<img src="https://a.example/p.jpg" width="1" alt="A bay">',
    '<img src="https://a.example/map.svg" width="1" height="1">',
    '<img src="https://a.example/p.jpg" width="1" height="1" alt="A map">',
    '<img src="/stand-in.gif" data-src="https://a.example/r.jpg" width="1" height="1">',
    '<a href="#TOP">up</a>',
    '<!-- wp:spacer /-->',
    '<a href="#part">to</a><a name="part">Part</a>',
  ])('reports nothing for %s', (html) => {
    const document = rss(`<content:encoded><![CDATA[<p>Text.</p>\n${html}]]></content:encoded>`);
    expect(findingsIn(document).filter(({ rule }) => rule === 'article/cleaned')).toEqual([]);
  });

  test('reports shortcodes of extensions that are not known, which stay', () => {
    const document = rss(
      '<content:encoded><![CDATA[One.\n\n[my_plugin id="3"] and [a note]]]></content:encoded><wp:post_type>post</wp:post_type><wp:status>publish</wp:status>',
    );
    expect(findingsIn(document)).toMatchObject([
      {
        rule: 'feed/shortcode',
        message: expect.stringContaining('[my_plugin …]'),
        ...positionIn(document, '[my_plugin'),
      },
    ]);
  });

  test('reports each shortcode of a text where it is', () => {
    const document = rss('<description>A\nB {{&lt; youtube x >}} [gallery ids="1"]</description>');
    expect(findingsIn(document)).toMatchObject([positionIn(document, '{{'), positionIn(document, '[gallery')]);
  });

  test('shows a picture twice if its text does', () => {
    const picture = '<img src="https://a.example/p.jpg" alt="A">';
    const document = rss(`<description>${escaped(`${picture}<p>x</p>${picture}`)}</description>`);
    const read = readWire(Buffer.from(document), { ...testHints('item.xml'), now: NOW });
    expect('items' in read && read.items[0]?.submission?.body.split('<img')).toHaveLength(3);
  });

  test('reports fifty parts, and that there are more; addresses that get a base do not count', () => {
    const links = '<a href="/x">x</a>'.repeat(60);
    const findings = findingsIn(rss(`<description>${escaped(links + '<svg></svg>'.repeat(60))}</description>`));
    expect(findings).toHaveLength(51);
    expect(findings.at(-1)?.message).toMatch(/^There are more findings/);
  });

  test('lists fifty of many relative addresses without a base, in time', () => {
    const links = Array.from({ length: 20_000 }, (_, number) => `<a href="${number}">x</a>\n`).join('');
    const document = rss(`<description><![CDATA[${links}]]></description>`).replace(
      '<link>https://a.example/</link>',
      '',
    );
    const milliseconds = cpuMilliseconds(() => expect(findingsIn(document)).toHaveLength(51));
    expect(milliseconds).toBeLessThan(20_000);
  });

  test('reports shortcodes of WordPress where they are', () => {
    const document = rss(
      '<content:encoded><![CDATA[One.\n\n[gallery ids="1"]\n\nTwo.]]></content:encoded><wp:post_type>post</wp:post_type><wp:status>publish</wp:status>',
    );
    expect(findingsIn(document)).toMatchObject([{ rule: 'feed/shortcode', ...positionIn(document, '[gallery') }]);
  });

  test('reports files of other kinds in both kinds of feeds', () => {
    for (const document of [
      rss('<enclosure url="https://a.example/a.zip" type="application/zip"/><description>x</description>'),
      atom('<link rel="enclosure" href="https://a.example/a.zip" type="application/zip"/><content>x</content>'),
    ])
      expect(findingsIn(document)).toMatchObject([{ rule: 'feed/file' }]);
  });
});

describe('a summary in HTML', () => {
  const summary = `${escaped('<p>Short. <img src="https://a.example/s.jpg"></p>')}`;
  const text = (html: string): string => `<content:encoded><![CDATA[${html}]]></content:encoded>`;

  test.each([
    ['RSS', rss(`<description>${summary}</description>${text('<p>Text.</p>')}`)],
    ['Atom', atom(`<summary type="html">${summary}</summary><content>Text.</content>`)],
  ])('reports a picture that the story does not have: %s', (_, document) => {
    expect(findingsIn(document)).toMatchObject([
      { message: expect.stringContaining('<img> was left out of the summary'), ...positionIn(document, '&lt;img') },
    ]);
  });

  test('reports none that the story has', () => {
    const inText = rss(
      `<description>${summary}</description>${text('<p>Text.</p><img src="https://a.example/s.jpg" alt="S">')}`,
    );
    const asFile = rss(
      `<description>${summary}</description>${text('<p>Text.</p>')}<enclosure url="https://a.example/s.jpg" type="image/jpeg" length="1"/>`,
    );
    const player = rss(
      `<description>${escaped('<p>Short.</p><iframe src="https://v.example/1"></iframe>')}</description>${text('<p>T</p>')}`,
    );
    expect(findingsIn(player)).toHaveLength(1);
    const read = readWire(Buffer.from(player), { ...testHints('item.xml'), now: NOW });
    expect('items' in read && read.items[0]?.submission?.standfirst).toBe('Short.');
    expect(findingsIn(inText)).toEqual([]);
    expect(findingsIn(asFile)).toEqual([]);
  });
});
