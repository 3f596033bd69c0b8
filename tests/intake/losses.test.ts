import { describe, expect, test } from 'vitest';
import { jsonToSubmission } from '../../src/intake/canonical-json/index.ts';
import { readMarkdown } from '../../src/intake/markdown/index.ts';
import { readBody, writeBody } from '../../src/text/html-tree.ts';
import { testHints } from '../support/cases.ts';
import { storyFile } from '../support/folder.ts';

const of = (html: string): string => writeBody(readBody(html));

function markdown(body: string) {
  const read = readMarkdown(Buffer.from(storyFile('a', {}, body)), testHints('a.md'));
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const losses = read.warnings.filter(({ rule }) => rule === 'article/cleaned' || rule === 'article/empty');
  return { body: read.submission.body, losses };
}

/** The first line of the text in `storyFile`. */
const FIRST_LINE = 8;

describe('a text from outside keeps', () => {
  test.each([
    [
      'a lazy picture',
      '<img data-src="https://a.example/r.jpg" src="data:image/gif;base64,R0" alt="A">',
      'src="https://a.example/r.jpg"',
    ],
    [
      'the largest of a lazy set',
      '<img data-srcset="https://a.example/s.jpg 300w, https://a.example/l.jpg 900w" alt="A">',
      'src="https://a.example/l.jpg"',
    ],
    [
      'a stand-in replaced',
      '<img src="/img/spacer.gif" data-lazy-src="https://a.example/r.jpg" alt="A">',
      'src="https://a.example/r.jpg"',
    ],
    [
      'a picture in noscript',
      '<noscript><img src="https://a.example/n.jpg" alt="A"></noscript>',
      'src="https://a.example/n.jpg"',
    ],
    [
      'a film as a link',
      '<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ" title="A film"></iframe>',
      '<p class="embed"><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ">A film (youtube.com)</a></p>',
    ],
    [
      'a player as a link',
      '<p>x</p><iframe data-src="//play.example/1"></iframe>',
      '<p class="embed"><a href="https://play.example/1">play.example</a></p>',
    ],
    [
      'a bookmark as picture and link',
      '<figure><a href="https://b.example/"><div class="title">The <b>quay</b></div><div>Long words.</div><img src="https://b.example/i.jpg" alt="i"></a></figure>',
      '<a href="https://b.example/">The quay</a>',
    ],
    [
      'the other words of a bookmark',
      '<a href="https://b.example/"><div><h3>Title</h3><p>Long <b>words</b>.</p></div></a>',
      '<a href="https://b.example/">Title</a></p><p>Long words.</p>',
    ],
    [
      'a lazy player',
      '<iframe data-src="https://play.example/1" src="about:blank"></iframe>',
      '<a href="https://play.example/1">',
    ],
    [
      'a post of a social network without words',
      '<blockquote class="instagram-media" data-instgrm-permalink="https://i.example/p/1"><div></div></blockquote>',
      '<a href="https://i.example/p/1">',
    ],
    ['a link within the text', '<p><a href="#part">to</a></p><h2 id="part">Part</h2>', '<h2 id="user-content-part">'],
    [
      'the alignment of a table',
      '<table><tbody><tr><td align="right">1</td></tr></tbody></table>',
      '<td align="right">1</td>',
    ],
  ])('%s', (_, html, wanted) => {
    expect(of(html)).toContain(wanted);
    expect(of(of(html))).toBe(of(html));
  });

  test('a lazy picture once, with its copy in noscript', () => {
    const html =
      '<img data-src="https://a.example/r.jpg" alt="A"><noscript><img src="https://a.example/r.jpg" alt="A"></noscript>';
    expect(of(html).match(/<img/g)).toHaveLength(1);
  });

  test('no picture without an address', () => {
    expect(of('<p>Text</p><figure><img alt="x"></figure><img src="data:image/png;base64,R0" alt="y">')).toBe(
      '<p>Text</p>',
    );
  });

  test('task marks, alerts and links within a text of Markdown', () => {
    expect(markdown('- [x] done\n- [ ] open').body).toBe('<ul><li>☑ done</li><li>☐ open</li></ul>');
    expect(markdown('> [!WARNING]\n> Slippery.').body).toBe(
      '<blockquote><p><strong>Warning</strong></p><p>Slippery.</p></blockquote>',
    );
    expect(markdown('| a |\n| --: |\n| 1 |').body).toContain('<td align="right">1</td>');
    expect(markdown('[to](#part)\n\n<h2 id="part">Part</h2>').body).toContain('href="#user-content-part"');
  });
});

describe('what is not in the article as it was written is a finding with its position', () => {
  test.each([
    [
      '<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe>',
      'replaced by a link to https://www.youtube.com/watch?v=',
    ],
    ['<iframe src="javascript:x"></iframe>', '<iframe> without an http address was taken out'],
    ['<script>alert(1)</script>', '<script> was taken out'],
    ['<svg><path d="M0"/></svg>', '<svg> was taken out'],
    ['<math><mi>x</mi></math>', '<math> was taken out'],
    ['<form><input name="a"></form>', '<form> was taken out'],
    ['<blink>Text</blink>', '<blink> is not known'],
    ['<img alt="x">', 'A picture without an address'],
    ['[x](javascript:alert)', 'was taken out: only http'],
    ['[x](relative/path)', 'is relative and leads nowhere'],
    ['{{< youtube abc >}}', 'is a shortcode of another system'],
    ['[gallery ids="1"]', 'is a shortcode of another system'],
  ])('%s', (written, message) => {
    const { losses } = markdown(`First.\n\n${written}`);
    expect(losses).toMatchObject([{ message: expect.stringContaining(message), line: FIRST_LINE + 2, column: 1 }]);
  });

  test('in a story as JSON', () => {
    const data = {
      headline: 'A',
      id: `tag:gazette.example.com,2026:article:${'a'.repeat(26)}`,
      slug: 'a',
      language: 'en',
      section: 'world',
      published: '2026-03-02T09:00:00Z',
      body: '<p>x</p>\n<script>1</script>',
    };
    const read = jsonToSubmission(data, testHints('a.json'));
    expect('warnings' in read && read.warnings).toMatchObject([
      {
        rule: 'article/cleaned',
        path: 'body',
        message: expect.stringContaining('<script> was taken out. Programs are no part'),
      },
    ]);
  });

  test('an ordinary text has none, and an empty one is reported', () => {
    expect(
      markdown(
        'A *text* with [a link](https://a.example/), ![a picture](https://a.example/a.jpg "Caption") and H<sub>2</sub>O.',
      ).losses,
    ).toEqual([]);
    expect(markdown('').losses).toMatchObject([{ rule: 'article/empty' }]);
  });
});
