import type { SourceElement, SourceNode } from './source-tree.ts';

/** How readers find their way in a document from outside. */

export const isElement = (node: SourceNode): node is SourceElement => typeof node !== 'string';

/** The child elements, or those of one name. */
export function childrenOf({ children }: SourceElement, name?: string): SourceElement[] {
  return children.filter(
    (node): node is SourceElement => isElement(node) && (name === undefined || node.name === name),
  );
}

/** The first child element of a name. */
export function childOf(element: SourceElement | undefined, name: string): SourceElement | undefined {
  return element && childrenOf(element, name)[0];
}

/** The first element down a way of names. */
export function at(element: SourceElement | undefined, ...way: readonly string[]): SourceElement | undefined {
  return way.reduce<SourceElement | undefined>((found, name) => childOf(found, name), element);
}

/** All the text inside, as it stands. */
export function textOf(element: SourceElement): string {
  return element.children.map((node) => (typeof node === 'string' ? node : textOf(node))).join('');
}

/** The text inside on one line; `undefined` where there is none. */
export function lineOf(element: SourceElement | undefined): string | undefined {
  // White space of XML alone: a no-break space is a letter of the text.
  const text =
    element &&
    textOf(element)
      .replace(/[\t\n\r ]+/g, ' ')
      .replace(/^ | $/g, '');
  return text === '' ? undefined : text;
}

/** Every element of a name below, in order. */
export function descendants(element: SourceElement, name: string): SourceElement[] {
  const found: SourceElement[] = [];
  const waiting = childrenOf(element).toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.name === name) found.push(next);
    for (const child of childrenOf(next).toReversed()) waiting.push(child);
  }
  return found;
}
