import type { Logger } from 'pino';
import { addressesOf } from '../addresses/addresses.ts';
import { holdForServing, openArchive } from '../archive/location.ts';
import type { Store } from '../archive/store.ts';
import type { FileReport } from '../content-folder/file-report.ts';
import { FolderSync, RENEWAL_MS } from '../content-folder/folder-sync.ts';
import type { Post, Send } from '../delivery/outbound.ts';
import { recordDueTransitions } from '../newsroom/scheduled-transitions.ts';
import type { Publication } from '../publication/publication.ts';
import { createApp } from '../server/app.ts';
import { tagHeaders } from '../server/cache-tags.ts';
import { CachedResponses } from '../server/cached-responses.ts';
import { type ListeningServer, listen, TIMEOUTS_MS } from '../server/listen.ts';
import { fromMilliseconds } from '../text/instant.ts';
import type { Configuration } from './configuration.ts';
import { CALIBRATION_MS, DatabaseClock } from './database-clock.ts';
import { type Background, createDelivery, type DeliveryOptions, storePartners } from './delivery.ts';
import { documentsOf, localUrl } from './documents-of.ts';
import { every } from './every.ts';
import { FailureLog } from './failure-log.ts';
import { createLog } from './log.ts';
import { mediaReader } from './media-bytes.ts';
import { claimArchive, readPublication } from './open-publication.ts';
import { SETTINGS_RENEWAL_MS, SharedSettings } from './shared-settings.ts';

/** A server of an archive and its content folder. */
export interface RunningServer extends ListeningServer {
  /** Prefix of every absolute address. */
  readonly baseUrl: string;
  readonly store: Store;
  /** The reports of the content files after the first reading; none if another machine reads them. */
  readonly synced: Promise<readonly FileReport[]>;
}

/** Options of a server, besides its configuration. */
export interface ServeOptions {
  /** Opens the pages for editors to every request, and shows the states of content files. */
  readonly dev?: boolean;
  /** Returns the current time in milliseconds; the clock of the database if absent. */
  readonly clock?: () => number;
  /** The clock of this machine, which differs from that of the database; the system's if absent. */
  readonly machineClock?: () => number;
  readonly log?: Logger;
  /** Sends notifications; to public addresses alone if absent. */
  readonly post?: Post;
  /** Sends messages to partners; to public and allowed addresses alone if absent. */
  readonly send?: Send;
  /** Interval at which due messages are looked for, in milliseconds; changes are delivered at once. */
  readonly deliveryIntervalMs?: number;
}

/** Default of `deliveryIntervalMs`. */
const DELIVERY_INTERVAL_MS = 2000;

/** Interval at which due transitions are recorded. */
const TRANSITION_INTERVAL_MS = 400;

/**
 * Serves an archive, reads the content folder into it, and watches the folder.
 * @throws SettingsError, ForeignArchiveError, ArchiveInUseError, or the system's error if the port is taken
 */
export async function serve(configuration: Configuration, options: ServeOptions = {}): Promise<RunningServer> {
  const { log = createLog(configuration.logLevel) } = options;
  const publication = await readPublication(configuration.content);
  const stopping = new AbortController();
  await using cleanup = new AsyncDisposableStack();
  const lock = holdForServing(configuration.archive);
  cleanup.defer(() => lock.release());
  const store = await openArchive(configuration.archive, (err, during) => log.error({ err, during }, 'archive failed'));
  cleanup.defer(() => store.close());
  await claimArchive(store, publication);
  const shared = new DatabaseClock(store.leases, options.machineClock ?? Date.now);
  await shared.calibrate();
  const clock = options.clock ?? shared.now;
  const settings = await sharedSettings(configuration, store, publication);
  cleanup.defer(() => released(settings, log));
  const documents = documentsOf(
    { store, publication },
    { ...configuration, hasHub: true },
    {
      onRefused: (findings) => log.warn({ findings }, 'item refused by a format'),
    },
  );
  await storePartners({ store, clock, log }, publication, configuration);
  const sync = folderSync(configuration, { store, publication, documents, clock, log, settings });
  cleanup.defer(() => sync.stop());
  const { read: synced } = await startFolder(store, sync);
  const background = { store, documents, clock, log };
  const delivery = await createDelivery(background, configuration, deliveryOptions(options, { stopping, store, sync }));
  const cachedResponses = new CachedResponses({ log, clock, current: (key, now) => documents.current(key, now) });
  const app = createApp({
    documents,
    store,
    mediaFiles: sync.folder.media,
    log,
    clock,
    readiness: async () =>
      stopping.signal.aborted ? { ready: false, cause: new Error('The server stops.') } : store.readiness(),
    files: () => sync.files(),
    dev: options.dev ?? false,
    stopping: stopping.signal,
    tagsOf: (document) => tagHeaders(document, configuration.cacheTags),
    cachedResponses,
    hub: delivery.hub,
    hubWatch: delivery.hubWatch,
  });
  const listening = await listen(cachedResponses.before(app), configuration.port, {
    ...TIMEOUTS_MS,
    onError: (error) => log.error({ err: error }, 'listening failed'),
  });
  cleanup.defer(async () => {
    await listening.close();
    cachedResponses.flush();
  });
  const baseUrl = configuration.baseUrl ?? localUrl(listening.port);
  documents.site = { ...documents.site, addresses: addressesOf(baseUrl) };
  // Messages contain the base URL.
  delivery.start();
  const { deliveryIntervalMs = DELIVERY_INTERVAL_MS } = options;
  const work = [...repeatedWork(background, { sync, shared, settings }), [deliveryIntervalMs, delivery.run] as const];
  cleanup.defer(repeating(work, { stopping, ended: delivery.ended }));
  return { port: listening.port, baseUrl, store, synced, close: closing(stopping, cleanup.move()) };
}

function deliveryOptions(
  { post, send }: ServeOptions,
  { stopping, store, sync }: { readonly stopping: AbortController; readonly store: Store; readonly sync: FolderSync },
): DeliveryOptions {
  const mediaBytes = mediaReader(store.media, sync.folder.media);
  return { stopping: stopping.signal, post, send, mediaBytes };
}

/** Returns the settings that servers of one database share; a file has one server. */
async function sharedSettings(
  { archive }: Configuration,
  { leases }: Store,
  publication: Publication,
): Promise<SharedSettings | undefined> {
  const settings = 'url' in archive ? new SharedSettings(leases, publication) : undefined;
  await settings?.renew();
  return settings;
}

function closing(stopping: AbortController, running: AsyncDisposableStack): () => Promise<void> {
  return async () => {
    stopping.abort();
    await running.disposeAsync();
  };
}

/** Work in the background, with its interval in milliseconds. */
type Repeated = readonly [milliseconds: number, run: () => Promise<void>];

/** Starts work in the background; returns the function that ends it. */
function repeating(
  work: readonly Repeated[],
  { stopping, ended }: { readonly stopping: AbortController; readonly ended: () => Promise<void> },
): () => Promise<void> {
  const running = work.map(([milliseconds, run]) => every(milliseconds, run, stopping.signal));
  return async () => {
    stopping.abort();
    await Promise.all(running);
    await ended();
  };
}

/** Returns the work besides delivery. */
function repeatedWork(
  { store, clock, log }: Background,
  { sync, shared, settings }: { sync: FolderSync; shared: DatabaseClock; settings: SharedSettings | undefined },
): readonly Repeated[] {
  return [
    [RENEWAL_MS, renewing(sync, log)],
    [TRANSITION_INTERVAL_MS, transitions({ store, clock, log })],
    [CALIBRATION_MS, calibrating(shared, log)],
    ...(settings === undefined ? [] : [[SETTINGS_RENEWAL_MS, sharing(settings, log)] as const]),
  ];
}

interface FolderSyncInputs extends Background {
  readonly publication: Publication;
  readonly settings: SharedSettings | undefined;
}

function folderSync(
  configuration: Configuration,
  { store, publication, documents, clock, log, settings }: FolderSyncInputs,
): FolderSync {
  const { content, archive } = configuration;
  const sync = new FolderSync(content, { store, publication, clock, log, isAlone: 'file' in archive });
  sync.onSettings = (changed) => {
    settings?.change(changed);
    log.info('publication.yaml applied');
    void storePartners({ store, clock, log }, changed, configuration);
    documents.site = { ...documents.site, publication: changed };
  };
  return sync;
}

/**
 * Starts the folder; an empty archive is filled first, since an empty feed would look as if all stories were deleted.
 */
async function startFolder(store: Store, sync: FolderSync): Promise<{ readonly read: RunningServer['synced'] }> {
  const isEmpty = (await store.archive.log.cursor()) === 0;
  const { read } = await sync.start();
  if (isEmpty) await read;
  return { read };
}

function calibrating(shared: DatabaseClock, log: Logger): () => Promise<void> {
  const failures = new FailureLog(log, 'reading the time of the database failed');
  return () => failures.run(() => shared.calibrate());
}

async function released(settings: SharedSettings | undefined, log: Logger): Promise<void> {
  try {
    await settings?.release();
  } catch (error) {
    // A lease that cannot be released ends by itself.
    log.error({ err: error }, 'releasing the lease of the settings failed');
  }
}

function sharing(settings: SharedSettings, log: Logger): () => Promise<void> {
  const failures = new FailureLog(
    log,
    'publication.yaml differs from that of the other servers, or the archive failed',
  );
  return () => failures.run(() => settings.renew());
}

function renewing(sync: FolderSync, log: Logger): () => Promise<void> {
  const failures = new FailureLog(log, 'renewing the lease of the content folder failed');
  return () => failures.run(() => sync.renew());
}

function transitions({ store, clock, log }: Pick<Background, 'store' | 'clock' | 'log'>): () => Promise<void> {
  const failures = new FailureLog(log, 'recording due transitions failed');
  return () =>
    failures.run(async () => {
      const recorded = await recordDueTransitions(store.archive, fromMilliseconds(clock()));
      if (recorded > 0) log.info({ recorded }, 'due transitions recorded');
    });
}
