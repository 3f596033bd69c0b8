import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import type { Store } from '../archive/store.ts';
import type { Publication } from '../publication/publication.ts';
import { type Finding, problem } from '../text/finding.ts';
import { fromMilliseconds, type Instant } from '../text/instant.ts';
import { ContentFolder } from './content-folder.ts';
import { type FileReport, reportOfRecord, SILENT_EDIT } from './file-report.ts';
import { readSettings, SETTINGS_FILE, type Settings } from './publication-file.ts';
import { type FolderChange, watchFolder } from './watch.ts';

/** Time until another machine may read the content folder if the lease is not renewed. */
const LEASE_S = 8;
/** Interval of calls of `renew`, in milliseconds. */
export const RENEWAL_MS = 2000;

/** Name of the lease. */
export const SYNC_LEASE = 'content folder';

/** Dependencies of the synchronization of a folder. */
export interface FolderSyncDeps {
  readonly store: Store;
  readonly publication: Publication;
  /** Returns the current time in milliseconds. */
  readonly clock: () => number;
  readonly log: Logger;
  /** True if no other server can use this archive: an existing lease belongs to a killed process. */
  readonly isAlone: boolean;
}

/** Reads a content folder into the archive, and watches it. */
export class FolderSync {
  readonly folder: ContentFolder;
  /** Called with settings that were saved while the server runs. */
  onSettings: (publication: Publication) => void = () => {};
  readonly #path: string;
  readonly #deps: FolderSyncDeps;
  readonly #holder = randomBytes(8).toString('hex');
  #publication: Publication;
  #refusedSettings: readonly Finding[] = [];
  #holdsLease = false;
  #isStopping = false;
  #isFailing = false;
  #working: Promise<unknown> = Promise.resolve();
  #stopWatching: (() => Promise<void>) | undefined;

  constructor(path: string, deps: FolderSyncDeps) {
    this.#path = path;
    this.#deps = deps;
    this.#publication = deps.publication;
    this.folder = new ContentFolder(path, deps.store, { writeIds: true });
  }

  /** @returns once watching has begun, with a promise of the reports */
  async start(): Promise<{ readonly read: Promise<readonly FileReport[]> }> {
    // Watching begins before the first reading, so that a story saved in between is not missed.
    const watching = await watchFolder(this.#path, {
      onChange: (change) => this.#inTurn(() => this.#readAgain(change)),
      onError: (error) => this.#deps.log.error({ err: error }, 'watching the content folder failed'),
    });
    this.#stopWatching = () => watching.close();
    if (this.#deps.isAlone) await this.#deps.store.leases.end(SYNC_LEASE);
    const read = this.#inTurn(() => this.#takeLease()).then(() => this.folder.reports);
    return { read };
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#stopWatching?.();
    await this.#working;
    if (!this.#holdsLease) return;
    // A lease that cannot be released ends by itself.
    await this.#deps.store.leases.release(SYNC_LEASE, this.#holder).catch((error: unknown) => {
      this.#deps.log.error({ err: error }, 'releasing the lease of the content folder failed');
    });
  }

  /** Returns the reports of the content files, on whichever machine they are read. */
  async files(): Promise<FileReport[]> {
    const records = await this.#deps.store.files.all();
    const settings = this.#refusedSettings.map(
      (finding) => ({ file: SETTINGS_FILE, state: 'refused', findings: [finding] }) as const,
    );
    return [...settings, ...records.map(reportOfRecord)];
  }

  get #now(): Instant {
    return fromMilliseconds(this.#deps.clock());
  }

  async #term(): Promise<{ readonly now: Instant; readonly seconds: number }> {
    const time = await this.#deps.store.leases.time(this.#deps.clock);
    return { now: fromMilliseconds(time), seconds: LEASE_S };
  }

  /** Runs tasks one after another; a failed task is logged. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#working = this.#working.then(work).then(
      () => {
        this.#isFailing = false;
      },
      (error: unknown) => {
        // Every turn of an outage fails the same way.
        const isNew = !this.#isFailing && !this.#isStopping;
        this.#isFailing = true;
        if (isNew) this.#deps.log.error({ err: error }, 'reading the content folder failed');
      },
    );
    return this.#working as Promise<void>;
  }

  /**
   * Renews the lease, also during a long reading, and schedules the retry of files that may have become acceptable. The
   * server calls it every `RENEWAL_MS`.
   * @throws the error of the database
   */
  async renew(): Promise<void> {
    if (this.#isStopping) return;
    const { leases } = this.#deps.store;
    if (this.#holdsLease) {
      await leases.take(SYNC_LEASE, this.#holder, await this.#term());
    }
    void this.#inTurn(async () => {
      await this.#takeLease();
      if (this.#holdsLease && this.folder.unsettled.size > 0) await this.#read(this.folder.unsettled);
    });
  }

  /** Takes or renews the lease; a process that acquires it reads the whole folder. */
  async #takeLease(): Promise<void> {
    if (this.#isStopping) return;
    const held = this.#holdsLease;
    const term = await this.#term();
    // If the folder cannot be read, another process may take the lease.
    this.#holdsLease = false;
    this.#holdsLease = await this.#deps.store.leases.take(SYNC_LEASE, this.#holder, term);
    if (held || !this.#holdsLease) return;
    await this.#read();
  }

  async #readAgain({ settings, stories }: FolderChange): Promise<void> {
    if (settings) {
      const read = this.#unlessForeign(await readSettings(this.#path));
      // Invalid settings are reported, and the previous ones stay in use.
      this.#refusedSettings = 'problems' in read ? read.problems : [];
      if ('problems' in read) {
        const file = basename(read.problems[0]?.file ?? SETTINGS_FILE);
        this.#deps.log.error({ problems: read.problems }, `${file} refused`);
      } else {
        this.#publication = read.publication;
        this.onSettings(read.publication);
      }
    }
    if (this.#holdsLease) await this.#read(stories);
  }

  /** Refuses settings with another authority, which is another publication. */
  #unlessForeign(read: Settings): Settings {
    if ('problems' in read || isDeepStrictEqual(read.publication.authority, this.#publication.authority)) return read;
    const { domain, year } = this.#publication.authority;
    const message = `\`authority\` never changes: it is ${domain},${year} for every story: restore the previous value.`;
    return { problems: [problem('publication/authority', message, { file: SETTINGS_FILE, path: 'authority' })] };
  }

  /** Reads the folder; after an error the next turn reads all of it again, on this machine or another one. */
  async #read(only?: ReadonlySet<string>): Promise<void> {
    try {
      const changed = await this.folder.read(this.#publication, this.#now, only);
      for (const report of changed) logReport(this.#deps.log, report);
    } catch (error) {
      this.#holdsLease = false;
      throw error;
    }
  }
}

/**
 * Logs a line for each file. File names and findings may reveal unpublished stories, so the log contains rules and
 * lines alone; `dateline status` and `/status` show the details.
 */
function logReport(log: Logger, { state, findings, id, steps = [] }: FileReport): void {
  const found = findings.map(({ rule, line }) => ({ rule, line }));
  if (state === 'refused') log.error({ id, found }, 'content file refused; `dateline status` shows the reason');
  else if (state === 'missing')
    log.error({ id }, 'content file missing; `dateline sync --confirm` withholds its story');
  else {
    const isSilent = findings.some(({ rule }) => rule === SILENT_EDIT);
    log.info({ id, state, steps, found }, isSilent ? 'silent edit stored' : 'content file read');
  }
}
