import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isJson, jsonSyntaxError } from '../../src/text/json-syntax.ts';

test.each<[string, number, number, RegExp]>([
  ['', 1, 1, /lacks a value/],
  ['{"a": 1,\n "b" 2}', 2, 6, /colon/],
  ['{"a": 1,\n}', 2, 1, /no comma before/],
  ["{'a': 1}", 1, 2, /double quotes/],
  ['{\n  "a": [1 2]\n}', 2, 11, /comma is missing/],
  ['{"a": 1', 1, 8, /add `}`/],
  ['{"a": "one\ntwo"}', 1, 7, /add a double quote/],
  ['{"a": "C:\\dir"}', 1, 7, /backslash/],
  ['{"a": 1} // end', 1, 10, /no comments/],
  ['{"a": NaN}', 1, 7, /not JSON/],
  ['{"a": 1}}', 1, 9, /take out the rest/],
])('describes the first error of %j', (text, line, column, message) => {
  expect(() => JSON.parse(text)).toThrow(SyntaxError);
  expect(jsonSyntaxError(text)).toEqual({ line, column, message: expect.stringMatching(message) });
});

test('every damaged text has an error with a position inside the text', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.string({ maxLength: 2 }), (json, at, inserted) => {
      const index = at % (json.length + 1);
      const text = `${json.slice(0, index)}${inserted}${json.slice(index + 1)}`;
      fc.pre(!isJson(text));
      const { line, column, message } = jsonSyntaxError(text);
      const lines = text.split(/\r\n|[\r\n]/);
      expect(line).toBeLessThanOrEqual(lines.length);
      expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
      expect(message).toMatch(/\.$/);
    }),
  );
});

test('a hundred thousand open lists are an error, not an exhausted stack', () => {
  expect(jsonSyntaxError('['.repeat(100_000))).toMatchObject({ line: 1, column: 1 });
});
