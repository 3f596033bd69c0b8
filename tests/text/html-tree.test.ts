import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NestingError, parseBody, readBody, writeBody } from '../../src/text/html-tree.ts';
import { plainText } from '../../src/text/plain-text.ts';
import {
  freePart,
  hasMoreMark,
  withAbsoluteAddresses,
  withoutMoreMark,
  wordCount,
} from '../../src/text/projections.ts';
import { cpuMilliseconds } from '../support/cpu-time.ts';
import { HOSTILE } from '../support/hostile.ts';

const clean = (html: string): string => writeBody(readBody(html));

describe('the allow-list', () => {
  test.each([
    ['scripts', '<p>a<script>alert(1)</script>b</p>', '<p>ab</p>'],
    ['handlers', '<p onclick="x()">a</p>', '<p>a</p>'],
    ['styles', '<p style="position:fixed">a</p><style>p{}</style>', '<p>a</p>'],
    ['frames', '<iframe src="javascript:alert(1)"></iframe><p>a</p>', '<p>a</p>'],
    ['script addresses', '<p><a href="javascript:alert(1)">a</a></p>', '<p><a>a</a></p>'],
    ['script addresses in disguise', '<p><a href=" jav&#x09;ascript:alert(1)">a</a></p>', '<p><a>a</a></p>'],
    ['data addresses', '<p>x<img src="data:text/html,x" alt="a"></p>', '<p>x</p>'],
    ['svg', '<svg onload="x()"><a href="https://a.example">t</a></svg><p>a</p>', '<p>a</p>'],
    ['unknown elements keep their text', '<p><blink>a</blink></p>', '<p>a</p>'],
    ['ids that could collide', '<p id="main">a</p>', '<p>a</p>'],
    ['forms', '<form action="/x"><input name="q"><button>go</button></form>', '<p>go</p>'],
  ])('takes out %s', (_, given, wanted) => {
    expect(clean(given)).toBe(wanted);
  });

  test('keeps what a story is made of', () => {
    const story =
      '<p>A <em>b</em> <a href="https://a.example/">c</a></p><h2>d</h2><ul><li>e</li></ul><blockquote><p>f</p></blockquote>' +
      '<figure><img src="/media/a.jpg" alt="g"><figcaption>h</figcaption></figure><aside class="pullquote"><p>i</p></aside>';
    expect(clean(story)).toBe(story);
  });
});

describe('the one structure', () => {
  test.each([
    ['loose text becomes a paragraph', 'a <b>b</b><p>c</p>d', '<p>a <b>b</b></p><p>c</p><p>d</p>'],
    ['the first level of headings is the headline', '<h1>a</h1>', '<h2>a</h2>'],
    ['empty paragraphs go', '<p> </p><p>a</p><p><br></p>', '<p>a</p><p><br></p>'],
    ['white space folds', '<p>a \n\t b</p>\n\n<p> c </p>', '<p>a b</p><p>c</p>'],
    ['but not in pre', '<pre>a\n  b</pre>', '<pre>a\n  b</pre>'],
    ['the more mark survives', '<p>a</p><!-- more --><p>b</p>', '<p>a</p><hr class="more"><p>b</p>'],
    [
      'a lone picture is a figure',
      '<p><img src="a.jpg" alt="b" title="c"></p>',
      '<figure><img src="a.jpg" alt="b"><figcaption>c</figcaption></figure>',
    ],
  ])('%s', (_, given, wanted) => {
    expect(clean(given)).toBe(wanted);
  });

  test('cleaning twice equals cleaning once for any input', () => {
    const markup = fc
      .array(
        fc.constantFrom(
          '<p>',
          '</p>',
          '<b>',
          '</b>',
          '<ul><li>',
          '<table><tr><td>',
          '<img src="/media/a.jpg" alt="x">',
          ' ',
          'a',
          '&',
          '<',
          '<!-- more -->',
          '<aside class="notice">',
          '<h1>',
          '<pre>\n',
          '\u0000',
        ),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(markup, fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE)), (html) => {
        const once = clean(html);
        expect(clean(once)).toBe(once);
        expect(writeBody(parseBody(once))).toBe(once);
      }),
      { numRuns: process.env.DATELINE_LONG ? 20_000 : 400 },
    );
  });
});

describe('bodies that are nested beyond all sense', () => {
  test.each(['<b>'.repeat(100_000), '<div>'.repeat(101), '<blockquote>'.repeat(5000)])(
    'are refused quickly',
    (html) => {
      const milliseconds = cpuMilliseconds(() => expect(() => readBody(html)).toThrow(NestingError));
      expect(milliseconds).toBeLessThan(5000);
    },
  );
});

describe('projections', () => {
  test('plain text has paragraphs apart and no markup', () => {
    expect(plainText(readBody('<p>a <b>b</b></p><p>c<br>d</p><ul><li>e</li><li>f</li></ul>'))).toBe(
      'a b\n\nc\nd\n\ne\nf',
    );
  });

  test('words are counted also where no spaces are written', () => {
    expect(wordCount('It is 4.2 million.', 'en')).toBe(4);
    expect(wordCount('今日は天気がいい', 'ja')).toBeGreaterThan(2);
  });

  test('addresses become absolute, and unsafe ones go', () => {
    const body = withAbsoluteAddresses(
      readBody('<p><a href="../x?a=1&b=2">a</a> <a href="#n">b</a></p>'),
      'https://a.example/articles/s',
    );
    expect(writeBody(body)).toBe(
      '<p><a href="https://a.example/x?a=1&amp;b=2">a</a> <a href="https://a.example/articles/s#n">b</a></p>',
    );
  });

  test('the free part ends at the mark', () => {
    expect(freePart(writeBody(readBody('<p>a</p><!-- more --><p>b</p>')))).toBe('<p>a</p>');
    expect(freePart(writeBody(readBody('<p>a</p>')))).toBe('<p>a</p>');
    expect(withoutMoreMark('<p>a<br>b</p><hr class="more"><p>c</p><hr class="more">')).toBe('<p>a<br>b</p><p>c</p>');
  });

  test('a mark inside an element is none', () => {
    const nested = '<blockquote><p>a</p><hr class="more"><p>b</p></blockquote>';
    for (const html of [
      nested,
      '<p>&lt;hr class="more"></p>',
      '<p><a href="https://a.example/?<hr class=">x</a></p>',
    ]) {
      expect(hasMoreMark(html)).toBe(false);
      expect(freePart(html)).toBe(html);
      expect(withoutMoreMark(html)).toBe(html);
    }
    const free = `${nested}<img src="/x.png" alt="<b>bold, <p>">`;
    for (const mark of ['<hr class="more">', '<hr id="x" class="a more">']) {
      expect(freePart(`${free}${mark}<p>c</p>`)).toBe(free);
    }
  });
});
