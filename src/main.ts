import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import type { Configuration } from './app/configuration.ts';
import { holdForServing, openArchive } from './archive/location.ts';
import type { Store } from './archive/store.ts';
import type { FileReport } from './content-folder/file-report.ts';
import { FolderSync } from './content-folder/folder-sync.ts';
import { readSettings } from './content-folder/publication-file.ts';
import { Dispatch } from './delivery/dispatch.ts';
import { type Post, postOutside } from './delivery/outbound.ts';
import { Publisher } from './documents/publisher.ts';
import { recordDueTransitions } from './newsroom/scheduled-transitions.ts';
import { addressesOf } from './publication/addresses.ts';
import type { Publication } from './publication/publication.ts';
import { createApp } from './server/app.ts';
import { CachedResponses } from './server/cached-responses.ts';
import { type ListeningServer, listen } from './server/listen.ts';
import type { Finding } from './text/finding.ts';
import { fromMilliseconds } from './text/instant.ts';

/** Dateline's own release. */
export const RELEASE: string = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')).version;

/** The settings of the content folder cannot be used. */
export class SettingsError extends Error {
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super('publication.yaml cannot be used');
    this.findings = findings;
  }
}

/** The archive holds the stories of another publication. */
export class ForeignArchiveError extends Error {}

/**
 * The settings of a content folder.
 * @throws UnusableSettings if `publication.yaml` is missing or wrong
 */
export async function publicationOf(content: string): Promise<Publication> {
  const settings = await readSettings(content);
  if ('problems' in settings) throw new SettingsError(settings.problems);
  return settings.publication;
}

/**
 * Makes sure that an archive is this publication's, and says so in a new one.
 * @throws ForeignArchive
 */
export async function claimArchive(store: Store, { authority: { domain, year } }: Publication): Promise<void> {
  const authority = `${domain},${year}`;
  const owner = await store.metadata('authority');
  if (owner === undefined) await store.setMetadata('authority', authority);
  else if (owner !== authority) {
    throw new ForeignArchiveError(
      `The archive holds the stories of ${owner}, and publication.yaml says ${authority}: name another folder with DATELINE_DATA, or mend \`authority\`, which never changes.`,
    );
  }
}

/** The publisher of a publication's documents. */
export function publisherOf(
  store: Store,
  publication: Publication,
  { baseUrl, port, content }: Pick<Configuration, 'baseUrl' | 'port'> & Partial<Pick<Configuration, 'content'>>,
  onRefused?: (findings: readonly Finding[]) => void,
): Publisher {
  const addresses = addressesOf(baseUrl ?? localUrl(port));
  const own = content === undefined ? undefined : join(content, 'templates');
  const templates = own !== undefined && existsSync(own) ? { templates: own } : {};
  const site = { publication, addresses, release: RELEASE, ...templates };
  return new Publisher(store, site, onRefused === undefined ? {} : { onRefused });
}

function localUrl(port: number): string {
  return `http://localhost:${port}`;
}

/** A server that serves an archive, and takes in a content folder. */
export interface Running extends ListeningServer {
  /** What every absolute address begins with. */
  readonly baseUrl: string;
  readonly store: Store;
  /** What became of the files of the content folder, once all of them were read; none where another machine does it. */
  readonly synced: Promise<readonly FileReport[]>;
}

/** What a server may be told beside its configuration. */
export interface Options {
  readonly dev?: boolean;
  /** The present moment in milliseconds. */
  readonly clock?: () => number;
  readonly log?: Logger;
  /** How something is sent to somebody outside; to public addresses alone if absent. */
  readonly post?: Post;
}

/**
 * Serves an archive: the content folder goes into it, and goes on doing so while it changes.
 * @throws UnusableSettings, ForeignArchive, ArchiveInUse, or the system's error if the port cannot be had
 */
export async function serve(configuration: Configuration, options: Options = {}): Promise<Running> {
  const { dev = false, clock = Date.now, log = logTo(configuration.logLevel) } = options;
  const publication = await publicationOf(configuration.content);
  const lock = holdForServing(configuration.archive);
  const stopping = new AbortController();
  const closing: (() => Promise<void> | void)[] = [() => lock.release()];
  const closeAll = async (): Promise<void> => {
    for (const close of closing.toReversed()) await close();
  };
  try {
    const store = await openArchive(configuration.archive);
    closing.push(() => store.close());
    await claimArchive(store, publication);
    const onRefused = (findings: readonly Finding[]): void => log.warn({ findings }, 'a format refused an item');
    const publisher = publisherOf(store, publication, configuration, onRefused);
    const sync = new FolderSync(configuration.content, {
      store,
      publication,
      clock,
      log,
      isAlone: 'file' in configuration.archive,
    });
    sync.onSettings = (changed) => {
      publisher.site = { ...publisher.site, publication: changed };
    };
    closing.push(() => sync.stop());
    // A feed that is empty for a moment would tell readers that all stories are gone.
    const isEmpty = (await store.archive.log.cursor()) === 0;
    const { read: synced } = await sync.start();
    if (isEmpty) await synced;
    closing.push(recordTransitions(store, clock, log));
    closing.push(deliver(store, publisher, { clock, log, post: options.post ?? postOutside }));
    const cachedResponses = new CachedResponses({ log, clock, current: (key, now) => publisher.current(key, now) });
    const parts = {
      publisher,
      store,
      folder: sync.folder.media,
      log,
      clock,
      isReady: async () => !stopping.signal.aborted && (await store.isReady()),
      files: () => sync.files(),
      dev,
      stopping: stopping.signal,
    };
    const listening = await listen(cachedResponses.before(createApp(parts, cachedResponses)), configuration.port);
    closing.push(() => listening.close());
    const baseUrl = configuration.baseUrl ?? localUrl(listening.port);
    publisher.site = { ...publisher.site, addresses: addressesOf(baseUrl) };
    const close = (): Promise<void> => {
      stopping.abort();
      return closeAll();
    };
    return { port: listening.port, baseUrl, store, synced, close };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** How often somebody looks whether there is something to tell outside, in milliseconds. */
const DELIVERY_INTERVAL_MS = 2000;

/** Tells search engines what has changed while a server runs. */
function deliver(
  store: Store,
  publisher: Publisher,
  { clock, log, post }: { clock: () => number; log: Logger; post: Post },
): () => Promise<void> {
  const dispatch = new Dispatch();
  return repeat(DELIVERY_INTERVAL_MS, async (isStopped) => {
    try {
      const { publication, addresses } = publisher.site;
      const sent = await dispatch.run({ store, publication, addresses, post }, fromMilliseconds(clock()));
      if (sent > 0) log.info({ sent }, 'search engines were told');
    } catch (error) {
      if (!isStopped()) log.error({ err: error }, 'what has changed cannot be told outside');
    }
  });
}

/** Does something again and again, one at a time, until it is stopped. */
function repeat(milliseconds: number, work: (isStopped: () => boolean) => Promise<void>): () => Promise<void> {
  let working: Promise<void> = Promise.resolve();
  let stopped = false;
  const isStopped = (): boolean => stopped;
  const timer = setInterval(() => {
    working = working.then(() => (stopped ? undefined : work(isStopped)));
  }, milliseconds);
  return async () => {
    stopped = true;
    clearInterval(timer);
    await working;
  };
}

/** How often the clock looks whether an hour has come, in milliseconds. */
const TICK = 400;

/** Writes down what the clock has done while a server runs. */
function recordTransitions(store: Store, clock: () => number, log: Logger): () => Promise<void> {
  return repeat(TICK, async (isStopped) => {
    try {
      const passed = await recordDueTransitions(store.archive, fromMilliseconds(clock()));
      if (passed > 0) log.info({ passed }, 'hours have passed');
    } catch (error) {
      if (!isStopped()) log.error({ err: error }, 'the hours that have passed cannot be written down');
    }
  });
}

/** Structured lines on standard output; where nobody reads them any more, the server ends. */
function logTo(level: string): Logger {
  // Lines that come while others are written go out together: at thousands a second a write for each would cost the most.
  const destination = pino.destination({ dest: 1, sync: false, minLength: 4096, periodicFlush: 200 });
  destination.on('error', () => process.exit(0));
  return pino({ level }, destination);
}
