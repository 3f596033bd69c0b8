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

const READING = { file: 'copy.txt', now: '2026-11-26T12:00:00Z' as never, timeZone: 'UTC' };

const read = (text: string | Uint8Array) => {
  const reading = readWireText(typeof text === 'string' ? Buffer.from(text) : text, READING);
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return { ...reading.story, warnings: reading.warnings };
};
const problemsOf = (text: string | Uint8Array) => {
  const reading = readWireText(typeof text === 'string' ? Buffer.from(text) : text, READING);
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
        notes: ['Footer.'],
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

describe('copy of wire protocols', () => {
  const IPTC_7901 =
    '\u0001eca0075 3 i 51 xyz 1003\r\n\u0002FERRY/\r\nFerry runs\r\nagain =\r\n\r\nPort Town (xyz) - It ran.\r\n   It was full.\r\n xyz aa\r\n\u0003261003 Nov 26\r\n\u0004';
  const ANPA =
    "\u0016\u0016\u0001t1234u i cBC-Ferry 11-26 0100\r\n\u0002^BC-Ferry,50<\r\n^Ferry runs again<\r\n^By ANN ROE=\r\n  PORT TOWN (AP) _ ``It ran,'' she said.\r\n  It was full.\r\n\u0003";
  const TELEX =
    'ZCZC ABC0123 4\r\nI 0123 NEWS\r\nFerry runs again\r\n\r\nPORT TOWN, Nov 26 (XYZ) - It ran.\r\n\r\nIt was full.\r\nNNNN\r\n';

  test.each([
    ['IPTC 7901', IPTC_7901, { slugline: 'FERRY', urgency: 3, sent: '2026-11-26T10:03:00Z', agency: 'xyz' }],
    [
      'IPTC 7901 without control characters',
      IPTC_7901.replace(/[\u0001-\u0004]/g, ''),
      { slugline: 'FERRY', urgency: 3 },
    ],
    ['ANPA 1312', ANPA, { slugline: 'BC-Ferry', urgency: 3, bylines: ['Ann Roe'], agency: 'AP' }],
    ['ANPA 1312 without control characters', ANPA.replace(/[\u0001-\u0016](?<![\r\n])/g, ''), { slugline: 'BC-Ferry' }],
    ['telex', TELEX, { agency: 'XYZ' }],
  ])('%s: headline and text without the envelope', (_, text, facts) => {
    const story = read(text);
    expect(story).toMatchObject({ headline: 'Ferry runs again', ...facts });
    expect(story.paragraphs.length).toBe(2);
    expect(story.paragraphs.join(' ')).toMatch(/^"?It ran.*It was full\.$/);
  });

  test('the words of the envelope are notes for editors', () => {
    expect(read(IPTC_7901).notes).toEqual([
      'IPTC 7901: eca0075, priority 3, category i, 51 words, xyz 1003',
      'Signed xyz aa',
    ]);
    expect(read(TELEX).notes).toEqual(['Header: ABC0123 4', 'Header: I 0123 NEWS']);
  });

  test('others are refused, with the line of their first control character', () => {
    expect(problemsOf('Head\n\n\u0001Text.\u0003\n\nMore.')).toMatchObject([{ rule: 'wire/protocol', line: 3 }]);
  });
});

describe('lines for desks', () => {
  test('are notes for editors and never text, at the head and at the foot', () => {
    const story = read(
      'EMBARGOED UNTIL 0600 GMT, November 27\nFerry runs again\n\nEds: photos moved as\nPHO101.\n\nIt ran.\n\nThe arms\nembargo until 2027 stays.\n\nNotes to editors:\n\nCall first.\n\nThe ferry is old.',
    );
    expect(story).toMatchObject({
      headline: 'Ferry runs again',
      paragraphs: ['It ran.', 'The arms embargo until 2027 stays.'],
      hold: { until: '2026-11-27T06:00:00Z' },
      notes: [
        'EMBARGOED UNTIL 0600 GMT, November 27',
        'Eds: photos moved as',
        'PHO101.',
        'Notes to editors:',
        'Call first.',
        'The ferry is old.',
      ],
    });
  });

  test('of several holds the strictest counts', () => {
    expect(read('EMBARGOED UNTIL 2026-11-27 06:00\n\nHead\n\nText.\n\nHOLD FOR RELEASE').hold).toEqual({
      line: 'HOLD FOR RELEASE',
    });
    expect(
      read('EMBARGOED UNTIL 2026-11-27 06:00\n\nHead\n\nText.\n\nEmbargoed until 2026-11-28 06:00').hold?.until,
    ).toBe('2026-11-28T06:00:00Z');
  });
});
