import fc from 'fast-check';
import { CONTENT_WARNINGS } from '../../src/article/content.ts';
import { DIGITAL_SOURCE_TYPES } from '../../src/article/rights.ts';
import type { SubmissionInput } from '../../src/article/submission.ts';
import { isAccountName } from '../../src/intake/person-names.ts';
import { cleanLine } from '../../src/text/clean.ts';
import { readBody, writeBody } from '../../src/text/html-tree.ts';
import { HOSTILE } from './hostile.ts';
import { idOf } from './stories.ts';

/** Stories in many scripts with any of their fields, for properties that hold for every story. */

const SCRIPTS = [
  'The bank kept its rates',
  'أبقى البنك أسعار الفائدة دون تغيير',
  'הבנק השאיר את הריבית',
  '央行维持利率不变',
  '中央銀行は金利を据え置いた',
  'केंद्रीय बैंक ने दरें नहीं बदलीं',
  'Банк сохранил ставку',
  'ธนาคารคงอัตราดอกเบี้ย',
  'Η τράπεζα διατήρησε τα επιτόκια',
  '은행은 금리를 동결했다',
  '𝔉𝔯𝔞𝔨𝔱𝔲𝔯 and 👩‍🚀 𠜎',
  'Łódź, Ærø & Þórshöfn',
];

/** Text of one line with visible characters. */
export const anyLine = fc
  .tuple(
    fc.constantFrom(...SCRIPTS),
    fc.oneof(fc.constantFrom('', ...HOSTILE), fc.string({ unit: 'grapheme', maxLength: 20 })),
  )
  .map(([words, rest]) =>
    cleanLine(`${words} ${rest}`)
      .slice(0, 100)
      .replace(/[\uD800-\uDBFF]$/, '')
      .trim(),
  );

const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined, freq: 3 });

const instant = fc
  .integer({ min: 0, max: 60 * 24 * 50 })
  .map((minutes) => new Date(Date.UTC(2026, 0, 5) + minutes * 60_000).toISOString().replace('.000Z', 'Z'));

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const phrase = fc
  .tuple(fc.constantFrom('', 'em', 'strong', 'q', 'code', 'sub', 'mark', 'u', 's'), anyLine)
  .map(([tag, text]) => (tag === '' ? escaped(text) : `<${tag}>${escaped(text)}</${tag}>`));
const link = anyLine.map((text) => `<a href="https://example.com/a?b=1&amp;c=2">${escaped(text)}</a>`);
const paragraph = fc
  .array(fc.oneof(phrase, link), { minLength: 1, maxLength: 3 })
  .map((parts) => `<p>${parts.join(' ')}</p>`);
const block = fc.oneof(
  { weight: 4, arbitrary: paragraph },
  anyLine.map((text) => `<h2>${escaped(text)}</h2>`),
  fc
    .array(phrase, { minLength: 1, maxLength: 3 })
    .map((items) => `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`),
  paragraph.map((inner) => `<blockquote>${inner}</blockquote>`),
  paragraph.map((inner) => `<aside class="pullquote">${inner}</aside>`),
  anyLine.map(
    (text) =>
      `<figure><img src="https://example.com/p.jpg" alt="A picture"><figcaption>${escaped(text)}</figcaption></figure>`,
  ),
  fc.tuple(phrase, phrase).map(([a, b]) => `<table><tbody><tr><td>${a}</td><td>${b}</td></tr></tbody></table>`),
);

/** Clean HTML. */
export const bodyArbitrary = fc
  .array(block, { minLength: 1, maxLength: 5 })
  .map((blocks) => writeBody(readBody(blocks.join(''))));

const wikidata = fc.integer({ min: 1, max: 999_999 }).map((number) => `http://www.wikidata.org/entity/Q${number}`);
const sameAs = fc.uniqueArray(
  fc.oneof(
    wikidata,
    fc.integer({ min: 1, max: 99 }).map((n) => `https://example.org/about/${n}`),
  ),
  { maxLength: 2 },
);
/** A name of a person: one that looks like an account is no byline where it is read. */
const anyName = anyLine.filter((name) => !isAccountName(name));
const entity = { name: anyLine, about: fc.boolean(), sameAs };
/** Each of a list by its own name and address: two that are one to a machine are one in every format. */
const distinct = <Row extends { name: string; sameAs: string[] }>(arbitrary: fc.Arbitrary<Row>, maxLength = 2) =>
  fc.uniqueArray(arbitrary, { maxLength, selector: ({ name, sameAs }) => sameAs[0] ?? name });

const media = fc.record(
  {
    kind: fc.constant('image' as const),
    renditions: fc.integer({ min: 1, max: 9999 }).map((n) => [
      { href: `https://example.com/m/${n}-16x9.jpg`, type: 'image/jpeg', width: 1600, height: 900, bytes: 5000 },
      { href: `https://example.com/m/${n}-1x1.jpg`, type: 'image/jpeg', width: 600, height: 600 },
    ]),
    alt: anyLine.map((text) => `Alt ${text}`),
    caption: anyLine.map((text) => `Caption ${text}`),
    title: anyLine.map((text) => `Title ${text}`),
    credit: anyLine,
    digitalSourceType: fc.constantFrom(...DIGITAL_SOURCE_TYPES),
    rights: fc.record({ holder: anyLine, notice: anyLine }),
  },
  { requiredKeys: ['kind', 'renditions', 'alt', 'rights'] },
);

/** A submission with any of its fields. */
export const anySubmission: fc.Arbitrary<SubmissionInput> = fc
  .record({
    id: fc.constant(idOf('a')),
    slug: fc.constant('any-story'),
    language: fc.constantFrom('en-GB', 'ar', 'he', 'zh-Hans', 'ja', 'hi', 'ru', 'pt-BR'),
    section: fc.constantFrom('world', 'culture'),
    published: fc.constant('2026-03-02T09:00:00Z'),
    headline: anyLine,
    body: bodyArbitrary,
    headlines: fc.uniqueArray(
      fc.record({ role: fc.constantFrom('seo', 'short', 'social', 'print', 'kicker'), text: anyLine }),
      { maxLength: 3, selector: ({ role }) => role },
    ),
    standfirst: optional(anyLine),
    slugline: optional(fc.constantFrom('UK-RATES-BANK', 'فيضانات', '選挙')),
    dateline: optional(fc.record({ place: anyLine, text: anyLine }).filter(({ place, text }) => place !== text)),
    genre: optional(fc.constantFrom('Current', 'Analysis', 'Interview')),
    urgency: optional(fc.integer({ min: 1, max: 9 })),
    keywords: fc.uniqueArray(
      anyLine.map((text) => `k ${text}`),
      { maxLength: 3 },
    ),
    subjects: fc.uniqueArray(fc.constantFrom('20000053', '20000607', '04000000', '20000350'), { maxLength: 2 }),
    people: distinct(fc.record({ ...entity, jobTitle: anyLine }, { requiredKeys: ['name', 'about', 'sameAs'] })),
    organisations: distinct(
      fc.record({ ...entity, url: fc.constant('https://example.org/') }, { requiredKeys: ['name', 'about', 'sameAs'] }),
    ),
    places: distinct(
      fc.record({
        ...entity,
        country: fc.constantFrom('SY', 'DE'),
        latitude: fc.integer({ min: -90_000, max: 90_000 }).map((n) => n / 1000),
        longitude: fc.integer({ min: -180_000, max: 180_000 }).map((n) => n / 1000),
      }),
    ),
    events: distinct(fc.record({ ...entity, starts: instant })),
    bylines: distinct(
      fc.record({
        kind: fc.constantFrom('person', 'organisation'),
        name: anyName,
        role: fc.constantFrom('author', 'correspondent'),
        sameAs,
      }),
    ),
    contributors: distinct(fc.record({ name: anyName, role: fc.constantFrom('contentEditor', 'factChecker'), sameAs })),
    sources: fc.uniqueArray(fc.record({ name: anyLine, url: fc.constant('https://example.net/') }), {
      maxLength: 2,
      selector: ({ name }) => name,
    }),
    media: fc.uniqueArray(media, { maxLength: 2, selector: ({ renditions }) => renditions[0]?.href }),
    related: fc.array(
      fc.record({
        relation: fc.constantFrom('seeAlso', 'previous', 'translationOf'),
        url: fc.constant('https://example.com/other?a=1&b=2'),
        title: anyLine,
      }),
      { maxLength: 1 },
    ),
    series: optional(fc.record({ name: anyLine })),
    digitalSourceType: optional(fc.constantFrom(...DIGITAL_SOURCE_TYPES)),
    contentWarnings: optional(fc.uniqueArray(fc.constantFrom(...CONTENT_WARNINGS), { minLength: 1, maxLength: 3 })),
    expires: optional(fc.constant('2027-01-01T00:00:00Z')),
    editorNote: optional(anyLine),
    rights: fc.record({
      holder: anyLine,
      notice: anyLine,
      usageTerms: anyLine,
      dataMining: fc.constantFrom('allowed', 'prohibited', 'prohibited-ai-training'),
    }),
  })
  .map((fields) => JSON.parse(JSON.stringify(fields)) as SubmissionInput);
