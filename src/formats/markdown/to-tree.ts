import type { Element } from 'hast';
import { defaultHandlers, type Handle, toMdast } from 'hast-util-to-mdast';
import type { BlockContent, Root } from 'mdast';
import { parseBody } from '../../text/html-tree.ts';
import { elementsOf } from '../../text/projections.ts';

/** Start of the ids of footnotes. */
const NOTE_ID = /#?user-content-(?:\d+-)?fn-(.+)$/;

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
  const identifier = isReference ? NOTE_ID.exec(String(link.properties.href))?.[1] : undefined;
  return identifier === undefined ? state.all(element) : { type: 'footnoteReference', identifier };
};

/** Returns the footnotes at the end of a text, without their heading and the links back. */
const footnotes: Handle = (state, element: Element) => {
  if (element.properties.dataFootnotes === undefined) return state.all(element);
  return elementsOf({ type: 'root', children: [element] }).flatMap((item) => {
    const identifier = item.tagName === 'li' ? NOTE_ID.exec(String(item.properties.id))?.[1] : undefined;
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
