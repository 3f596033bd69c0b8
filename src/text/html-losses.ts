import type { Element, ElementContent, Root, RootContent } from 'hast';
import { ALLOW_LIST } from './allow-list.ts';
import { anchorId, anchorIds, linkedIds } from './anchors.ts';
import { frameAddress, isCounter, isHidden, pictureAddress, socialAddress } from './prepare-html.ts';

/** A part of a text that is not in the article as it was written. */
export interface HtmlLoss {
  /**
   * `relative`: an address that depends on the page of the text; `shortcode`: text that a program of another system
   * replaces; `part`: anything else.
   */
  readonly kind: 'part' | 'relative' | 'shortcode';
  /** The part, what became of it, and how to mend it. */
  readonly message: string;
  /** Position in the text, from 1; absent where the parser has none. */
  readonly line?: number;
  readonly column?: number;
  /** Offset in the text, in UTF-16 units. */
  readonly offset?: number | undefined;
}

type Node = RootContent | ElementContent;

export type Loss = Pick<HtmlLoss, 'kind' | 'message'>;

/** The anchors of a text, and the links to them. */
interface Anchors {
  readonly ids: ReadonlySet<string>;
  readonly linked: ReadonlySet<string>;
}

/** Elements without a meaning of their own: their content stays, and nothing is lost. */
const NEUTRAL: ReadonlySet<string> = new Set(
  'html head body article main header footer nav hgroup center font big tt strike picture noscript address acronym dir menu basefont nobr search wbr source track colgroup col label'.split(
    ' ',
  ),
);

/** Elements that are taken out with their content. */
const TAKEN_OUT: Readonly<Record<string, string>> = {
  script: 'Programs are no part of a story: leave it out, or link to its page.',
  style: 'The pages of the publication have their own style: leave it out.',
  svg: 'Drawings in the text are not read: save it as a file and show it as a picture.',
  math: 'Formulas are not read: show it as a picture, or write it in characters.',
  form: 'Forms are no part of a story: link to its page.',
  button: 'Forms are no part of a story: link to its page.',
  select: 'Forms are no part of a story: link to its page.',
  textarea: 'Forms are no part of a story: link to its page.',
  canvas: 'Programs are no part of a story: show a picture.',
  template: 'Programs are no part of a story: leave it out.',
  title: 'The headline is a field of its own: leave it out.',
};

/** Largest number of losses in a report: one text may have thousands. */
const MAX_LOSSES = 50;

const MORE: Loss = {
  kind: 'part',
  message: 'More parts of the text were taken out or replaced than are listed: mend these first.',
};

/**
 * Lists the parts that are not in the article as they were written. Text has the position of its element where it has
 * none.
 * @param isWanted selects losses; all of them without it
 */
export function htmlLosses(tree: Root, isWanted = (_: Loss): boolean => true): HtmlLoss[] {
  const losses: HtmlLoss[] = [];
  const anchors: Anchors = { ids: anchorIds(tree), linked: linkedIds(tree) };
  const visit = (node: Node, around: Node['position']): void => {
    if (losses.length > MAX_LOSSES) return;
    const position = node.position ?? around;
    for (const { skipped = 0, ...loss } of lossesOf(node, anchors)) {
      if (!isWanted(loss) || losses.length > MAX_LOSSES) continue;
      const start = position && movedBy(position.start, node.type === 'text' ? node.value.slice(0, skipped) : '');
      losses.push({ ...(losses.length === MAX_LOSSES ? MORE : loss), ...start });
    }
    if (node.type === 'element' && TAKEN_OUT[node.tagName] === undefined && !isHidden(node))
      for (const child of node.children) visit(child, position);
  };
  for (const node of tree.children) visit(node, undefined);
  return losses;
}

/** A loss, with the number of characters of a text before it. */
type FoundLoss = Loss & { readonly skipped?: number };

function lossesOf(node: Node, anchors: Anchors): readonly FoundLoss[] {
  if (node.type === 'text') return shortcodeLosses(node.value);
  const loss =
    node.type === 'element' ? elementLoss(node, anchors) : node.type === 'comment' ? blockLoss(node.value) : undefined;
  return loss === undefined ? [] : [loss];
}

type Start = NonNullable<Node['position']>['start'];

/** Returns the position behind some text. */
function movedBy(start: Start, text: string): Start {
  const lines = text.split('\n');
  const last = lines.at(-1)?.length ?? 0;
  const column = lines.length === 1 ? start.column + last : last + 1;
  return {
    line: start.line + lines.length - 1,
    column,
    ...(start.offset === undefined ? {} : { offset: start.offset + text.length }),
  };
}

const part = (message: string): Loss => ({ kind: 'part', message });

function elementLoss(element: Element, anchors: Anchors): Loss | undefined {
  const { tagName, properties } = element;
  if (isHidden(element))
    return part(`<${tagName.slice(0, 40)}> is hidden, and was taken out: show it, or leave it out.`);
  const remedy = TAKEN_OUT[tagName];
  if (remedy !== undefined) return part(`<${tagName}> was taken out. ${remedy}`);
  if (tagName === 'iframe' || tagName === 'embed' || tagName === 'object') return embedLoss(element);
  if (tagName === 'img') return pictureLoss(element);
  if (tagName === 'blockquote' || tagName === 'div') return socialLoss(element);
  if (tagName === 'input')
    return properties.type === 'checkbox'
      ? undefined
      : part('<input> was taken out. Forms are no part of a story: link to its page.');
  if (tagName === 'a')
    return properties.href === undefined ? anchorLoss(element, anchors) : linkLoss(properties.href, anchors);
  if (!ALLOW_LIST.tagNames?.includes(tagName) && !NEUTRAL.has(tagName))
    return part(`<${tagName.slice(0, 40)}> is not known: its text stays, without it.`);
  return undefined;
}

function pictureLoss({ properties }: Element): Loss | undefined {
  if (pictureAddress(properties) === undefined)
    return part('A picture without an address was taken out: name its file.');
  return isCounter(properties)
    ? part('A picture of one pixel was taken out: it shows nothing, and counts readers for another site.')
    : undefined;
}

/** Blocks of WordPress whose content its theme makes: the text has a comment in their place. */
const MADE_BLOCK = /^\s*wp:([a-z][\w/-]*)(?:\s.*)?\/\s*$/s;
/** Blocks that show nothing when they have no content. */
const EMPTY_BLOCK =
  /^(?:core\/)?(?:paragraph|spacer|separator|more|nextpage|heading|group|columns?|buttons?|freeform)$/;

function blockLoss(comment: string): Loss | undefined {
  const name = MADE_BLOCK.exec(comment)?.[1];
  return name === undefined || EMPTY_BLOCK.test(name)
    ? undefined
    : part(`The block "${name.slice(0, 60)}" of WordPress is not in the text: write what it shows, or link to it.`);
}

function embedLoss(element: Element): Loss {
  const { tagName } = element;
  const address = frameAddress(element);
  return part(
    address === undefined
      ? `<${tagName}> without an http address was taken out: link to its page.`
      : `<${tagName}> was replaced by a link to ${address.slice(0, 200)}: pages and feeds show no pages of others.`,
  );
}

function socialLoss(element: Element): Loss | undefined {
  const address = socialAddress(element);
  return address === undefined
    ? undefined
    : part(`A post was replaced by a link to ${address.slice(0, 200)}: pages and feeds run no scripts of others.`);
}

function linkLoss(written: Element['properties'][string], { ids }: Anchors): Loss | undefined {
  const href = typeof written === 'string' ? written.trim() : '';
  if (href.startsWith('#')) {
    const isDead = !['', 'top'].includes(href.slice(1).toLowerCase()) && !ids.has(href.slice(1));
    const message = `The link "${href.slice(0, 100)}" leads nowhere: give a part of the same text this id, of the characters A to Z, 0 to 9, _ and -.`;
    return isDead ? { kind: 'relative', message } : undefined;
  }
  if (href === '' || /^(?:https?:|mailto:|tel:|\/)/i.test(href)) return undefined;
  if (/^[a-z][a-z0-9+.-]*:/i.test(href))
    return part(`The link "${href.slice(0, 100)}" was taken out: only http, https, mailto and tel are links.`);
  const message = `The link "${href.slice(0, 100)}" is relative and leads nowhere in feeds: write the whole address, or one that begins with a slash.`;
  return { kind: 'relative', message };
}

/** Ids stay where the text links to them: others could collide with ids of the page. */
function anchorLoss(element: Element, { linked }: Anchors): Loss | undefined {
  const id = anchorId(element);
  return id === undefined || linked.has(id)
    ? undefined
    : part(`The anchor "${id.slice(0, 60)}" was taken out: no link of the text leads to it.`);
}

const SHORTCODE = /\{\{[<%]|\{% |\[\/?(?:caption|gallery|embed|audio|video|playlist)[\s\]]/g;

function shortcodeLosses(value: string): FoundLoss[] {
  return [...value.matchAll(SHORTCODE)].slice(0, MAX_LOSSES + 1).map(({ index }) => {
    const message = `"${value.slice(index, index + 40).trim()}" is a shortcode of another system, and readers see it as it is: write what it shows.`;
    return { kind: 'shortcode', message, skipped: index };
  });
}
