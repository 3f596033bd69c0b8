import type { Root as HastRoot } from 'hast';
import type { Blockquote, Heading, Paragraph, Root, RootContent, Text } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import rehypeRaw from 'rehype-raw';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { type HtmlLoss, htmlLosses } from '../../text/html-losses.ts';
import { type Body, cleanTree, refuseDeepMarkup } from '../../text/html-tree.ts';
import { type Instant, parseInstant } from '../../text/instant.ts';
import { refuseExtremeMarkdown } from './extremes.ts';

/** The text of a Markdown document, and the updates of a live page. */
export interface MarkdownBody {
  readonly body: Body;
  readonly updates: readonly { readonly at: Instant; readonly headline?: string; readonly body: Body }[];
  /** Parts that are not in the text as they were written, with positions in the Markdown. */
  readonly losses: readonly HtmlLoss[];
}

const parser = unified().use(remarkParse).use(remarkGfm);

/** @param prefix separates the footnotes of one part from those of another */
function treeMaker(prefix: string) {
  const footnotes = { footnoteLabel: 'Notes', footnoteLabelTagName: 'h3', clobberPrefix: `user-content-${prefix}` };
  return unified()
    .use(remarkRehype, { allowDangerousHtml: true, ...footnotes })
    .use(rehypeRaw);
}

/**
 * Converts Markdown to a body: CommonMark with GitHub's tables, footnotes, strikethrough and task lists; raw HTML is
 * sanitized.
 * @param timeZone of live update times without an offset
 * @throws NestingError where quotes or lists are nested too deeply
 */
export function readMarkdownBody(markdown: string, isLive: boolean, timeZone: string): MarkdownBody {
  refuseDeepMarkup(markdown);
  refuseExtremeMarkdown(markdown);
  const tree = parser.parse(markdown) as Root;
  const marked: Root = { ...tree, children: tree.children.map(pullQuote) };
  const losses: HtmlLoss[] = [];
  if (!isLive) return { body: bodyOf(marked, losses), updates: [], losses };
  const { before, sections } = liveSections(marked, timeZone);
  // Footnote definitions and link targets may be anywhere in the file, and each part needs its own.
  const targets = marked.children.filter(({ type }) => type === 'footnoteDefinition' || type === 'definition');
  const part = (children: RootContent[], number: number): Body =>
    bodyOf(
      { ...marked, children: [...children.filter((node) => !targets.includes(node)), ...targets] },
      losses,
      `${number}-`,
    );
  return {
    body: part(before, 0),
    updates: sections.map(({ at, headline, children }, index) => ({
      at,
      ...(headline === '' ? {} : { headline }),
      body: part(children, index + 1),
    })),
    losses,
  };
}

function bodyOf(tree: Root, losses: HtmlLoss[], prefix = ''): Body {
  const html = treeMaker(prefix).runSync(tree) as HastRoot;
  losses.push(...htmlLosses(html));
  return cleanTree(html);
}

/** Names of alerts (GitHub Flavored Markdown). */
const ALERT = /^\[!(note|tip|important|warning|caution)\]\s*/i;

/** Turns a blockquote that begins with `[!pullquote]` into a pull quote, and gives an alert its name in words. */
function pullQuote(node: RootContent): RootContent {
  if (node.type !== 'blockquote') return node;
  const [first, ...rest] = node.children;
  const opening = first?.type === 'paragraph' ? first.children[0] : undefined;
  if (first?.type !== 'paragraph' || opening?.type !== 'text') return node;
  const alert = ALERT.exec(opening.value);
  if (alert !== null) return alertQuote(node, alert);
  const match = /^\[!pullquote\]\s*/i.exec(opening.value);
  if (match === null) return node;
  const text = { ...opening, value: opening.value.slice(match[0].length) };
  const paragraph = { ...first, children: [...(text.value === '' ? [] : [text]), ...first.children.slice(1)] };
  const data = { hName: 'aside', hProperties: { className: ['pullquote'] } };
  return { ...node, data, children: [...(paragraph.children.length > 0 ? [paragraph] : []), ...rest] };
}

/** Returns an alert as a quote whose first words are its name. */
function alertQuote(node: Blockquote, [written, name = '']: RegExpExecArray): Blockquote {
  const [first, ...rest] = node.children as [Paragraph, ...Blockquote['children']];
  const [opening, ...others] = first.children as [Text, ...Paragraph['children']];
  const words = `${name.charAt(0).toUpperCase()}${name.slice(1).toLowerCase()}`;
  const label: Paragraph = {
    type: 'paragraph',
    children: [{ type: 'strong', children: [{ type: 'text', value: words }] }],
  };
  const left = [{ ...opening, value: opening.value.slice(written.length) }, ...others];
  const isEmpty = left.length === 1 && left[0]?.type === 'text' && left[0].value === '';
  return { ...node, children: [label, ...(isEmpty ? [] : [{ ...first, children: left }]), ...rest] };
}

interface LiveSection {
  readonly at: Instant;
  readonly headline: string;
  readonly children: RootContent[];
}

/** Splits a live page at headings such as `## [2026-11-21T14:05+01:00] Headline`. */
function liveSections(tree: Root, timeZone: string): { before: RootContent[]; sections: LiveSection[] } {
  const before: RootContent[] = [];
  const sections: LiveSection[] = [];
  for (const node of tree.children) {
    const opened = node.type === 'heading' && node.depth === 2 ? liveHeading(node, timeZone) : undefined;
    if (opened !== undefined) sections.push({ ...opened, children: [] });
    else (sections.at(-1)?.children ?? before).push(node);
  }
  return { before, sections };
}

function liveHeading(heading: Heading, timeZone: string): { at: Instant; headline: string } | undefined {
  const match = /^\[([^\]]+)\]\s*(.*)$/s.exec(textOf(heading));
  const at = match?.[1] === undefined ? undefined : parseInstant(match[1], timeZone);
  return at === undefined ? undefined : { at, headline: match?.[2]?.trim() ?? '' };
}
