import { styleText } from 'node:util';
import { type Configuration, requireFolder } from '../../app/configuration.ts';
import { serve } from '../../main.ts';
import { findingLine, printProgress } from '../print.ts';

/** Serves the archive and the content folder until a signal stops it. */
export async function serveCommand(configuration: Configuration, { dev }: { readonly dev: boolean }): Promise<void> {
  requireFolder(configuration.content);
  const running = await serve(configuration, { dev });
  const stop = (): void => {
    void running.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  const address = styleText('bold', running.baseUrl, { stream: process.stderr });
  printProgress(
    `Dateline serves ${address}${dev ? ' (/status shows the content folder)' : ''}, archive: ${running.store.engine}`,
  );
  const reports = await running.synced;
  const published = reports.filter(({ state }) => state === 'published');
  const unsettled = reports.filter(({ state }) => state === 'refused' || state === 'missing');
  printProgress(`${published.length} stories of the content folder are published`);
  if (unsettled.length > 0) printProgress(`${unsettled.length} files are refused or missing:`);
  for (const finding of unsettled.flatMap(({ findings }) => findings)) printProgress(`  ${findingLine(finding)}`);
}
