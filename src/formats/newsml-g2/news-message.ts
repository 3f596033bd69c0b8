import { tagOf } from '../../article/identity.ts';
import { toOffsetDateTime } from '../../text/instant.ts';
import { IPTC_CATALOG } from '../../vocabulary/iptc-catalog.ts';
import type { FeedView, FormatContext } from '../format.ts';
import { xml } from '../xml/element.ts';
import { writeXml } from '../xml/write.ts';
import { G2_NAMESPACE } from './from-view.ts';

/**
 * A feed as a newsMessage (Guidelines, section 17). `sent` is the moment of the feed's newest change and the
 * transmission's id follows from it, so that the same state gives the same bytes.
 */
export function newsMessage(feed: FeedView, items: readonly string[], { publication }: FormatContext): string {
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
      xml('itemSet'),
    ]),
  );
  return message.replace('<itemSet/>', () => `<itemSet>\n${items.map((item) => `${item}\n`).join('')}  </itemSet>`);
}
