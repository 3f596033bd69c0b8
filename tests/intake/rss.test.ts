import { describe, expect, test } from 'vitest';
import { readWireXml } from '../../src/intake/wire-format.ts';
import { testHints } from '../support/cases.ts';

const NOW = '2026-11-27T08:00:00Z' as never;
const NAMESPACES =
  'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/" xmlns:dcterms="http://purl.org/dc/terms/"';
const REST = '<guid>https://a.example/1</guid><pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate>';

function read(items: string, channel = '') {
  const xml = `<rss version="2.0" ${NAMESPACES}><channel><title>T</title><link>https://a.example/</link>${channel}${items}</channel></rss>`;
  const document = readWireXml(Buffer.from(xml), { ...testHints('feed.xml'), now: NOW });
  if ('problems' in document) throw new Error(JSON.stringify(document.problems));
  return document;
}

function story(item: string, channel = '') {
  const [only] = read(`<item>${REST}${item}</item>`, channel).items;
  return {
    ...only?.submission,
    names: only?.submission?.bylines.map(({ name }) => name),
    rules: only?.warnings.map(({ rule }) => rule),
  };
}

const TEXT = '<title>Ferry</title><description>It ran.</description>';

describe('an item of RSS', () => {
  test('has its own elements before those of other vocabularies, in any order', () => {
    const others =
      '<media:title>Caption</media:title><itunes:title>Episode</itunes:title><media:description>Boats</media:description><itunes:author>Quay Radio</itunes:author><media:category>m</media:category>';
    const own = `${TEXT}<author>desk@a.example (Mia Holm)</author><category>Sea</category>`;
    for (const item of [others + own, own + others]) {
      expect(story(item)).toMatchObject({
        headline: 'Ferry',
        body: '<p>It ran.</p>',
        names: ['Mia Holm'],
        keywords: ['Sea'],
      });
    }
    expect(story('<itunes:title>Episode</itunes:title><itunes:summary>It ran.</itunes:summary>')).toMatchObject({
      headline: 'Episode',
      body: '<p>It ran.</p>',
    });
  });

  test.each([
    ['<author>Mia Holm &lt;mia@a.example&gt;</author>', ['Mia Holm']],
    ['<author>Mia Holm (mia@a.example)</author>', ['Mia Holm']],
    ['<author>mia@a.example</author>', []],
    ['<author>mia@a.example (Mia Holm)</author><dc:creator>Mia  holm</dc:creator>', ['Mia holm']],
    ['<author><name>Mia Holm</name><title>Director</title></author>', ['Mia Holm']],
    ['<atom:author><atom:name>Mia Holm</atom:name><atom:email>mia@a.example</atom:email></atom:author>', ['Mia Holm']],
    ['<dc:creator>jdoe7</dc:creator>', []],
    ['<dc:creator>JD</dc:creator>', []],
    ['<dc:creator>admin</dc:creator>', []],
    ['<dc:creator>José de la Cruz</dc:creator>', ['José de la Cruz']],
  ])('has the names of %s', (authors, names) => {
    expect(story(TEXT + authors).names).toEqual(names);
  });

  test.each([
    ['The harbour&amp;#8217;s story &amp;amp; more', 'The harbour’s story & more'],
    ['The &lt;em&gt;Queen Mary&lt;/em&gt; sails', 'The Queen Mary sails'],
    ['Use &lt;em&gt; &amp; not &lt;i&gt;', 'Use <em> & not <i>'],
    ['AT&amp;T &lt; 5', 'AT&T < 5'],
  ])('has the title %s as readers show it', (title, headline) => {
    expect(story(`<title>${title}</title><description>x</description>`).headline).toBe(headline);
  });

  test('has addresses by xml:base, its link, or a guid that is one', () => {
    const link = '&lt;a href="b"&gt;x&lt;/a&gt;';
    expect(story(`<title>T</title><description xml:base="https://b.example/x/">${link}</description>`).body).toContain(
      'https://b.example/x/b',
    );
    expect(story(`<title>T</title><link>/news/1</link><description>${link}</description>`).body).toContain(
      'https://a.example/news/b',
    );
    expect(story(`<title>T</title><description>${link}</description>`).body).toContain('https://a.example/b');
  });

  test('has files with odd types, and reports those that are no media', () => {
    const files =
      '<enclosure url="https://a.example/e.mp3?x=1" length="1231.08" type="audio/x-mp3"/><enclosure url="https://a.example/e.pdf" type="application/pdf"/><enclosure url="//a.example/p.jpg" type="image"/>';
    const { media, rules } = story(TEXT + files);
    expect(media?.map(({ renditions: [file] }) => [file?.href, file?.type])).toEqual([
      ['https://a.example/e.mp3?x=1', 'audio/mpeg'],
      ['https://a.example/p.jpg', 'image/jpeg'],
    ]);
    expect(rules).toContain('feed/file');
  });

  test('without a date that can be read is held, and never dated now', () => {
    for (const date of ['', '<pubDate>Wed, 31 Feb 2024 10:00:00 GMT</pubDate>', '<pubDate>someday</pubDate>']) {
      const [item] = read(`<item><guid>1</guid>${TEXT}${date}</item>`).items;
      expect(item?.submission?.embargo, date).toEqual({});
    }
    const [issued] = read(
      `<item><guid>1</guid>${TEXT}<dcterms:issued>2003-12-31T10:14:55Z</dcterms:issued></item>`,
    ).items;
    expect(issued?.submission).toMatchObject({ published: '2003-12-31T10:14:55Z' });
  });

  test('with a prefix that is not declared is read, with a warning', () => {
    const xml = `<rss version="2.0"><channel><title>T</title><link>https://a.example/</link><item>${REST}${TEXT}<itunes:title>E</itunes:title><foo:bar>1</foo:bar></item></channel></rss>`;
    const document = readWireXml(Buffer.from(xml), { ...testHints('feed.xml'), now: NOW });
    if ('problems' in document) throw new Error('refused');
    expect(document.items[0]?.submission?.headline).toBe('Ferry');
    expect(document.warnings.filter(({ rule }) => rule === 'xml/prefix')).toHaveLength(2);
  });
});

describe('an export of WordPress', () => {
  const post = (
    fields: string,
    text = '<content:encoded><![CDATA[First.\n\nSecond [caption id="a"]<img src="https://a.example/q.jpg" alt="Quay" /> The quay[/caption] [gallery ids="1"]]]></content:encoded>',
  ) =>
    `<item><title>Ferry</title><guid>https://a.example/?p=${fields.length}</guid><pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate><dc:creator>jdoe</dc:creator>${text}${fields}</item>`;
  const PUBLIC = '<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>';

  test('has public posts with slug, paragraphs, captions, and the names of authors', () => {
    const authors =
      '<wp:author><wp:author_login>jdoe</wp:author_login><wp:author_display_name>Jane Doe</wp:author_display_name></wp:author>';
    const [item] = read(post(`${PUBLIC}<wp:post_name>the-ferry</wp:post_name>`), authors).items;
    expect(item?.submission).toMatchObject({ slug: 'the-ferry' });
    expect(item?.submission?.bylines.map(({ name }) => name)).toEqual(['Jane Doe']);
    expect(item?.submission?.body).toBe(
      '<p>First.</p><p>Second</p><figure><img src="https://a.example/q.jpg" alt="Quay"><figcaption>The quay</figcaption></figure>',
    );
    expect(item?.warnings.map(({ rule }) => rule)).toContain('feed/shortcode');
  });

  test.each([
    ['a draft', '<wp:status>draft</wp:status><wp:post_type>post</wp:post_type>'],
    ['a private post', '<wp:status>private</wp:status><wp:post_type>post</wp:post_type>'],
    ['a binned post', '<wp:status>trash</wp:status><wp:post_type>post</wp:post_type>'],
    ['a page', '<wp:status>publish</wp:status><wp:post_type>page</wp:post_type>'],
    ['an attachment', '<wp:status>inherit</wp:status><wp:post_type>attachment</wp:post_type>'],
    ['a post with a password', `${PUBLIC}<wp:post_password>x</wp:post_password>`],
    ['a post with a password and nothing else', '<wp:post_password>x</wp:post_password>'],
  ])('leaves out %s, with a finding', (_, fields) => {
    const document = read(post(fields));
    expect(document.items).toEqual([]);
    expect(document.warnings.map(({ rule }) => rule)).toEqual(['feed/left-out']);
  });

  test('leaves out posts with parts for members', () => {
    const text = '<content:encoded><![CDATA[Open. [private]Secret.[/private]]]></content:encoded>';
    expect(read(post(PUBLIC, text)).items).toEqual([]);
  });
});
