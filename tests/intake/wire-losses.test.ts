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
    const name = drawing.replace(/&lt;|[<>]/g, '');
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
    ['an anchor', '<a name="part">Part</a>', 'The anchor "part"'],
  ])('reports %s', (_, html, message) => {
    const document = rss(`<content:encoded><![CDATA[<p>Text.</p>\n${html}]]></content:encoded>`);
    expect(findingsIn(document)).toMatchObject([
      { message: expect.stringContaining(message), ...positionIn(document, html) },
    ]);
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
    expect(findingsIn(inText)).toEqual([]);
    expect(findingsIn(asFile)).toEqual([]);
  });
});
