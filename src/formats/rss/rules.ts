import type { Finding } from '../../text/finding.ts';
import { isHttpUrl } from '../../text/url.ts';
import { checkXml, type XmlRule } from '../xml/read.ts';

const SPECIFICATION = 'RSS 2.0';
const PROFILE = 'RSS Advisory Board, Best Practices Profile';

const RFC_822 =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} (GMT|[+-]\d{4})$/;

/** True if the text is an existing date of RFC 822, on the weekday that it names. */
function isRfc822(text: string): boolean {
  if (!RFC_822.test(text)) return false;
  const date = new Date(text);
  return !Number.isNaN(date.valueOf()) && (!text.endsWith('GMT') || date.toUTCString() === text);
}

const RULES: readonly XmlRule[] = [
  {
    id: 'rss/channel',
    severity: 'error',
    reference: `${SPECIFICATION}, required channel elements`,
    message: 'A channel has exactly one title, link and description.',
    faults: '/rss/channel[count(title) != 1 or count(link) != 1 or count(description) != 1]',
  },
  {
    id: 'rss/self-link',
    severity: 'error',
    reference: `${PROFILE}, atom:link`,
    message: 'A channel names its own address once, as atom:link with rel="self".',
    faults: '/rss/channel[count(atom:link[@rel="self"]) != 1]',
  },
  {
    id: 'rss/guid',
    severity: 'error',
    reference: `${PROFILE}, guid`,
    message: 'Each item has exactly one guid; write where the story had it, or let Dateline use the id.',
    faults: '//item[count(guid) != 1 or guid = ""]',
  },
  {
    id: 'rss/guid-unique',
    severity: 'error',
    reference: `${PROFILE}, guid`,
    message: 'Two items have the same guid: readers show only one of them.',
    faults: '//item/guid[. = ../preceding-sibling::item/guid]',
  },
  {
    id: 'rss/title-or-description',
    severity: 'error',
    reference: `${SPECIFICATION}, elements of item`,
    message: 'An item needs a title or a description.',
    faults: '//item[not(title[. != ""]) and not(description[. != ""])]',
  },
  {
    id: 'rss/date',
    severity: 'error',
    reference: `${SPECIFICATION}, pubDate (RFC 822)`,
    message: 'Dates are written like "Mon, 02 Mar 2026 09:00:00 GMT".',
    faults: '//pubDate | //lastBuildDate',
    unless: isRfc822,
  },
  {
    id: 'rss/address',
    severity: 'error',
    reference: `${SPECIFICATION}, link`,
    message: 'Addresses are absolute http or https addresses.',
    faults: '//link | //enclosure/@url | //media:content/@url',
    unless: isHttpUrl,
  },
  {
    id: 'rss/enclosure',
    severity: 'error',
    reference: `${PROFILE}, enclosure`,
    message: 'An item has at most one enclosure, with url, length and a true media type.',
    faults: '//item[count(enclosure) > 1] | //enclosure[not(@url) or not(@length) or not(contains(@type, "/"))]',
  },
  {
    id: 'rss/author',
    severity: 'error',
    reference: `${PROFILE}, author`,
    message: '`author` needs an e-mail address; name authors in dc:creator, never in both.',
    faults: '//item/author[not(contains(., "@"))] | //item[author and dc:creator]',
  },
  {
    id: 'rss/description-first',
    severity: 'warning',
    reference: `${PROFILE}, content:encoded`,
    message: 'The description must come before content:encoded.',
    faults: '//item/description[preceding-sibling::content:encoded]',
  },
  {
    id: 'rss/media-group',
    severity: 'error',
    reference: 'Media RSS, media:group',
    message: 'A media:group needs at least two renditions.',
    faults: '//media:group[count(media:content) < 2]',
  },
];

const NAMESPACES = {
  atom: 'http://www.w3.org/2005/Atom',
  content: 'http://purl.org/rss/1.0/modules/content/',
  dc: 'http://purl.org/dc/elements/1.1/',
  dcterms: 'http://purl.org/dc/terms/',
  media: 'http://search.yahoo.com/mrss/',
  snf: 'http://www.smartnews.be/snf',
};

/**
 * Checks an RSS document.
 * @param further rules of a receiver
 */
export function checkRss(document: string, further: readonly XmlRule[] = []): Finding[] {
  return checkXml(document, [...RULES, ...further], NAMESPACES);
}
