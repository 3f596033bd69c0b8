import type { Story } from '../../article/view.ts';
import type { FormatContext } from '../format.ts';
import { type XmlElement, xml } from '../xml/element.ts';
import type { XmlRule } from '../xml/read.ts';
import * as rules from './profile-rules.ts';

/** What one kind of receiver wants of RSS. The items are those of every reader; what differs is here, as data. */
export interface RssProfile {
  readonly id: string;
  /** For people: who the receiver is. */
  readonly name: string;
  /** Where the receiver says what it wants. */
  readonly reference: string;
  /** How many items it takes at a time. */
  readonly most: number;
  /** Whether a silent edit moves the item's date: who skips unmoved dates would never see it (docs/LIFECYCLE.md). */
  readonly silentEdits: 'send' | 'hold';
  /** Whether it gets stories whose place is elsewhere: who finds stories for readers should find them there. */
  readonly copies: 'send' | 'hold';
  /** How an item says that it is withdrawn: with an end in the past, with a status, or as for every reader: with its notice, or by being gone. */
  readonly withdrawal: 'dcterms' | 'media-status' | 'gone';
  /** Beside those of every feed. */
  readonly namespaces: Readonly<Record<string, string>>;
  readonly channel: (context: FormatContext) => readonly XmlElement[];
  readonly item: (story: Story, context: FormatContext) => readonly XmlElement[];
  readonly rules: readonly XmlRule[];
}

const nothing = (): readonly XmlElement[] => [];

const common = {
  most: 30,
  silentEdits: 'hold',
  copies: 'send',
  withdrawal: 'gone',
  namespaces: {},
  channel: nothing,
  item: nothing,
} as const;

/** Every profile, in the order of their names. */
export const RSS_PROFILES: readonly RssProfile[] = [
  {
    ...common,
    id: 'apple-news',
    name: 'Apple News',
    reference: 'https://support.apple.com/guide/news-publisher/apdc2c7520ff',
    rules: [rules.localeLanguage, rules.titleLength(15, 60), rules.linked, rules.noReadMore, rules.described],
  },
  {
    ...common,
    id: 'flipboard',
    name: 'Flipboard',
    reference: 'https://about.flipboard.com/rss-spec',
    rules: [rules.fullText, rules.pictureOf(400), rules.enoughItems(20), rules.credited, rules.linked],
  },
  {
    // It has read no feeds since March 2025: pages and the news sitemap tell it everything. Tools around it still ask.
    ...common,
    id: 'google-news',
    copies: 'hold',
    name: 'Google News',
    reference: 'https://support.google.com/news/publisher-center/answer/9545420',
    rules: [rules.fullText, rules.linked, rules.dated, rules.titleLength(2, 110)],
  },
  {
    ...common,
    id: 'msn',
    name: 'MSN',
    reference: 'https://helpcenter.microsoftstart.com/kb/articles/51',
    most: 20,
    silentEdits: 'send',
    withdrawal: 'dcterms',
    namespaces: { 'xmlns:mi': 'http://schemas.ingestion.microsoft.com/common/' },
    rules: [
      rules.titleLength(20, 150),
      rules.fullText,
      rules.dated,
      rules.linked,
      rules.oneLanguage,
      rules.creditedPictures,
    ],
  },
  {
    ...common,
    id: 'smartnews',
    name: 'SmartNews',
    reference: 'https://publishers.smartnews.com/hc/en-us/articles/56500436151065',
    silentEdits: 'send',
    withdrawal: 'media-status',
    namespaces: { 'xmlns:snf': 'http://www.smartnews.be/snf' },
    channel: smartNewsLogo,
    item: thumbnail,
    rules: [rules.fullText, rules.credited, rules.linked, rules.shortLived(15), rules.logo, rules.languageStated],
  },
  {
    ...common,
    id: 'yahoo',
    name: 'Yahoo',
    reference: 'https://www.rssboard.org/media-rss',
    silentEdits: 'send',
    rules: [rules.fullText, rules.creditedPictures, rules.measuredPictures, rules.linked],
  },
];

/** The logo in the element of SmartFormat 2.1, whose `url` stands in no namespace. */
function smartNewsLogo({ publication, addresses }: FormatContext): XmlElement[] {
  const { logo } = publication;
  return logo === undefined ? [] : [xml('snf:logo', {}, xml('url', {}, addresses.absolute(logo.href)))];
}

function thumbnail({ media }: Story, { addresses }: FormatContext): XmlElement[] {
  const [file] = media.find(({ kind }) => kind === 'image')?.renditions ?? [];
  if (file === undefined) return [];
  return [xml('media:thumbnail', { url: addresses.absolute(file.href), width: file.width, height: file.height })];
}
