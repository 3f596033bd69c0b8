import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isTemporary } from '../archive/archive-errors.ts';
import type { Store } from '../archive/store.ts';
import { keyOf } from '../article/identity.ts';
import type { Submission } from '../article/submission.ts';
import { isWireXmlName } from '../intake/wire-names.ts';
import { submitStory } from '../newsroom/submit-story.ts';
import { MediaFolder } from '../parsing/media-folder.ts';
import type { Publication } from '../publication/publication.ts';
import { defined } from '../text/defined.ts';
import { type Finding, problem } from '../text/finding.ts';
import type { Instant } from '../text/instant.ts';
import { ParsingBusyError } from '../workers/run-job.ts';
import { Claims } from './claims.ts';
import { DeletionGuard } from './deletion-guard.ts';
import {
  EARLY,
  type FileReport,
  missingReport,
  OWNER,
  recordOf,
  reportOfDecision,
  reportOfRecord,
} from './file-report.ts';
import { type IdWriting, readStoryFile } from './read-story-file.ts';
import { CONTENT_FOLDER, withdrawFile } from './removals.ts';
import { storyFiles, type Unreadable, WIRE_FOLDER } from './story-files.ts';
import { receiveWireFile } from './wire-files.ts';

export type { FileReport } from './file-report.ts';

/** Options for reading the folder. */
export interface FolderOptions extends IdWriting {
  /** Called before a story is submitted. */
  readonly before?: (submission: Submission) => Promise<void>;
  /** True for a dry run in which drafts are treated as published, so that they can be checked. */
  readonly publishesDrafts?: boolean;
  /** Milliseconds after which a missing file counts as deleted. */
  readonly grace?: number;
}

/** Attempts to store the story of a file, and the pause between them, in milliseconds. */
const ATTEMPTS = 3;
const RETRY_MS = 500;

/** A folder of stories as files, with the state of each. */
export class ContentFolder {
  readonly media: MediaFolder;
  /** Absolute path. */
  readonly folder: string;
  readonly #store: Pick<Store, 'archive' | 'files' | 'media'>;
  readonly #options: FolderOptions;
  readonly #deletionGuard: DeletionGuard;
  readonly #reports = new Map<string, FileReport>();
  readonly #claims = new Claims();
  /** The archive's records of the folder; undefined before the first reading. */
  #stored: Map<string, FileReport> | undefined;

  /** @param folder contains `articles/` and `media/` */
  constructor(
    folder: string,
    store: Pick<Store, 'archive' | 'files' | 'media'>,
    options: FolderOptions = { writeIds: true },
  ) {
    this.folder = resolve(folder);
    this.#store = store;
    this.#options = options;
    this.#deletionGuard = new DeletionGuard(this.folder, options.grace);
    this.media = new MediaFolder(join(folder, 'media'));
  }

  /** Returns files that may be accepted when they are read again unchanged. */
  get unsettled(): ReadonlySet<string> {
    const passing = ['file/unreadable', EARLY, OWNER];
    const reports = this.reports.filter(({ findings }) => findings.some(({ rule }) => passing.includes(rule)));
    return new Set(reports.map(({ file }) => file));
  }

  /** The report of every file, by name. */
  get reports(): FileReport[] {
    return [...this.#reports.values()].toSorted((a, b) => (a.file < b.file ? -1 : 1));
  }

  /**
   * Reads the files of the folder in the order of their names, and withholds the stories of deleted ones.
   * @param only these files, relative to the folder; all files if absent
   * @returns reports of files whose state or findings have changed, or of which a version was stored
   */
  async read(publication: Publication, now: Instant, only?: ReadonlySet<string>): Promise<FileReport[]> {
    const before = new Map(this.#reports);
    const isFirst = this.#stored === undefined;
    this.#stored ??= new Map(
      (await this.#store.files.all()).map(reportOfRecord).map((report) => [report.file, report]),
    );
    if (isFirst) await this.#deletionGuard.accept();
    const { files, unreadable } = await storyFiles(this.folder);
    const present = new Set(files);
    for (const { folder, code } of unreadable) {
      const found = problem('file/unreadable', `The folder cannot be read (${code}).`, { file: folder });
      this.#reports.set(folder, { file: folder, state: 'refused', findings: [found] });
    }
    const take = async (file: string): Promise<void> => {
      this.#reports.set(file, await this.#read(file, publication, now));
    };
    for (const file of files.filter((name) => only === undefined || only.has(name))) await take(file);
    if (isFirst) await this.#missSince(present);
    // A missing file is back, perhaps under another name.
    for (const { file, state, id = '' } of this.reports) {
      if (SETTLED.includes(state) && !present.has(file) && this.#claims.has(id)) this.#reports.delete(file);
    }
    await this.#withhold({ present, unreadable }, before, now);
    // Of several files with one id the first by name has the story, which a new or deleted file may change.
    for (const file of files.filter((name) => this.#isRefusedTwin(name) !== this.#isTwin(name))) await take(file);
    await this.#storeReports();
    return [...this.#reports.values()].filter(
      (report) =>
        report !== before.get(report.file) && (report.steps !== undefined || !isSame(report, before.get(report.file))),
    );
  }

  /** Marks files of a previous process as missing: their deletion was not observed. */
  async #missSince(present: ReadonlySet<string>): Promise<void> {
    for (const { file, state, id } of this.#stored?.values() ?? []) {
      if (present.has(file) || id === undefined || state === 'removed' || this.#claims.has(id)) continue;
      if (await this.#isShown(id)) this.#reports.set(file, missingReport({ file, id }));
    }
  }

  /** Withholds stories of deleted files; not of renamed ones and doubtful deletions. */
  async #withhold(
    { present, unreadable }: { readonly present: ReadonlySet<string>; readonly unreadable: readonly Unreadable[] },
    before: ReadonlyMap<string, FileReport>,
    now: Instant,
  ): Promise<void> {
    const isHidden = (file: string): boolean =>
      unreadable.some(({ folder }) => file === folder || file.startsWith(`${folder}/`));
    const known = [...before.values()].filter(({ file, state }) => !SETTLED.includes(state) && !isHidden(file));
    const gone = new Set(known.filter(({ file }) => !present.has(file)));
    for (const { file } of gone) this.#claims.set(file, undefined);
    const orphans = known.filter(({ id }) => id !== undefined && !this.#claims.has(id));
    const missed = orphans.filter((report) => gone.has(report));
    const stillGone = await this.#deletionGuard.confirmed(missed.map(({ file }) => file));
    for (const { file } of gone) this.#reports.delete(file);
    const counted: FileReport[] = [];
    for (const report of orphans) {
      if (gone.has(report) && !stillGone.includes(report.file)) continue;
      if (await this.#isShown(report.id ?? '')) counted.push(report);
    }
    // Another folder with the same files is as good.
    if (counted.length === 0 && present.size > 0) await this.#deletionGuard.accept();
    if (counted.length === 0) return;
    // An unreadable file may be one of the missing ones, under another name.
    const isUnknown = [...present].some(
      (file) =>
        !isWireXmlName(file) &&
        !file.startsWith(`${WIRE_FOLDER}/`) &&
        this.#reports.get(file)?.state === 'refused' &&
        this.#claims.idOf(file) === undefined,
    );
    const isDoubtful = (await this.#deletionGuard.isDoubtful(counted.length, before.size, now)) || isUnknown;
    for (const report of counted) {
      const isGone = gone.has(report);
      // A file that claims another story was not deleted: the editor has to decide.
      const file = isGone ? report.file : `${report.file} (${keyOf(report.id ?? '')})`;
      const withheld =
        isDoubtful || !isGone
          ? missingReport({ ...report, file })
          : await withdrawFile(this.#store.archive, report, now);
      if (withheld !== undefined) this.#reports.set(file, withheld);
    }
  }

  /** True if the folder owns this story, and it is not hidden already. */
  async #isShown(id: string): Promise<boolean> {
    const { archive } = this.#store;
    const article = await archive.articles.byId(id);
    return article?.status === 'usable' && (await archive.articles.originOf(id)) === CONTENT_FOLDER.origin;
  }

  /** Stores changed reports, so that other processes can read them, and the next one has the list of files. */
  async #storeReports(): Promise<void> {
    const known = this.#stored ?? new Map<string, FileReport>();
    const changed = this.reports.filter((report) => !isSame(report, known.get(report.file)));
    await this.#store.files.put(changed.map(recordOf));
    for (const file of known.keys()) if (!this.#reports.has(file)) await this.#store.files.remove(file);
    this.#stored = new Map(this.#reports);
  }

  /**
   * Reads a file, also if the archive is busy for a moment.
   * @throws the error of an archive that is not available: the folder is read again when it is there
   */
  async #read(file: string, publication: Publication, now: Instant): Promise<FileReport> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#readOnce(file, publication, now);
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
        await setTimeout(RETRY_MS);
      }
    }
  }

  /** @throws errors that may be gone at the next attempt */
  async #readOnce(file: string, publication: Publication, now: Instant): Promise<FileReport> {
    try {
      const deps = { store: this.#store, publication, media: this.media };
      const received = await receiveWireFile({ folder: this.folder, file }, { ...deps, now });
      if (received !== undefined) return received;
      const lastId = this.#lastIdOf(file);
      const writing = this.#options;
      const reading = await readStoryFile({ folder: this.folder, file, lastId }, { ...deps, writing });
      if ('problems' in reading) return this.#refused(file, reading.problems);
      const { warnings } = reading;
      const submission = this.#options.publishesDrafts ? published(reading.submission, now) : reading.submission;
      this.#claims.set(file, submission.id);
      if (this.#isTwin(file)) return { file, state: 'refused', findings: [this.#twinFinding(file)] };
      await this.#options.before?.(submission);
      const decision = await submitStory(this.#store.archive, { submission, ...CONTENT_FOLDER }, now);
      return reportOfDecision(decision, { file, id: submission.id, warnings }, now);
    } catch (error) {
      if (isTemporary(error) || error instanceof ParsingBusyError) throw error;
      const { code, name } = error as NodeJS.ErrnoException;
      const message =
        code === undefined
          ? `Dateline failed on this file (${name}): report it, with the file if it is not secret.`
          : `The file cannot be read or stored (${code}).`;
      return this.#refused(file, [problem('file/unreadable', message, { file })]);
    }
  }

  /** Returns the story of a file when it was last readable. */
  #lastIdOf(file: string): string | undefined {
    return this.#claims.idOf(file) ?? this.#stored?.get(file)?.id;
  }

  /** Creates the report of a refused file, whose story stays published. */
  #refused(file: string, findings: readonly Finding[]): FileReport {
    const id = this.#lastIdOf(file);
    this.#claims.set(file, id);
    return defined({ file, state: 'refused', findings, id });
  }

  /** Returns the file that had this story before; of several new files the first by name. */
  #ownerOf(id: string): string | undefined {
    const files = this.#claims.filesOf(id);
    const had = (file: string): boolean => this.#reports.get(file)?.id === id || this.#stored?.get(file)?.id === id;
    return files.find(had) ?? files[0];
  }

  #isTwin(file: string): boolean {
    const id = this.#claims.idOf(file);
    return id !== undefined && this.#ownerOf(id) !== file;
  }

  #isRefusedTwin(file: string): boolean {
    return this.#reports.get(file)?.findings.some(({ rule }) => rule === TWIN) ?? false;
  }

  #twinFinding(file: string): Finding {
    const owner = this.#ownerOf(this.#claims.idOf(file) ?? '');
    const message = `The same id is in ${owner}: remove the \`id\` line from the copied file.`;
    return problem(TWIN, message, { file, path: 'id' });
  }
}

const TWIN = 'article/twin';

/** States in which the deletion of a file is settled or waits for confirmation. */
const SETTLED: readonly string[] = ['missing', 'removed'];

/** True for equal reports: a stored version is reported once. */
function isSame(a: FileReport, b: FileReport | undefined): boolean {
  return b !== undefined && JSON.stringify({ ...a, steps: undefined }) === JSON.stringify({ ...b, steps: undefined });
}

function published(submission: Submission, now: Instant): Submission {
  return submission.draft ? { ...submission, draft: false, published: submission.published ?? now } : submission;
}
