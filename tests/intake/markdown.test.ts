import { describe, expect, test } from 'vitest';
import { readMarkdown, withIdLine } from '../../src/intake/markdown/index.ts';
import { testHints } from '../support/cases.ts';
import { cpuMilliseconds } from '../support/cpu-time.ts';
import { idOf } from '../support/stories.ts';

const HEAD = `id: ${idOf('a')}\nheadline: A\npublished: 2026-03-02 10:00\nsection: world`;
const read = (text: string | Uint8Array) =>
  readMarkdown(typeof text === 'string' ? Buffer.from(text) : text, testHints());
const story = (front: string, body = 'Text.') => read(`---\n${front}\n---\n\n${body}\n`);
const problems = (front: string, body?: string) => {
  const reading = story(front, body);
  return 'problems' in reading
    ? reading.problems.map(({ line, column, message }) => `${line}:${column} ${message}`)
    : [];
};
const bodyOf = (markdown: string, front = HEAD): string => {
  const reading = story(front, markdown);
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return reading.submission.body;
};

describe('what people write short is written out', () => {
  test('times are of the publication’s zone, names are enough, files are looked up', () => {
    const reading = story(
      `${HEAD}\ndateline: London\nbylines: [world-desk, Jane Doe]\npeople: [Ann]\nsources: [Agency]\nseries: Money\nheadlines: { seo: B }\nmedia:\n  - { kind: image, files: [../media/wide.jpg], alt: b }\nrelated: [${'b'.repeat(26)}]`,
    );
    expect(reading).toMatchObject({
      submission: {
        slug: 'a-story',
        language: 'en-GB',
        published: '2026-03-02T09:00:00Z',
        dateline: { place: 'London' },
        bylines: [
          { kind: 'organisation', name: 'World Desk', staff: 'world-desk' },
          { name: 'Jane Doe', kind: 'person' },
        ],
        people: [{ name: 'Ann' }],
        sources: [{ name: 'Agency' }],
        series: { name: 'Money' },
        headlines: [{ role: 'seo', text: 'B' }],
        media: [
          { renditions: [{ href: '/media/wide.jpg', type: 'image/jpeg', bytes: 50_000, width: 1600, height: 900 }] },
        ],
        related: [{ relation: 'seeAlso', article: idOf('b') }],
      },
    });
  });

  test('YAML 1.2: `no` is Norwegian, not false', () => {
    expect(story(`${HEAD}\nlanguage: no`)).toMatchObject({ submission: { language: 'no' } });
  });
});

describe('the text', () => {
  test.each([
    ['GFM', 'A ~~b~~ https://a.example', '<p>A <del>b</del> <a href="https://a.example">https://a.example</a></p>'],
    [
      'figures',
      '![Alt](wide.jpg "Caption")',
      '<figure><img src="/media/wide.jpg" alt="Alt" width="1600" height="900"><figcaption>Caption</figcaption></figure>',
    ],
    ['pull quotes', '> [!pullquote]\n> Said.', '<aside class="pullquote"><p>Said.</p></aside>'],
    ['the more mark', 'a\n\n<!-- more -->\n\nb', '<p>a</p><hr class="more"><p>b</p>'],
    ['raw HTML, sanitized', '<p onclick="x">a</p>\n\n<script>x</script>', '<p>a</p>'],
    ['escapes', '\\*not bold\\* &amp;amp; `<b>`', '<p>*not bold* &amp;amp; <code>&lt;b></code></p>'],
  ])('%s', (_, markdown, html) => {
    expect(bodyOf(markdown)).toBe(html);
  });

  test('a live page’s updates are the sections that begin with a time', () => {
    const reading = story(
      `${HEAD}\nlive: { starts: 2026-03-02 09:00 }`,
      'Before.\n\n## [2026-03-02 09:30] One\n\nText *one*.\n\n## Not an update\n\nMore.',
    );
    expect(reading).toMatchObject({
      submission: {
        body: '<p>Before.</p>',
        live: {
          starts: '2026-03-02T08:00:00Z',
          updates: [
            {
              id: 'update-20260302083000',
              at: '2026-03-02T08:30:00Z',
              headline: 'One',
              body: '<p>Text <em>one</em>.</p><h2>Not an update</h2><p>More.</p>',
            },
          ],
        },
      },
    });
  });
});

describe('all problems are reported at once, with their positions', () => {
  test.each([
    ['no front matter', () => read('Text.'), /^1:1 The file does not begin with front matter/],
    ['no end of it', () => read('---\na: b\n'), /^1:1 The front matter has no end/],
    ['broken YAML', () => story('headline: "a\nb: c'), /^\d+:\d+ /],
    [
      'an impossible date',
      () => story(HEAD.replace('2026-03-02 10:00', '2026-02-30')),
      /^4:12 `published` ".*" is a day or an hour that does not exist/,
    ],
    [
      'an unknown section',
      () => story(HEAD.replace('world', 'sports')),
      /^5:10 `section` "sports" is not a section.*world, culture/,
    ],
    [
      'an unknown field',
      () => story(`${HEAD}\nheadlin: B`),
      /^6:10 `headlin` is no field here: did you mean `headline`/,
    ],
    ['an unknown topic', () => story(`${HEAD}\nsubjects: ["99999999"]`), /^6:12 `99999999` is not a code/],
    ['a genre in small letters', () => story(`${HEAD}\ngenre: current`), /^6:8 `genre` "current" is not a code/],
    [
      'a missing picture',
      () => story(`${HEAD}\nmedia:\n  - { kind: image, alt: a, files: [none.jpg] }`),
      /^7:\d+ The file "none.jpg" is not in the media folder/,
    ],
    [
      'a missing picture in the text',
      () => story(HEAD, '![a](none.jpg)'),
      /^8:6 The file "none.jpg" is not in the media folder/,
    ],
    [
      'an impossible life',
      () => story(`${HEAD}\nchanges:\n  - { kind: restore, at: 2026-03-03 }`),
      /^7:5 `changes\[0\]`: only a withheld/,
    ],
    [
      'a correction without a notice',
      () => story(`${HEAD}\nchanges:\n  - { kind: correct, at: 2026-03-03 }`),
      /^7:5 .*needs a `notice`/,
    ],
    [
      'an alias bomb',
      () =>
        story(
          `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]`,
        ),
      /repeats itself too often/,
    ],
    ['deep quotes', () => story(HEAD, `${'> '.repeat(200)}a`), /nested too deeply/],
    ['deep markup', () => story(HEAD, '<div>'.repeat(3000)), /nested too deeply/],
    [
      'bytes that are not UTF-8',
      () => read(Buffer.from([...Buffer.from('---\nheadline: a\n'), 0xe9, 0x0a])),
      /^3:1 The file is not UTF-8/,
    ],
    [
      'bytes that are no text',
      () => read(Buffer.from([0x89, 0x50, 0x00, 0x01])),
      /^1:1 The file contains bytes of value zero, so it is not text/,
    ],
    ['nothing', () => read(''), /The file is empty/],
    ['megabytes', () => read(Buffer.alloc(20_000_000, 'a')), /The file has 20\.0 MB; a story has at most 2 MB/],
  ])('%s', (_, reading, message) => {
    const found = reading();
    expect(
      'problems' in found &&
        found.problems
          .map(({ line, column, message: said }) => `${line === undefined ? '' : `${line}:${column} `}${said}`)
          .join('\n'),
    ).toMatch(message);
  });

  test('several problems come together', () => {
    expect(problems(`${HEAD.replace('world', 'sports')}\nurgency: 11\nslug: A B`)).toHaveLength(3);
  });

  test('a draft needs no time of publication, and no changes', () => {
    const draft = HEAD.replace('published: 2026-03-02 10:00', 'draft: true');
    expect(story(draft)).toMatchObject({ submission: { draft: true } });
  });
});

describe('the one line that Dateline writes', () => {
  test.each([
    ['---\nheadline: A\n---\nText', '---\nid: X\nheadline: A\n---\nText'],
    ['---\r\nheadline: A\r\n---\r\n', '---\r\nid: X\r\nheadline: A\r\n---\r\n'],
    ['\uFEFF---  \nheadline: A\n---', '\uFEFF---  \nid: X\nheadline: A\n---'],
  ])('%j', (before, after) => {
    expect(withIdLine(before, 'X')).toBe(after);
  });

  test('nothing where there is no front matter', () => {
    expect(withIdLine('Text', 'X')).toBeUndefined();
  });
});

test('long runs of one character are read quickly', () => {
  for (const run of ['*', '_', '[', '(', '`', '<', '>', '&', ' ', '- ', '!', '~', '|', '#', '\\', '"']) {
    const milliseconds = cpuMilliseconds(() => story(HEAD, run.repeat(Math.floor(40_000 / run.length))));
    expect(milliseconds, JSON.stringify(run)).toBeLessThan(5000);
  }
});
