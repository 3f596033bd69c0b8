import { describe, expect, test } from 'vitest';
import { readMarkdown } from '../../src/intake/markdown/index.ts';
import { writeContentFile } from '../../src/intake/markdown/write.ts';
import { readWireText } from '../../src/intake/wire-text/index.ts';
import { cleanLine } from '../../src/text/clean.ts';
import { parseBody } from '../../src/text/html-tree.ts';
import { plainText } from '../../src/text/plain-text.ts';
import { testHints } from '../support/cases.ts';
import { HOSTILE } from '../support/hostile.ts';
import { idOf } from '../support/stories.ts';
import { WIRE_STORY } from '../support/wire-story.ts';

const read = (text: string | Uint8Array) => {
  const reading = readWireText(typeof text === 'string' ? Buffer.from(text) : text, 'copy.txt');
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return { ...reading.story, warnings: reading.warnings };
};
const problemsOf = (text: string | Uint8Array) => {
  const reading = readWireText(typeof text === 'string' ? Buffer.from(text) : text, 'copy.txt');
  return 'problems' in reading ? reading.problems : [];
};

describe('copy as agencies send it', () => {
  test('headline, standfirst, dateline alone on its line, paragraphs', () => {
    expect(read(WIRE_STORY)).toMatchObject({
      headline: 'Harbour strike ends after nine days',
      standfirst: 'Dockers accept a shorter week; shippers expect delays until spring.',
      place: 'Port Alder',
      dateline: 'PORT ALDER',
      paragraphs: [
        'Dockers in Port Alder will return to work on Monday after nine days.',
        '“We asked for time, not money,” said Ada Quill, who led the talks. “Time is what we got.',
        '“And we will use it.”',
        'Shippers said that forty vessels were still waiting.',
      ],
      guessed: ['"PORT ALDER" was read as the dateline.'],
    });
  });

  test.each([
    ['DAMASCUS (Agency) - The text.', { place: 'Damascus', agency: 'Agency', paragraphs: ['The text.', 'More.'] }],
    [
      'DAMASCUS, Dec 14 (Agency) — The text.',
      { dateline: 'DAMASCUS, Dec 14 (Agency)', paragraphs: ['The text.', 'More.'] },
    ],
    ['NEW YORK, 3 March 2026 -- The text.', { place: 'New York', paragraphs: ['The text.', 'More.'] }],
    ['AL-HASAKAH, Syria – The text.', { place: 'Al-Hasakah', paragraphs: ['The text.', 'More.'] }],
    ['The US - and others - said so.', { place: undefined, paragraphs: ['The US - and others - said so.', 'More.'] }],
    ['US-led forces said so.', { place: undefined, paragraphs: ['US-led forces said so.', 'More.'] }],
  ])('%s', (paragraph, wanted) => {
    const story = read(`Head\n\n${paragraph}\n\nMore.`);
    for (const [name, value] of Object.entries(wanted)) expect(story[name as keyof typeof story], name).toEqual(value);
  });

  test('byline lines in several languages', () => {
    expect(read('Head\n\nBy Jane Doe and Ravi Patel\n\nLONDON\n\nText.').bylines).toEqual(['Jane Doe', 'Ravi Patel']);
    expect(read('Titre\n\nPar Élodie Brun\n\nPARIS\n\nTexte.').bylines).toEqual(['Élodie Brun']);
    expect(read('Head\n\nBy noon, nothing had changed.\n\nText.').bylines).toEqual([]);
  });

  test.each(['ENDS', 'END', '-30-', '###', '--', '(ENDS)'])(
    '%s ends the story, and the rest is stored for editors',
    (mark) => {
      expect(read(`Head\n\nLONDON\n\nText.\n\n${mark}\n\nFooter.`)).toMatchObject({
        paragraphs: ['Text.'],
        afterEnd: 'Footer.',
      });
    },
  );

  test('CRLF, a byte order mark, hard line breaks', () => {
    expect(read('\uFEFFHead\r\n\r\nLONDON\r\n\r\nOne line\r\nand another.\r\n')).toMatchObject({
      headline: 'Head',
      paragraphs: ['One line and another.'],
    });
  });

  test('Windows-1252, with a word about it', () => {
    const story = read(Buffer.from([...Buffer.from('Head\n\nLONDON\n\n'), 0x93, 0x41, 0x94, 0x20, 0xe9]));
    expect(story.paragraphs).toEqual(['“A” é']);
    expect(story.warnings[0]?.message).toMatch(/Windows-1252/);
  });

  test('UTF-16 with a byte order mark', () => {
    expect(read(Buffer.from('\uFEFFHead\n\nLONDON\n\nÄ.', 'utf16le')).paragraphs).toEqual(['Ä.']);
  });
});

describe('what only looks like one', () => {
  const opening = (...paragraphs: string[]) => read(`Head\n\n${paragraphs.join('\n\n')}`);

  test.each([
    [
      'a sentence that begins with "por"',
      ['Por primera vez en la historia el equipo llega', 'MADRID, 3 nov (EFE) - texto'],
      { bylines: [], place: 'Madrid', paragraphs: ['texto'] },
    ],
    [
      '"By Friday"',
      ['By Friday the ministers must find a way out', 'More.'],
      { bylines: [], paragraphs: ['By Friday the ministers must find a way out', 'More.'] },
    ],
    [
      'a speaker',
      ['SMITH: I never said that.', 'More.'],
      { place: undefined, paragraphs: ['SMITH: I never said that.', 'More.'] },
    ],
    [
      'an alliance',
      ['NATO - the alliance - met.', 'More.'],
      { place: undefined, paragraphs: ['NATO - the alliance - met.', 'More.'] },
    ],
    ['a label', ['EXCLUSIVE - The text.', 'More.'], { place: undefined }],
    [
      'a deck in capitals above the real one',
      ['THREE DEAD, DOZENS HURT', 'LISBON, Nov 3 (Lusa) - The text.'],
      { place: 'Lisbon', standfirst: 'THREE DEAD, DOZENS HURT', paragraphs: ['The text.'] },
    ],
    [
      'a crosshead',
      ['First.', 'Second.', 'BACKGROUND', 'Third.'],
      { place: undefined, paragraphs: ['First.', 'Second.', 'BACKGROUND', 'Third.'] },
    ],
    [
      'a byline without a dateline',
      ['By Jane Doe', 'First.', 'Second.'],
      { bylines: ['Jane Doe'], standfirst: undefined, paragraphs: ['First.', 'Second.'] },
    ],
    [
      'stars between two parts',
      ['First.', '***', 'Second.', 'Third.'],
      { paragraphs: ['First.', '***', 'Second.', 'Third.'] },
    ],
  ] as const)('%s', (_, paragraphs, wanted) => {
    const story = opening(...paragraphs);
    for (const [name, value] of Object.entries(wanted)) expect(story[name as keyof typeof story], name).toEqual(value);
  });

  test.each([
    ['LONDON, Nov 3 (Reuters)—The text.', 'London'],
    ['RIO de JANEIRO (Agency) - The text.', 'Rio de Janeiro'],
    ['Genf (dpa) - The text.', 'Genf'],
    ['Geneva, Nov 3, 2026 (AFP) - The text.', 'Geneva'],
    ['LONDON\u00A0(PA)\u00A0– The text.', 'London'],
  ])('but %s is one', (paragraph, place) => {
    expect(opening(paragraph, 'More.')).toMatchObject({ place, paragraphs: ['The text.', 'More.'] });
  });
});

describe('lines', () => {
  test('an end mark right below the text ends it', () => {
    expect(read('Head\n\nLONDON\n\nThe ministers met.\nENDS\n')).toMatchObject({ paragraphs: ['The ministers met.'] });
  });

  test('a paragraph to a line, with a word about it', () => {
    const story = read('Head\n\nThe first one ends.\nThe second one ends.\nThe third one ends.');
    expect(story.paragraphs).toHaveLength(3);
    expect(story.guessed.join()).toMatch(/each was read as a paragraph/);
  });

  test('indented first lines begin paragraphs, but not where every line is indented', () => {
    expect(read('Head\n\n  The first\ngoes on.\n  The second').paragraphs).toEqual([
      'The first goes on.',
      'The second',
    ]);
    expect(read('Head\n\n  The ministers met for\n  three hours.\n\n  They left.').paragraphs).toEqual([
      'The ministers met for three hours.',
      'They left.',
    ]);
  });

  test('a headline in brackets is a headline', () => {
    expect(read('[UPDATE] Talks go on\n\nText.').headline).toBe('[UPDATE] Talks go on');
  });
});

describe('what cannot be read is refused, with its line', () => {
  test.each([
    ['nothing', '', /empty/],
    ['white space', ' \n\n ', /white space/],
    ['a headline alone', '\n\nHead', /no text below/],
    ['a first paragraph that is no headline', `${'word '.repeat(100)}\n\nText`, /begin with a headline/],
    ['XML', '<newsItem>\n\nx', /JSON or XML/],
    ['a picture', Buffer.from([0xff, 0xd8, 0x00, 0x10]), /not text/],
  ])('%s', (_, text, message) => {
    const [problem] = problemsOf(text);
    expect(problem?.message).toMatch(message);
  });

  test('on the right line', () => {
    expect(problemsOf('\n\nHead')[0]).toMatchObject({ line: 3, column: 1 });
  });
});

describe('through a content file every paragraph comes back', () => {
  const back = (paragraphs: readonly string[]): string => {
    const file = writeContentFile(
      { id: idOf('a'), headline: 'A', published: '2026-03-02T09:00:00Z', section: 'world' },
      paragraphs,
    );
    const reading = readMarkdown(Buffer.from(file), testHints());
    if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
    return plainText(parseBody(reading.submission.body));
  };

  test.each(
    [
      ...HOSTILE.filter((text) => !/[\u0000\n\r\t]/.test(text)),
      '# not a heading',
      '1. not a list',
      '- not a list',
      '> not a quote',
      '[not](a link)',
      '![not](a.jpg)',
      '---',
      '***',
      '| not | a table |',
      '<!-- more -->',
      'www.example.com and a@b.example',
      '~~x~~ _y_ *z* `q`',
      '[^1]: no note',
      '[!pullquote]',
      '    indented',
      '+ x',
      '=====',
      '&amp; &lt;',
      'https://a.example/?b=1&c=2',
    ].map((text) => [text]),
  )('%j', (text) => {
    const [wanted] = read(`Head\n\nFirst.\n\nx ${text}`).paragraphs.slice(-1);
    expect(back(['First.', wanted ?? ''])).toBe(`First.\n\n${wanted}`);
    expect(back([cleanLine(text)])).toBe(cleanLine(text));
  });
});
