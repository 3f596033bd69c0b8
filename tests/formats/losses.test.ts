import { describe, expect, test } from 'vitest';
import { contentFields } from '../../src/article/content.ts';
import { feedDocument } from '../../src/formats/format.ts';
import { ALL_FORMATS } from '../../src/formats/index.ts';
import { articlePage } from '../../src/pages/article-page.ts';
import { contextWith } from '../support/publication.ts';
import { feedOf, idOf, story } from '../support/stories.ts';

/** A story in which every field of the model holds something that can be found again. */
const other = story({ id: idOf('b'), slug: 'another', headline: 'PROBErelated' });
const whole = story({
  slug: 'probe-slug',
  language: 'fr',
  direction: 'ltr',
  headline: 'PROBEheadline',
  headlines: [{ role: 'seo', text: 'PROBEheadlines' }],
  standfirst: 'PROBEstandfirst',
  slugline: 'PROBEslugline',
  dateline: { place: 'PROBEplace', text: 'PROBEdateline' },
  section: 'culture',
  genre: 'Analysis',
  urgency: 7,
  keywords: ['PROBEkeywords'],
  subjects: ['20000607'],
  people: [{ name: 'PROBEpeople' }],
  organisations: [{ name: 'PROBEorganisations' }],
  places: [{ name: 'PROBEplaces' }],
  events: [{ name: 'PROBEevents' }],
  bylines: [{ name: 'PROBEbylines' }],
  contributors: [{ name: 'PROBEcontributors' }],
  sources: [{ name: 'PROBEsources' }],
  body: '<p>PROBEbody</p>',
  media: [
    {
      kind: 'image',
      alt: 'PROBEmedia',
      renditions: [{ href: 'https://a.example/PROBEmedia.jpg', type: 'image/jpeg' }],
    },
  ],
  related: [{ article: other.id }],
  series: { name: 'PROBEseries' },
  canonical: { url: 'https://a.example/PROBEcanonical' },
  newsType: 'OpinionNewsArticle',
  backstory: 'PROBEbackstory',
  access: 'metered',
  rights: { notice: 'PROBErights' },
  digitalSourceType: 'humanEdits',
  humanReview: true,
  creditLine: 'PROBEcreditLine',
  contentWarnings: ['violence'],
  created: '2026-03-01T01:02:03Z',
  expires: '2027-04-05T06:07:00Z',
  feedId: 'tag:a.example,2026:PROBEfeedId',
  source: { provider: 'PROBEsource', guid: 'PROBEsource' },
});

const PROBES: Readonly<Record<string, RegExp>> = {
  slug: /probe-slug/,
  language: /["'>](fr)["'<]|^language: fr$/m,
  direction: /dir="ltr"/,
  section: /section.culture|Culture/,
  genre: /Analysis/,
  related: /PROBErelated|articles\/another/,
  urgency: /<urgency>7|"urgency": ?7|ed-urg="7/,
  contentWarnings: /cwarn:violence|contentwarning\/violence/,
  subjects: /20000607|Budget du gouvernement/,
  newsType: /OpinionNewsArticle/,
  access: /isAccessibleForFree|metered/,
  digitalSourceType: /humanEdits|MinorHumanEdits/,
  created: /2026-03-01T0[12]:02:03/,
  expires: /2027-04-05T0[68]:07:00/,
};

/** They are for partners and editors, and in no public document. */
const NEVER_PUBLIC = ['editorNote', 'embargo', 'source'];
/** They need a story of their own kind. */
const ELSEWHERE = ['live'];

/** Fields that the page for readers does not show, with the reason. */
const NOT_ON_PAGES: Readonly<Record<string, string>> = {
  slugline: 'the working name on the wire',
  genre: 'a code of partners; the feed of a genre has it',
  urgency: 'it orders the front page',
  series: 'in the JSON-LD of the page',
  people: 'in the JSON-LD of the page',
  contributors: 'in the JSON-LD of the page',
  feedId: 'an id of feeds',
  contentWarnings: 'for partners',
  humanReview: 'for receivers of feeds',
};

describe('the page of a story', () => {
  const page = articlePage(whole, contextWith(other, whole));
  const visible = page.replace(/<script[\s\S]*?<\/script>/g, '');
  const fields = Object.keys(contentFields).filter((field) => ![...NEVER_PUBLIC, ...ELSEWHERE].includes(field));

  test.each(fields)('shows %s, in the text, the head or the JSON-LD, or there is a reason not to', (field) => {
    const probe = PROBES[field] ?? new RegExp(`PROBE${field}`);
    if (NOT_ON_PAGES[field] === undefined) expect(probe.test(page), `${field} is not on the page`).toBe(true);
    else expect(probe.test(visible), `${field} is on the page`).toBe(false);
  });
});

describe.each(ALL_FORMATS.map((format) => [format.name, format] as const))('%s', (_, format) => {
  const context = contextWith(other, whole);
  const made = format.article?.(whole, context);
  const { canonical: _copied, ...original } = whole;
  const inFeed = feedDocument(format, feedOf(whole), context).text;
  // A format without copies shows the story as an original.
  const sent = inFeed.includes('PROBEheadline')
    ? inFeed
    : feedDocument(format, feedOf(original as typeof whole), context).text;
  const text = made !== undefined && 'text' in made ? made.text : sent;
  const declared = format.losses.map(({ field }) => field).join(', ');
  const fields = Object.keys(contentFields).filter(
    (field) => !NEVER_PUBLIC.includes(field) && !ELSEWHERE.includes(field),
  );

  test.each(fields)('%s is there, or declared as lost', (field) => {
    const shown = (PROBES[field] ?? new RegExp(`PROBE${field}`)).test(text);
    const lost = new RegExp(`\\b${field}\\b`).test(declared);
    expect(shown || lost, `${field} is lost in silence`).toBe(true);
  });

  test('what is never public is not there', () => {
    expect(text).not.toContain('editorNote');
  });
});
