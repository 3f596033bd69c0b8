import type { XmlRule } from '../xml/read.ts';

/**
 * Requirements of receivers of RSS beyond the specification. Withdrawn items are exempt: they have no text, and the
 * notice that replaces a story has no link. A receiver refuses a feed with an error; a warning reduces reach.
 */
const PRESENT =
  'item[content:encoded or not(media:status[@state = "deleted"] or dcterms:valid or (not(link) and title = description))]';

export const fullText: XmlRule = {
  id: 'rss-profile/full-text',
  severity: 'error',
  reference: 'full text in content:encoded',
  message: 'An item has its full text: set `feeds: { content: full }`, or give the story a body.',
  faults: `//${PRESENT}[not(content:encoded) or string-length(content:encoded) = 0]`,
};

export const linked: XmlRule = {
  id: 'rss-profile/link',
  severity: 'error',
  reference: 'link and guid of an item',
  message: 'An item has a guid that never changes, and a link to its page.',
  faults: `//${PRESENT}[not(guid) or not(link)]`,
};

export const dated: XmlRule = {
  id: 'rss-profile/date',
  severity: 'error',
  reference: 'pubDate and dcterms:modified',
  message: 'An item has the date of its publication and that of its last change.',
  faults: `//${PRESENT}[not(pubDate) or not(dcterms:modified)]`,
};

export const described: XmlRule = {
  id: 'rss-profile/description',
  severity: 'warning',
  reference: 'description of an item',
  message: 'An item without a description gets its first sentences for one: write a standfirst.',
  faults: `//${PRESENT}[not(description)]`,
};

export const credited: XmlRule = {
  id: 'rss-profile/creator',
  severity: 'error',
  reference: 'dc:creator',
  message: 'An item names its author in dc:creator.',
  faults: `//${PRESENT}[not(dc:creator[. != ""])]`,
};

export const creditedPictures: XmlRule = {
  id: 'rss-profile/picture-credit',
  severity: 'warning',
  reference: 'media:credit',
  message: 'The picture has no credit line: add `credit`.',
  faults: `//${PRESENT}//media:content[@medium = "image" and not(media:credit) and not(../media:credit)]`,
};

export const measuredPictures: XmlRule = {
  id: 'rss-profile/picture-size',
  severity: 'warning',
  reference: 'width and height of media:content',
  message: 'The picture has no width and height: put the file into the media folder, from where they are read.',
  faults: `//${PRESENT}//media:content[@medium = "image" and (not(@width) or not(@height))]`,
};

export const localeLanguage: XmlRule = {
  id: 'rss-profile/locale',
  severity: 'error',
  reference: 'language of the channel, with its locale',
  message: 'The language names a country as well: write `language: en-GB` in publication.yaml.',
  faults: '/rss/channel/language',
  unless: (text) => /^[a-z]{2,3}-[A-Za-z]{2}$/.test(text),
};

export const languageStated: XmlRule = {
  id: 'rss-profile/language',
  severity: 'error',
  reference: 'language of the channel',
  message: 'The channel has no language: add `language`.',
  faults: '/rss/channel[not(language[. != ""])]',
};

export const oneLanguage: XmlRule = {
  id: 'rss-profile/one-language',
  severity: 'error',
  reference: 'one language in a feed',
  message: 'The items are in several languages: use a feed such as `language/en` or one of your own with `filter`.',
  faults: `//${PRESENT}/dc:language[substring(., 1, 2) != substring((//${PRESENT}/dc:language)[1], 1, 2)]`,
};

export const logo: XmlRule = {
  id: 'rss-profile/logo',
  severity: 'error',
  reference: 'snf:logo',
  message: 'The channel has a logo: set `logo` in publication.yaml.',
  faults: '/rss/channel[not(snf:logo/url)]',
};

export const noReadMore: XmlRule = {
  id: 'rss-profile/read-more',
  severity: 'warning',
  reference: 'text of an item',
  message: 'The text has no link that sends readers away for the rest of it.',
  faults: `//${PRESENT}/content:encoded`,
  unless: (text) => !/>\s*(read|continue)\s+(more|reading)/i.test(text),
};

/** @param shortest in characters, as `longest` */
export function titleLength(shortest: number, longest: number): XmlRule {
  return {
    id: 'rss-profile/title',
    severity: 'warning',
    reference: `title of ${shortest} to ${longest} characters`,
    message: `A title has ${shortest} to ${longest} characters and no HTML: write another headline.`,
    faults: `//${PRESENT}/title`,
    unless: (text) => [...text].length >= shortest && [...text].length <= longest && !/<\w/.test(text),
  };
}

/** @param pixels required size of a picture, on its smaller side where both are known */
export function pictureOf(pixels: number): XmlRule {
  const large = `.//media:content[@medium = "image" and (not(@width) or (@width >= ${pixels} and @height >= ${pixels}))]`;
  return {
    id: 'rss-profile/picture',
    severity: 'warning',
    reference: `a picture of at least ${pixels} pixels`,
    message: `An item has a picture of at least ${pixels} pixels on each side.`,
    faults: `//${PRESENT}[not(${large})]`,
  };
}

/** @param count smallest number of items */
export function enoughItems(count: number): XmlRule {
  return {
    id: 'rss-profile/items',
    severity: 'warning',
    reference: `${count} items or more`,
    message: `A feed has at least ${count} items, if so many were published: raise \`feeds.items\`.`,
    faults: `/rss/channel[count(item) < ${count}]`,
  };
}

/** @param minutes greatest age */
export function shortLived(minutes: number): XmlRule {
  return {
    id: 'rss-profile/ttl',
    severity: 'error',
    reference: `ttl of 1 to ${minutes} minutes`,
    message: `The channel has no ttl of 1 to ${minutes} minutes: write one.`,
    faults: `/rss/channel[not(ttl) or ttl < 1 or ttl > ${minutes}]`,
  };
}
