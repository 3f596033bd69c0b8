import type { FileReport } from '../content-folder/file-report.ts';
import { EXIT, findingLine, print, table } from './print.ts';

/**
 * Prints the states of content files, then their findings, errors first; sets the exit code if any file is refused or
 * missing.
 */
export function printReports(reports: readonly FileReport[]): void {
  for (const line of table(reports.map(({ state, file }) => [state, file]))) print(line);
  const findings = reports.flatMap((report) => report.findings);
  for (const severity of ['error', 'warning'] as const)
    for (const finding of findings.filter((one) => one.severity === severity)) print(findingLine(finding));
  if (reports.some(({ state }) => state === 'refused' || state === 'missing')) process.exitCode = EXIT.found;
}
