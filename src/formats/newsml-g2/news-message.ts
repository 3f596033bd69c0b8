import { keyOf, tagOf } from '../../article/identity.ts';
import type { View } from '../../article/view.ts';
import { type Instant, toOffsetDateTime } from '../../text/instant.ts';
import { IPTC_CATALOG } from '../../vocabulary/iptc-catalog.ts';
import { type FeedView, type FormatContext, listName } from '../format.ts';
import { type XmlElement, xml } from '../xml/element.ts';
import { writeXml, writeXmlFragment } from '../xml/write.ts';
import { mediaItems, newsItem } from './from-view.ts';
import { G2_NAMESPACE, type G2Context } from './item.ts';
import { listPackage, recalledPackage, storyPackage } from './package-item.ts';

/** Returns one article as a part of a newsMessage: its text, then its pictures, videos and sounds. */
export function messagePart(view: View, context: G2Context): string {
  return [newsItem(view, context), ...mediaItems(view, context)].map((item) => writeXmlFragment(item, 2)).join('\n');
}

/**
 * Returns a feed as a newsMessage (Guidelines, section 17): the list itself as a package, then all its items. `sent` is
 * the instant of the feed's newest change and the transmission's id follows from it, so that the same state gives the
 * same bytes.
 */
export function feedMessage(feed: FeedView, parts: readonly string[], context: G2Context): string {
  const list = writeXmlFragment(listPackage(feed, context), 2);
  return message(
    { sent: feed.changed, origin: feed.name, name: `${listName(feed)}:${feed.changed}` },
    [list, ...parts],
    context,
  );
}

/** Returns one article as a newsMessage, for receivers who want it in one document: a package, the text, its media. */
export function articleMessage(view: View, context: G2Context): string {
  const name = `${keyOf(view.id) ?? view.id}:${view.version}`;
  const list = writeXmlFragment(
    view.kind === 'story' ? storyPackage(view, context) : recalledPackage(view, context),
    2,
  );
  return message(
    { sent: view.versionCreatedAt, origin: 'article', name, priority: view.kind === 'story' ? NORMAL : HIGHEST },
    [list, messagePart(view, context)],
    context,
  );
}

interface Transmission {
  readonly sent: Instant;
  readonly origin: string;
  readonly name: string;
  /** 1 is the highest, 9 the lowest. */
  readonly priority?: number;
}

const NORMAL = 5;
const HIGHEST = 1;

/**
 * Creates a message. Its header describes the transmission alone: no item inherits from it, catalogs least of all
 * (section 17.3).
 */
function message(
  { sent, origin, name, priority = NORMAL }: Transmission,
  items: readonly string[],
  context: FormatContext,
): string {
  const { publication } = context;
  const document = writeXml(
    xml('newsMessage', { xmlns: G2_NAMESPACE }, [
      xml('header', {}, [
        xml('sent', {}, toOffsetDateTime(sent, publication.timeZone)),
        xml('catalogRef', { href: IPTC_CATALOG }),
        xml('sender', {}, publication.authority.domain),
        xml('transmitId', {}, tagOf(publication.authority, 'message', name)),
        // A value of the transmission, not of the news. Superdesk's parser fails on a header without one
        // (superdesk-core 2.8).
        xml('priority', {}, String(priority)),
        xml('origin', {}, origin),
        // All or nothing: a package without one of its items is invalid.
        xml('signal', { qcode: 'nmsig:atomic' }),
      ]),
      xml('itemSet', {}, []),
    ]),
  );
  return document.replace('<itemSet/>', () => `<itemSet>\n${items.map((item) => `${item}\n`).join('')}  </itemSet>`);
}

/** Serializes a single item as a document. */
export function itemDocument(item: XmlElement): string {
  return writeXml(item);
}
