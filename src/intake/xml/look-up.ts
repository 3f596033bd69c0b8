import type { SourceElement, SourceNode } from './source-tree.ts';

/** True for an element of a document from outside. */

export const isElement = (node: SourceNode): node is SourceElement => typeof node !== 'string';

/** Returns the child elements, or those of one name. */
export function childrenOf({ children }: SourceElement, name?: string): SourceElement[] {
  return children.filter(
    (node): node is SourceElement => isElement(node) && (name === undefined || node.name === name),
  );
}

/** Returns the first child element of a name. */
export function childOf(element: SourceElement | undefined, name: string): SourceElement | undefined {
  return element && childrenOf(element, name)[0];
}

/** Returns the first element at a path of names. */
export function at(element: SourceElement | undefined, ...way: readonly string[]): SourceElement | undefined {
  return way.reduce<SourceElement | undefined>((found, name) => childOf(found, name), element);
}

/** Returns all text inside an element, unchanged. */
export function textOf(element: SourceElement): string {
  return element.children.map((node) => (typeof node === 'string' ? node : textOf(node))).join('');
}

/** Elements that begin a line of their own, in NITF and HTML. */
const BLOCKS: ReadonlySet<string> = new Set('br byttl div hl2 li p story.date td th'.split(' '));

function spacedText({ children }: SourceElement): string {
  return children
    .map((node) => {
      if (typeof node === 'string') return node;
      return BLOCKS.has(node.name) ? ` ${spacedText(node)} ` : spacedText(node);
    })
    .join('');
}

/** Returns the text inside an element on one line; `undefined` if there is none. */
export function lineOf(element: SourceElement | undefined): string | undefined {
  // White space of XML alone: a no-break space is a letter of the text.
  const text =
    element &&
    spacedText(element)
      .replace(/[\t\n\r ]+/g, ' ')
      .replace(/^ | $/g, '');
  return text === '' ? undefined : text;
}

/** Returns every descendant of a name, in document order. */
export function descendants(element: SourceElement, name: string): SourceElement[] {
  const found: SourceElement[] = [];
  const waiting = childrenOf(element).toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.name === name) found.push(next);
    for (const child of childrenOf(next).toReversed()) waiting.push(child);
  }
  return found;
}
