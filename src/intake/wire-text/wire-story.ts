/** What a wire text says, and how sure we are of it. */
export interface WireStory {
  readonly headline: string;
  readonly standfirst?: string;
  /** The place alone, in the case in which a sentence would have it. */
  readonly place?: string;
  /** The dateline as it stood in the copy. */
  readonly dateline?: string;
  /** The agency that the dateline names. */
  readonly agency?: string;
  readonly bylines: readonly string[];
  readonly paragraphs: readonly string[];
  /** What stood below the end mark. */
  readonly afterEnd?: string;
  /** What was read as what, in sentences: certain things and guesses. */
  readonly understood: readonly string[];
  readonly guessed: readonly string[];
}

/** A run of lines between empty lines. */
export interface Block {
  readonly text: string;
  /** Of its first line, counting from 1. */
  readonly line: number;
}

/** Splits copy into blocks; where no line is empty, each line is one. Hard line breaks inside a block are joined. */
export function blocksOf(text: string): { readonly blocks: Block[]; readonly byLine: boolean } {
  const lines = text.split('\n');
  const byLine = !lines.some((line, index) => line.trim() === '' && index > 0 && index < lines.length - 1);
  const blocks: { text: string; line: number }[] = [];
  let open = false;
  for (const [index, raw] of lines.entries()) {
    const line = raw.replace(/[\t ]+/g, ' ').trim();
    const last = blocks.at(-1);
    if (line === '') open = false;
    else if (open && !byLine && last !== undefined && !isIndented(raw)) last.text += ` ${line}`;
    else {
      blocks.push({ text: line, line: index + 1 });
      open = true;
    }
  }
  return { blocks, byLine };
}

/** Agencies that send no empty lines indent each paragraph instead. */
function isIndented(line: string): boolean {
  return /^( {2,}|\t)\S/.test(line);
}
