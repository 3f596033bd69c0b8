import { styleText } from 'node:util';
import type { Finding } from '../text/finding.ts';

/** Writes a line of result to standard output. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Writes a line of progress to standard error. */
export function printProgress(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Formats a finding: `content/a.md:12:3 error article/section: …`; in colour on a terminal alone. */
export function findingLine({ file, line, column, severity, rule, message, reference }: Finding): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  const colour = severity === 'error' ? 'red' : 'yellow';
  const head = [place, styleText(colour, severity, { stream: process.stdout }), rule].filter(Boolean).join(' ');
  return `${head}: ${message}${reference === undefined ? '' : ` (${reference})`}`;
}

/** Formats columns of equal width. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Exit codes: success, findings, invalid usage. */
export const EXIT = { ok: 0, found: 1, usage: 2 } as const;
