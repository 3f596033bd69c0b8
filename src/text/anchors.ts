import type { Element, ElementContent, Root, RootContent } from 'hast';

/** Anchors of a text: the elements to which links of the same text lead. */

type Content = RootContent | ElementContent;
type Properties = Element['properties'];

/** Start of ids in a text, so that they never collide with those of a page. */
const ID_PREFIX = 'user-content-';

/** Returns every element inside of another one, in document order. */
export function elementsIn({ children }: Pick<Element | Root, 'children'>): Element[] {
  const found: Element[] = [];
  const waiting: Content[] = children.toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.type !== 'element') continue;
    found.push(next);
    for (let index = next.children.length - 1; index >= 0; index--) waiting.push(next.children[index] as Content);
  }
  return found;
}

/** Returns the id of an element; older pages write that of an anchor as its name. */
export function anchorId({ tagName, properties: { id, name } }: Element): string | undefined {
  if (typeof id === 'string' && id !== '') return id;
  return tagName === 'a' && typeof name === 'string' && name !== '' ? name : undefined;
}

/** Ids that stay: letters of ASCII, digits, _ and -. */
const KEPT_ID = /^[\w-]{1,60}$/;

/** Returns the ids of a text to which links can lead. */
export function anchorIds(tree: Root): ReadonlySet<string> {
  const ids = elementsIn(tree).flatMap((element) => anchorId(element) ?? []);
  return new Set(ids.filter((id) => id.startsWith(ID_PREFIX) || KEPT_ID.test(id)));
}

/** Returns the ids to which links of a text lead, whether they exist or not. */
export function linkedIds(tree: Root): ReadonlySet<string> {
  const addresses = elementsIn(tree).map(({ properties: { href } }) => href);
  return new Set(
    addresses.flatMap((href) => (typeof href === 'string' && href.startsWith('#') ? [href.slice(1)] : [])),
  );
}

/**
 * Gives the ids to which the text links a prefix, and the links too. An anchor without content gives its id to the
 * element after it, or else to the element around it, since empty elements are dropped.
 */
export function withAnchors(tree: Root): Root {
  const ids = anchorIds(tree);
  const links = [...linkedIds(tree)];
  const targets = new Set(links.filter((id) => ids.has(id) && !id.startsWith(ID_PREFIX)));
  return targets.size === 0 ? tree : { ...tree, children: marked(tree.children, targets).children as RootContent[] };
}

interface Marked {
  readonly children: Content[];
  /** The id of an empty anchor at the end. */
  readonly id: string | undefined;
}

function marked(children: readonly Content[], targets: ReadonlySet<string>): Marked {
  const done: Content[] = [];
  let waiting: string | undefined;
  for (const child of children) {
    if (child.type !== 'element') {
      done.push(child);
      continue;
    }
    const id = anchorId(child);
    const own = id !== undefined && targets.has(id) ? id : undefined;
    if (child.tagName === 'a' && child.children.length === 0 && own !== undefined) {
      waiting = own;
      continue;
    }
    const inside = marked(child.children, targets);
    const given = own ?? waiting ?? inside.id;
    if (own === undefined) waiting = undefined;
    const properties = withPrefixes(child.properties, given, targets);
    done.push({ ...child, properties, children: inside.children as ElementContent[] });
  }
  return { children: done, id: waiting };
}

function withPrefixes(properties: Properties, id: string | undefined, targets: ReadonlySet<string>): Properties {
  const { href } = properties;
  const isLink = typeof href === 'string' && href.startsWith('#') && targets.has(href.slice(1));
  return {
    ...properties,
    ...(id === undefined ? {} : { id: ID_PREFIX + id }),
    ...(isLink ? { href: `#${ID_PREFIX}${href.slice(1)}` } : {}),
  };
}
