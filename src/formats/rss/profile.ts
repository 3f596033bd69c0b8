import { isMadeWithAi } from '../../article/rights.ts';
import type { Story } from '../../article/view.ts';
import type { FeedView, FormatContext } from '../format.ts';
import { type XmlElement, xml } from '../xml/element.ts';
import type { XmlRule } from '../xml/read.ts';
import * as rules from './profile-rules.ts';

/** Requirements of one kind of receiver of RSS. The items are the same as for all readers; the differences are data. */
export interface RssProfile {
  readonly id: string;
  /** Label for people: the receiver. */
  readonly name: string;
  /** The receiver's own documentation. */
  readonly reference: string;
  /** Largest number of items per document. */
  readonly most: number;
  /**
   * True if a silent edit moves the item's date, for receivers that ignore items with unmoved dates
   * (docs/life-cycle.md).
   */
  readonly silentEdits: 'send' | 'hold';
  /** Form of a withdrawal: an end in the past, a status, or as for all readers: a notice, or removal. */
  readonly withdrawal: 'dcterms' | 'media-status' | 'gone';
  /** Longest description of the channel, in characters; a longer one is replaced by the name of the publication. */
  readonly maxDescription?: number;
  /** Largest document, in bytes. */
  readonly maxBytes?: number;
  /** Returns why the receiver must not get a story. */
  readonly refusal?: (story: Story, feed: FeedView) => string | undefined;
  readonly namespaces: Readonly<Record<string, string>>;
  readonly channel: (context: FormatContext) => readonly XmlElement[];
  readonly item: (story: Story, context: FormatContext) => readonly XmlElement[];
  readonly rules: readonly XmlRule[];
}

const nothing = (): readonly XmlElement[] => [];

const common = {
  most: 30,
  silentEdits: 'hold',
  withdrawal: 'gone',
  namespaces: {},
  channel: nothing,
  item: nothing,
} as const;

/** All profiles, sorted by name. */
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
    ...common,
    id: 'msn',
    name: 'MSN',
    reference: 'https://helpcenter.microsoftstart.com/kb/articles/51',
    most: 20,
    silentEdits: 'send',
    withdrawal: 'dcterms',
    refusal: notForMsn,
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
    maxDescription: 30,
    maxBytes: 1024 * 1024,
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

/** Returns the logo of SmartFormat 2.1, whose `url` is in no namespace. */
function smartNewsLogo({ publication, addresses }: FormatContext): XmlElement[] {
  const { logo } = publication;
  const file = (name: string, href: string): XmlElement => xml(name, {}, xml('url', {}, addresses.absolute(href)));
  return [
    ...(logo === undefined ? [] : [file('snf:logo', logo.href)]),
    ...(logo?.dark === undefined ? [] : [file('snf:darkModeLogo', logo.dark)]),
  ];
}

/** MSN takes texts made with AI in a feed of their own, and none that no person has checked (AI-assisted content, 2026). */
function notForMsn(story: Story, { terms = [] }: FeedView): string | undefined {
  if (!isMadeWithAi(story)) return undefined;
  if (story.humanReview !== true) {
    return 'The text was made with AI, and no person has checked it: MSN takes it with `humanReview: true` alone.';
  }
  const isDeclared = terms.some(({ kind, value }) => kind === 'origin' && value === 'ai');
  return isDeclared
    ? undefined
    : 'The text was made with AI: MSN takes it in a feed of its own, with `filter: { origin: ai }`.';
}

function thumbnail({ media }: Story, { addresses }: FormatContext): XmlElement[] {
  const [file] = media.find(({ kind }) => kind === 'image')?.renditions ?? [];
  if (file === undefined) return [];
  return [xml('media:thumbnail', { url: addresses.absolute(file.href), width: file.width, height: file.height })];
}
