import { cleanText } from '../../text/clean.ts';
import { defined } from '../../text/defined.ts';
import { type Finding, problem } from '../../text/finding.ts';
import { isJson } from '../../text/json-syntax.ts';
import { decodeWire } from '../decode.ts';
import { feedDate } from '../feed-dates.ts';
import { type WithoutDeskLines, withoutDeskLines } from '../holds/desk-lines.ts';
import type { HoldTimeReading } from '../holds/hold-time.ts';
import { type Block, type Blocks, blocksOf } from './blocks.ts';
import { isEnd, isWeakEnd } from './lines.ts';
import { openingOf } from './opening.ts';
import { type Envelope, readProtocol } from './protocol.ts';
import type { WireStory } from './wire-story.ts';

export type { WireStory } from './wire-story.ts';

/** Context for reading copy. */
export interface CopyReading extends HoldTimeReading {
  /** The name for messages. */
  readonly file: string;
}

/**
 * Reads agency copy: plain text, IPTC 7901, ANPA 1312 or telex; headline, standfirst, byline, dateline, paragraphs. Lines
 * for desks never become text.
 * @param bytes UTF-8, UTF-16 with a byte order mark, or an encoding that can be detected without doubt
 * @returns the story with the decisions and guesses that were made, or the problems with their line
 */
export function readWireText(
  bytes: Uint8Array,
  reading: CopyReading,
): { readonly story: WireStory; readonly warnings: readonly Finding[] } | { readonly problems: readonly Finding[] } {
  const { file } = reading;
  const decoded = decodeWire(bytes, file);
  if ('problems' in decoded) return decoded;
  const raw = decoded.text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  // The head of a protocol may hold the copy back as well.
  const copy = withoutDeskLines(raw, reading);
  const protocol = readProtocol(copy.text);
  if (protocol !== undefined && 'problem' in protocol) {
    const { rule, message, ...at } = protocol.problem;
    return { problems: [problem(rule, message, { file, ...at })] };
  }
  const envelope = protocol?.envelope;
  const text = cleanText(envelope?.text ?? copy.text);
  const blocks = blocksOf(text);
  const first = blocks.blocks[0];
  // An envelope has the headline already.
  const all =
    envelope?.headline === undefined
      ? blocks.blocks
      : [{ text: envelope.headline, line: first?.line ?? 1 }, ...blocks.blocks];
  const wrong = unreadable(all, { file, text });
  if (wrong !== undefined) return { problems: [wrong] };
  const story = storyOf({ ...blocks, blocks: all });
  const sent = defined({ sent: sentAt(envelope, reading) });
  return { story: { ...story, ...enveloped(story, copy, envelope), ...sent }, warnings: decoded.warnings };
}

/** Returns the time at which copy was sent; none in the future, where the clocks differ. */
function sentAt(envelope: Envelope | undefined, { now }: CopyReading) {
  const date = envelope?.sent === undefined ? undefined : feedDate(envelope.sent, 'UTC');
  return date !== undefined && 'instant' in date && date.instant <= now ? date.instant : undefined;
}

/** Returns the fields that desk lines and envelope add to a story. */
function enveloped(
  story: WireStory,
  { notes, hold }: WithoutDeskLines,
  envelope: Envelope | undefined,
): Partial<WireStory> {
  const { bylines = [], slugline, urgency, protocol, notes: facts = [] } = envelope ?? {};
  return defined({
    slugline,
    urgency,
    hold,
    bylines: story.bylines.length > 0 ? story.bylines : bylines,
    notes: [...facts, ...notes, ...story.notes],
    understood: [
      ...(protocol === undefined ? [] : [`This is copy in the form ${protocol}.`]),
      ...story.understood,
      ...(hold === undefined
        ? []
        : [`"${hold.line}" holds the story back${hold.until === undefined ? '' : ` until ${hold.until}`}.`]),
      ...notes.filter((note) => note !== hold?.line).map((note) => `"${note}" is a note for editors.`),
    ],
  });
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
  return { headline, ...openingOf(copy, read), notes: afterEnd, ...read };
}
