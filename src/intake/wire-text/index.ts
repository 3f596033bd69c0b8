import { cleanText } from '../../text/clean.ts';
import { type Finding, problem } from '../../text/finding.ts';
import { isJson } from '../../text/json-syntax.ts';
import { decodeWire } from '../decode.ts';
import { type Block, type Blocks, blocksOf } from './blocks.ts';
import { isEnd, isWeakEnd } from './lines.ts';
import { openingOf } from './opening.ts';
import type { WireStory } from './wire-story.ts';

export type { WireStory } from './wire-story.ts';

/**
 * Reads plain agency copy: headline, standfirst, byline, dateline, paragraphs.
 * @param bytes UTF-8, UTF-16 with a byte order mark, or Windows-1252
 * @param file the name for messages
 * @returns the story with the decisions and guesses that were made, or the problems with their line
 */
export function readWireText(
  bytes: Uint8Array,
  file: string,
): { readonly story: WireStory; readonly warnings: readonly Finding[] } | { readonly problems: readonly Finding[] } {
  const decoded = decodeWire(bytes, file);
  if ('problems' in decoded) return decoded;
  const text = cleanText(decoded.text.replace(/^\uFEFF/, ''));
  const copy = blocksOf(text);
  const wrong = unreadable(copy.blocks, { file, text });
  if (wrong !== undefined) return { problems: [wrong] };
  return { story: storyOf(copy), warnings: decoded.warnings };
}

const MAX_HEADLINE_LENGTH = 300;

function unreadable(blocks: readonly Block[], copy: { file: string; text: string }): Finding | undefined {
  const [first, second] = blocks;
  const { file, text } = copy;
  if (first === undefined)
    return problem('wire/empty', 'The file contains only white space: write the story.', { file, line: 1 });
  const at = { file, line: first.line, column: 1 };
  if (/^[{<]/.test(first.text) || isJson(text)) {
    return problem('wire/markup', 'This looks like JSON or XML, not like plain copy.', at);
  }
  if (first.text.length > MAX_HEADLINE_LENGTH) {
    const message = `The first paragraph has ${first.text.length} characters: begin with a headline and an empty line.`;
    return problem('wire/headline', message, at);
  }
  return second === undefined ? problem('wire/text', 'There is a headline but no text below it.', at) : undefined;
}

function storyOf({ blocks, guessed: guesses }: Blocks): WireStory {
  const read = { understood: ['The first paragraph is the headline.'], guessed: [...guesses] };
  const [headline, ...rest] = blocks.map(({ text }) => text) as [string, ...string[]];
  const end = rest.findIndex(
    (text, index) => index > 0 && (isEnd(text) || (isWeakEnd(text) && index >= rest.length - 2)),
  );
  const copy = end < 0 ? rest : rest.slice(0, end);
  const afterEnd = end < 0 ? [] : rest.slice(end + 1);
  if (end >= 0) read.understood.push(`"${rest[end]}" ends the story.`);
  if (afterEnd.length > 0) read.guessed.push('The text below the end mark was stored as a note for editors.');
  const after = afterEnd.length === 0 ? {} : { afterEnd: afterEnd.join('\n') };
  return { headline, ...openingOf(copy, read), ...after, ...read };
}
