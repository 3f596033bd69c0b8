import { expect, test } from 'vitest';
import { readMarkdown } from '../../src/intake/markdown/index.ts';
import { testHints } from '../support/cases.ts';
import { idOf } from '../support/stories.ts';

const HEAD = `---\nid: ${idOf('a')}\nheadline: A\npublished: 2026-03-02 10:00\nsection: world\n---\n\n`;

test.each([
  ['a task list', '- [ ] one\n'.repeat(1200), '<li>'],
  ['a quote of many lines', '> a line\n'.repeat(2500), '<blockquote>'],
  ['code', `\`\`\`\n${'a[0] = *b & c;\n'.repeat(800)}\`\`\`\n`, '<pre>'],
  ['a list of links', '* [a](https://example.com/)\n'.repeat(800), '<a href'],
  ['a divider of stars', `${'* '.repeat(80)}\n`, '<hr>'],
])('%s is accepted', (_, markdown, expected) => {
  const read = readMarkdown(Buffer.from(HEAD + markdown), testHints());
  expect('problems' in read ? read.problems : read.submission.body).toContain(expected);
});

test.each([
  ['brackets in one paragraph', '['.repeat(3000)],
  ['quotes in quotes', `${'>'.repeat(60)} a`],
  ['lists in lists', `${'- '.repeat(60)}a`],
])('%s are refused', (_, markdown) => {
  expect(readMarkdown(Buffer.from(HEAD + markdown), testHints())).toMatchObject({
    problems: [{ rule: 'markdown/nesting' }],
  });
});
