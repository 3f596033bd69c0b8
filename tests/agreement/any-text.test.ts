import fc from 'fast-check';
import { XmlDocument } from 'libxml2-wasm';
import { expect, test } from 'vitest';
import { PUBLIC } from '../../src/article/audience.ts';
import { firstVersion } from '../../src/article/life-cycle.ts';
import { type Story, viewOf } from '../../src/article/view.ts';
import { atom } from '../../src/formats/atom/index.ts';
import { type Format, feedDocument } from '../../src/formats/format.ts';
import { ALL_FORMATS, FORMATS } from '../../src/formats/index.ts';
import { jsonFeed } from '../../src/formats/json-feed/index.ts';
import { jsonLd } from '../../src/formats/json-ld/index.ts';
import { newsmlG2 } from '../../src/formats/newsml-g2/index.ts';
import { rss } from '../../src/formats/rss/index.ts';
import { readCanonicalJson } from '../../src/intake/canonical-json/index.ts';
import { articlePage } from '../../src/pages/article-page.ts';
import type { Instant } from '../../src/text/instant.ts';
import { testHints } from '../support/cases.ts';
import { HOSTILE } from '../support/hostile.ts';
import { contextWith } from '../support/publication.ts';
import { at, feedOf, idOf } from '../support/stories.ts';
import { IS_WIDE } from '../support/wide.ts';
import { readAtom, readJsonFeed, readNewsmlG2, readRss } from './read-back.ts';

/** Any article in, always well-formed and always the same text out. */
const words = fc
  .oneof(
    fc.constantFrom(...HOSTILE),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc
      .array(
        fc.constantFrom('&', '<', '>', ']]>', '"', "'", 'amp;', '#x26;', '\u0000', '\uD800', '𝔘', 'ا', ' ', '\n'),
        { maxLength: 12 },
      )
      .map((parts) => parts.join('')),
  )
  .map((text) => `x${text}`);

const RUNS = process.env.DATELINE_LONG ? 5000 : IS_WIDE ? 80 : 30;

function storyFrom(text: Record<'headline' | 'standfirst' | 'body' | 'name' | 'keyword', string>): Story {
  const bytes = Buffer.from(
    JSON.stringify({
      id: idOf('a'),
      slug: 'a-story',
      language: 'en-GB',
      published: '2026-03-02T09:00:00Z',
      headline: text.headline,
      standfirst: text.standfirst,
      section: 'world',
      keywords: [text.keyword],
      bylines: [{ name: text.name }],
      people: [{ name: text.name }],
      sources: [{ name: text.name }],
      media: [
        {
          kind: 'image',
          alt: text.name,
          caption: text.keyword,
          credit: text.name,
          renditions: [{ href: '/media/wide.jpg', type: 'image/jpeg', width: 1600, height: 900 }],
        },
      ],
      body: `<p>${text.body.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`,
    }),
  );
  const reading = readCanonicalJson(bytes, testHints('a-story.json'));
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  const { id, published, changes, draft, ...content } = reading.submission;
  const view = viewOf(firstVersion(id, content, published as Instant), PUBLIC, at('2026-04-01T00:00:00Z'));
  if (view?.kind !== 'story') throw new Error('not a story');
  return view;
}

const context = contextWith();
const inFeed = (format: Format, story: Story): string => feedDocument(format, feedOf(story), context).text;
const alone = (format: Format, story: Story): string => {
  const made = format.article?.(story, context);
  return made !== undefined && 'text' in made ? made.text : '';
};

function expectSound(format: Format, story: Story): void {
  if (format.envelope !== undefined) {
    // How long a title should be, and whether there is a picture, is what a receiver wants of an editor.
    const found = format.check(inFeed(format, story)).filter(({ rule }) => !rule.startsWith('rss-profile/'));
    expect(found, format.id).toEqual([]);
  }
  if (format.article !== undefined) expect(format.check(alone(format, story)), format.id).toEqual([]);
}

test.each(HOSTILE)('%j is sound in every profile', (one) => {
  const text = `x${one}`;
  const story = storyFrom({ headline: text, standfirst: text, body: text, name: text, keyword: text });
  for (const format of ALL_FORMATS) expectSound(format, story);
});

test('every format is well-formed and has the same content', () => {
  const text = fc.record({ headline: words, standfirst: words, body: words, name: words, keyword: words });
  fc.assert(
    fc.property(text, (given) => {
      const story = storyFrom(given);
      const [inRss, inAtom, inG2] = [inFeed(rss, story), inFeed(atom, story), alone(newsmlG2, story)];
      for (const xml of [inRss, inAtom, inG2]) XmlDocument.fromString(xml).dispose();
      for (const format of FORMATS) expectSound(format, story);

      const [fromRss] = readRss(inRss);
      const [fromAtom] = readAtom(inAtom);
      const [fromJson] = readJsonFeed(inFeed(jsonFeed, story));
      const fromG2 = readNewsmlG2(inG2);
      const { headline, standfirst } = story;
      const fromJsonLd = JSON.parse(alone(jsonLd, story))['@graph'][0];
      for (const read of [fromRss, fromAtom, fromJson, fromG2]) expect(read).toMatchObject({ headline, standfirst });
      expect([fromJsonLd.headline, fromJsonLd.description]).toEqual([headline, standfirst]);
      expect(new Set([fromRss?.html, fromAtom?.html, fromJson?.html]).size).toBe(1);
      expect(fromG2.text?.replace(/\s+/g, '')).toBe(fromJsonLd.articleBody.replace(/\s+/g, ''));
      expect(fromG2.authors).toEqual([story.bylines[0]?.name]);

      const page = articlePage(story, context);
      const block = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page)?.[1] ?? '';
      expect(JSON.parse(block)).toEqual(JSON.parse(alone(jsonLd, story)));
      expect(page.match(/<script/g)).toHaveLength(1);
    }),
    {
      numRuns: RUNS,
      examples: HOSTILE.map((one) => [
        { headline: `x${one}`, standfirst: `x${one}`, body: `x${one}`, name: `x${one}`, keyword: `x${one}` },
      ]),
    },
  );
});
