import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { MemoryArchive } from './archive/memory/archive.ts';
import type { Configuration } from './cli/configuration.ts';
import { Publisher } from './documents/publisher.ts';
import { ContentFolder, type FileReport } from './hotfolder/content-folder.ts';
import { readSettings } from './hotfolder/settings.ts';
import { watchFolder } from './hotfolder/watch.ts';
import { addressesOf } from './publication/addresses.ts';
import type { Publication } from './publication/publication.ts';
import { createApp } from './server/app.ts';
import { type Listening, listen } from './server/listen.ts';
import type { Finding } from './text/finding.ts';
import { fromMilliseconds } from './text/instant.ts';

/** Dateline's own release. */
export const RELEASE: string = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')).version;

/** The settings of the content folder cannot be used. */
export class UnusableSettings extends Error {
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super('publication.yaml cannot be used');
    this.findings = findings;
  }
}

/** A publication with everything that it takes to show it. */
export interface Newsroom {
  readonly archive: MemoryArchive;
  readonly folder: ContentFolder;
  readonly publisher: Publisher;
  readonly publication: Publication;
}

/**
 * Reads a content folder into an archive of its own.
 * @param clock the present moment in milliseconds
 * @throws UnusableSettings if `publication.yaml` is missing or wrong
 */
export async function openNewsroom(
  { content, baseUrl }: Pick<Configuration, 'content' | 'baseUrl'>,
  clock: () => number,
  onRefused?: (findings: readonly Finding[]) => void,
): Promise<Newsroom> {
  const settings = await readSettings(content);
  if ('problems' in settings) throw new UnusableSettings(settings.problems);
  const { publication } = settings;
  const archive = new MemoryArchive();
  const folder = new ContentFolder(content, archive);
  await folder.read(publication, fromMilliseconds(clock()));
  const site = { publication, addresses: addressesOf(baseUrl), release: RELEASE };
  return { archive, folder, publication, publisher: new Publisher(archive, site, onRefused) };
}

/** A server that serves a content folder. */
export interface Running extends Listening {
  readonly reports: readonly FileReport[];
}

/** What a server may be told beside its configuration. */
export interface Options {
  readonly dev?: boolean;
  readonly clock?: () => number;
  readonly log?: Logger;
}

/**
 * Serves a content folder, and goes on reading it while it changes.
 * @throws UnusableSettings, or the system's error if the port cannot be had
 */
export async function serve(configuration: Configuration, options: Options = {}): Promise<Running> {
  const { dev = false, clock = Date.now, log = pino({ level: configuration.logLevel }) } = options;
  const refusedItems = (findings: readonly Finding[]): void => log.warn({ findings }, 'a format refused an item');
  const newsroom = await openNewsroom(configuration, clock, refusedItems);
  const { archive, folder, publisher } = newsroom;
  let stopping = false;
  let ready = false;
  const app = createApp({
    publisher,
    media: folder.media,
    log,
    clock,
    isReady: async () => ready && !stopping && (await archive.isReady()),
    files: () => folder.reports,
    dev,
  });
  const listening = await listen(app, configuration.port);
  const watching = await watchFolder(configuration.content, async ({ settings, stories }) => {
    if (settings) await takeSettings(configuration, publisher, log);
    const changed = await folder.read(publisher.site.publication, fromMilliseconds(clock()), stories);
    for (const report of changed) tell(log, report);
  });
  ready = true;
  for (const report of folder.reports) tell(log, report);
  return {
    port: listening.port,
    reports: folder.reports,
    close: async () => {
      stopping = true;
      await watching.close();
      await listening.close();
    },
  };
}

/** Settings that are wrong are reported, and the ones before stay. */
async function takeSettings({ content }: Configuration, publisher: Publisher, log: Logger): Promise<void> {
  const settings = await readSettings(content);
  if ('problems' in settings) log.error({ problems: settings.problems }, 'publication.yaml is refused');
  else publisher.site = { ...publisher.site, publication: settings.publication };
}

/** A refused file is told by name and place; one that is taken by its id alone, since its name may be a secret yet. */
function tell(log: Logger, { file, state, findings, id }: FileReport): void {
  if (state === 'refused') log.error({ file, findings }, 'a file is refused');
  else log.info({ id, state, warnings: findings.length }, 'a file is read');
}
