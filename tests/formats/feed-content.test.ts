import { describe, expect, test } from 'vitest';
import { atom } from '../../src/formats/atom/index.ts';
import { feedDocument } from '../../src/formats/format.ts';
import { jsonFeed } from '../../src/formats/json-feed/index.ts';
import { rss } from '../../src/formats/rss/index.ts';
import { readAtom, readJsonFeed, readRss } from '../agreement/read-back.ts';
import { contextWith, publication } from '../support/publication.ts';
import { feedOf, story } from '../support/stories.ts';

const PICTURE = {
  kind: 'image',
  alt: 'A quay',
  caption: 'The quay.',
  credit: 'A. Fotograf / Courier',
  renditions: [{ href: '/media/quay.jpg', type: 'image/jpeg', width: 1600, height: 900, bytes: 5 }],
} as const;
const SOUND = {
  kind: 'audio',
  title: 'The harbour',
  renditions: [{ href: '/media/harbour.mp3', type: 'audio/mpeg', bytes: 9, duration: 61.4 }],
} as const;

type Fields = Parameters<typeof story>[0];
const documentOf = (format: typeof rss, fields: Fields, context = contextWith()): string =>
  feedDocument(format, feedOf(story(fields)), context).text;

/** The text of the only item in each format, as readers get it. */
const texts = (fields: Fields, context = contextWith()): (string | undefined)[] => [
  readRss(documentOf(rss, fields, context))[0]?.html,
  readAtom(documentOf(atom, fields, context))[0]?.html,
  readJsonFeed(documentOf(jsonFeed, fields, context))[0]?.html,
];

const FIGURE =
  '<figure><img src="https://gazette.example.com/media/quay.jpg" alt="A quay" width="1600" height="900">' +
  '<figcaption>The quay. A. Fotograf / Courier</figcaption></figure>';

describe('the text in feeds', () => {
  test('begins with the lead picture, its caption and credit', () => {
    for (const html of texts({ media: [PICTURE] as never })) expect(html).toBe(`${FIGURE}<p>Some text.</p>`);
  });

  test('shows no picture twice, and none where the publication does not want it', () => {
    const body = '<p><img src="/media/quay.jpg" alt="A quay"></p>';
    for (const html of texts({ media: [PICTURE] as never, body })) expect(html?.match(/<img/g)).toHaveLength(1);
    const plain = { ...publication, feeds: { ...publication.feeds, leadPicture: false } };
    for (const html of texts({ media: [PICTURE] as never }, { ...contextWith(), publication: plain }))
      expect(html).toBe('<p>Some text.</p>');
  });

  test('has public notices before the picture', () => {
    const changes = [{ kind: 'correct', at: '2026-03-03T09:00:00Z', notice: 'It was wrong.' }] as never;
    for (const html of texts({ media: [PICTURE] as never, changes }))
      expect(html).toMatch(/^<aside class="notice"><p><strong>Correction, .* It was wrong\..*<\/aside><figure>/);
  });

  test('of a paid story ends with a link to the rest, in its language', () => {
    const body = '<p>Frei.</p><hr class="more"><p>Bezahlt.</p>';
    const link = '<p><a href="https://gazette.example.com/articles/a-story">Weiterlesen</a></p>';
    for (const html of texts({ access: 'paid', language: 'de', body })) expect(html).toBe(`<p>Frei.</p>${link}`);
  });
});

describe('paid and metered stories are marked, free ones are not', () => {
  test.each(['paid', 'metered'] as const)('%s', (access) => {
    const fields = { access, body: '<p>a</p><hr class="more"><p>b</p>' };
    const scheme = 'https://gazette.example.com/feeds/access/';
    expect(documentOf(rss, fields)).toContain(`<category domain="${scheme}">${access}</category>`);
    expect(documentOf(atom, fields)).toContain(
      `<category term="${access}" scheme="${scheme}" label="${access} stories"/>`,
    );
    expect(JSON.parse(documentOf(jsonFeed, fields)).items[0]._dateline).toEqual({ access });
    for (const format of [rss, atom, jsonFeed]) {
      expect(documentOf(format, { access: 'free' })).not.toMatch(/feeds\/access|_dateline/);
      expect(format.check(documentOf(format, fields))).toEqual([]);
    }
  });
});

describe('sound', () => {
  const text = documentOf(rss, { media: [PICTURE, SOUND] as never });

  test('is the enclosure and the one default, with duration and picture; the picture stays in Media RSS', () => {
    expect(text).toContain(
      '<enclosure url="https://gazette.example.com/media/harbour.mp3" length="9" type="audio/mpeg"/>',
    );
    expect(text.match(/isDefault="true"/g)).toHaveLength(1);
    expect(text).toMatch(/harbour\.mp3"[^>]*isDefault="true"/);
    expect(text).toContain('<media:content url="https://gazette.example.com/media/quay.jpg"');
    expect(text).toContain('<itunes:duration>61</itunes:duration>');
    // Directories refuse pictures that are not square.
    expect(text).not.toContain('<itunes:image href="https://gazette.example.com/media/quay.jpg"/>');
    const square = { ...PICTURE, renditions: [{ ...PICTURE.renditions[0], height: 1600 }] };
    expect(documentOf(rss, { media: [SOUND, square] as never })).toContain(
      '<itunes:image href="https://gazette.example.com/media/quay.jpg"/>',
    );
    expect(rss.check(text)).toEqual([]);
  });

  test('makes a channel of a podcast, with the settings of the feed', () => {
    expect(text).toMatch(/<itunes:author>.+<\/itunes:author>[\s\S]*<itunes:category text="News"\/>/);
    expect(text).toContain('<itunes:explicit>false</itunes:explicit>');
    const podcast = { author: 'The Desk', category: 'Society & Culture', explicit: true, image: '/media/square.jpg' };
    const feed = { ...feedOf(story({ media: [SOUND] as never })), podcast };
    const channel = feedDocument(rss, feed, contextWith()).text;
    expect(channel).toContain('<itunes:category text="Society &amp; Culture"/>');
    expect(channel).toContain('<itunes:image href="https://gazette.example.com/media/square.jpg"/>');
    expect(documentOf(rss, { media: [PICTURE] as never })).not.toContain('<itunes:');
  });
});

describe('the credit of a picture', () => {
  test.each([
    ['a line has no role', { credit: 'Agency' }, '<media:credit>Agency</media:credit>'],
    [
      'a camera operator is a photographer',
      { credit: undefined, creator: { name: 'B. Kamera', role: 'cameraOperator' } },
      '<media:credit role="photographer" scheme="urn:ebu">B. Kamera</media:credit>',
    ],
    [
      'an artist has none',
      { credit: undefined, creator: { name: 'C. Pinsel' } },
      '<media:credit>C. Pinsel</media:credit>',
    ],
  ])('%s', (_, fields, written) => {
    const text = documentOf(rss, { media: [{ ...PICTURE, ...fields }] as never });
    expect(text).toContain(written);
    expect(text.match(/<media:credit/g)).toHaveLength(1);
  });
});
