import type { Publication } from '../../publication/publication.ts';
import type { FormatContext } from '../format.ts';
import { type XmlElement, xml } from '../xml/element.ts';
import { writeXml } from '../xml/write.ts';

export const OPML_TYPE = 'text/x-opml';

/** A feed as an outline of the list. */
export interface Outline {
  /** Key as in addresses. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly language: string;
  /** Extension of the format recommended to readers. */
  readonly extension: string;
}

/** Outlines under a heading. */
export interface OutlineGroup {
  readonly heading: string;
  readonly feeds: readonly Outline[];
}

/**
 * Returns all feeds as one list for feed readers (OPML 2.0, http://opml.org/spec2.opml): a folder for each group, which
 * contains each feed once. `type` is `rss` for every feed format.
 */
export function opml(groups: readonly OutlineGroup[], context: FormatContext): string {
  const { publication } = context;
  const root = xml('opml', { version: '2.0' }, [
    xml('head', {}, head(publication)),
    xml(
      'body',
      {},
      groups.map(({ heading, feeds }) =>
        xml(
          'outline',
          { text: heading, title: heading },
          feeds.map((feed) => outline(feed, context)),
        ),
      ),
    ),
  ]);
  return writeXml(root);
}

function head({ name, email }: Publication): (XmlElement | undefined)[] {
  return [
    xml('title', {}, `Feeds of ${name}`),
    xml('ownerName', {}, name),
    email === undefined ? undefined : xml('ownerEmail', {}, email),
    xml('docs', {}, 'http://opml.org/spec2.opml'),
  ];
}

function outline({ name, title, description, language, extension }: Outline, { addresses }: FormatContext): XmlElement {
  return xml('outline', {
    text: title,
    title,
    description,
    type: 'rss',
    version: extension === '.rss' ? 'RSS2' : undefined,
    language,
    xmlUrl: addresses.feed(name, extension),
    htmlUrl: addresses.feed(name),
  });
}
