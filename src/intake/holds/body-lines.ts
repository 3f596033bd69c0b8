import type { Element, RootContent } from 'hast';
import type { Body } from '../../text/html-tree.ts';
import { plainText } from '../../text/plain-text.ts';
import { deskLine, mentionsHold } from './hold-lines.ts';

/** Blocks at the head and at the foot of a text in which lines for desks are looked for. */
const NEAR = 4;

/** A text without its lines for desks. */
export interface WithoutHolds {
  readonly body: Body;
  /** Lines that hold the story back. */
  readonly holds: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Takes paragraphs for desks out of a text: those that hold it back, and notes to editors.
 * @param withNotes false for texts of public feeds, whose editor's notes are for readers
 */
export function withoutHolds(body: Body, withNotes: boolean): WithoutHolds {
  const blocks = body.children.filter((node): node is Element => node.type === 'element');
  const near = new Set<RootContent>([...blocks.slice(0, NEAR), ...blocks.slice(-NEAR)]);
  const [holds, notes]: [string[], string[]] = [[], []];
  const children = body.children.filter((node) => {
    if (node.type !== 'element' || !near.has(node) || !/^(?:p|h[1-6])$/.test(node.tagName)) return true;
    const line = plainText({ type: 'root', children: [node] });
    // A block of several lines is more than a line for desks.
    if (line.includes('\n')) return true;
    const kind = deskLine(line);
    if (kind === 'hold') holds.push(line);
    else if (kind === 'note' && withNotes) notes.push(line);
    else return true;
    return false;
  });
  const rest: Body = { ...body, children };
  return { body: rest, holds: [...holds, ...mentionsIn(rest)], notes };
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
