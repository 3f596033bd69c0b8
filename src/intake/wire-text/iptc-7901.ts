import { defined } from '../../text/defined.ts';
import { type Envelope, emptied, withoutControls } from './protocol.ts';

/**
 * The header: source and number of the message, priority, category, number of words, optional information (IPTC 7901,
 * section 3: `aaa0000 p c n …`).
 */
const HEADER = /^([a-z]{2,4})(\d{3,4}) +([0-9]) +([a-z]{1,4}) +(\d{1,5})(?: +(\S.{0,60}))?$/i;

/** The day and time group that ends a message: `261003 Nov 26`. */
const SENT = /^(\d{2})(\d{2})(\d{2})(?: ?(GMT|UTC|Z))? ([a-z]{3}) (\d{2})$/i;

/** Initials of those who wrote and sent it, directly above: `xyz aa`. */
const SIGN_OFF = /^[a-z]{2,6}(?:[ /][a-z]{1,6}){0,4}$/;

/** Lines in which the header is looked for. */
const HEAD_LINES = 6;
/** Lines between header and text. */
const MAX_TITLE_LINES = 8;

/** Reads a message of IPTC 7901, with or without its control characters; `undefined` for other text. */
export function readIptc7901(text: string): Envelope | undefined {
  const lines = text.split('\n');
  const at = lines.slice(0, HEAD_LINES).findIndex(isIptcHeader);
  const header = HEADER.exec(withoutStart(lines[at] ?? ''));
  if (header === null) return undefined;
  const [, source, number, priority, category, words, more] = header;
  const title = titleOf(lines, at + 1);
  const { end, sent, signOff } = endOf(lines);
  const isGone = (index: number): boolean => index < title.end || index >= end;
  return defined({
    protocol: 'IPTC 7901',
    headline: title.headline,
    slugline: title.slugline,
    urgency: Number(priority) >= 1 ? Number(priority) : undefined,
    sent,
    notes: [
      `IPTC 7901: ${source}${number}, priority ${priority}, category ${category}, ${words} words${more === undefined ? '' : `, ${more}`}`,
      ...(signOff === undefined ? [] : [`Signed ${signOff}`]),
    ],
    text: emptied(lines, isGone),
  });
}

const bare = (line: string): string => withoutControls(line).trim();

/** A header may stand behind the start of telex copy. */
const withoutStart = (line: string): string => bare(line).replace(/^ZCZC +/i, '');

/** True for the header of a message. */
export const isIptcHeader = (line: string): boolean => HEADER.test(withoutStart(line));

/** A line of keywords, which may name the kind of the message: `FERRY/ (URGENT)`. */
const KEYWORD = /^[^\s].{0,60}\/(?: ?\([^()]{1,40}\))?$/;

/** The kind of a message, with its time, on a line of its own: `(Zusammenfassung 1430)`. */
const PART = /^\([^()]{1,60}\)$/;

interface Title {
  readonly headline?: string;
  readonly slugline?: string;
  /** Index of the first line of the text. */
  readonly end: number;
}

/**
 * Reads keyword line and headline. A line of `=` ends them, or the last one ends with it; without one the headline is the
 * first line, or the one below a keyword line that ends with a slash.
 */
function titleOf(lines: readonly string[], start: number): Title {
  const head = lines
    .map((line, index) => ({ text: bare(line), index }))
    .filter(({ text, index }) => index >= start && text !== '')
    .slice(0, MAX_TITLE_LINES);
  const first = head[0];
  if (first === undefined) return { end: lines.length };
  const mark = head.findIndex(({ text }) => text.endsWith('='));
  const hasKeyword = KEYWORD.test(first.text);
  const count = mark >= 0 ? mark + 1 : hasKeyword ? 2 : 1;
  const words = head
    .slice(hasKeyword ? 1 : 0, count)
    .map(({ text }) => text.replace(/=$/, '').trim())
    .filter((line) => line !== '' && !PART.test(line));
  return defined({
    slugline: hasKeyword ? first.text.replace(/\/[^/]*$/, '') : undefined,
    headline: words.length === 0 ? undefined : words.join(' '),
    end: (head[count - 1]?.index ?? lines.length - 1) + 1,
  });
}

/** The end of the text, and the facts below it. */
interface End {
  readonly end: number;
  readonly sent?: string;
  readonly signOff?: string;
}

function endOf(lines: readonly string[]): End {
  const last = lines.findLastIndex((line) => bare(line) !== '');
  const match = SENT.exec(bare(lines[last] ?? ''));
  if (match === null) return { end: lines.length };
  const [, day, hour, minute, , month, year] = match;
  const before = lines.findLastIndex((line, index) => index < last && bare(line) !== '');
  const initials = bare(lines[before] ?? '');
  const signOff = SIGN_OFF.test(initials) ? initials : undefined;
  const sent = `${day} ${month} 20${year} ${hour}:${minute} GMT`;
  return defined({ end: signOff === undefined ? last : before, sent, signOff });
}
