/**
 * Measures writing and reading of wire formats: `npm run bench:wire`. Each beside the bare library doing the least work that is
 * possible on the same text: `xmlbuilder2` and `JSON.stringify` writing headline and paragraphs, `saxes` and `JSON.parse`
 * reading without looking. One run, warm, the same stories.
 */
import { SaxesParser } from 'saxes';
import { create } from 'xmlbuilder2';
import { addressesOf } from '../src/addresses/addresses.ts';
import { PUBLIC } from '../src/article/audience.ts';
import { firstVersion } from '../src/article/life-cycle.ts';
import { submissionSchema } from '../src/article/submission.ts';
import { type Story, viewOf } from '../src/article/view.ts';
import type { Format } from '../src/formats/format.ts';
import { newsmlG2 } from '../src/formats/newsml-g2/index.ts';
import { ninjs } from '../src/formats/ninjs/index.ts';
import { readOptionsFor } from '../src/intake/read-options.ts';
import { readWireJson, readWireXml } from '../src/intake/wire-format.ts';
import type { WireReadOptions } from '../src/intake/wire-read-options.ts';
import { publicationSchema } from '../src/publication/publication.ts';
import type { Instant } from '../src/text/instant.ts';

const STORIES = 200;
const ROUNDS = 5;

const publication = publicationSchema.parse({
  name: 'Bench',
  description: 'Stories of two kilobytes.',
  authority: { domain: 'bench.example.com', year: 2026 },
  timeZone: 'UTC',
  language: 'en',
  sections: [{ key: 'world', name: 'World' }],
});
const sentence = 'The council & its engineers met until midnight; a vote was not expected.';
const paragraphs = Array.from({ length: 25 }, () => sentence);
const now = '2026-03-03T00:00:00Z' as Instant;

const stories = Array.from({ length: STORIES }, (_, index) => {
  const { id, published, changes, draft, ...content } = submissionSchema.parse({
    id: `tag:bench.example.com,2026:article:${String(index).padStart(26, '0')}`,
    slug: `story-${index}`,
    language: 'en',
    headline: `Story ${index} & its outcome`,
    standfirst: 'One sentence below the headline.',
    section: 'world',
    subjects: ['20000607', '20000350'],
    bylines: [{ name: 'Jane Doe' }],
    places: [{ name: 'London', latitude: 51.5, longitude: -0.1 }],
    published: '2026-03-02T09:00:00Z',
    body: paragraphs.map((text) => `<p>${text.replaceAll('&', '&amp;')}</p>`).join(''),
  });
  return viewOf(firstVersion(id, content, published as Instant), PUBLIC, now) as Story;
});

const context = {
  publication,
  addresses: addressesOf('https://bench.example.com'),
  release: 'bench',
  storyOf: () => undefined,
};
const options: WireReadOptions = { ...readOptionsFor('bench.xml', publication, () => undefined), now };

/** Items a second; the first round warms up. */
function rate(work: () => void): number {
  work();
  const start = performance.now();
  for (let round = 0; round < ROUNDS; round++) work();
  return (STORIES * ROUNDS * 1000) / (performance.now() - start);
}

const rendered = (format: Format): string[] =>
  stories.map((story) => {
    const made = format.article?.(story, context);
    return made !== undefined && 'text' in made ? made.text : '';
  });

function bareXml(): void {
  for (const { id, headline } of stories) {
    const item = create({ version: '1.0' }).ele('http://iptc.org/std/nar/2006-10-01/', 'newsItem', {
      guid: id,
      version: 1,
    });
    item.ele('contentMeta').ele('headline').txt(headline);
    const body = item.ele('contentSet').ele('inlineXML').ele('http://www.w3.org/1999/xhtml', 'html').ele('body');
    for (const text of paragraphs) body.ele('p').txt(text);
    item.end();
  }
}

function bareJson(): void {
  for (const { id, headline } of stories)
    JSON.stringify({ uri: id, headlines: [{ value: headline }], bodies: [{ value: paragraphs.join('\n\n') }] });
}

const newsItems = rendered(newsmlG2);
const ninjsObjects = rendered(ninjs);

function bareParse(): void {
  for (const text of newsItems) new SaxesParser({ xmlns: true }).write(text).close();
}

const read = (texts: readonly string[], reader: typeof readWireXml) => (): void => {
  for (const text of texts) if ('problems' in reader(Buffer.from(text), options)) throw new Error('refused');
};

const rows: [string, number, number][] = [
  ['NewsML-G2, made / xmlbuilder2 alone', rate(() => rendered(newsmlG2)), rate(bareXml)],
  ['ninjs, made / JSON.stringify alone', rate(() => rendered(ninjs)), rate(bareJson)],
  ['NewsML-G2, read and checked / saxes alone', rate(read(newsItems, readWireXml)), rate(bareParse)],
  [
    'ninjs, read and checked / JSON.parse alone',
    rate(read(ninjsObjects, readWireJson)),
    rate(() => {
      for (const text of ninjsObjects) JSON.parse(text);
    }),
  ],
];
const bytes = (texts: readonly string[]): string =>
  `${Math.round(texts.reduce((sum, text) => sum + text.length, 0) / texts.length / 1000)} KB`;
console.log(
  `${STORIES} stories; a newsItem has ${bytes(newsItems)}, a ninjs object ${bytes(ninjsObjects)}; items a second:`,
);
for (const [name, ours, bare] of rows) {
  console.log(
    `${name.padEnd(46)} ${Math.round(ours).toString().padStart(8)} / ${Math.round(bare).toString().padStart(8)}  = ${(ours / bare).toFixed(3)}`,
  );
}
