import { windowStart } from '../../article/windows.ts';

import { checkXml, type XmlCheck, type XmlRule } from '../../formats/xml/read.ts';
import type { Finding } from '../../text/finding.ts';
import { type Instant, parseInstant } from '../../text/instant.ts';

const GUIDANCE = 'Google Search Central, news sitemaps';

const NAMESPACES = {
  s: 'http://www.sitemaps.org/schemas/sitemap/0.9',
  news: 'http://www.google.com/schemas/sitemap-news/0.9',
};

/** Date formats that Google accepts. */
const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

const RULES: readonly XmlRule[] = [
  {
    id: 'google-news/entries',
    severity: 'error',
    reference: `${GUIDANCE}, required`,
    message: 'A file has 1,000 entries of news at most: leave out the older ones, or split it.',
    faults: '/s:urlset[count(.//news:news) > 1000]',
  },
  {
    id: 'google-news/required',
    severity: 'error',
    reference: `${GUIDANCE}, required`,
    message: 'An entry has a publication with name and language, a publication_date and a title.',
    faults:
      '//news:news[not(news:publication/news:name != "") or not(news:publication/news:language) or not(news:publication_date) or not(news:title != "")]',
  },
  {
    id: 'google-news/name',
    severity: 'error',
    reference: `${GUIDANCE}, required`,
    message: 'The name is that of the publication on news.google.com, without anything in parentheses.',
    faults: '//news:name[contains(., "(")]',
  },
  {
    id: 'google-news/language',
    severity: 'error',
    reference: `${GUIDANCE}, required`,
    message: 'The language is a code of ISO 639 with two or three letters, or zh-cn or zh-tw.',
    faults: '//news:language',
    unless: (text) => /^([a-z]{2,3}|zh-cn|zh-tw)$/.test(text),
  },
  {
    id: 'google-news/date',
    severity: 'error',
    reference: `${GUIDANCE}, required`,
    message: 'publication_date is a date of W3C, with a time zone where it has a time.',
    faults: '//news:publication_date',
    unless: (text) => DATE.test(text),
  },
  {
    id: 'google-news/retired',
    severity: 'warning',
    reference: `${GUIDANCE}, recommended`,
    message: 'Google no longer reads this tag: leave it out.',
    faults: '//news:access | //news:genres | //news:keywords | //news:stock_tickers | //news:geo_locations',
  },
];

/**
 * Checks a news sitemap against Google's requirements.
 * @param now current instant: an entry is news for two days after its first publication
 */
export function checkNewsSitemap(document: string, now: Instant): Finding[] {
  return checkXml(document, [...RULES, isFresh(now)], NAMESPACES);
}

function isFresh(now: Instant): XmlCheck {
  return {
    id: 'google-news/fresh',
    severity: 'error',
    reference: `${GUIDANCE}, required`,
    message: 'The entry is older than two days: remove it.',
    faultsIn: (xml) =>
      xml.find('//news:publication_date').filter(({ content }) => {
        const date = parseInstant(content, 'UTC');
        return date !== undefined && (date <= windowStart('news', now) || date > now);
      }),
  };
}
