import { describe, expect, test } from 'vitest';
import { feedDocument } from '../../src/formats/format.ts';
import { FEED_FORMATS } from '../../src/formats/index.ts';
import { cases } from '../support/cases.ts';
import { contextWith } from '../support/publication.ts';
import { feedOf } from '../support/stories.ts';

const views = cases().map(({ view }) => view);
const stories = views.filter((view) => view.kind === 'story');
const context = contextWith(...stories);

describe.each(FEED_FORMATS.map((format) => [format.name, format] as const))('%s passes its own rules', (_, format) => {
  test('with every kind of story', () => {
    const { text, refused } = feedDocument(format, feedOf(...views), context);
    expect(refused).toEqual([]);
    expect(format.check(text)).toEqual([]);
  });

  test('empty', () => {
    expect(format.check(feedDocument(format, feedOf(), context).text)).toEqual([]);
  });

  test('as summaries', () => {
    const feed = { ...feedOf(...views), content: 'summary' as const };
    expect(format.check(feedDocument(format, feed, context).text)).toEqual([]);
  });
});

/** Each rule of each format finds what it is there for. */
const BROKEN: Readonly<Record<string, readonly (readonly [string, (text: string) => string])[]>> = {
  rss: [
    ['xml/well-formed', (text) => text.replace('</channel>', '')],
    ['rss/channel', (text) => text.replace(/<description>News[^<]*<\/description>/, '')],
    ['rss/self-link', (text) => text.replace('rel="self"', 'rel="other"')],
    ['rss/guid', (text) => text.replace(/<guid[^>]*>[^<]*<\/guid>/, '')],
    ['rss/guid-unique', (text) => text.replace(/(<guid isPermaLink="false">)[^<]*/g, '$1same')],
    [
      'rss/title-or-description',
      (text) =>
        text.replace(/<title>A short one<\/title>/, '').replace(/<description>One sentence.<\/description>/, ''),
    ],
    ['rss/date', (text) => text.replace('Mon, 02 Mar', 'Tue, 02 Mar')],
    ['rss/address', (text) => text.replace(/<link>https:\/\/gazette.example.com\/articles/, '<link>/articles')],
    ['rss/enclosure', (text) => text.replace(' length="50000"', '')],
    ['rss/author', (text) => text.replace(/dc:creator/, 'author').replace('</dc:creator>', '</author>')],
    ['rss/media-group', (text) => text.replace(/<media:content url="[^"]*square.jpg"[^>]*>/, '')],
    [
      'rss/description-first',
      (text) =>
        text.replace(/(<description>[^<]*<\/description>)\s*(<content:encoded>[^<]*<\/content:encoded>)/, '$2$1'),
    ],
  ],
  atom: [
    ['atom/feed', (text) => text.replace(/<updated>[^<]*<\/updated>/, '')],
    ['atom/entry', (text) => text.replace(/(<published>[^<]*<\/published>)/, '$1$1')],
    ['atom/id-unique', (text) => text.replace(/<id>tag:[^<]*article[^<]*/g, '<id>tag:a.example,2026:b')],
    ['atom/id', (text) => text.replace(/<id>tag:/, '<id>tag ')],
    ['atom/date', (text) => text.replace(/<published>2026-03-02T/, '<published>2026-03-02t')],
    ['atom/author', (text) => text.replace(/<author>[\s\S]*?<\/author>/, '')],
    ['atom/self-link', (text) => text.replace('rel="self"', 'rel="other"')],
    [
      'atom/content-or-link',
      (text) => text.replace(/<content[^>]*>[^<]*<\/content>/g, '').replace(/<link href="[^"]*"\/>/g, ''),
    ],
    ['atom/category', (text) => text.replace(/ term="[^"]*"/, '')],
    ['atom/address', (text) => text.replace(/href="https:/, 'href="ftp:')],
    ['atom/tombstone', (text) => text.replace(/ ref="[^"]*"/, '')],
  ],
  'json-feed': [
    ['json/well-formed', (text) => text.slice(1)],
    ['json-feed/top', (text) => text.replace('version/1.1', 'version/1')],
    ['json-feed/id-unique', (text) => text.replace(/"id":"tag:[^"]*"/g, '"id":"same"')],
    ['json-feed/id', (text) => text.replace(/"id":"tag:[^"]*","url"/, '"id":17,"url"')],
    ['json-feed/content', (text) => text.replace('"content_html"', '"html"')],
    ['json-feed/date', (text) => text.replace(/"date_published":"2026-03-02T/, '"date_published":"2026-02-30T')],
    ['json-feed/address', (text) => text.replace(/"url":"https:\/\/gazette.example.com\/articles/, '"url":"/articles')],
    ['json-feed/language', (text) => text.replace(/"language":"ar"/, '"language":"arabic"')],
    ['json-feed/attachment', (text) => text.replace('"mime_type":"image/jpeg"', '"mime_type":"jpeg"')],
    [
      'json-feed/author',
      (text) => text.replace(/"authors":\[\{"name":"World Desk"/, '"authors":[{"title":"World Desk"'),
    ],
  ],
};

describe('each rule finds what it is there for', () => {
  for (const format of FEED_FORMATS) {
    const text = feedDocument(format, feedOf(...views), context).text;
    test.each(BROKEN[format.id] ?? [])(`${format.id}: %s`, (rule, breaking) => {
      const broken = breaking(text);
      expect(broken).not.toBe(text);
      expect(format.check(broken).map((finding) => finding.rule)).toContain(rule);
    });
  }
});
