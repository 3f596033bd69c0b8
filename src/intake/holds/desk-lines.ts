import { defined } from '../../text/defined.ts';
import type { Instant } from '../../text/instant.ts';
import { deskLine, mentionsHold } from './hold-lines.ts';
import { type HoldTimeReading, holdTime } from './hold-time.ts';

/** A line that holds copy back, with the time until which it does; without one an editor releases the copy. */
export interface Hold {
  readonly line: string;
  readonly until?: Instant;
}

/** Copy without the lines for desks. */
export interface WithoutDeskLines {
  /** The text; removed lines are empty, so that line numbers stay. */
  readonly text: string;
  /** The removed lines, which editors need. */
  readonly notes: readonly string[];
  readonly hold?: Hold;
}

/** Groups of lines at the head and at the foot of copy in which such lines are looked for. */
const HEAD_RUNS = 8;
const FOOT_RUNS = 6;

interface Line {
  readonly text: string;
  readonly index: number;
  /** Number of the group of lines between empty lines, from 0. */
  readonly run: number;
  readonly isFirst: boolean;
}

/**
 * Removes lines that hold copy back, and notes to editors, from the head and the foot of copy. A note takes the lines of
 * its group with it; a heading of notes near the end takes everything below it.
 */
export function withoutDeskLines(text: string, reading: HoldTimeReading): WithoutDeskLines {
  const lines = linesOf(text);
  const last = lines.at(-1)?.run ?? 0;
  const removed = new Set<number>();
  const holds: string[] = [];
  for (const line of lines) {
    const isNear = line.run < HEAD_RUNS || line.run > last - FOOT_RUNS || last === 0;
    if (removed.has(line.index) || !isNear || !isCandidate(line, lines)) continue;
    const kind = deskLine(line.text);
    if (kind === undefined) {
      // Words among others hold the copy back, and stay where they are.
      if (mentionsHold(line.text)) holds.push(line.text.trim());
      continue;
    }
    const taken = kind === 'note' ? noteLines(line, lines, last) : [line, ...continuation(line, lines)];
    for (const { index } of taken) removed.add(index);
    const words = taken.map((one) => one.text.trim()).join(' ');
    // A note may contain the words that hold back: "Editor's note: embargoed until …".
    if (kind === 'hold') holds.push(words);
    else holds.push(...taken.map((one) => one.text.trim()).filter(mentionsHold));
  }
  const all = text.split('\n');
  const notes = [...removed].toSorted((a, b) => a - b).map((index) => (all[index] ?? '').trim());
  const kept = all.map((line, index) => (removed.has(index) ? '' : line)).join('\n');
  return defined({ text: kept, notes: notes.filter((note) => note !== ''), hold: holdOf(holds, reading) });
}

/** Returns the strictest of several holds: one without a time, else the latest. */
export function holdOf(lines: readonly string[], reading: HoldTimeReading): Hold | undefined {
  const holds = lines.map((line) => defined({ line, until: holdTime(line, reading) }));
  const open = holds.find(({ until }) => until === undefined);
  if (open !== undefined) return { line: open.line };
  return holds.toSorted((a, b) => ((a.until ?? '') < (b.until ?? '') ? 1 : -1))[0];
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let run = -1;
  let wasEmpty = true;
  for (const [index, written] of text.split('\n').entries()) {
    const isEmpty = written.trim() === '';
    if (!isEmpty) {
      if (wasEmpty) run++;
      lines.push({ text: written, index, run, isFirst: wasEmpty });
    }
    wasEmpty = isEmpty;
  }
  return lines;
}

/** A line inside of a wrapped paragraph is part of its sentence. */
function isCandidate(line: Line, lines: readonly Line[]): boolean {
  if (line.isFirst || line.run === 0) return true;
  const before = lines.find(({ index }) => index === line.index - 1);
  return before === undefined || /[.!?:…]["'”’»)\]*]*\s*$/.test(before.text);
}

function noteLines(line: Line, lines: readonly Line[], last: number): Line[] {
  // The lines of a head have headline and text below them: `^Eds: photos follow<` of ANPA 1312.
  if (line.text.startsWith('^') || (line.run === 0 && !line.isFirst)) return [line, ...continuation(line, lines)];
  const words = line.text.trim();
  const isHeading = line.isFirst && words.length < 40 && !/[:：]./u.test(words);
  const isNearEnd = line.run > last / 2;
  if (isHeading && isNearEnd) return lines.filter(({ index }) => index >= line.index);
  return lines.filter(({ run, index }) => run === line.run && index >= line.index);
}

/** Returns the rest of a hold that goes on in the next lines: in small letters, or with a date. */
function continuation(line: Line, lines: readonly Line[]): Line[] {
  const next = lines.find(({ index, run }) => index === line.index + 1 && run === line.run);
  const goesOn = next !== undefined && /^\s*[\p{Ll}\d]/u.test(next.text) && !/[.!?]\s*$/.test(line.text);
  return goesOn && next !== undefined ? [next, ...continuation(next, lines)] : [];
}
