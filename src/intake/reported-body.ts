import type { Element, Root, RootContent } from 'hast';
import { elementsIn } from '../text/anchors.ts';
import type { Position } from '../text/finding.ts';
import { htmlLosses, type Loss } from '../text/html-losses.ts';
import { type Body, boundedTree, cleanTree } from '../text/html-tree.ts';
import { embedAddress, isCounter, pictureAddress } from '../text/prepare-html.ts';
import type { PositionOf } from './embedded-text.ts';
import { oneLine } from './feed-entry.ts';
import type { Report } from './report.ts';

/** Texts of documents from outside: each part that is not in the story as it was written is a finding with its position. */

/** Finds the position of HTML in a document, and collects the findings. */
export interface HtmlOrigin {
  readonly report: Report;
  /** Converts offsets in the HTML. */
  readonly positionOf: PositionOf;
}

/**
 * Parses HTML to a clean body.
 * @throws NestingError where it is larger than any story
 */
export function reportedBody(html: string, origin: HtmlOrigin): Body {
  const tree = boundedTree(html);
  const body = cleanTree(tree);
  reportHtml(tree, origin);
  return body;
}

/**
 * Reports the losses of HTML that is converted in another way.
 * @param isReported selects losses
 */
export function reportHtml(tree: Root, origin: HtmlOrigin, isReported = isFinal): void {
  const { report, positionOf } = origin;
  for (const { message, offset = 0 } of htmlLosses(tree, isReported))
    report.warn('article/cleaned', message, positionOf(offset));
  locateAddresses(tree, report, ({ start }) => positionOf(start.offset ?? 0));
}

/**
 * Converts a tree, whose nodes have positions in the document, to a clean body.
 * @throws NestingError where it is nested too deeply
 */
export function reportedTree(tree: Root, report: Report): Body {
  const body = cleanTree(tree);
  for (const { message, line = 1, column = 1 } of htmlLosses(tree, isFinal))
    report.warn('article/cleaned', message, { line, column });
  locateAddresses(tree, report, ({ start: { line, column } }) => ({ line, column }));
  return body;
}

/** Relative addresses are resolved later, where the base is known. */
export function isFinal({ kind }: Loss): boolean {
  return kind !== 'relative';
}

type Place = NonNullable<Element['position']>;

/** Records where relative addresses are: most of them get a base later, and their positions are never needed. */
function locateAddresses(tree: Root, { addresses }: Report, positionOf: (place: Place) => Position): void {
  for (const { properties, position } of elementsIn(tree)) {
    for (const address of [properties.href, pictureAddress(properties), properties.poster, properties.cite]) {
      if (typeof address !== 'string' || position === undefined || /^[a-z][a-z0-9+.-]*:/i.test(address)) continue;
      if (!addresses.has(address)) addresses.set(address, () => positionOf(position));
    }
  }
}

/** Elements that show something and have no words. */
const SHOWN: ReadonlySet<string> = new Set('img iframe embed object video audio svg math canvas'.split(' '));

/** Largest number of parts of a summary that are listed. */
const MAX_LISTED = 10;

/** Returns the addresses of pictures and links. */
export function addressesIn(tree: Root): string[] {
  return elementsIn(tree).flatMap(({ properties }) =>
    [pictureAddress(properties), properties.href, properties.src].filter((address) => typeof address === 'string'),
  );
}

/**
 * Returns the words of a summary in HTML on one line. Pictures and players that are not elsewhere in the story are
 * findings, since a summary is words alone.
 * @throws NestingError where it is larger than any story
 */
export function summaryLine(html: string, elsewhere: ReadonlySet<string>, origin: HtmlOrigin): string | undefined {
  const tree = boundedTree(html);
  for (const { tagName, position } of lostIn(tree, elsewhere))
    origin.report.warn('article/cleaned', leftOut(tagName), origin.positionOf(position?.start.offset ?? 0));
  return wordsOf(tree);
}

/** Returns the words of a summary whose nodes have positions in the document, as `summaryLine` does. */
export function summaryOfTree(tree: Root, elsewhere: ReadonlySet<string>, report: Report): string | undefined {
  for (const { tagName, position } of lostIn(tree, elsewhere))
    report.warn('article/cleaned', leftOut(tagName), position?.start);
  return wordsOf(tree);
}

const leftOut = (tagName: string): string =>
  `<${tagName}> was left out of the summary, which is words alone: put it into the text.`;

/** Returns pictures and players that are not elsewhere in the story. */
function lostIn(tree: Root, elsewhere: ReadonlySet<string>): Element[] {
  const lost = elementsIn(tree).filter((element) => {
    const { tagName, properties } = element;
    const sources = elementsIn(element).map((child) => String(child.properties.src ?? ''));
    const own = tagName === 'img' ? pictureAddress(properties) : (embedAddress(properties.src) ?? properties.src);
    const isElsewhere = [String(own ?? ''), ...sources].some((address) => elsewhere.has(address));
    return SHOWN.has(tagName) && !isElsewhere && !isCounter(properties);
  });
  return lost.slice(0, MAX_LISTED);
}

function wordsOf(tree: Root): string | undefined {
  const { children, ...body } = cleanTree(tree);
  return oneLine({ ...body, children: children.filter((node) => !isCard(node)) });
}

function isCard(node: RootContent): boolean {
  return node.type === 'element' && [node.properties.className].flat().includes('embed');
}
