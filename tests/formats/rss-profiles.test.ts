import { describe, expect, test } from 'vitest';
import type { View } from '../../src/article/view.ts';
import { feedDocument } from '../../src/formats/format.ts';
import { formatOf } from '../../src/formats/index.ts';
import { contextWith } from '../support/publication.ts';
import { at, feedOf, story, view } from '../support/stories.ts';

const context = contextWith();
const receivers = (formatOf('rss')?.profiles ?? []).map((format) => [format.profile ?? '', format] as const);

const good = story({
  headline: 'A headline of the right length for all of them',
  standfirst: 'A standfirst.',
  bylines: [{ name: 'Jane Doe' }],
  media: [
    {
      kind: 'image',
      alt: 'a',
      credit: 'Jane Doe',
      renditions: [{ href: '/media/a.jpg', type: 'image/jpeg', width: 1200, height: 800 }],
    },
  ],
});

const twenty = Array.from({ length: 20 }, (_, index) => ({
  ...good,
  id: `x${index}`,
  feedId: `tag:a.example,2026:${index}`,
}));

const documentFor = (id: string, ...views: readonly View[]): string => {
  const format = formatOf('rss', id);
  return format === undefined ? '' : feedDocument(format, feedOf(...views), context).text;
};
const rulesOf = (id: string, text: string): string[] =>
  (formatOf('rss', id)?.check(text) ?? []).map(({ rule }) => rule).filter((rule) => rule.startsWith('rss-profile/'));

test.each(receivers)('what is as %s wants it has nothing against it', (_, format) => {
  expect(format.check(feedDocument(format, feedOf(...twenty), context).text)).toEqual([]);
});

/** Each rule finds what it is there for. */
test.each([
  ['apple-news', 'rss-profile/locale', (text: string) => text.replace('<language>en-GB', '<language>en')],
  ['apple-news', 'rss-profile/title', (text: string) => text.replaceAll(/<title>A headline[^<]*/g, '<title>Short')],
  ['apple-news', 'rss-profile/link', (text: string) => text.replace(/<guid[^>]*>[^<]*<\/guid>/, '')],
  [
    'apple-news',
    'rss-profile/read-more',
    (text: string) => text.replace('Some text.', '&#x3C;a href="https://a.example/">Read more&#x3C;/a>'),
  ],
  [
    'apple-news',
    'rss-profile/description',
    (text: string) => text.replace('<description>A standfirst.</description>', ''),
  ],
  [
    'flipboard',
    'rss-profile/picture',
    (text: string) => text.replaceAll('height="800" width="1200"', 'height="300" width="300"'),
  ],
  ['flipboard', 'rss-profile/items', (text: string) => text.replace(/<item [\s\S]*?<\/item>/, '')],
  ['flipboard', 'rss-profile/creator', (text: string) => text.replace('<dc:creator>Jane Doe</dc:creator>', '')],
  ['msn', 'rss-profile/full-text', (text: string) => text.replace(/<content:encoded>[^<]*<\/content:encoded>/, '')],
  ['msn', 'rss-profile/date', (text: string) => text.replace(/<dcterms:modified>[^<]*<\/dcterms:modified>/, '')],
  ['msn', 'rss-profile/one-language', (text: string) => text.replace('<dc:language>en-GB', '<dc:language>ar')],
  ['msn', 'rss-profile/picture-credit', (text: string) => text.replace(/<media:credit[^>]*>[^<]*<\/media:credit>/, '')],
  ['smartnews', 'rss-profile/ttl', (text: string) => text.replace('<ttl>5</ttl>', '<ttl>60</ttl>')],
  ['smartnews', 'rss-profile/logo', (text: string) => text.replace(/<snf:logo>[\s\S]*?<\/snf:logo>/, '')],
  ['smartnews', 'rss-profile/language', (text: string) => text.replace(/<language>[^<]*<\/language>/, '')],
  ['yahoo', 'rss-profile/picture-size', (text: string) => text.replaceAll('height="800" width="1200"', '')],
] as const)('%s: %s', (id, rule, spoil) => {
  const text = documentFor(id, ...twenty);
  expect(spoil(text)).not.toBe(text);
  expect(rulesOf(id, spoil(text))).toContain(rule);
});

describe('a withdrawn story', () => {
  const killed = view(
    { changes: [{ kind: 'kill', at: '2026-03-05T00:00:00Z', note: 'SECRET' }] },
    at('2026-03-06T00:00:00Z'),
  );
  if (killed === undefined) throw new Error('it was never public');

  test.each([
    ['msn', '<dcterms:valid>end=2026-03-05T00:00:00Z;scheme=W3C-DTF</dcterms:valid>'],
    ['smartnews', '<media:status state="deleted"/>'],
  ])('keeps its guid for %s, with an end, a date that has moved, and no word of it', (id, ended) => {
    const text = documentFor(id, killed);
    expect(text).toContain(ended);
    expect(text).toContain(`<guid isPermaLink="false">${killed.feedId}</guid>`);
    expect(text).toContain('<dcterms:modified>2026-03-05T00:00:00+00:00</dcterms:modified>');
    expect(text).not.toMatch(/A story|Some text|SECRET|articles\//);
    expect(formatOf('rss', id)?.check(text)).toEqual([]);
  });

  test('is overwritten for a week for those who know no such sign, and then gone', () => {
    expect(documentFor('yahoo', killed)).toContain('<title>This story has been withdrawn.</title>');
    expect(documentFor('yahoo', { ...killed, noticeInFeeds: false } as View)).not.toContain('<item');
    const noticed = { ...killed, notice: 'We were wrong.' } as View;
    expect(documentFor('yahoo', noticed)).toContain('<title>We were wrong.</title>');
    expect(formatOf('rss', 'yahoo')?.check(documentFor('yahoo', noticed))).toEqual([]);
  });

  test('is in feeds of receivers with few items, and so are corrections', () => {
    const corrected = story({
      changes: [{ kind: 'correct', at: '2026-03-04T00:00:00Z', note: 'x', notice: 'Mended.' }],
    });
    const text = documentFor('msn', ...twenty, corrected, killed);
    expect(text).toContain('dcterms:valid');
    expect(text.match(/<item /g)).toHaveLength(22);
  });
});

test('a silent edit moves the date only for receivers that would skip it otherwise', () => {
  const edited = story({ changes: [{ kind: 'amend', at: '2026-03-04T00:00:00Z' }] });
  expect(documentFor('msn', edited)).toContain('<dcterms:modified>2026-03-04T00:00:00+00:00');
  expect(documentFor('flipboard', edited)).toContain('<dcterms:modified>2026-03-02T09:00:00+00:00');
});

test('an end that is still to come withdraws nothing', () => {
  const [opening = '', ...rest] = documentFor('msn', good).split('</item>');
  const text = [`${opening}<dcterms:valid>end=2099-01-01</dcterms:valid>`, ...rest].join('</item>');
  expect(rulesOf('msn', text.replace(/<dcterms:modified>[^<]*<\/dcterms:modified>/, ''))).toContain('rss-profile/date');
});

test('a receiver is not sent to pages that its format has not', () => {
  const format = formatOf('rss', 'msn');
  const feed = { ...feedOf(good), history: { previous: 3 } };
  expect(format && feedDocument(format, feed, context).text).not.toContain('prev-archive');
});

test('no receiver gets more items than it accepts', () => {
  const many = [...twenty, ...twenty.map((one) => ({ ...one, id: `y${one.id}`, feedId: `${one.feedId}y` }))];
  expect(documentFor('msn', ...many).match(/<item /g)).toHaveLength(20);
});
