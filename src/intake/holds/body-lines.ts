import type { Element, ElementContent, RootContent } from 'hast';
import type { Body } from '../../text/html-tree.ts';
import { plainText } from '../../text/plain-text.ts';
import { type DeskLine, deskLine, mentionsHold } from './hold-lines.ts';

/** Blocks at the head and at the foot of a text in which lines for desks are looked for. */
const NEAR = 4;

/** A text without its lines for desks. */
export interface WithoutHolds {
  readonly body: Body;
  /** Lines that hold the story back. */
  readonly holds: readonly string[];
  readonly notes: readonly string[];
}

type Node = RootContent | ElementContent;

/** Blocks that only hold others. */
const WRAPPERS: ReadonlySet<string> = new Set(['div', 'section']);

/**
 * Takes paragraphs for desks out of a text, also inside of wrappers: those that hold it back, and notes to editors with
 * their heading.
 * @param withNotes false for texts of public feeds, whose editor's notes are for readers
 */
export function withoutHolds(body: Body, withNotes: boolean): WithoutHolds {
  const blocks = blocksIn(body.children);
  const near = new Set<Node>([...blocks.slice(0, NEAR), ...blocks.slice(-NEAR)]);
  const [holds, notes]: [string[], string[]] = [[], []];
  const removed = new Set<Node>();
  for (const [index, block] of blocks.entries()) {
    if (removed.has(block) || !near.has(block)) continue;
    const kind = kindOf(block);
    if (kind === undefined || (kind === 'note' && !withNotes)) continue;
    const taken = kind === 'note' ? [block, ...belowHeading(blocks, index)] : [block];
    for (const one of taken) {
      removed.add(one);
      const line = wordsOf(one);
      if (kind === 'hold' || mentionsHold(line)) holds.push(line);
      else notes.push(line);
    }
  }
  const rest: Body = { ...body, children: without(body.children, removed) as RootContent[] };
  return { body: rest, holds: [...holds, ...mentionsIn(rest)], notes };
}

/** Returns paragraphs and headings in document order, those inside of wrappers too. */
function blocksIn(nodes: readonly Node[]): Element[] {
  return nodes.flatMap((node) => {
    if (node.type !== 'element') return [];
    return WRAPPERS.has(node.tagName) ? blocksIn(node.children) : [node];
  });
}

const isHeading = ({ tagName }: Element): boolean => /^h[1-6]$/.test(tagName);

const wordsOf = (block: Element): string => plainText({ type: 'root', children: [block] });

/** Longest note of several lines, in characters: a longer block is more than a note. */
const MAX_NOTE = 240;

function kindOf(block: Element): DeskLine | undefined {
  if (block.tagName !== 'p' && !isHeading(block)) return undefined;
  const line = wordsOf(block);
  if (!line.includes('\n')) return deskLine(line);
  // Of several lines a note has one kind; a hold among other words stays.
  const kinds = line.split('\n').map(deskLine);
  const isNote = kinds[0] === 'note' && line.length <= MAX_NOTE;
  return kinds.every((kind) => kind === 'hold') ? 'hold' : isNote ? 'note' : undefined;
}

/** Returns the paragraphs below a heading of notes at the foot of a text, up to the next heading. */
function belowHeading(blocks: readonly Element[], index: number): Element[] {
  const heading = blocks[index];
  if (heading === undefined || !isHeading(heading) || index < blocks.length / 2) return [];
  const rest = blocks.slice(index + 1);
  const next = rest.findIndex(isHeading);
  return next < 0 ? rest : rest.slice(0, next);
}

/** Returns nodes without some blocks, and without wrappers that have nothing else. */
function without(nodes: readonly Node[], removed: ReadonlySet<Node>): Node[] {
  if (removed.size === 0) return [...nodes];
  return nodes.flatMap((node) => {
    if (removed.has(node)) return [];
    if (node.type !== 'element' || !WRAPPERS.has(node.tagName)) return [node];
    const children = without(node.children, removed) as ElementContent[];
    return children.length === 0 ? [] : [{ ...node, children }];
  });
}

/** Lines at the head and at the foot of a text that are read, also inside of other blocks. */
const NEAR_LINES = 8;

/** Returns lines that hold a text back, and that stay in it: a list, a table or a paragraph of several lines has them. */
function mentionsIn(body: Body): string[] {
  const lines = plainText(body)
    .split('\n')
    .filter((line) => line.trim() !== '');
  return [...new Set([...lines.slice(0, NEAR_LINES), ...lines.slice(-NEAR_LINES)])].filter(mentionsHold);
}
