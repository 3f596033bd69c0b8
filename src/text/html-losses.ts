import type { Element, ElementContent, Root, RootContent } from 'hast';
import { ALLOW_LIST } from './allow-list.ts';
import { embedAddress, pictureAddress } from './prepare-html.ts';

/** A part of a text that is not in the article as it was written. */
export interface HtmlLoss {
  /** The part, what became of it, and how to mend it. */
  readonly message: string;
  /** Position in the text, from 1; absent where the parser has none. */
  readonly line?: number;
  readonly column?: number;
}

type Node = RootContent | ElementContent;

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

/** Lists what is not in the article as it was written. */
export function htmlLosses(tree: Root): HtmlLoss[] {
  const losses: HtmlLoss[] = [];
  const visit = (node: Node): void => {
    if (losses.length >= MAX_LOSSES) return;
    const message =
      node.type === 'element' ? elementLoss(node) : node.type === 'text' ? shortcodeLoss(node.value) : undefined;
    if (message !== undefined) losses.push({ message, ...positionOf(node) });
    if (node.type === 'element' && TAKEN_OUT[node.tagName] === undefined)
      for (const child of node.children) visit(child);
  };
  for (const node of tree.children) visit(node);
  return losses;
}

function positionOf({ position }: Node): Pick<HtmlLoss, 'line' | 'column'> {
  return position === undefined ? {} : { line: position.start.line, column: position.start.column };
}

function elementLoss(element: Element): string | undefined {
  const { tagName, properties } = element;
  const remedy = TAKEN_OUT[tagName];
  if (remedy !== undefined) return `<${tagName}> was taken out. ${remedy}`;
  if (tagName === 'iframe' || tagName === 'embed' || tagName === 'object') return embedLoss(element);
  if (tagName === 'img') {
    return pictureAddress(properties) === undefined
      ? 'A picture without an address was taken out: name its file.'
      : undefined;
  }
  if (tagName === 'input')
    return properties.type === 'checkbox'
      ? undefined
      : '<input> was taken out. Forms are no part of a story: link to its page.';
  if (tagName === 'a') return linkLoss(properties.href);
  if (!ALLOW_LIST.tagNames?.includes(tagName) && !NEUTRAL.has(tagName))
    return `<${tagName.slice(0, 40)}> is not known: its text stays, without it.`;
  return undefined;
}

function embedLoss({ tagName, properties }: Element): string {
  const address = embedAddress(properties.src ?? properties.dataSrc ?? properties.data);
  return address === undefined
    ? `<${tagName}> without an http address was taken out: link to its page.`
    : `<${tagName}> was replaced by a link to ${address.slice(0, 200)}: pages and feeds show no pages of others.`;
}

function linkLoss(href: unknown): string | undefined {
  if (typeof href !== 'string' || /^(?:https?:|mailto:|tel:|\/|#)/i.test(href.trim())) return undefined;
  return /^[a-z][a-z0-9+.-]*:/i.test(href.trim())
    ? `The link "${href.slice(0, 100)}" was taken out: only http, https, mailto and tel are links.`
    : `The link "${href.slice(0, 100)}" is relative and leads nowhere in feeds: write the whole address, or one that begins with a slash.`;
}

const SHORTCODE = /\{\{[<%]|\{% |\[\/?(?:caption|gallery|embed|audio|video|playlist)[\s\]]/;

function shortcodeLoss(value: string): string | undefined {
  const start = value.search(SHORTCODE);
  if (start < 0) return undefined;
  return `"${value.slice(start, start + 40).trim()}" is a shortcode of another system, and readers see it as it is: write what it shows.`;
}
