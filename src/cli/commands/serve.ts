import { styleText } from 'node:util';
import { serve } from '../../main.ts';
import { type Configuration, requireFolder } from '../configuration.ts';
import { findingLine, tell } from '../print.ts';

/** Serves the content folder until it is told to stop. */
export async function serveCommand(configuration: Configuration, { dev }: { readonly dev: boolean }): Promise<void> {
  requireFolder(configuration.content);
  const running = await serve(configuration, { dev });
  const refused = running.reports.filter(({ state }) => state === 'refused');
  const published = running.reports.filter(({ state }) => state === 'published');
  const address = styleText('bold', running.baseUrl, { stream: process.stderr });
  tell(`Dateline serves ${published.length} stories at ${address}${dev ? ' (/status shows the content folder)' : ''}`);
  if (refused.length > 0) tell(`${refused.length} files are refused:`);
  for (const finding of refused.flatMap(({ findings }) => findings)) tell(`  ${findingLine(finding)}`);
  const stop = (): void => {
    void running.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
