import { defined } from '../../text/defined.ts';
import { bylineOf } from './lines.ts';
import { type Envelope, emptied, withoutControls } from './protocol.ts';

/** The header: service and number, priority, category, keyword, date, number of words (ANPA 1312, section 2). */
const HEADER = /^([a-z])(\d{4})([a-z]?)\s+([a-z]{1,2})\s?([a-z]{0,2})(\S{2,40})\s+(\d{1,2}-\d{1,2})\s+(\d{3,5})$/i;

/** Priorities as urgency: flash, bulletin, urgent, rush, daily, and those for later. */
const URGENCY: Readonly<Record<string, number>> = { f: 1, b: 2, u: 3, r: 4, d: 5, a: 6, s: 7, w: 8 };

/** A line of the head: `^Ferry runs again<` is a headline, `^By ANN ROE=` a byline. */
const TITLE = /^\^(.{1,300}?)([<=])?$/;

const HEAD_LINES = 6;
const MAX_TITLE_LINES = 12;

/** Reads a message of ANPA 1312, with or without its control characters; `undefined` for other text. */
export function readAnpa(text: string): Envelope | undefined {
  const lines = text.split('\n');
  const at = lines.slice(0, HEAD_LINES).findIndex((line) => HEADER.test(bare(line)));
  const firstTitle = lines
    .slice(0, HEAD_LINES + 1)
    .findIndex((line) => TITLE.test(bare(line)) && bare(line).endsWith('<'));
  if (at < 0 && firstTitle < 0) return undefined;
  const header = HEADER.exec(bare(lines[at] ?? ''));
  const from = Math.max(at + 1, 0);
  const head = titleLines(lines, from);
  const words = head.words.map(titleWords);
  const isSlug = /^\S{1,40},\s?\d{1,5}$/.test(words[0]?.text ?? '');
  const headlines = words.slice(isSlug ? 1 : 0).filter(({ mark }) => mark !== '=');
  const credits = words.filter(({ mark }) => mark === '=').map(({ text: line }) => line);
  const [, service, number, priority, category, , keyword, date, count] = header ?? [];
  const slug = isSlug ? words[0]?.text.replace(/,\s?\d+$/, '') : keyword;
  return defined({
    protocol: 'ANPA 1312',
    headline: headlines.length === 0 ? undefined : headlines.map((one) => one.text).join(' '),
    slugline: slug,
    urgency: priority === undefined ? undefined : URGENCY[priority.toLowerCase()],
    bylines: credits.flatMap((line) => namesIn(line)),
    notes:
      header === null
        ? []
        : [`ANPA 1312: ${service}${number}${priority}, category ${category}, ${date}, ${count} words`],
    text: emptied(lines, (index) => index < head.end)
      .replace(/ _ /g, ' – ')
      .replace(/``|''/g, '"'),
  });
}

const bare = (line: string): string => withoutControls(line).trim();

/** True for the header of a message. */
export const isAnpaHeader = (line: string): boolean => HEADER.test(bare(line));

function titleLines(lines: readonly string[], from: number) {
  const words: string[] = [];
  let end = from;
  for (let index = from; index < Math.min(lines.length, from + MAX_TITLE_LINES); index++) {
    const line = bare(lines[index] ?? '');
    if (line !== '' && !line.startsWith('^')) break;
    if (line !== '') words.push(line);
    end = index + 1;
  }
  return { words, end };
}

function titleWords(line: string): { readonly text: string; readonly mark: string } {
  const [, text = '', mark = ''] = TITLE.exec(line) ?? [];
  return { text: text.trim(), mark };
}

/** Returns the names of a byline; names in capitals are written as names are. */
function namesIn(line: string): string[] {
  return (bylineOf(line) ?? []).map((name) =>
    name === name.toUpperCase()
      ? name.toLowerCase().replace(/(?<![\p{L}\p{M}])\p{L}/gu, (letter) => letter.toUpperCase())
      : name,
  );
}
