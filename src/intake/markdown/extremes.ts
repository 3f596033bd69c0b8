import { NestingError } from '../../text/html-tree.ts';

/** More nested quotes and lists than any text has; each level takes a level of the stack. */
const MAX_DEPTH = 50;

/** More marks in one paragraph than any text has: matching them takes quadratic time. */
const MAX_MARKS = 2000;

/** More lines of quotes than any text has: each is a block to the parser, which takes long for a million of them. */
const MAX_QUOTE_LINES = 50_000;

/** The opening of a quote or list item at a position of a line (CommonMark 0.31.2, section 5). */
const OPENING = /[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))/y;

/**
 * Refuses Markdown that takes the parser too long or too deep. Takes linear time. Blocks are recognized roughly: the
 * limits of the worker stop everything that gets past.
 * @throws NestingError
 */
export function refuseExtremeMarkdown(markdown: string): void {
  let fence: string | undefined;
  let marks = 0;
  let quotes = 0;
  for (const line of markdown.split('\n')) {
    const { depth, text } = opened(line);
    if (depth > 0 && ++quotes > MAX_QUOTE_LINES) throw new NestingError();
    if (fence !== undefined) {
      if (text.startsWith(fence)) fence = undefined;
      continue;
    }
    if (depth >= MAX_DEPTH && !isDivider(line)) throw new NestingError();
    fence = /^(?:`{3,}|~{3,})/.exec(text)?.[0];
    const beginsBlock = fence !== undefined || text === '' || depth > quotesIn(line) || /^[|#]/.test(text);
    marks = (beginsBlock ? 0 : marks) + (fence === undefined ? marksIn(text) : 0);
    if (marks > MAX_MARKS) throw new NestingError();
  }
}

/** Returns the number of quotes and list items that a line opens or continues, and the text after them. */
function opened(line: string): { readonly depth: number; readonly text: string } {
  let depth = 0;
  let end = 0;
  OPENING.lastIndex = 0;
  while (OPENING.test(line)) {
    depth++;
    end = OPENING.lastIndex;
  }
  return {
    depth,
    text: line
      .slice(end)
      .replace(/^[ \t]*\[[ xX]\](?=[ \t])/, '')
      .trim(),
  };
}

function quotesIn(line: string): number {
  const start = /^[ \t>]*/.exec(line)?.[0] ?? '';
  return start.replace(/[^>]/g, '').length;
}

/** True for a thematic break: one character, with or without spaces. */
function isDivider(line: string): boolean {
  return /^(?:\*{3,}|-{3,}|_{3,})$/.test(line.replace(/[ \t]/g, ''));
}

function marksIn(text: string): number {
  let marks = 0;
  for (const _ of text.matchAll(/[*_~`[\]()<>&!\\]/g)) marks++;
  return marks;
}
