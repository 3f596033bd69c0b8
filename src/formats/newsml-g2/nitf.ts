import { keyOf } from '../../article/identity.ts';
import type { Story } from '../../article/view.ts';
import { rightsOfStory } from '../../publication/rights-of.ts';
import type { Body } from '../../text/html-tree.ts';
import { withAbsoluteAddresses } from '../../text/projections.ts';
import { bylineOf } from '../byline.ts';
import { textElement, type XmlElement, xml } from '../xml/element.ts';
import type { G2Context } from './item.ts';
import { blocksOf } from './nitf-blocks.ts';

const NITF_NAMESPACE = 'http://iptc.org/std/NITF/2006-10-18/';

/** Returns title and text of a document without metadata of its own: the notice of a recall. */
export function nitfNotice(title: string, body: Body, base: string): XmlElement {
  return nitf(title, [], { body, base });
}

/** Returns a story as NITF 3.6; its text is in one block, without which Superdesk reads none of it. */
export function nitfStory(story: Story, context: G2Context): XmlElement {
  const { publication, addresses } = context;
  const { year, holder } = rightsOfStory(publication, story);
  const docdata = xml('docdata', {}, [
    xml('doc-id', { 'id-string': keyOf(story.id) ?? story.id }),
    // Urgency 9 is IPTC's "user-defined", which NITF does not allow.
    story.urgency === undefined ? undefined : xml('urgency', { 'ed-urg': Math.min(story.urgency, 8) }),
    xml('date.issue', { norm: basicDate(story.versionCreatedAt) }),
    story.expires && xml('date.expire', { norm: basicDate(story.expires) }),
    story.slugline === undefined ? undefined : xml('du-key', { version: story.version, key: story.slugline }),
    xml('doc.copyright', { year, holder }),
    story.keywords.length === 0
      ? undefined
      : xml(
          'key-list',
          {},
          story.keywords.map((key) => xml('keyword', { key })),
        ),
  ]);
  const byline = bylineOf(story);
  const { dateline } = story;
  const head = [
    textElement('byline', byline),
    dateline && xml('dateline', {}, [xml('location', {}, dateline.text ?? dateline.place)]),
    story.standfirst === undefined ? undefined : xml('abstract', {}, [xml('p', {}, story.standfirst)]),
  ];
  return nitf(story.headline, head, { body: story.body, base: addresses.article(story.slug), docdata });
}

interface NitfText {
  readonly body: Body;
  /** Base for relative addresses of the text. */
  readonly base: string;
  readonly docdata?: XmlElement;
}

function nitf(title: string, head: readonly (XmlElement | undefined)[], { body, base, docdata }: NitfText): XmlElement {
  const blocks = blocksOf(withAbsoluteAddresses(body, base).children);
  return xml('nitf', { xmlns: NITF_NAMESPACE, version: '-//IPTC//DTD NITF 3.6//EN' }, [
    xml('head', {}, [xml('title', {}, title), docdata]),
    xml('body', {}, [
      xml('body.head', {}, [xml('hedline', {}, [xml('hl1', {}, title)]), ...head]),
      xml('body.content', {}, [xml('block', {}, blocks.length > 0 ? blocks : [xml('p', {}, '')])]),
    ]),
  ]);
}

/** Formats an instant as ISO 8601 basic, as NITF's `norm` requires: `20260302T101530Z`. */
function basicDate(instant: string): string {
  return instant.replace(/[-:]/g, '');
}
