import type { Element, ElementContent, RootContent } from 'hast';
import { cleanLine } from '../text/clean.ts';
import type { Body } from '../text/html-tree.ts';
import { plainText } from '../text/plain-text.ts';
import { segmenterOf } from '../text/projections.ts';
import type { Story } from './view.ts';

/** Further sentences are added up to this length, in characters. */
const WANTED_LENGTH = 200;
/** Length at which a single sentence is cut between two words. */
const MAX_LENGTH = 300;

const summaries = new WeakMap<Story, string>();

/**
 * Returns the summary of a story for readers: its standfirst, or the first sentences of the text that the audience may
 * read, which never end inside a word.
 * @returns plain text; `undefined` for a story without a standfirst and without sentences
 */
export function summaryOf(story: Story): string | undefined {
  if (story.standfirst !== undefined) return story.standfirst;
  const known = summaries.get(story) ?? summaryOfText(story.body, story.language);
  summaries.set(story, known);
  return known === '' ? undefined : known;
}

/** Returns the first sentences of a text; empty for one without sentences. */
export function summaryOfText({ children }: Body, language: string): string {
  return firstSentences(paragraphsIn(children) || paragraphsIn(children, true), language);
}

/** Elements that contain paragraphs; notices, pictures, tables and headings are no part of a summary. */
const CONTAINERS: ReadonlySet<string> = new Set('section div blockquote ul ol li dl dd details'.split(' '));

/** Enough text for the longest summary. */
const ENOUGH = 4 * MAX_LENGTH;

/**
 * Returns the first paragraphs as one line. Items of lists count where they are sentences.
 * @param withAll true for a text that has nothing but lists
 */
function paragraphsIn(nodes: readonly (RootContent | ElementContent)[], withAll = false): string {
  let text = '';
  for (const node of nodes) {
    if (text.length > ENOUGH) break;
    if (node.type !== 'element') continue;
    if (isApart(node)) continue;
    const isItem = node.tagName === 'li' && !node.children.some((child) => 'tagName' in child && child.tagName === 'p');
    const isText = node.tagName === 'p' || isItem;
    const found = isText
      ? plainText({ type: 'root', children: [withoutReferences(node)] })
      : CONTAINERS.has(node.tagName)
        ? paragraphsIn(node.children, withAll)
        : '';
    if (!isItem || withAll || SENTENCE_END.test(found)) text += ` ${found}`;
  }
  return cleanLine(text);
}

const SENTENCE_END = /[.!?。！？؟…]["'”’»)\]]*$/u;

/** True for footnotes and the key points of a live page. */
function isApart({ properties }: Element): boolean {
  return properties.dataFootnotes !== undefined || [properties.className].flat().includes('key-points');
}

/** Removes the raised numbers that lead to footnotes. */
function withoutReferences(element: Element): Element {
  const children = element.children
    .filter((child) => child.type !== 'element' || child.tagName !== 'sup' || !isReference(child))
    .map((child) => (child.type === 'element' ? withoutReferences(child) : child));
  return { ...element, children };
}

function isReference({ children: [link] }: Element): boolean {
  return link?.type === 'element' && link.properties.dataFootnoteRef !== undefined;
}

function firstSentences(text: string, language: string): string {
  let summary = '';
  // The last sentence of a cut text may be incomplete; it is reached by a text without sentences alone.
  for (const { segment } of segmenterOf(language, 'sentence').segment(text.slice(0, ENOUGH))) {
    if (summary !== '' && summary.length + segment.length > WANTED_LENGTH) break;
    summary += segment;
  }
  return summary.trim().length <= MAX_LENGTH ? summary.trim() : cutBetweenWords(summary, language);
}

/** Returns the first words of a text, with an ellipsis; nothing if its first word is longer than a summary. */
function cutBetweenWords(text: string, language: string): string {
  let end = 0;
  for (const { index, segment } of segmenterOf(language, 'word').segment(text)) {
    if (index + segment.length >= MAX_LENGTH) break;
    end = index + segment.length;
  }
  const cut = text.slice(0, end).trim();
  return cut === '' ? '' : `${cut}…`;
}
