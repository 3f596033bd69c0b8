import { describe, expect, test } from 'vitest';
import { summaryOf, summaryOfText } from '../../src/article/summary.ts';
import { readBody } from '../../src/text/html-tree.ts';
import { story } from '../support/stories.ts';

const of = (html: string, language = 'en'): string => summaryOfText(readBody(html), language);

describe('the summary of a story', () => {
  test('is its standfirst', () => {
    expect(summaryOf(story({ standfirst: 'In short.', body: '<p>At length.</p>' }))).toBe('In short.');
  });

  test('is the first sentences of the text without one, of notices, headings, pictures and tables nothing', () => {
    const body =
      '<h2>Heading</h2><figure><img src="https://a.example/x.png" alt="x"><figcaption>Caption.</figcaption></figure>' +
      '<table><tbody><tr><td>cell</td></tr></tbody></table><p>The <b>first</b>  one &amp; more.</p><p>The second.</p>';
    expect(of(body)).toBe('The first one & more. The second.');
    const notice = 'It was wrong.';
    const corrected = story({
      body: '<p>Right now.</p>',
      changes: [{ kind: 'correct', at: '2026-03-03T09:00:00Z', notice }],
    });
    expect(summaryOf(corrected)).toBe('Right now.');
  });

  test('has no numbers of footnotes, no footnotes, no key points, and of lists only sentences', () => {
    const body =
      '<section class="key-points"><h2>Key points</h2><ul><li>A point</li></ul></section>' +
      '<p>Text.<sup><a href="#user-content-fn-1" id="user-content-fnref-1" data-footnote-ref>1</a></sup> H<sub>2</sub>O.</p>' +
      '<ul><li>milk</li><li>It is white.</li></ul>' +
      '<section data-footnotes class="footnotes"><h3>Notes</h3><ol><li id="user-content-fn-1"><p>A note.</p></li></ol></section>';
    expect(of(body)).toBe('Text. H2O. It is white.');
    expect(of('<ul><li>milk</li><li>bread</li></ul>')).toBe('milk bread');
  });

  test('ends after a sentence; a long sentence is cut between two words', () => {
    const sentence = 'One two three four five six seven eight nine ten. ';
    const many = of(`<p>${sentence.repeat(20)}</p>`);
    expect(many).toBe(sentence.repeat(4).trim());
    const cut = of(`<p>${'harbour '.repeat(100)}</p>`);
    expect(cut).toMatch(/^(harbour )+harbour…$/);
    expect(cut.length).toBeLessThanOrEqual(300);
  });

  test('is cut between two words in languages without spaces', () => {
    const words = '港の人々は百年にわたって潮を記録してきた';
    const cut = of(`<p>${words.repeat(40)}</p>`, 'ja');
    const whole = [...new Intl.Segmenter('ja', { granularity: 'word' }).segment(words.repeat(40))];
    const ends = new Set(whole.map(({ index, segment }) => index + segment.length));
    expect(ends.has(cut.length - 1)).toBe(true);
  });

  test.each(['', '<p><img src="https://a.example/x.png" alt="x"></p>', `<p>${'x'.repeat(5000)}</p>`])(
    'is absent for a text without sentences: %s',
    (html) => expect(of(html)).toBe(''),
  );

  test('is in lists and quotes, where there is no paragraph', () => {
    expect(of('<ul><li>First point.</li><li>Second.</li></ul>')).toBe('First point. Second.');
    expect(of('<blockquote><p>Said so.</p></blockquote>')).toBe('Said so.');
  });
});
