import { tagOf } from '../../article/identity.ts';
import { type Instant, toOffsetDateTime } from '../../text/instant.ts';
import { IPTC_CATALOG } from '../../vocabulary/iptc-catalog.ts';
import type { FeedView, FormatContext } from '../format.ts';
import { type XmlElement, xml } from '../xml/element.ts';
import { writeXml } from '../xml/write.ts';
import { G2_NAMESPACE, itemAttributes } from './item.ts';
import { rightsInfo } from './rights-info.ts';
import { catalogs, ownCode } from './schemes.ts';

/**
 * A feed as a newsMessage (Guidelines, section 17). `sent` is the moment of the feed's newest change and the
 * transmission's id follows from it, so that the same state gives the same bytes.
 */
export function newsMessage(feed: FeedView, items: readonly string[], context: FormatContext): string {
  const { publication } = context;
  const sent = toOffsetDateTime(feed.changed, publication.timeZone);
  const message = writeXml(
    xml('newsMessage', { xmlns: G2_NAMESPACE }, [
      xml('header', {}, [
        xml('sent', {}, sent),
        xml('catalogRef', { href: IPTC_CATALOG }),
        xml('sender', {}, publication.authority.domain),
        xml('transmitId', {}, tagOf(publication.authority, 'message', `${feed.name}:${feed.changed}`)),
        xml('origin', {}, feed.name),
      ]),
      xml('itemSet', {}, items.length > 0 ? [] : [emptyList(feed, context)]),
    ]),
  );
  return message.replace('<itemSet/>', () => `<itemSet>\n${items.map((item) => `${item}\n`).join('')}  </itemSet>`);
}

/** A message must hold an item; one without stories says that the list is empty. */
function emptyList(feed: FeedView, context: FormatContext): XmlElement {
  const { publication, addresses } = context;
  // It never changes, as long as it is empty.
  const founded = `${publication.authority.year}-01-01T00:00:00Z` as Instant;
  const born = toOffsetDateTime(founded, publication.timeZone);
  const attributes = {
    ...itemAttributes(tagOf(publication.authority, 'package', feed.name), 1),
    'xml:lang': feed.language,
  };
  return xml('packageItem', attributes, [
    ...catalogs(addresses),
    rightsInfo({}, founded, context),
    xml('itemMeta', {}, [
      xml('itemClass', { qcode: 'ninat:composite' }),
      xml('provider', { uri: addresses.home }, [xml('name', {}, publication.name)]),
      xml('versionCreated', {}, born),
      xml('firstCreated', {}, born),
      xml('pubStatus', { qcode: 'stat:usable' }),
      xml('title', { 'xml:lang': feed.language }, feed.title),
    ]),
    xml('contentMeta', {}, [xml('language', { tag: feed.language })]),
    xml('groupSet', { root: 'G1' }, [xml('group', { id: 'G1', role: ownCode('dlgroup', 'main'), mode: 'pgrmod:seq' })]),
  ]);
}
