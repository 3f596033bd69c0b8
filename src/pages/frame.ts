import { feedPath, pathOf } from '../addresses/paths.ts';
import type { FormatContext } from '../formats/format.ts';
import { FEED_FORMATS } from '../formats/index.ts';
import { defaultPicture } from '../formats/lead-picture.ts';
import type { Hreflang } from '../formats/sitemap/url-set.ts';
import { touchIcon } from '../formats/well-known/index.ts';
import { textsIn } from '../publication/interface-texts.ts';
import { hasRules, machineUses } from '../publication/machine-uses.ts';
import { defined } from '../text/defined.ts';
import { type Direction, directionOf } from '../text/language.ts';

/** A link in the head or in a list. */
export interface PageLink {
  readonly href: string;
  readonly title: string;
  readonly type?: string;
}

/** Fields of the layout around every page. */
export interface Frame {
  readonly title: string;
  readonly description?: string;
  readonly language: string;
  readonly direction: Direction;
  /** The page's own address; pages of errors have none. */
  /** True if the title contains the name of the publication. */
  readonly namesSite: boolean;
  readonly canonical?: string;
  readonly assets: {
    readonly favicon: string;
    readonly stylesheet: string;
    readonly manifest: string;
    readonly touchIcon: string | undefined;
  };
  readonly site: {
    readonly name: string;
    readonly home: string;
    readonly language: string;
    readonly feeds: string;
    readonly follow: string;
  };
  readonly sections: readonly PageLink[];
  /** Feeds that a reader can subscribe to from here. */
  readonly alternates: readonly PageLink[];
  readonly footer: readonly PageLink[];
  readonly notice?: string;
  /** The folder of the publication's own templates. */
  readonly templates?: string | undefined;
  /** False for pages that search engines should not show, such as a copy of another publisher's story. */
  readonly isIndexed: boolean;
  /** The same page in other languages. */
  readonly variants: readonly Hreflang[];
  /** The card of a link to the page (Open Graph); pages of stories have one of their own. */
  readonly linkCard?: LinkCard | false;
  /** The page as JSON-LD, serialized for HTML. */
  readonly jsonLd?: string;
  /** The script of the page; it works without. */
  readonly script?: string;
  /** Account of the publication on X. */
  readonly twitterSite?: string | undefined;
  /** The licence for machines. */
  readonly licence?: string | undefined;
}

/** The parts of a card that are not in the frame already. */
export interface LinkCard {
  readonly type: 'website' | 'profile';
  readonly locale?: string;
  /** An absolute address. */
  readonly image?: string;
}

/** Returns the card of a page: with a picture of its own, or else the logo. */
export function cardFor(
  { publication, addresses }: FormatContext,
  {
    type = 'website',
    picture = defaultPicture(publication)?.href,
  }: { type?: LinkCard['type']; picture?: string | undefined } = {},
): LinkCard {
  const image = picture === undefined ? undefined : addresses.absolute(picture);
  return defined({ type, locale: localeOf(publication.language), image });
}

/** True if a title contains the name of the publication as words of its own. */
function containsName(title: string, name: string): boolean {
  const start = title.indexOf(name);
  const around = `${title.charAt(start - 1)}${title.charAt(start + name.length)}`;
  return start >= 0 && !/[\p{L}\p{N}]/u.test(around);
}

/** Creates the fields of the layout. */
export function frameOf(
  context: FormatContext,
  page: Pick<Frame, 'title'> & Partial<Frame> & { readonly feed?: LinkedFeed },
): Frame {
  const { publication, addresses } = context;
  const { feed = { name: 'all', title: publication.name }, ...own } = page;
  return defined({
    namesSite: containsName(page.title, publication.name),
    language: publication.language,
    direction: directionOf(publication.language),
    templates: context.templates,
    twitterSite: publication.twitterSite,
    isIndexed: page.canonical !== undefined,
    linkCard: page.canonical === undefined ? undefined : cardFor(context),
    variants: [],
    licence: hasRules(machineUses(publication.rights)) ? addresses.of('licenceDocument') : undefined,
    assets: {
      favicon: pathOf('favicon'),
      stylesheet: pathOf('stylesheet'),
      manifest: pathOf('webManifest'),
      touchIcon: touchIcon(publication),
    },
    site: {
      name: publication.name,
      home: pathOf('front'),
      language: publication.language,
      feeds: pathOf('feeds'),
      follow: textsIn(publication.language).follow,
    },
    sections: publication.sections.map(({ key, name }) => ({ href: feedPath(`section/${key}`), title: name })),
    alternates: feedLinks(feed, context),
    footer: footerOf(context),
    notice: publication.rights.notice,
    ...own,
  });
}

/**
 * Returns a language with its territory as Open Graph writes them, such as `en_GB`; `undefined` for a language without
 * one, which readers of cards ignore.
 */
export function localeOf(language: string): string | undefined {
  const { language: primary, region } = new Intl.Locale(language);
  return region === undefined ? undefined : `${primary}_${region}`;
}

/** A feed that a page offers to subscribe to. */
interface LinkedFeed {
  readonly name: string;
  readonly title: string;
  /** The ids of the formats that it comes in; all of them if absent. */
  readonly formats?: readonly string[] | undefined;
}

/** Returns the links of a feed in the formats of feed readers and programs, for `rel="alternate"`. */
function feedLinks({ name: feed, title, formats }: LinkedFeed, context: FormatContext): PageLink[] {
  const offered = FEED_FORMATS.filter(
    ({ id, forPartners, isOffered }) =>
      (forPartners !== true || isOffered?.(context)) && (formats === undefined || formats.includes(id)),
  );
  return offered.map(({ name, mediaType, extension }) => ({
    href: context.addresses.feed(feed, extension),
    title: `${title} (${name})`,
    type: mediaType,
  }));
}

function footerOf({ publication }: FormatContext): PageLink[] {
  const about = publication.about === undefined ? [] : [{ href: pathOf('about'), title: 'About us' }];
  const policies = Object.entries(publication.policies).flatMap(([name, page]) => {
    const title = POLICY_NAMES[name];
    return page === undefined || title === undefined ? [] : [{ href: page, title }];
  });
  return [
    ...about,
    ...policies,
    { href: pathOf('archive'), title: 'Archive' },
    { href: pathOf('search'), title: 'Search' },
    { href: pathOf('feeds'), title: 'Feeds' },
    { href: pathOf('licence'), title: 'Licence' },
    { href: pathOf('partners'), title: 'For partners' },
  ];
}

const POLICY_NAMES: Readonly<Record<string, string>> = {
  publishingPrinciples: 'Principles',
  correctionsPolicy: 'Corrections',
  ethicsPolicy: 'Ethics',
  ownershipFundingInfo: 'Ownership',
};
