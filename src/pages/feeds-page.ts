import { feedPath, pathOf } from '../addresses/paths.ts';
import { type Term, UNPAID } from '../article/terms.ts';
import { feedGroups } from '../feeds/definition.ts';
import type { Selection } from '../feeds/selection.ts';
import type { FormatContext } from '../formats/format.ts';
import { FEED_FORMATS, readersFormat } from '../formats/index.ts';
import { listGraph, pageGraph, writeJsonLd } from '../formats/json-ld/index.ts';
import { feedTextsIn } from '../publication/feed-texts.ts';
import { digestOf } from '../text/digest.ts';
import { primaryLanguage } from '../text/language.ts';
import { cardFor, frameOf } from './frame.ts';
import { cards, storiesIn } from './listing.ts';
import { pickerOf } from './picker.ts';
import { renderTemplate } from './templates.ts';

/**
 * Renders the page for choosing a feed.
 * @param selection of all stories, whose subjects are offered
 */
export function feedsPage(selection: Selection, context: FormatContext): string {
  return renderTemplate('feeds', feedsModel(selection, context));
}

/** Fields of the template `feeds`. */
export function feedsModel(selection: Selection, context: FormatContext) {
  const { publication, addresses } = context;
  const title = `Feeds of ${publication.name}`;
  const description = `Follow the stories of ${publication.name} in a feed reader: all of them, or those you choose.`;
  const url = addresses.feeds;
  const groups = feedGroups(publication).map(({ heading, feeds }) => ({
    heading,
    feeds: feeds.map(({ name, label, description, formats }) => ({
      title: label,
      description,
      page: feedPath(name),
      links: formatLinksOf(name, formats, context).filter(({ forPartners }) => !forPartners),
    })),
  }));
  return {
    ...frameOf(context, {
      ...{ title, description, canonical: url },
      jsonLd: writeJsonLd(pageGraph({ type: 'WebPage', url, title, description }, context)),
      script: pathOf('copyScript'),
    }),
    groups,
    pickerAction: pathOf('feedSelection'),
    picker: pickerOf(selection, [], context),
    opml: pathOf('opml'),
  };
}

/** Renders the page of a feed: its addresses, its stories, and the form for another choice. */
export function feedPage(selection: Selection, context: FormatContext): string {
  return renderTemplate('feed', feedModel(selection, context));
}

/** Fields of the template `feed`. */
export function feedModel(selection: Selection, context: FormatContext) {
  const { addresses, publication } = context;
  const { name, title, label, history, terms, language } = selection;
  const followed = readersFormat(selection.formats);
  const url = canonicalOf(selection, context);
  const stories = storiesIn(selection);
  const [only, ...others] = terms;
  const isAuthor = only?.kind === 'author' && others.length === 0;
  const author = isAuthor ? publication.staff.find(({ key }) => key === only.value) : undefined;
  const isOurs = language === publication.language;
  // The page is in the language of the publication, the feed in that of its stories.
  const about = isOurs ? selection.description : feedTextsIn(publication.language).from(label, publication.name);
  return {
    ...frameOf(context, {
      title: isOurs ? title : `${publication.name}: ${label}`,
      description: about,
      canonical: url,
      script: pathOf('copyScript'),
      // An empty list is of no use in search results.
      isIndexed: stories.length > 0 || terms.length === 0,
      feed: { name, title, formats: selection.formats },
      ...(author && { linkCard: cardFor(context, { type: 'profile', picture: author.image }) }),
    }),
    heading: label,
    author,
    stories: cards(selection, context),
    listsCorrections: terms.some(({ kind }) => kind === 'corrected'),
    jsonLd: writeJsonLd(
      listGraph({ url, title: label, description: about, stories, ...(author && { author }) }, context),
    ),
    addresses: forReaders(formatLinksOf(name, selection.formats, context)),
    pickerAction: pathOf('feedSelection'),
    picker: pickerOf(selection, terms.map(chosenTerm), context),
    subscribe: followed && `feed:${addresses.feed(name, followed.extension)}`,
    older: history.previous === undefined ? undefined : feedPath(name, '', history.previous),
    newer: history.page === undefined ? undefined : feedPath(name, '', history.next),
  };
}

/** Leaves out the formats of partners, unless the feed has no others. */
function forReaders<Link extends { readonly forPartners: boolean }>(links: readonly Link[]): readonly Link[] {
  const own = links.filter(({ forPartners }) => !forPartners);
  return own.length > 0 ? own : links;
}

function formatLinksOf(name: string, formats: readonly string[] | undefined, { addresses }: FormatContext) {
  return FEED_FORMATS.filter(({ id }) => formats === undefined || formats.includes(id)).map(
    ({ name: title, extension, forPartners = false }) => ({
      title,
      href: addresses.feed(name, extension),
      // Without words of the address, which may be those of a withdrawn story.
      id: `address-${digestOf(`${name}${extension}`, 10)}`,
      path: feedPath(name, extension),
      forPartners,
    }),
  );
}

/** Returns the term that a reader chose for one by which stories are selected. */
function chosenTerm(term: Term): Term {
  return term.value === UNPAID ? { kind: term.kind, value: 'free' } : term;
}

/**
 * Returns the address that search engines should show for a list: lists that repeat the front page, such as all stories,
 * those in the language of the publication, and those by access, lead to it.
 */
function canonicalOf({ name, terms, history }: Selection, { addresses, publication }: FormatContext): string {
  const repeats = ({ kind, value }: Term): boolean =>
    kind === 'access' || (kind === 'language' && value === primaryLanguage(publication.language));
  return terms.every(repeats) && name !== 'corrections' && history.page === undefined
    ? addresses.home
    : addresses.feed(name, '', history.page);
}
