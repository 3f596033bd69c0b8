import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSettings } from '../../src/content-folder/publication-file.ts';
import { readMarkdown } from '../../src/intake/markdown/index.ts';
import type { ReadOptions } from '../../src/intake/read-result.ts';
import { testHints } from '../support/cases.ts';
import { contentFolder, SETTINGS } from '../support/folder.ts';

const ID = `id: tag:gazette.example.com,2026:article:${'a'.repeat(26)}`;
const FIELDS = `${ID}\nheadline: A\npublished: 2026-03-02 10:00\nsection: world\n`;

function problems(front: string, options: Partial<ReadOptions> = {}, body = 'Text.'): string[] {
  const read = readMarkdown(Buffer.from(`---\n${front}---\n\n${body}\n`), { ...testHints('a.md'), ...options });
  return 'problems' in read ? read.problems.map(({ line, column, message }) => `${line}:${column} ${message}`) : [];
}

test('a line that holds copy back has its position in the text', () => {
  const read = readMarkdown(
    Buffer.from(`---\n${FIELDS}---\n\nText.\n\n> x\n\nEMBARGOED UNTIL 2026-11-27 06:00\n`),
    testHints('a.md'),
  );
  expect(read).toMatchObject({ warnings: [{ rule: 'article/desk-line', line: 12, column: 1 }] });
});

test('a draft with a time of publication is a draft with a warning', () => {
  const read = readMarkdown(Buffer.from(`---\n${FIELDS}draft: true\n---\n\nText.\n`), testHints('a.md'));
  expect(read).toMatchObject({
    submission: { draft: true },
    warnings: [{ rule: 'article/draft', line: 6, column: 8, message: expect.stringContaining('take `draft` out') }],
  });
});

describe('a mistake of a newcomer is answered by what, where and how to mend it', () => {
  test.each([
    [
      'a colon in a headline',
      `${ID}\nheadline: Budget: what changes\n`,
      ['3:11 The value of `headline` contains a colon: put it in quotes, as in `headline: "Budget: what changes"`.'],
    ],
    [
      'a number sign in a headline',
      `${ID}\nheadline: Budget #1 rises\n`,
      ['3:11 The value of `headline` ends before `#`, which begins a comment: put the whole value in quotes.'],
    ],
    [
      'wrong indentation',
      `${ID}\nheadline: A\n  section: world\n`,
      ['3:11 The indentation is wrong: begin fields of one group in the same column.'],
    ],
    ['a tab', `${ID}\nheadline: A\nkeywords:\n\t- a\n`, ['5:1 A tab is used to indent: use spaces.']],
    ['a field of another system', `${FIELDS}title: B\n`, ['6:8 `title` is no field here: did you mean `headline`?']],
    ['a misspelt field', `${FIELDS}keyword: [a]\n`, ['6:10 `keyword` is no field here: did you mean `keywords`?']],
    [
      'two unknown fields, each at its line',
      `${FIELDS}tags: [a]\nlayout: post\n`,
      [
        '6:7 `tags` is no field here: did you mean `keywords`?',
        '7:9 `layout` is no field here: take it out (`dateline schema` lists all fields).',
      ],
    ],
    [
      'text for a list',
      `${FIELDS}bylines: Jane Doe\n`,
      ['6:10 `bylines` is a list, and text was given: write it like `bylines: [Jane Doe]`.'],
    ],
    [
      'text for a group',
      `${FIELDS}embargo: 2026-11-27 06:00\n`,
      [
        '6:10 `embargo` is a group of fields, and text was given: write it like `embargo: { until: 2026-11-27 06:00 }`.',
      ],
    ],
    [
      'a misspelt word of a list',
      `${FIELDS}access: payd\n`,
      ['6:9 `access` is not one of: free, metered, paid. Did you mean `paid`?'],
    ],
    [
      'the day first',
      FIELDS.replace('2026-03-02 10:00', '22.11.2026 10:00'),
      [
        '4:12 `published` "22.11.2026 10:00" has the day or the month first, whose order differs between countries: write the year first, as in 2026-11-22 10:00.',
      ],
    ],
    [
      'a day that does not exist',
      FIELDS.replace('2026-03-02', '2026-02-30'),
      ['4:12 `published` "2026-02-30 10:00" is a day or an hour that does not exist: look at the calendar.'],
    ],
    [
      'the name of a zone',
      FIELDS.replace('10:00', '10:00 CET'),
      [
        '4:12 `published` "2026-03-02 10:00 CET" has the name of a time zone: leave it out for the time zone of the publication (Europe/London), or write the offset, as in 2026-11-22T10:00:00+01:00.',
      ],
    ],
    [
      'an hour that summer time skips',
      FIELDS.replace('2026-03-02 10:00', '2026-03-29 01:30'),
      [
        '4:12 `published` "2026-03-29 01:30" does not exist in Europe/London, where the clocks went forward: write an hour before or after, or an offset.',
      ],
    ],
    [
      'a word for a time',
      FIELDS.replace('2026-03-02 10:00', 'tomorrow'),
      ['4:12 `published` "tomorrow" is not a time: write it like 2026-11-22 10:00.'],
    ],
    [
      'an unknown key of staff',
      `${FIELDS}bylines: [wrld-desk]\n`,
      [
        '6:11 "wrld-desk" looks like the key of a member of staff, and publication.yaml has none: did you mean `world-desk`?',
      ],
    ],
    [
      'an unknown subject, once',
      `${FIELDS}subjects: [sports]\n`,
      ['6:12 `sports` is not a code of IPTC Media Topics: look it up at iptc.org.'],
    ],
  ])('%s', (_, front, wanted) => {
    const staff = new Map([['world-desk', { name: 'World Desk' }]]) as never;
    expect(problems(front, { timeZone: 'Europe/London', staff })).toEqual(wanted);
  });

  test('TOML and UTF-16 are named', () => {
    const read = (bytes: Buffer) => readMarkdown(bytes, testHints('a.md'));
    expect(read(Buffer.from('+++\ntitle = "A"\n+++\n\nText.\n'))).toMatchObject({
      problems: [{ message: expect.stringContaining('TOML') }],
    });
    expect(read(Buffer.from('\uFEFF---\nheadline: A\n---\n', 'utf16le'))).toMatchObject({
      problems: [{ message: 'The file is UTF-16: save it as UTF-8.' }],
    });
  });

  test('a picture of the text that is missing has the line of its reference', () => {
    expect(problems(FIELDS, { media: () => undefined }, 'First.\n\nSee ![A](lost.jpg)')).toEqual([
      expect.stringMatching(/^10:10 The file "lost\.jpg" is not in the media folder/),
    ]);
  });
});

describe('a mistake in publication.yaml', () => {
  test.each([
    ['a misspelt field', `${SETTINGS}nmae: X\n`, '`nmae` is no field here: did you mean `name`?'],
    [
      'an unknown field',
      `${SETTINGS}qwertz: X\n`,
      '`qwertz` is no field here: take it out (`dateline schema --publication` lists all fields).',
    ],
    [
      'a misspelt value',
      `${SETTINGS}feeds: { content: ful }\n`,
      '`feeds.content` is not one of: full, summary. Did you mean `full`?',
    ],
    ['a list instead of fields', '- a\n', 'The file is a group of fields, and a list was given: mend its value.'],
    [
      'an entry that is text',
      SETTINGS.replace(/^sections:.*$/m, 'sections: [world]'),
      '`sections[0]` is a group of fields, and text was given: write it like `sections: [{ key: world, name: World }]`.',
    ],
    ['no name', SETTINGS.replace(/^name: .*\n/, ''), '`name` is missing.'],
    [
      'text for a group',
      `${SETTINGS}logo: logo.png\n`,
      '`logo` is a group of fields, and text was given: write it like `logo: { href: /media/logo.png, width: 600, height: 600 }`.',
    ],
    [
      'a colon in a value',
      SETTINGS.replace('News that is not new.', 'News: old'),
      'The value of `description` contains a colon: put it in quotes, as in `description: "News: old"`.',
    ],
  ])('%s', async (_, text, message) => {
    const folder = await contentFolder({});
    await writeFile(join(folder, 'publication.yaml'), text);
    const read = await readSettings(folder);
    expect('problems' in read && read.problems.map((problem) => problem.message)).toEqual([message]);
  });
});
