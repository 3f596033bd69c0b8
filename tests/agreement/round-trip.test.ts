import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ENTITLED } from '../../src/article/audience.ts';
import type { Submission } from '../../src/article/submission.ts';
import { summaryOfText } from '../../src/article/summary.ts';
import { type Story, viewOf } from '../../src/article/view.ts';
import { type Format, feedDocument } from '../../src/formats/format.ts';
import { newsmlG2 } from '../../src/formats/newsml-g2/index.ts';
import { ninjs } from '../../src/formats/ninjs/index.ts';
import { readWireJson, readWireXml } from '../../src/intake/wire-format.ts';
import type { WireReadOptions } from '../../src/intake/wire-read-options.ts';
import { parseBody } from '../../src/text/html-tree.ts';
import { plainText } from '../../src/text/plain-text.ts';
import { anySubmission } from '../support/any-story.ts';
import { testHints } from '../support/cases.ts';
import { contextWith } from '../support/publication.ts';
import { article, at, feedOf } from '../support/stories.ts';
import { IS_WIDE } from '../support/wide.ts';

/** Output that is read back equals its source, except for declared losses. */

const RUNS = process.env.DATELINE_LONG ? 3000 : IS_WIDE ? 60 : 20;
const options: WireReadOptions = { ...testHints('message.xml'), now: at('2026-11-23T00:00:00Z') };
const context = contextWith();

function storyOf(fields: Parameters<typeof article>[0]): Story {
  const view = viewOf(article(fields), ENTITLED, at('2026-04-01T00:00:00Z'));
  if (view?.kind !== 'story') throw new Error('not a story');
  return view;
}

const inMessage = (format: Format, story: Story): string => feedDocument(format, feedOf(story), context).text;

function back(format: Format, text: string): Submission {
  const bytes = Buffer.from(text);
  const document = format.id.startsWith('ninjs') ? readWireJson(bytes, options) : readWireXml(bytes, options);
  if ('problems' in document) throw new Error(JSON.stringify(document.problems));
  expect(document.refused).toEqual([]);
  expect(document.items).toHaveLength(1);
  const submission = document.items[0]?.submission;
  if (submission === undefined) throw new Error('no story came back');
  return submission;
}

type Fields = Partial<Record<keyof Submission, unknown>>;

/** The fields of a story that NewsML-G2 has, in the words of NewsML-G2. */
function saidInG2(story: Submission): Fields {
  const { id, language, headline, headlines, standfirst, slugline, dateline, section, genre, urgency, keywords } =
    story;
  const { subjects, people, organisations, places, events, sources, body, related, series, digitalSourceType } = story;
  const { contentWarnings, expires, editorNote, rights, media, bylines, contributors } = story;
  return {
    ...{ id, language, headline, headlines, standfirst, slugline, dateline, section, genre, urgency, keywords },
    ...{ subjects, people, organisations, places, events, sources, body, related, series, digitalSourceType },
    ...{ expires, editorNote, bylines, contributors },
    contentWarnings: contentWarnings?.toSorted(),
    rights: {
      holder: rights.holder,
      notice: rights.notice,
      usageTerms: rights.usageTerms,
      dataMining: rights.dataMining,
    },
    media: media.map((one) => ({ ...one, rights: { holder: one.rights?.holder, notice: one.rights?.notice } })),
  };
}

/** The fields that ninjs has as well. */
function saidInNinjs(story: Submission): Fields {
  const { id, language, headline, headlines, standfirst, slugline, section, genre, urgency, keywords, subjects } =
    story;
  const { body, related, digitalSourceType, expires, dateline, rights, media } = story;
  const named = (rows: readonly { name: string; about: boolean; sameAs: string[] }[]) =>
    rows.map(({ name, about, sameAs: [first] }) => ({ name, about, first }));
  const made = (rows: Submission['bylines']) => rows.map(({ name, role, sameAs: [first] }) => ({ name, role, first }));
  return {
    ...{ id, language, headline, headlines, standfirst, slugline, section, genre, urgency, keywords, subjects },
    ...{ body, related, digitalSourceType, expires },
    dateline: dateline?.place,
    people: named(story.people),
    organisations: named(story.organisations),
    places: story.places.map(({ name, about, sameAs: [first], latitude, longitude }) => ({
      name,
      about,
      first,
      latitude,
      longitude,
    })),
    events: named(story.events),
    bylines: made(story.bylines),
    contributors: made(story.contributors),
    sources: story.sources,
    rights: { holder: rights.holder, notice: rights.notice, usageTerms: rights.usageTerms },
    media: media.map(({ kind, renditions, alt, caption, title, credit, digitalSourceType: type, rights: of }) => ({
      ...{ kind, renditions, alt, caption, title, credit, type },
      rights: { holder: of?.holder, notice: of?.notice },
    })),
  };
}

/** A submission with its defaults. A standfirst that only repeats the beginning of the text counts as none. */
function filled(story: Story, fields: Parameters<typeof article>[0]): Submission {
  const whole = { ...(article(fields) as unknown as Submission), id: story.id };
  const repeated = summaryOfText(parseBody(whole.body), whole.language) === whole.standfirst;
  return repeated ? { ...whole, standfirst: undefined } : whole;
}

function holds(said: (story: Submission) => Fields, through: (story: Story) => Submission, runs = RUNS): void {
  fc.assert(
    fc.property(anySubmission, (fields) => {
      const story = storyOf(fields);
      expect(said(through(story))).toEqual(said(filled(story, fields)));
    }),
    { numRuns: runs },
  );
}

describe('output can be read back', () => {
  test('article → NewsML-G2 → article', () => {
    holds(saidInG2, (story) => back(newsmlG2, inMessage(newsmlG2, story)));
  });

  test('article → NewsML-G2 with addresses instead of codes → article', () => {
    const linked = newsmlG2.profiles?.find(({ profile }) => profile === 'linked-data') as Format;
    holds(saidInG2, (story) => back(linked, inMessage(linked, story)));
  });

  test('article → ninjs → article, in every version of it', () => {
    for (const format of [ninjs, ...(ninjs.profiles ?? []).filter(({ profile }) => profile === '2.3')]) {
      holds(
        (story) => {
          // 2.x has no relation, so that all of them are what IPTC's default is.
          const { related, ...rest } = saidInNinjs(story);
          return format === ninjs ? { ...rest, related } : rest;
        },
        (story) => back(format, inMessage(format, story)),
      );
    }
  });

  test('NewsML-G2 → ninjs → NewsML-G2', () => {
    holds(saidInNinjs, (story) => {
      const first = back(newsmlG2, inMessage(newsmlG2, story));
      const second = back(ninjs, inMessage(ninjs, storyOf(first)));
      return back(newsmlG2, inMessage(newsmlG2, storyOf(second)));
    });
  });

  test('NITF and plain paragraphs lose structure, and never a word', () => {
    const words = (story: Submission): Fields => ({
      headline: story.headline,
      body: plainText(parseBody(story.body)).replace(/\s+/g, ''),
    });
    for (const format of (newsmlG2.profiles ?? []).filter(({ profile }) => profile !== 'linked-data')) {
      holds(words, (story) => back(format, inMessage(format, story)));
    }
  });

  test('a story that was read back has the same NewsML-G2, byte for byte', () => {
    fc.assert(
      fc.property(anySubmission, (fields) => {
        const story = storyOf({ ...fields, rights: { ...fields.rights, holder: 'A holder' } });
        const again = storyOf({ ...back(newsmlG2, inMessage(newsmlG2, story)), slug: story.slug, created: undefined });
        expect(inMessage(newsmlG2, again)).toBe(inMessage(newsmlG2, story));
      }),
      { numRuns: RUNS },
    );
  });
});
