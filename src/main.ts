import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { MemoryArchive } from './archive/memory/archive.ts';
import type { Configuration } from './cli/configuration.ts';
import { Publisher } from './documents/publisher.ts';
import { ContentFolder, type FileReport } from './hotfolder/content-folder.ts';
import { readSettings, SETTINGS_FILE } from './hotfolder/settings.ts';
import { type FolderChange, watchFolder } from './hotfolder/watch.ts';
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

/** How a content folder is opened. */
export interface Opening {
  /** The present moment in milliseconds. */
  readonly clock: () => number;
  /** Whether files without an id get one; otherwise nothing of the folder is touched. */
  readonly writeIds: boolean;
  /** Is told of items that a format refused. */
  readonly onRefused?: (findings: readonly Finding[]) => void;
}

/**
 * Reads a content folder into an archive of its own.
 * @throws UnusableSettings if `publication.yaml` is missing or wrong
 */
export async function openNewsroom(
  { content, baseUrl, port }: Pick<Configuration, 'content' | 'baseUrl' | 'port'>,
  { clock, writeIds, onRefused }: Opening,
): Promise<Newsroom> {
  const settings = await readSettings(content);
  if ('problems' in settings) throw new UnusableSettings(settings.problems);
  const { publication } = settings;
  const archive = new MemoryArchive();
  const folder = new ContentFolder(content, archive, { writeIds });
  await folder.read(publication, fromMilliseconds(clock()));
  const site = { publication, addresses: addressesOf(baseUrl ?? localUrl(port)), release: RELEASE };
  return { archive, folder, publication, publisher: new Publisher(archive, site, onRefused) };
}

function localUrl(port: number): string {
  return `http://localhost:${port}`;
}

/** A server that serves a content folder. */
export interface Running extends Listening {
  /** What every absolute address begins with. */
  readonly baseUrl: string;
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
  const { dev = false, clock = Date.now, log = logTo(configuration.logLevel) } = options;
  const state: State = { stopping: false, refusedSettings: [] };
  const opened = Promise.withResolvers<Newsroom>();
  // Watching begins before the first reading, so that a story saved in between is not lost.
  const watching = await watchFolder(configuration.content, {
    onChange: async (change) => readAgain(await opened.promise, change, { configuration, clock, log, state }),
    onError: (error) => log.error({ err: error }, 'the content folder cannot be followed'),
  });
  try {
    const onRefused = (findings: readonly Finding[]): void => log.warn({ findings }, 'a format refused an item');
    const newsroom = await openNewsroom(configuration, { clock, writeIds: true, onRefused });
    const listening = await listen(appOf(newsroom, { dev, clock, log, state }), configuration.port);
    const { publisher, folder } = newsroom;
    const baseUrl = configuration.baseUrl ?? localUrl(listening.port);
    publisher.site = { ...publisher.site, addresses: addressesOf(baseUrl) };
    for (const report of folder.reports) tell(log, report);
    opened.resolve(newsroom);
    const close = async (): Promise<void> => {
      state.stopping = true;
      await watching.close();
      await listening.close();
    };
    return { port: listening.port, baseUrl, reports: folder.reports, close };
  } catch (error) {
    opened.promise.catch(() => {});
    opened.reject(error);
    await watching.close();
    throw error;
  }
}

/** What changes while a server runs. */
interface State {
  stopping: boolean;
  /** What is wrong with settings that were saved while it ran. */
  refusedSettings: readonly Finding[];
}

interface Serving {
  readonly configuration: Configuration;
  readonly clock: () => number;
  readonly log: Logger;
  readonly state: State;
}

function appOf(
  { archive, folder, publisher }: Newsroom,
  { dev, clock, log, state }: Omit<Serving, 'configuration'> & { readonly dev: boolean },
) {
  return createApp({
    publisher,
    media: folder.media,
    log,
    clock,
    isReady: async () => !state.stopping && (await archive.isReady()),
    files: () => [
      ...state.refusedSettings.map((finding) => ({ file: SETTINGS_FILE, state: 'refused', findings: [finding] })),
      ...folder.reports,
    ],
    dev,
  });
}

async function readAgain(
  { folder, publisher }: Newsroom,
  { settings, stories }: FolderChange,
  { configuration, clock, log, state }: Serving,
): Promise<void> {
  if (settings) {
    const read = await readSettings(configuration.content);
    // Settings that are wrong are reported, and the ones before stay.
    state.refusedSettings = 'problems' in read ? read.problems : [];
    if ('problems' in read) log.error({ problems: read.problems }, 'publication.yaml is refused');
    else publisher.site = { ...publisher.site, publication: read.publication };
  }
  const changed = await folder.read(publisher.site.publication, fromMilliseconds(clock()), stories);
  for (const report of changed) tell(log, report);
}

/**
 * A line for each file. Its name and what was found may tell of a story that is to come, so the log holds rules and
 * lines alone; `dateline status` and `/status` say the rest.
 */
function tell(log: Logger, { state, findings, id }: FileReport): void {
  if (state === 'refused') {
    const found = findings.map(({ rule, line }) => ({ rule, line }));
    log.error({ id, found }, 'a file is refused: `dateline status` names it');
  } else log.info({ id, state, warnings: findings.length }, 'a file is read');
}

/** Structured lines on standard output; where nobody reads them any more, the server ends. */
function logTo(level: string): Logger {
  const destination = pino.destination({ dest: 1, sync: true });
  destination.on('error', () => process.exit(0));
  return pino({ level }, destination);
}
