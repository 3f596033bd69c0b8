import { describe, expect, test } from 'vitest';
import { readCanonicalJson } from '../../src/intake/canonical-json/index.ts';
import { readMarkdown } from '../../src/intake/markdown/index.ts';
import { readWire } from '../../src/intake/wire-format.ts';
import { readWireText } from '../../src/intake/wire-text/index.ts';
import { testHints } from '../support/cases.ts';
import { cpuMilliseconds } from '../support/cpu-time.ts';
import { at, idOf } from '../support/stories.ts';
import { IS_WIDE } from '../support/wide.ts';

const FIRST = 1500;
const FACTOR = 4;
/** Quadratic growth is sixteenfold; linear growth with a large heap stays below this. */
const MAX_GROWTH = 10;
/** Below this CPU time, in milliseconds, growth is not measurable, and not a danger. */
const NOISE_MS = 60;

const options = { ...testHints(), now: at('2026-03-02T10:00:00Z') };
const FRONT = `---\nid: ${idOf('a')}\nheadline: A\npublished: 2026-03-02 10:00\nsection: world\n`;

const SIGNS = [
  ' ',
  '\t',
  '\u00a0',
  '\n',
  '\n\n',
  '-',
  '- ',
  '* ',
  '> ',
  '_',
  '(',
  ')',
  '[',
  '](',
  '<',
  '<b>',
  '&',
  '&amp;',
  '`',
  '|',
  '\\',
  '/',
  'a ',
  'A. ',
  '1. ',
  '#',
  '“',
  'By A, ',
  '(a) ',
];
/** HTML that a sender may repeat. */
const TAGS = [
  '<p>a</p>',
  '<br>',
  '<b>',
  '<div>',
  '</p>',
  '<a href="/x">a</a>',
  '<img src="x">',
  '<!--',
  '<table><tr><td>',
  '<li>a',
];

/** Readers, each with a document around repeated text. */
const READERS: Readonly<
  Record<string, readonly [read: (document: Buffer) => unknown, wrap: (text: string) => string]>
> = {
  'Markdown text': [(bytes) => readMarkdown(bytes, options), (text) => `${FRONT}---\n\nText.\n\n${text}\n\nxxxxxxxx`],
  'front matter': [
    (bytes) => readMarkdown(bytes, options),
    (text) => `${FRONT}standfirst: ${JSON.stringify(text)}\n---\n\nText.`,
  ],
  'canonical JSON': [
    (bytes) => readCanonicalJson(bytes, options),
    (text) =>
      JSON.stringify({ id: idOf('a'), headline: 'A', published: '2026-03-02T10:00:00Z', section: 'world', body: text }),
  ],
  'wire copy': [
    (bytes) => readWireText(bytes, { file: 'copy.txt', now: '2026-03-02T10:00:00Z' as never, timeZone: 'UTC' }),
    (text) => `HEADLINE\n\n${text}\n\nLast words.`,
  ],
  'ninjs headline': [
    (bytes) => readWire(bytes, options),
    (text) =>
      JSON.stringify({
        standard: { name: 'ninjs', version: '3.2' },
        uri: 'urn:x:1',
        headlines: [{ value: text }],
        bodies: [{ contenttype: 'text/plain', value: `a ${text} b` }],
      }),
  ],
  RSS: [
    (bytes) => readWire(bytes, options),
    (text) =>
      `<rss version="2.0"><channel><title>t</title><item><guid>urn:g</guid><title>a ${escaped(text)}</title><description>${escaped(text)}</description></item></channel></rss>`,
  ],
  notice: [
    (bytes) => readWire(bytes, options),
    (text) =>
      `<rss version="2.0"><channel><title>t</title><item><guid>urn:g</guid><title>a</title><description>${escaped(`<aside class="notice"><p>a ${text}b</p></aside><p>c</p>`)}</description></item></channel></rss>`,
  ],
};

/** Returns the smallest of some measured growths: a collection of garbage in one of them is no growth. */
function growthOf(time: (count: number) => number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 4 && least >= MAX_GROWTH; attempt++) {
    const large = time(FIRST * FACTOR);
    least = Math.min(least, large < NOISE_MS ? 1 : large / time(FIRST));
  }
  return least;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** Every token in `npm run test:more`, every second one otherwise. */
const TOKENS = [...SIGNS, ...TAGS].filter((_, index) => IS_WIDE || index % 2 === 0);

describe.each(Object.entries(READERS))('%s', (_, [read, wrap]) => {
  test.each(TOKENS.map((token) => [token]))('takes linear time for many %j', (token) => {
    const time = (count: number): number => {
      const document = Buffer.from(wrap(token.repeat(count)));
      return Math.min(...[1, 2].map(() => cpuMilliseconds(() => read(document))));
    };
    expect(growthOf(time)).toBeLessThan(MAX_GROWTH);
  });
});

/** Documents with many parts that differ from each other, so that each has a finding or an id of its own. */
const NUMBERED: Readonly<Record<string, readonly [part: (number: number) => string, wrap: (text: string) => string]>> =
  {
    'relative links of RSS': [
      (number) => escaped(`<a href="p${number}">x</a>\n`),
      (text) =>
        `<rss version="2.0"><channel><title>t</title><item><guid>urn:g</guid><title>a</title><description>${text}</description></item></channel></rss>`,
    ],
    'pictures of a summary': [
      (number) => escaped(`<img src="https://a.example/${number}">\n`),
      (text) =>
        `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>t</title><item><guid>urn:g</guid><title>a</title><description>${text}</description><content:encoded>b</content:encoded></item></channel></rss>`,
    ],
    'relative links of ninjs': [
      (number) => `<a href="p${number}">x</a>\n`,
      (text) => JSON.stringify({ uri: 'urn:x:1', type: 'text', source: 'A', headline: 'a', body_html: text }),
    ],
    'unknown elements of NITF in JSON of AP': [
      (number) => `<drawing${number}/>\n`,
      (text) =>
        JSON.stringify({
          api_version: '1.1',
          data: {
            item: {
              ...{ altids: { itemid: 'a' }, type: 'text', pubstatus: 'usable', headline: 'a' },
              renditions: {
                nitf: { content: `<nitf><body><body.content><p>x</p>${text}</body.content></body></nitf>` },
              },
            },
          },
        }),
    ],
    'anchors and links to them': [
      (number) => escaped(`<a name="a${number}"></a><p><a href="#a${number + 1}">x</a></p>`),
      (text) =>
        `<rss version="2.0"><channel><title>t</title><item><guid>urn:g</guid><title>a</title><description>${text}</description></item></channel></rss>`,
    ],
  };

test.each(Object.entries(NUMBERED))('many different %s take linear time', (_, [part, wrap]) => {
  const time = (count: number): number => {
    const document = Buffer.from(wrap(Array.from({ length: count }, (_, number) => part(number)).join('')));
    return Math.min(...[1, 2].map(() => cpuMilliseconds(() => readWire(document, options))));
  };
  expect(growthOf(time)).toBeLessThan(MAX_GROWTH);
});
