import type { Element } from 'hast';
import { defaultHandlers, type Handle, toMdast } from 'hast-util-to-mdast';
import type { BlockContent, Root } from 'mdast';
import { parseBody } from '../../text/html-tree.ts';
import { elementsOf } from '../../text/projections.ts';

/** Start of the ids of footnotes; a part of a live page adds its number. */
const NOTE_ID = /^(?:\d{1,6}-)?fn-/;

/** Returns the name of the footnote that an id or a link belongs to. */
function noteOf(reference: unknown): string | undefined {
  const id = String(reference).split('user-content-').at(1) ?? '';
  return NOTE_ID.test(id) ? id.replace(NOTE_ID, '') : undefined;
}

/** Returns a text as a tree of Markdown: with footnotes as footnotes (GFM), and pull quotes as quotes. */
export function markdownTree(html: string): Root {
  return toMdast(parseBody(html), {
    handlers: { sup: footnoteReference, section: footnotes, aside: pullQuote },
  }) as Root;
}

/** Returns the reference of a raised number that leads to a footnote. */
const footnoteReference: Handle = (state, element: Element) => {
  const [link] = element.children;
  const isReference = link?.type === 'element' && link.properties.dataFootnoteRef !== undefined;
  const identifier = isReference ? noteOf(link.properties.href) : undefined;
  return identifier === undefined ? state.all(element) : { type: 'footnoteReference', identifier };
};

/** Returns the footnotes at the end of a text, without their heading and the links back. */
const footnotes: Handle = (state, element: Element) => {
  if (element.properties.dataFootnotes === undefined) return state.all(element);
  return elementsOf({ type: 'root', children: [element] }).flatMap((item) => {
    const identifier = item.tagName === 'li' ? noteOf(item.properties.id) : undefined;
    if (identifier === undefined) return [];
    return [
      {
        type: 'footnoteDefinition' as const,
        identifier,
        children: state.toFlow(state.all(withoutLinksBack(item))) as BlockContent[],
      },
    ];
  });
};

const pullQuote: Handle = (state, element: Element) =>
  [element.properties.className].flat().includes('pullquote')
    ? defaultHandlers.blockquote(state, element)
    : state.all(element);

function withoutLinksBack(element: Element): Element {
  const children = element.children
    .filter((child) => child.type !== 'element' || child.properties.dataFootnoteBackref === undefined)
    .map((child) => (child.type === 'element' ? withoutLinksBack(child) : child));
  return { ...element, children };
}
