import { isEnd } from './lines.ts';

/** A run of lines between empty lines. */
export interface Block {
  readonly text: string;
  /** Line number of the first line, from 1. */
  readonly line: number;
}

/** Copy in blocks, and the guesses that were made. */
export interface Blocks {
  readonly blocks: readonly Block[];
  readonly guessed: readonly string[];
}

interface Line extends Block {
  readonly isIndented: boolean;
}

/**
 * Splits copy into blocks. Hard line breaks inside a block are joined, unless each line ends like a sentence; where no
 * line is empty, each line is a block; an end mark is always a block of its own.
 */
export function blocksOf(text: string): Blocks {
  const runs = runsOf(text);
  const lines = runs.flat();
  if (runs.length === 1 && lines.length > 1) {
    const guessed = lines.length > 2 ? ['No line is empty: each line was read as a paragraph.'] : [];
    return { blocks: lines, guessed };
  }
  const allIndented = lines.slice(1).every(({ isIndented }) => isIndented);
  const guessed = new Set<string>();
  const blocks = runs.flatMap((run) => {
    const starts = run.map((line, index) => index === 0 || isEnd(line.text) || (line.isIndented && !allIndented));
    const sentences = run.length > 1 && run.every((line) => isEnd(line.text) || SENTENCE_END.test(line.text));
    if (sentences) guessed.add('Every line ends a sentence: each was read as a paragraph.');
    return joined(run, (index) => sentences || starts[index] === true);
  });
  return { blocks, guessed: [...guessed] };
}

const SENTENCE_END = /[.!?…]["'”’»)\]]*$/;

/** Returns the lines between empty lines, with folded white space. */
function runsOf(text: string): Line[][] {
  const runs: Line[][] = [];
  let open = false;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = { text: raw.replace(/[\t ]+/g, ' ').trim(), line: index + 1, isIndented: /^( {2,}|\t)\S/.test(raw) };
    if (line.text === '') {
      open = false;
      continue;
    }
    if (!open) runs.push([]);
    runs.at(-1)?.push(line);
    open = true;
  }
  return runs;
}

function joined(run: readonly Line[], starts: (index: number) => boolean): Block[] {
  const blocks: { text: string; line: number }[] = [];
  for (const [index, { text, line }] of run.entries()) {
    const last = blocks.at(-1);
    if (last === undefined || starts(index)) blocks.push({ text, line });
    else last.text += ` ${text}`;
  }
  return blocks;
}
