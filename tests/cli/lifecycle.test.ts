import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lifeCycleTable, markdownTable } from '../../src/app/life-cycle-table.ts';
import { FORMATS } from '../../src/formats/index.ts';

const [head = [], ...rows] = await lifeCycleTable();
const cell = (output: string, event: string): string | undefined =>
  rows.find(([name]) => name === output)?.[head.indexOf(event)];

describe('the table of the life cycle, made from the code', () => {
  test('has a row without a gap for every format', () => {
    for (const { name, article, item } of FORMATS) {
      const wanted = [...(article ? [name] : []), ...(item ? [`${name}, in feeds`] : [])];
      expect(wanted.length, name).toBeGreaterThan(0);
      for (const output of wanted) expect(rows.map(([first]) => first)).toContain(output);
    }
    for (const row of rows) {
      expect(row, row[0]).toHaveLength(head.length);
      for (const value of row) expect(['', 'absent'], row[0]).not.toContain(value);
    }
  });

  test.each([
    ['HTML page', 'kill', '410'],
    ['HTML page', 'withhold', '404'],
    ['HTML page', 'under embargo', '404'],
    ['RSS 2.0, in feeds', 'amend', 'story'],
    ['RSS 2.0, in feeds', 'correct', 'story, notice, new date'],
    ['RSS 2.0, in feeds', 'kill with a notice', 'notice, new date'],
    ['JSON Feed 1.1, in feeds', 'withhold', 'no item, id listed as deleted'],
    ['RSS 2.0, in feeds', 'kill', 'standing sentence, new date'],
    ['Atom 1.0, in feeds', 'kill', 'standing sentence, new date'],
    ['Atom 1.0, in feeds', 'rights ended', 'standing sentence, new date'],
    ['NewsML-G2 2.35', 'kill', 'standing sentence, stat:canceled, new date'],
    ['sitemap', 'kill', 'no url'],
    ['sitemap', 'expired', 'no url'],
    ['news sitemap', 'publish', 'url, entry'],
    ['news sitemap', 'amend', 'url, entry'],
    ['news sitemap', 'correct', 'url, lastmod moved, entry'],
    ['news sitemap', 'withhold', 'no url'],
    ['the page of its day', 'kill', '404'],
    ['IndexNow', 'publish', 'url'],
    ['IndexNow', 'amend', 'none'],
    ['IndexNow', 'kill', 'url'],
    ['IndexNow', 'under embargo', 'none'],
    ['change log', 'before its time', 'nothing public'],
    ['ninjs 3.2', 'kill', 'pubStatus: canceled, new date'],
    ['RSS for MSN, in feeds', 'amend', 'story, new date'],
    ['RSS for Flipboard, in feeds', 'amend', 'story'],
    ['RSS for SmartNews, in feeds', 'kill', 'standing sentence, new date'],
    ['feed corrections, in Atom', 'correct', 'story, notice, new date'],
    ['feed corrections, in Atom', 'update', 'no item'],
    ['feed section/news, in Atom', 'withhold', 'no item, id listed as deleted'],
    ['a closed page of the history, in Atom', 'publish', 'story'],
    ['a closed page of the history, in Atom', 'kill', 'standing sentence, new date'],
    ['a closed page of the history, in Atom', 'before its time', 'no item'],
    ['WebSub', 'publish', 'the feeds with it'],
    ['WebSub', 'amend', 'the feeds with it'],
    ['WebSub', 'kill', 'the feeds with it'],
    ['WebSub', 'under embargo', 'none'],
    ['partner push', 'publish', 'publish: story'],
    ['partner push', 'correct', 'correct: story, notice, sig:correction, new date'],
    ['partner push', 'withhold', 'withhold: stat:withheld, new date'],
    ['partner push', 'kill', 'kill: standing sentence, stat:canceled, new date'],
    ['partner push', 'under embargo', 'none'],
    ['partner push, with embargoes', 'under embargo', 'embargo: story'],
    ['partner push', 'rights ended', 'withhold: stat:withheld, new date'],
    ['partner push', 'expired', 'none'],
    ['partner e-mail, with embargoes', 'publish', 'New'],
    ['partner e-mail, with embargoes', 'correct', 'CORRECTION'],
    ['partner e-mail, with embargoes', 'withhold', 'WITHHELD'],
    ['partner e-mail, with embargoes', 'restore', 'Restored'],
    ['partner e-mail, with embargoes', 'kill', 'KILL'],
    ['partner e-mail, with embargoes', 'under embargo', 'EMBARGO'],
  ])('%s, %s: %s', (output, event, value) => {
    expect(cell(output, event)).toBe(value);
  });

  test('is in docs/life-cycle.md unchanged', () => {
    const written = readFileSync(join(import.meta.dirname, '../../docs/life-cycle.md'), 'utf8');
    expect(written, 'run npm run docs').toContain(markdownTable([head, ...rows]));
  });
});
