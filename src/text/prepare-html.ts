import type { Element, ElementContent, Root, RootContent } from 'hast';
import { BLOCKS } from './allow-list.ts';
import { elementsIn, withAnchors } from './anchors.ts';
import { httpUrl } from './url.ts';

/**
 * Converts what a text from outside means but the allow-list lacks, before it is sanitized: lazy pictures, players, task
 * marks, cards of links, and links within the text.
 */

type Content = RootContent | ElementContent;

/** Converts a tree; the input stays as it is. */
export function prepared(tree: Root): Root {
  const pictures = new Set<string>();
  const { children } = withAnchors(tree);
  return { ...tree, children: children.flatMap((node) => convert(node, { pictures }) as RootContent[]) };
}

interface Context {
  /** True inside of `noscript`, whose pictures replace those that a script loads. */
  readonly isFallback?: boolean;
  /** Addresses of pictures so far: a lazy picture comes twice, the second time inside of `noscript`. */
  readonly pictures: Set<string>;
}

function convert(node: Content, context: Context): Content[] {
  if (node.type !== 'element') return [node];
  if (isHidden(node)) return [];
  const converter = CONVERTERS[node.tagName];
  return converter?.(node, context) ?? [{ ...node, children: childrenOf(node, context) }];
}

function childrenOf({ children }: Element, context: Context): ElementContent[] {
  return children.flatMap((child) => convert(child, context) as ElementContent[]);
}

const CONVERTERS: Readonly<Record<string, (element: Element, context: Context) => Content[]>> = {
  img: (element, { pictures, isFallback }) => {
    const src = pictureAddress(element.properties);
    const isTwice = isFallback === true && src !== undefined && pictures.has(src);
    if (src === undefined || isTwice || isCounter(element.properties)) return [];
    pictures.add(src);
    return [{ ...element, properties: { ...element.properties, src } }];
  },
  // Browsers without scripts show it: the picture that a script would load.
  noscript: (element, context) => (hasPicture(element) ? childrenOf(element, { ...context, isFallback: true }) : []),
  iframe: (element) => embedCard(element, frameAddress(element)),
  blockquote: (element, context) => socialCard(element) ?? [{ ...element, children: childrenOf(element, context) }],
  div: (element, context) => socialCard(element) ?? [{ ...element, children: childrenOf(element, context) }],
  embed: (element) => embedCard(element, element.properties.src),
  object: (element) => embedCard(element, element.properties.data),
  input: ({ properties }) => (properties.type === 'checkbox' ? [text(isSet(properties.checked) ? '☑ ' : '☐ ')] : []),
  a: (element, context) => {
    const inside = childrenOf(element, context);
    const hasBlocks = inside.some(isBlock);
    return hasBlocks ? linkCard({ ...element, children: inside }) : [{ ...element, children: inside }];
  },
};

const text = (value: string): Content => ({ type: 'text', value });

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

const isBlock = (node: Content): boolean =>
  node.type === 'element' && (BLOCKS.has(node.tagName) || /^h1$|^article$|^header$|^footer$/.test(node.tagName));

/** Words in the names of pictures that stand in until a script loads the real one. */
const STAND_INS = ['spacer', 'blank', 'placeholder', 'pixel', 'loading', 'lazy', '1x1', 'transparent'];

function isStandIn(src: string): boolean {
  const name = src.toLowerCase().split(/[/\\]/).at(-1) ?? '';
  return src.startsWith('data:') || STAND_INS.some((word) => name.includes(word));
}

/** True for an element that pages do not show. */
export function isHidden({ properties: { hidden, style } }: Element): boolean {
  const isStyled = typeof style === 'string' && /(?:^|[;\s])(?:display:\s?none|visibility:\s?hidden)/i.test(style);
  return isStyled || isSet(hidden);
}

/** True for a picture of one pixel without a description: it counts readers for another site, and shows nothing. */
export function isCounter({ width, height, style, alt, ...others }: Element['properties']): boolean {
  const isDescribed = typeof alt === 'string' && alt.trim() !== '';
  // The size of a lazy picture is that of its stand-in, and drawings scale.
  const isLazy = LAZY.some((name) => others[name] !== undefined) || /\.svg(?:$|[?#])/i.test(String(others.src));
  if (isDescribed || isLazy) return false;
  const [, styledWidth] = /(?:^|[;\s])width:\s?([01])px/i.exec(String(style ?? '')) ?? [];
  const [, styledHeight] = /(?:^|[;\s])height:\s?([01])px/i.exec(String(style ?? '')) ?? [];
  return [width ?? styledWidth, height ?? styledHeight].every((size) =>
    /^[01](?:px)?$/.test(String(size ?? '').trim()),
  );
}

const LAZY = ['dataSrc', 'dataLazySrc', 'dataOriginal', 'dataLazy', 'dataOrigFile', 'dataFullUrl'];
const LAZY_SETS = ['dataSrcSet', 'dataSrcset', 'dataLazySrcset', 'srcSet'];

/** Returns the address of a picture, also of one that a script would load. */
export function pictureAddress(properties: Element['properties']): string | undefined {
  const own = typeof properties.src === 'string' && properties.src.trim() !== '' ? properties.src : undefined;
  if (own !== undefined && !isStandIn(own)) return own;
  const lazy = LAZY.map((name) => properties[name]).find((value) => typeof value === 'string' && value !== '');
  const set = LAZY_SETS.map((name) => largestOf(properties[name])).find((value) => value !== undefined);
  return (lazy as string | undefined) ?? set ?? (own?.startsWith('data:') ? undefined : own);
}

/** Returns the widest file of a `srcset`. */
function largestOf(value: unknown): string | undefined {
  const written = Array.isArray(value) ? value.join(', ') : value;
  if (typeof written !== 'string') return undefined;
  const files = written.split(/,\s+/).map((part) => part.trim().split(/\s+/));
  const sorted = files.toSorted(([, a = '0'], [, b = '0']) => Number.parseFloat(b) - Number.parseFloat(a));
  return sorted[0]?.[0] || undefined;
}

function hasPicture({ children }: Element): boolean {
  return children.some((child) => child.type === 'element' && (child.tagName === 'img' || hasPicture(child)));
}

/** Players by the addresses that pages embed, with the address of their page. */
const PLAYERS: readonly (readonly [RegExp, string])[] = [
  [/^https:\/\/(?:www\.)?youtube(?:-nocookie)?\.com\/embed\/([\w-]{5,20})/, 'https://www.youtube.com/watch?v=$1'],
  [/^https:\/\/player\.vimeo\.com\/video\/(\d{5,12})/, 'https://vimeo.com/$1'],
];

/** Returns the address of the page that a reader opens for an embedded one. */
export function embedAddress(src: unknown): string | undefined {
  const url = typeof src === 'string' ? httpUrl(src.startsWith('//') ? `https:${src}` : src) : undefined;
  const player = PLAYERS.find(([pattern]) => url !== undefined && pattern.test(url));
  const found = player === undefined ? undefined : player[0].exec(url ?? '');
  return found === null || found === undefined || player === undefined ? url : player[1].replace('$1', found[1] ?? '');
}

/** Returns the address of a frame, also of one that a script would load. */
export function frameAddress({ properties: { src, dataSrc, data } }: Element): string | undefined {
  return embedAddress(src) ?? embedAddress(dataSrc) ?? embedAddress(data);
}

/** Returns the address of a post that a script of a social network would show in an empty element. */
export function socialAddress(element: Element): string | undefined {
  const { dataInstgrmPermalink, dataHref, cite } = element.properties;
  return wordsOf(element) === '' && !hasPicture(element)
    ? (embedAddress(dataInstgrmPermalink) ?? embedAddress(dataHref) ?? embedAddress(cite))
    : undefined;
}

function socialCard(element: Element): Content[] | undefined {
  const address = socialAddress(element);
  return address === undefined ? undefined : embedCard(element, address);
}

/** Returns a card with a link to an embedded page; nothing without an address. */
function embedCard({ properties }: Element, src: unknown): Content[] {
  const href = embedAddress(src);
  if (href === undefined) return [];
  const title = typeof properties.title === 'string' ? properties.title.trim() : '';
  const host = new URL(href).host.replace(/^www\./, '');
  const words = title === '' ? host : `${title} (${host})`;
  return [card(href, words)];
}

function card(href: unknown, words: string): Content {
  const link: ElementContent = {
    type: 'element',
    tagName: 'a',
    properties: { href: String(href) },
    children: [{ type: 'text', value: words }],
  };
  return { type: 'element', tagName: 'p', properties: { className: ['embed'] }, children: [link] };
}

/** Longest words of a card, in characters. */
const MAX_CARD_LENGTH = 200;

/** Turns a link around blocks, such as a bookmark, into its pictures, a card with its title, and its other words. */
function linkCard(element: Element): Content[] {
  const inside = elementsIn(element);
  const title = inside.find(
    ({ tagName, properties }) => /^h[1-6]$/.test(tagName) || /title/.test(String(properties.className)),
  );
  const words = wordsOf(title ?? element).slice(0, MAX_CARD_LENGTH);
  const pictures = inside.filter(
    ({ tagName, properties }) => tagName === 'img' && !/icon/.test(String(properties.className)),
  );
  const others = title === undefined ? '' : wordsOf({ ...element, children: withoutElement(element.children, title) });
  const rest: Content[] =
    others === ''
      ? []
      : [{ type: 'element', tagName: 'p', properties: {}, children: [{ type: 'text', value: others }] }];
  return words === '' ? pictures : [...pictures, card(element.properties.href ?? '', words), ...rest];
}

function withoutElement(children: readonly ElementContent[], gone: Element): ElementContent[] {
  return children
    .filter((child) => child !== gone)
    .map((child) => (child.type === 'element' ? { ...child, children: withoutElement(child.children, gone) } : child));
}

function wordsOf({ children }: Element): string {
  const words = children.map((child) =>
    child.type === 'text'
      ? child.value
      : child.type !== 'element'
        ? ''
        : isBlock(child) || child.tagName === 'br'
          ? ` ${wordsOf(child)} `
          : wordsOf(child),
  );
  return words.join('').replace(/\s+/g, ' ').trim();
}
