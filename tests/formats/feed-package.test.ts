import { describe, expect, test, vi } from 'vitest';
import { atom } from '../../src/formats/atom/index.ts';
import { feedDocument } from '../../src/formats/format.ts';
import { jsonFeed } from '../../src/formats/json-feed/index.ts';
import { rss } from '../../src/formats/rss/index.ts';
import { readAtom, readRss } from '../agreement/read-back.ts';
import { contextWith, publication } from '../support/publication.ts';
import { feedOf, story } from '../support/stories.ts';

/** Every defect of the npm package `feed` 6.0 that is known: the documents are right all the same. */
const context = contextWith();
type Fields = Parameters<typeof story>[0];
const inRss = (fields: Fields = {}): string => feedDocument(rss, feedOf(story(fields)), context).text;
const inAtom = (fields: Fields = {}): string => feedDocument(atom, feedOf(story(fields)), context).text;
const inJson = (fields: Fields = {}) => JSON.parse(feedDocument(jsonFeed, feedOf(story(fields)), context).text);

const picture = {
  kind: 'image' as const,
  alt: 'A & <b>',
  renditions: [
    { href: 'https://images.example.com/image/abc?x=1&y=2', type: 'image/jpeg', bytes: 17, width: 1600, height: 900 },
  ],
};

describe('text', () => {
  test.each([
    ['two ]]> in title and content', { headline: 'a ]]> b ]]> c', body: '<p>a ]]&gt; b ]]&gt; c</p>' }],
    ['control characters', { headline: 'a\u0008b\u000Bc', body: '<p>x</p>' }],
    ['literal entities', { headline: 'a &amp; &lt;b&gt; c' }],
    ['markup in a title', { headline: 'Tom & <i>Jerry</i>' }],
  ])('%s', (_, fields) => {
    const { headline } = story(fields);
    expect(readRss(inRss(fields))[0]?.headline).toBe(headline);
    expect(readAtom(inAtom(fields))[0]?.headline).toBe(headline);
  });

  test('a title is plain text in Atom', () => {
    expect(inAtom({ headline: 'a < b' })).toContain(
      '<title type="text">a &#x26;lt; b</title>'.replace('&#x26;lt;', '&#x3C;'),
    );
  });

  test('the publication’s own name may hold anything', () => {
    const feed = { ...feedOf(story()), title: 'R&D <News> &amp;', description: ']]>' };
    expect(rss.check(feedDocument(rss, feed, context).text)).toEqual([]);
    expect(feedDocument(atom, feed, context).text).toContain('<title>R&#x26;D &#x3C;News> &#x26;amp;</title>');
  });
});

describe('attributes', () => {
  test('categories with markup and schemes with ampersands', () => {
    expect(atom.check(inAtom({ keywords: ['a < b & "c"'] }))).toEqual([]);
    expect(inAtom({ keywords: ['a < b & "c"'] })).toContain('label="a &lt; b &amp; &quot;c&quot;"');
    expect(rss.check(inRss({ keywords: ['a < b'] }))).toEqual([]);
  });

  test('true media types and sizes for any address', () => {
    expect(inRss({ media: [picture] })).toContain('length="17" type="image/jpeg"');
    expect(inAtom({ media: [picture] })).toContain('type="image/jpeg" length="17" title="A &amp; &lt;b&gt;"');
    expect(inJson({ media: [picture] }).items[0].attachments).toEqual([
      {
        url: 'https://images.example.com/image/abc?x=1&y=2',
        mime_type: 'image/jpeg',
        title: 'A & <b>',
        size_in_bytes: 17,
      },
    ]);
  });

  test('one enclosure in RSS, all files in Atom', () => {
    const media = [
      picture,
      { ...picture, renditions: [{ ...picture.renditions[0], href: 'https://images.example.com/b' }] },
    ];
    expect(inRss({ media } as Fields).match(/<enclosure /g)).toHaveLength(1);
    expect(inAtom({ media } as Fields).match(/rel="enclosure"/g)).toHaveLength(2);
  });
});

describe('identity and people', () => {
  test('ids are opaque: no address is made of them', () => {
    const fields = { feedId: 'https://old.example.com/?p=17' };
    expect(inRss(fields)).toContain('<guid isPermaLink="false">https://old.example.com/?p=17</guid>');
    expect(inAtom(fields)).toContain('<id>https://old.example.com/?p=17</id>');
    expect(inJson(fields).items[0].id).toBe('https://old.example.com/?p=17');
  });

  test.each(['12345', 'abc', 'https://old.example.com/?x=<y>', 'x:100%'])(
    'an earlier id that is no IRI, %s, is a tag URI in Atom and as it was elsewhere',
    (feedId) => {
      const [entry] = readAtom(inAtom({ feedId }));
      expect(entry?.id).toBe(`tag:gazette.example.com,2026:guid:${encodeURIComponent(feedId)}`);
      expect(readRss(inRss({ feedId }))[0]?.id).toBe(feedId);
      expect(inJson({ feedId }).items[0].id).toBe(feedId);
    },
  );

  test('an author without an e-mail address is a dc:creator; all authors are named everywhere', () => {
    const fields = { bylines: [{ name: 'Łukasz Nowak' }, { name: 'Jane Doe', email: 'jane@a.example' }] };
    expect(readRss(inRss(fields))[0]?.authors).toEqual(['Łukasz Nowak', 'Jane Doe']);
    expect(inRss(fields)).not.toContain('<author>');
    expect(readAtom(inAtom(fields))[0]?.authors).toEqual(['Łukasz Nowak', 'Jane Doe']);
    expect(inJson(fields).items[0].authors).toEqual([{ name: 'Łukasz Nowak' }, { name: 'Jane Doe' }]);
  });
});

describe('dates and language', () => {
  test('no clock: the same bytes an hour later', () => {
    const first = [inRss(), inAtom()];
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
    try {
      expect([inRss(), inAtom()]).toEqual(first);
    } finally {
      vi.useRealTimers();
    }
    expect(first[0]).toContain('<lastBuildDate>Mon, 02 Mar 2026 09:00:00 GMT</lastBuildDate>');
  });

  test('a first publication never moves, an update does', () => {
    const text = inRss({ changes: [{ kind: 'update', at: '2026-03-03T00:00:00Z' }] });
    expect(text).toContain('<pubDate>Mon, 02 Mar 2026 09:00:00 GMT</pubDate>');
    expect(text).toContain('<atom:updated>2026-03-03T00:00:00Z</atom:updated>');
  });

  test('language of feed and of each item', () => {
    expect(inRss({ language: 'ar' })).toContain('<dc:language>ar</dc:language>');
    expect(inAtom({ language: 'ar' })).toContain('<entry xml:lang="ar">');
    expect(inAtom()).toContain('xml:lang="en-GB">');
    expect(inJson({ language: 'ar' })).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      language: 'en-GB',
      items: [{ language: 'ar' }],
    });
  });

  test('making a document twice changes nothing in its items', () => {
    const feed = feedOf(story({ media: [picture] }));
    expect(feedDocument(rss, feed, context)).toEqual(feedDocument(rss, feed, context));
  });
});

test('an Atom feed is named by a tag that outlives its address', () => {
  expect(inAtom()).toContain(`<id>tag:${publication.authority.domain},${publication.authority.year}:feed:all</id>`);
});

test('every format declares its losses', () => {
  for (const format of [rss, atom, jsonFeed]) expect(format.losses.length).toBeGreaterThan(5);
});
