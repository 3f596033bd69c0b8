import { styleText } from 'node:util';
import { type Configuration, requireFolder } from '../../app/configuration.ts';
import { type RunningServer, serve } from '../../app/serve.ts';
import type { FileReport } from '../../content-folder/file-report.ts';
import type { Register } from '../command.ts';
import { findingLine, printProgress } from '../print.ts';

/** `dateline serve`: serves the archive and the content folder until a signal stops it. */
export const register: Register = (cli, configuration) => {
  cli
    .option('--port <number>', 'the port to listen on (PORT, 3000; 0 for any)')
    .option('--log-level <level>', 'trace, debug, info, warn, error, fatal or silent (LOG_LEVEL, info)')
    .option('--dev', 'show the states of content files at /status, and pages for editors without a key', false)
    .action(({ dev }: { dev: boolean }) => run(configuration(), { dev }));
};

async function run(configuration: Configuration, { dev }: { readonly dev: boolean }): Promise<void> {
  requireFolder(configuration.content);
  const running = await serve(configuration, { dev });
  const stop = async (): Promise<void> => {
    await running.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);
  presentStart(running, dev);
  presentFiles(await running.synced);
}

function presentStart({ baseUrl, store }: RunningServer, dev: boolean): void {
  const address = styleText('bold', baseUrl, { stream: process.stderr });
  printProgress(
    `Dateline serves ${address}${dev ? ' (/status shows the content folder)' : ''}, archive: ${store.engine}`,
  );
}

function presentFiles(reports: readonly FileReport[]): void {
  const published = reports.filter(({ state }) => state === 'published');
  const unsettled = reports.filter(({ state }) => state === 'refused' || state === 'missing');
  printProgress(`${published.length} stories of the content folder are published`);
  if (unsettled.length > 0) printProgress(`${unsettled.length} files are refused or missing:`);
  for (const finding of unsettled.flatMap(({ findings }) => findings)) printProgress(`  ${findingLine(finding)}`);
  const warned = reports.filter((report) => !unsettled.includes(report) && report.findings.length > 0);
  if (warned.length > 0) printProgress(`${warned.length} files have warnings: \`dateline status\` lists them`);
}
