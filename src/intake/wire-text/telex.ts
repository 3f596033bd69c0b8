import { type Envelope, emptied, withoutControls } from './protocol.ts';

/** Some agencies write the number of the message directly behind it: `ZCZC0123/SXA`. */
export const TELEX_START = /^ZCZC(?!\p{L})/iu;
/** The end, on a line of its own or behind the last words. */
const END = /(?:^|\s)NNNN$/i;
/** Lines in which the start is looked for. */
const HEAD_LINES = 5;
/** A line of codes below the start: `3 I 0123 NEWS`. */
const CODES = /^[A-Z0-9][A-Z0-9 .,:/+-]{0,60}$/;

/** Reads copy between `ZCZC` and `NNNN`, as telex and many national agencies send it; `undefined` for other text. */
export function readTelex(text: string): Envelope | undefined {
  const lines = text.split('\n');
  const bare = lines.map((line) => withoutControls(line).trim());
  const start = bare.slice(0, HEAD_LINES).findIndex((line) => TELEX_START.test(line));
  if (start < 0) return undefined;
  const end = bare.findIndex((line, index) => index > start && END.test(line));
  const next = bare[start + 1] ?? '';
  // Codes directly below the start belong to it, if an empty line or the headline follows them.
  const hasCodes = CODES.test(next) && /\d/.test(next) && !/[a-z]/.test(next);
  const first = start + (hasCodes ? 2 : 1);
  const notes = bare.slice(start, first).map((line) => line.replace(TELEX_START, '').trim());
  return {
    protocol: 'ZCZC … NNNN',
    notes: notes.filter((note) => note !== '').map((note) => `Header: ${note}`),
    text: emptied(
      lines.map((line, index) => (index === end ? withoutControls(line).trimEnd().replace(END, '') : line)),
      (index) => index < first || (end >= 0 && index > end),
    ),
  };
}
