import { describe, expect, test } from 'vitest';
import { readCanonicalJson } from '../../src/intake/canonical-json/index.ts';
import { readMarkdown } from '../../src/intake/markdown/index.ts';
import { readWireText } from '../../src/intake/wire-text/index.ts';
import { readBody } from '../../src/text/html-tree.ts';
import { plainText } from '../../src/text/plain-text.ts';
import { testHints } from '../support/cases.ts';
import { cpuMilliseconds } from '../support/cpu-time.ts';
import { idOf } from '../support/stories.ts';

const HEAD = `---\nid: ${idOf('a')}\nheadline: A\npublished: 2026-03-02 10:00\nsection: world\n---\n\n`;
/** Limit of CPU time for a small hostile file, which once hung or killed the process. */
const MAX_CPU_MS = 8000;

function expectFast(work: () => unknown): void {
  expect(cpuMilliseconds(work)).toBeLessThan(MAX_CPU_MS);
}

const PHRASES = `<p>${Array.from({ length: 1900 }, (_, index) => `<b title=${index}>`).join('')}${'<p>x'.repeat(15_000)}`;

describe('Markdown', () => {
  test.each([
    ['emphasis that finds no partner', '*a_'.repeat(100_000)],
    ['phrases that are never closed', PHRASES],
    ['quotes in quotes', '\n> '.repeat(300_000)],
    ['brackets', '['.repeat(300_000)],
    ['less-than signs', '<'.repeat(300_000)],
    ['one long paragraph', 'A '.repeat(50_000)],
    ['many paragraphs', 'A sentence.\n\n'.repeat(6_000)],
  ])('%s', (_, markdown) => {
    expectFast(() => readMarkdown(Buffer.from(HEAD + markdown), testHints()));
  });

  test('a rule of sixty dashes is a rule', () => {
    expect(readMarkdown(Buffer.from(`${HEAD}a\n\n${'-'.repeat(60)}\n\nb\n`), testHints())).toMatchObject({
      submission: { body: '<p>a</p><hr><p>b</p>' },
    });
  });
});

describe('JSON', () => {
  test.each([
    ['a body of phrases that are never closed', JSON.stringify({ body: PHRASES })],
    ['nested arrays', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
    ['nested objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['keys of the prototype', '{"__proto__": {"draft": true}, "constructor": 1}'],
  ])('%s', (_, json) => {
    expectFast(() => expect(readCanonicalJson(Buffer.from(json), testHints('a.json'))).toHaveProperty('problems'));
  });
});

describe('wire copy', () => {
  test.each(['#', '-', '(', ' ', 'A ', 'By A, ', "O'", '“'].map((run) => [run]))('%j without end', (run) => {
    expectFast(() =>
      readWireText(Buffer.from(`Head\n\nFirst.\n\n${run.repeat(Math.floor(400_000 / run.length))}x`), {
        file: 'a.txt',
        now: '2026-03-02T10:00:00Z' as never,
        timeZone: 'UTC',
      }),
    );
    expectFast(() =>
      readWireText(Buffer.from(`Head\n\n${run.repeat(Math.floor(400_000 / run.length))}x\n\nSecond.`), {
        file: 'a.txt',
        now: '2026-03-02T10:00:00Z' as never,
        timeZone: 'UTC',
      }),
    );
  });
});

test('plain text out of a hundred thousand empty lines', () => {
  expectFast(() => plainText(readBody(`<pre>x${'\n'.repeat(100_000)}x</pre>`)));
});

describe('a paid story marks the end of its free part', () => {
  const paid = HEAD.replace('section: world', 'section: world\naccess: paid');
  test.each([
    ['no mark', 'All of it.'],
    ['a mark inside a paragraph', 'Free. <!-- more -->\n\nPaid.'],
    ['a mark inside a block', '<div>\n\nFree\n\n<!-- more -->\n\nPaid\n\n</div>'],
  ])('%s is refused', (_, markdown) => {
    const reading = readMarkdown(Buffer.from(paid + markdown), testHints());
    expect('problems' in reading && reading.problems[0]).toMatchObject({ rule: 'article/paid', line: 6 });
  });

  test('a mark with words is a mark', () => {
    expect(readMarkdown(Buffer.from(`${paid}Free.\n\n<!-- more Read on -->\n\nPaid.`), testHints())).toMatchObject({
      submission: { body: '<p>Free.</p><hr class="more"><p>Paid.</p>' },
    });
  });
});
