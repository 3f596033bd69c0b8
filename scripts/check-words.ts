/**
 * Refuses vague words in code, messages and documentation (CONTRIBUTING, "Language"). `npm run check:words` prints each
 * with file, line and column; the lists are in `refused-words.json`.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import refused from './refused-words.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '..');
/** The change log is left out: older entries quote older names. */
const CHECKED = [
  '{src,bench,scripts,tests}/**/*.{ts,eta}',
  'docs/**/*.md',
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
];

/** Examples of refused words, and the system account of that name. */
const EXCEPTIONS: readonly string[] = [
  'tests/architecture/words.test.ts',
  'tests/support/postgres.ts',
  'tests/support/postgres.test.ts',
];

/** A refused word. */
export interface RefusedWord {
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  readonly message: string;
}

interface Pattern {
  readonly pattern: RegExp;
  readonly advice: string;
}

const ANYWHERE: Pattern = {
  pattern: new RegExp(`\\b(?:${refused.anywhere.join('|')})\\b`, 'gi'),
  advice: 'name the person, program or thing',
};
const IN_PROSE: Pattern = {
  pattern: new RegExp(`\\b(?:${refused.inProse.join('|')})\\b`, 'g'),
  advice: 'things store, report, return or contain; write the common verb',
};
// A sentence starts a line of prose or comment, a string, a heading or a cell, or follows the end of another one.
const SENTENCE_START: Pattern = {
  pattern: new RegExp(
    `(?<=^(?:\\s*(?:/\\*\\*|\\*|//|#+|[-|>])\\s+)?|["'\`>]|[.!?] )(?:${refused.sentenceStarts.join('|')})\\b(?! *[:=(,])`,
    'gm',
  ),
  advice: 'start with the subject, a verb or a noun phrase',
};

/** Finds refused words; in programs, prose is comments and strings. */
export function refusedWordsIn(text: string, isProgram: boolean): RefusedWord[] {
  const prose = isProgram ? proseOf(text) : text;
  return [find(ANYWHERE, text), find(IN_PROSE, prose), find(SENTENCE_START, prose)]
    .flat()
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

function find({ pattern, advice }: Pattern, text: string): RefusedWord[] {
  return [...text.matchAll(pattern)].map(({ 0: word, index }) => {
    const before = text.slice(0, index).split('\n');
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message: `"${word}": ${advice}` };
  });
}

/** Replaces everything but comments and strings with spaces, so that positions stay the same. */
function proseOf(program: string): string {
  const parts = /\/\*[\s\S]*?\*\/|\/\/.*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;
  let prose = '';
  let end = 0;
  for (const { 0: part, index } of program.matchAll(parts)) {
    prose += program.slice(end, index).replace(/\S/g, ' ') + part;
    end = index + part.length;
  }
  return prose;
}

if (import.meta.main) {
  const files = globSync(CHECKED, { cwd: ROOT })
    .filter((file) => !EXCEPTIONS.includes(file))
    .toSorted();
  let count = 0;
  for (const file of files) {
    for (const { line, column, message } of refusedWordsIn(
      readFileSync(join(ROOT, file), 'utf8'),
      file.endsWith('.ts'),
    )) {
      count++;
      console.error(`${file}:${line}:${column} ${message}`);
    }
  }
  console.log(`${files.length} files, ${count} refused words`);
  process.exitCode = count === 0 ? 0 : 1;
}
