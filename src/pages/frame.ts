import type { FormatContext } from '../formats/format.ts';
import { FEED_FORMATS } from '../formats/index.ts';
import type { Direction } from '../text/language.ts';

/** A link in the head or in a list. */
export interface PageLink {
  readonly href: string;
  readonly title: string;
  readonly type?: string;
}

/** What the layout around every page needs. */
export interface Frame {
  readonly title: string;
  readonly description?: string;
  readonly language: string;
  readonly direction: Direction;
  /** The page's own address; pages of errors have none. */
  readonly canonical?: string;
  readonly site: { readonly name: string; readonly home: string; readonly language: string; readonly feeds: string };
  readonly sections: readonly PageLink[];
  /** Feeds that a reader can subscribe to from here. */
  readonly alternates: readonly PageLink[];
  readonly footer: readonly PageLink[];
  readonly notice?: string;
}

/** The layout's part of a page. */
export function frameOf(
  context: FormatContext,
  page: Pick<Frame, 'title'> & Partial<Frame> & { readonly feed?: { readonly name: string; readonly title: string } },
): Frame {
  const { publication, addresses } = context;
  const { feed = { name: 'all', title: publication.name }, ...own } = page;
  return {
    language: publication.language,
    direction: 'ltr',
    site: { name: publication.name, home: '/', language: publication.language, feeds: '/feeds' },
    sections: publication.sections.map(({ key, name }) => ({ href: `/feeds/section/${key}`, title: name })),
    alternates: feedLinks(feed, addresses),
    footer: footerOf(context),
    ...(publication.rights.notice === undefined ? {} : { notice: publication.rights.notice }),
    ...own,
  };
}

/** A feed in the formats that readers know, for `rel="alternate"`. */
function feedLinks(feed: { name: string; title: string }, addresses: FormatContext['addresses']): PageLink[] {
  return FEED_FORMATS.filter(({ forPartners }) => forPartners !== true).map(({ name, mediaType, extension }) => ({
    href: addresses.feed(feed.name, extension),
    title: `${feed.title} (${name})`,
    type: mediaType,
  }));
}

function footerOf({ publication }: FormatContext): PageLink[] {
  const about = publication.about === undefined ? [] : [{ href: '/about', title: 'About us' }];
  const policies = Object.entries(publication.policies).flatMap(([name, page]) => {
    const title = POLICY_NAMES[name];
    return page === undefined || title === undefined ? [] : [{ href: page, title }];
  });
  return [
    ...about,
    ...policies,
    { href: '/feeds', title: 'Feeds' },
    { href: '/partners/newsml-g2', title: 'For partners' },
  ];
}

const POLICY_NAMES: Readonly<Record<string, string>> = {
  publishingPrinciples: 'Principles',
  correctionsPolicy: 'Corrections',
  ethicsPolicy: 'Ethics',
  ownershipFundingInfo: 'Ownership',
};
