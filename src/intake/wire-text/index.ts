import { cleanText } from '../../text/clean.ts';
import { type Finding, problem } from '../../text/finding.ts';
import { decodeWire } from '../decode.ts';
import { bylineOf, datelineOf, isEnd } from './lines.ts';
import { type Block, blocksOf, type WireStory } from './wire-story.ts';

export type { WireStory } from './wire-story.ts';

/**
 * Reads plain copy as an agency sends it: headline, standfirst, byline, dateline, paragraphs.
 * @param bytes UTF-8, UTF-16 with a byte order mark, or Windows-1252
 * @param file named in messages
 * @returns the story with what was understood and what was guessed, or what is wrong, with the line
 */
export function readWireText(
  bytes: Uint8Array,
  file: string,
): { readonly story: WireStory; readonly warnings: readonly Finding[] } | { readonly problems: readonly Finding[] } {
  const decoded = decodeWire(bytes, file);
  if ('problems' in decoded) return decoded;
  const { blocks, byLine } = blocksOf(cleanText(decoded.text.replace(/^\uFEFF/, '')));
  const wrong = unreadable(blocks, file);
  if (wrong !== undefined) return { problems: [wrong] };
  const guessed = byLine ? ['No line is empty: each line was taken as a paragraph.'] : [];
  return { story: storyOf(blocks, guessed), warnings: decoded.warnings };
}

const LONGEST_HEADLINE = 300;

function unreadable(blocks: readonly Block[], file: string): Finding | undefined {
  const [first, second] = blocks;
  if (first === undefined) return problem('wire/empty', 'The file holds nothing but white space.', { file, line: 1 });
  const at = { file, line: first.line, column: 1 };
  if (first.text.length > LONGEST_HEADLINE) {
    const message = `The first paragraph has ${first.text.length} characters: begin with a headline and an empty line.`;
    return problem('wire/headline', message, at);
  }
  if (second === undefined) return problem('wire/text', 'There is a headline but no text below it.', at);
  if (/^[[{<]/.test(first.text)) {
    return problem('wire/markup', 'This looks like JSON or XML, not like plain copy.', at);
  }
  return undefined;
}

function storyOf(blocks: readonly Block[], guesses: readonly string[]): WireStory {
  const understood: string[] = [];
  const guessed = [...guesses];
  const [headline, ...rest] = blocks.map(({ text }) => text) as [string, ...string[]];
  understood.push('The first paragraph is the headline.');
  const end = rest.findIndex((text, index) => index > 0 && isEnd(text));
  const copy = end < 0 ? rest : rest.slice(0, end);
  const afterEnd = end < 0 ? [] : rest.slice(end + 1);
  if (end >= 0) understood.push(`"${rest[end]}" ends the story.`);
  if (afterEnd.length > 0) guessed.push('What stands below the end mark was kept as a note for editors.');
  return {
    headline,
    ...opening(copy, understood, guessed),
    ...(afterEnd.length === 0 ? {} : { afterEnd: afterEnd.join('\n') }),
    understood,
    guessed,
  };
}

/** Everything between headline and text: standfirst, byline and dateline, in whatever order they came. */
function opening(copy: readonly string[], understood: string[], guessed: string[]) {
  const bylines: string[] = [];
  const before: string[] = [];
  const paragraphs = [...copy];
  // A standfirst, a byline and a dateline: never more than three lines before the text, or the first is no opening.
  for (let looked = 0; looked < 4 && paragraphs.length > 0; looked++) {
    const text = paragraphs[0] as string;
    const names = bylineOf(text);
    const dateline = datelineOf(text);
    if (names !== undefined) {
      bylines.push(...names);
      understood.push(`"${text}" is the byline.`);
    } else if (dateline !== undefined) {
      paragraphs.splice(0, 1, ...(dateline.rest === '' ? [] : [dateline.rest]));
      return { ...placed(dateline, understood), bylines, ...standing(before, paragraphs, understood, guessed) };
    } else before.push(text);
    paragraphs.shift();
  }
  guessed.push('No dateline was found.');
  if (bylines.length > 0)
    return { bylines, ...standing(before.slice(0, 1), [...before.slice(1), ...paragraphs], understood, guessed) };
  return { bylines, paragraphs: [...before, ...paragraphs] };
}

function placed({ place, text, agency }: NonNullable<ReturnType<typeof datelineOf>>, understood: string[]) {
  understood.push(`"${text}" is the dateline.`);
  return { place, dateline: text, ...(agency === undefined ? {} : { agency }) };
}

/** One paragraph between headline and dateline is the standfirst; of several, the others are text. */
function standing(before: readonly string[], paragraphs: readonly string[], understood: string[], guessed: string[]) {
  const [standfirst, ...others] = before;
  if (standfirst === undefined) return { paragraphs };
  if (others.length === 0) understood.push('The paragraph between headline and dateline is the standfirst.');
  else guessed.push('Of several paragraphs before the dateline the first was taken as the standfirst.');
  return { standfirst, paragraphs: [...others, ...paragraphs] };
}
