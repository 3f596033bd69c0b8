import { expect, test } from 'vitest';
import { storyUrl, urlSet } from '../../src/formats/sitemap/url-set.ts';
import { checkNewsSitemap } from '../../src/preflight/search/news-sitemap.ts';
import { contextWith } from '../support/publication.ts';
import { at, story } from '../support/stories.ts';

const NOW = at('2026-03-03T09:00:00Z');
const GOOD = urlSet([storyUrl(story({}), contextWith(), { isNews: true })]);
const rulesOf = (text: string, now = NOW): string[] => checkNewsSitemap(text, now).map(({ rule }) => rule);

test('the served sitemap has no findings', () => {
  expect(rulesOf(GOOD)).toEqual([]);
});

const entry = /<url>[\s\S]*<\/url>/.exec(GOOD)?.[0] ?? '';

test.each([
  ['google-news/entries', GOOD.replace(entry, entry.repeat(1001))],
  ['google-news/required', GOOD.replace(/<news:title>.*?<\/news:title>/, '')],
  ['google-news/name', GOOD.replace('The Test Gazette', 'The Test Gazette (London)')],
  ['google-news/language', GOOD.replace('<news:language>en', '<news:language>en-GB')],
  ['google-news/date', GOOD.replace('2026-03-02T09:00:00Z</news', '2 March 2026</news')],
  ['google-news/retired', GOOD.replace('</news:title>', '</news:title><news:keywords>a</news:keywords>')],
  ['google-news/fresh', GOOD.replace('2026-03-02T09:00:00Z</news', '2026-03-01T09:00:00Z</news')],
  ['google-news/fresh', GOOD.replace('2026-03-02T09:00:00Z</news', '2026-03-04T09:00:00Z</news')],
])('%s', (rule, broken) => {
  expect(broken).not.toBe(GOOD);
  expect(rulesOf(broken)).toContain(rule);
});
