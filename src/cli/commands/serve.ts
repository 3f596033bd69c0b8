import { styleText } from 'node:util';
import { serve } from '../../main.ts';
import { type Configuration, requireFolder } from '../configuration.ts';
import { findingLine, tell } from '../print.ts';

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
  tell(
    `Dateline serves ${address}${dev ? ' (/status shows the content folder)' : ''}, archive: ${running.store.engine}`,
  );
  const reports = await running.synced;
  const published = reports.filter(({ state }) => state === 'published');
  const unsettled = reports.filter(({ state }) => state === 'refused' || state === 'missing');
  tell(`${published.length} stories of the content folder are published`);
  if (unsettled.length > 0) tell(`${unsettled.length} files are refused or missing:`);
  for (const finding of unsettled.flatMap(({ findings }) => findings)) tell(`  ${findingLine(finding)}`);
}
