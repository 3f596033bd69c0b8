import type { Element, ElementContent, Root, RootContent } from 'hast';
import { ALLOW_LIST } from './allow-list.ts';

/** Anchors of a text: the elements to which links of the same text lead. */

type Content = RootContent | ElementContent;

/** Start of ids in a text, so that they never collide with those of a page. */
const ID_PREFIX = 'user-content-';

/** Ids that stay: letters of ASCII, digits, _ and -. */
const KEPT_ID = /^[\w-]{1,60}$/;

/** Returns every element inside of another one, in document order. */
export function elementsIn({ children }: Pick<Element | Root, 'children'>): Element[] {
  const found: Element[] = [];
  const open: Content[] = children.toReversed();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.type !== 'element') continue;
    found.push(next);
    for (let index = next.children.length - 1; index >= 0; index--) open.push(next.children[index] as Content);
  }
  return found;
}

/** Returns the id of an element; older pages write that of an anchor as its name. */
export function anchorId({ tagName, properties: { id, name } }: Element): string | undefined {
  if (typeof id === 'string' && id !== '') return id;
  return tagName === 'a' && typeof name === 'string' && name !== '' ? name : undefined;
}

/** Returns the ids of a text to which links can lead. */
export function anchorIds(tree: Root): ReadonlySet<string> {
  const ids = elementsIn(tree).flatMap((element) => anchorId(element) ?? []);
  return new Set(ids.filter((id) => id.startsWith(ID_PREFIX) || KEPT_ID.test(id)));
}

/** Returns the ids to which links of a text lead, whether they exist or not. */
export function linkedIds(tree: Root): ReadonlySet<string> {
  return new Set(elementsIn(tree).flatMap((element) => linkedId(element) ?? []));
}

function linkedId({ properties: { href } }: Element): string | undefined {
  const address = typeof href === 'string' ? href.trim() : '';
  return address.startsWith('#') ? address.slice(1) : undefined;
}

/**
 * Gives the ids to which the text links a prefix, and the links too. The id of an element that will be dropped (an anchor
 * without content, an unknown element) goes to the element after it, or else to the one around it; an element has one
 * id, and links to its other ones lead to that.
 */
export function withAnchors(tree: Root): Root {
  const ids = anchorIds(tree);
  const targets = new Set([...linkedIds(tree)].filter((id) => ids.has(id)));
  if (targets.size === 0) return tree;
  const finalIds = new Map<string, string>();
  const { children, ids: left } = moved(tree.children, { targets, finalIds });
  const last = children.findLast((node) => node.type === 'element' && isKept(node)) as Element | undefined;
  const rooted = children.map((node) => (node === last ? withMoreIds(last, left, finalIds) : node));
  return { ...tree, children: rooted.map((node) => withLinks(node, finalIds)) as RootContent[] };
}

interface Moving {
  readonly targets: ReadonlySet<string>;
  /** The final id for each id of the text that was met so far. */
  readonly finalIds: Map<string, string>;
}

interface Moved {
  readonly children: Content[];
  /** Ids that belong to the element around. */
  readonly ids: string[];
}

/** @param first ids that belong to the first element */
function moved(children: readonly Content[], moving: Moving, first: readonly string[] = []): Moved {
  const result: Content[] = [];
  const outer: string[] = [];
  const next = [...first];
  for (const child of children) {
    // Words between an anchor and the next element are the part to which it leads.
    if (child.type === 'text' && child.value.trim() !== '') outer.push(...next.splice(0));
    if (child.type !== 'element' || ALLOW_LIST.strip?.includes(child.tagName)) {
      result.push(child);
      continue;
    }
    const own = ownIds(child, moving);
    if (child.tagName === 'a' && child.children.length === 0) {
      next.push(...own);
      if (child.properties.href !== undefined) result.push(child);
      continue;
    }
    const passed = isKept(child) ? [] : [...next.splice(0), ...own];
    const inside = moved(child.children, moving, passed);
    const element: Element = { ...child, children: inside.children as ElementContent[] };
    if (!isKept(child)) next.push(...inside.ids);
    const ids = isKept(child) ? [...own, ...next.splice(0), ...inside.ids] : [];
    result.push(withId(element, ids, moving.finalIds));
  }
  return { children: result, ids: [...outer, ...next] };
}

/** Returns the id of an element to which a link leads; the second one of a name is none. */
function ownIds(element: Element, { targets, finalIds }: Moving): string[] {
  const id = anchorId(element);
  if (id === undefined || !targets.has(id) || finalIds.has(id)) return [];
  finalIds.set(id, prefixed(id));
  return [id];
}

const isKept = ({ tagName }: Element): boolean => ALLOW_LIST.tagNames?.includes(tagName) === true;

const prefixed = (id: string): string => (id.startsWith(ID_PREFIX) ? id : ID_PREFIX + id);

/** Gives an element the first of some ids, and the others its links; without any it has none. */
function withId(element: Element, [first, ...others]: readonly string[], finalIds: Map<string, string>): Element {
  if (first === undefined) {
    const { id: _, ...properties } = element.properties;
    return { ...element, properties };
  }
  const id = prefixed(first);
  for (const one of [first, ...others]) finalIds.set(one, id);
  return { ...element, properties: { ...element.properties, id } };
}

/** Makes the links to some ids lead to an element, which may have an id already. */
function withMoreIds(element: Element, ids: readonly string[], finalIds: Map<string, string>): Element {
  const { id } = element.properties;
  if (typeof id !== 'string') return withId(element, ids, finalIds);
  for (const one of ids) finalIds.set(one, id);
  return element;
}

function withLinks(node: Content, finalIds: ReadonlyMap<string, string>): Content {
  if (node.type !== 'element') return node;
  const final = finalIds.get(linkedId(node) ?? '');
  const properties = final === undefined ? node.properties : { ...node.properties, href: `#${final}` };
  return { ...node, properties, children: node.children.map((child) => withLinks(child, finalIds) as ElementContent) };
}
