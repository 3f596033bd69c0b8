import { expect, test } from 'vitest';
import { readBody, writeBody } from '../../src/text/html-tree.ts';

test.each([
  ['<p><a href="//example.com/a">a</a></p>', '<p><a href="https://example.com/a">a</a></p>'],
  ['<p><a href=" //example.com/a ">a</a></p>', '<p><a href="https://example.com/a">a</a></p>'],
  ['<figure><img src="//example.com/a.jpg" alt="a"></figure>', 'src="https://example.com/a.jpg"'],
  ['<p><a href="/a//b">a</a></p>', 'href="/a//b"'],
])('%s gets a scheme', (html, expected) => {
  const written = writeBody(readBody(html));
  expect(written).toContain(expected);
  expect(writeBody(readBody(written))).toBe(written);
});
