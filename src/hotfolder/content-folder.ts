import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { knownMedia } from '../archive/media-store.ts';
import type { Store } from '../archive/store.ts';
import { articleId, keyFrom, keyOf } from '../article/identity.ts';
import type { Submission } from '../article/submission.ts';
import { readCanonicalJson } from '../intake/canonical-json/index.ts';
import { tooLarge } from '../intake/decode.ts';
import { hintsFor } from '../intake/hints.ts';
import { idLine, NO_ID, readMarkdown, withIdLine } from '../intake/markdown/index.ts';
import { type Hints, LARGEST_STORY, type Reading } from '../intake/reading.ts';
import { apply } from '../newsroom/newsroom.ts';
import type { Publication } from '../publication/publication.ts';
import { type Finding, problem } from '../text/finding.ts';
import type { Instant } from '../text/instant.ts';
import {
  EARLY,
  type FileReport,
  missingReport,
  OWNER,
  recordOf,
  reportOfDecision,
  reportOfRecord,
} from './file-report.ts';
import { MediaFolder } from './media-folder.ts';
import { CONTENT_FOLDER, withdrawFile } from './removals.ts';
import {
  ChangedMeanwhile,
  type FileMark,
  type ReplaceFile,
  replaceFile,
  type StoryFiles,
  storyFiles,
} from './story-files.ts';
import { Vanishing } from './vanished.ts';

export type { FileReport } from './file-report.ts';

/** Each way of reading by the ending of the file's name. */
const READERS: Readonly<Record<string, (bytes: Uint8Array, hints: Hints) => Reading>> = {
  '.md': readMarkdown,
  '.json': readCanonicalJson,
};

/** What may be done to the folder. */
export interface FolderOptions {
  /** Write the one line into files that have no id; without it such a file is refused with the line to paste. */
  readonly writeIds: boolean;
  readonly replace?: ReplaceFile;
  /** Is called before a story is handed in. */
  readonly before?: (submission: Submission) => Promise<void>;
  /** How long a file has to be gone to be gone, in milliseconds. */
  readonly grace?: number;
}

/** A folder of stories as files, and what became of each of them. */
export class ContentFolder {
  readonly media: MediaFolder;
  /** As an absolute path. */
  readonly folder: string;
  readonly #store: Pick<Store, 'archive' | 'files' | 'media'>;
  readonly #options: FolderOptions;
  readonly #vanishing: Vanishing;
  readonly #reports = new Map<string, FileReport>();
  /** The id that each file says it is, whether it was taken or not; and the files that say they are a story. */
  readonly #ids = new Map<string, string>();
  readonly #claims = new Map<string, Set<string>>();
  /** What the archive remembers of the folder; unknown before the first reading. */
  #remembered: Map<string, FileReport> | undefined;

  /** @param folder holds `articles/` and `media/` */
  constructor(
    folder: string,
    store: Pick<Store, 'archive' | 'files' | 'media'>,
    options: FolderOptions = { writeIds: true },
  ) {
    this.folder = resolve(folder);
    this.#store = store;
    this.#options = options;
    this.#vanishing = new Vanishing(this.folder, options.grace);
    this.media = new MediaFolder(join(folder, 'media'));
  }

  /** Files that may be taken when they are read again, though nobody touches them. */
  get unsettled(): ReadonlySet<string> {
    const passing = ['file/unreadable', EARLY, OWNER];
    const reports = this.reports.filter(({ findings }) => findings.some(({ rule }) => passing.includes(rule)));
    return new Set(reports.map(({ file }) => file));
  }

  /** What became of every file, by name. */
  get reports(): FileReport[] {
    return [...this.#reports.values()].toSorted((a, b) => (a.file < b.file ? -1 : 1));
  }

  /**
   * Reads the files of the folder in the order of their names, and withholds the stories of those that it saw vanish.
   * @param only these, relative to the folder; all of them if absent
   * @returns the reports of files whose state or findings have changed, or of which something was stored
   */
  async read(publication: Publication, now: Instant, only?: ReadonlySet<string>): Promise<FileReport[]> {
    const before = new Map(this.#reports);
    const isFirst = this.#remembered === undefined;
    this.#remembered ??= new Map(
      (await this.#store.files.all()).map(reportOfRecord).map((report) => [report.file, report]),
    );
    if (isFirst) await this.#vanishing.accept();
    const { files, unreadable } = await storyFiles(this.folder);
    for (const { folder, code } of unreadable) {
      const found = problem('file/unreadable', `The folder cannot be read (${code}).`, { file: folder });
      this.#reports.set(folder, { file: folder, state: 'refused', findings: [found] });
    }
    const take = async (file: string): Promise<void> => {
      this.#reports.set(file, await this.#read(file, publication, now));
    };
    for (const file of files.filter((name) => only === undefined || only.has(name))) await take(file);
    if (isFirst) await this.#missSince(files);
    // What was missed is back, perhaps under another name.
    for (const { file, state, id = '' } of this.reports) {
      if (SETTLED.includes(state) && !files.includes(file) && this.#claims.has(id)) this.#reports.delete(file);
    }
    await this.#withhold({ files, unreadable }, before, now);
    // Of files with one id the first by name has it: a file that came or went may have changed which one that is.
    for (const file of files.filter((name) => this.#isRefusedTwin(name) !== this.#isTwin(name))) await take(file);
    await this.#remember();
    return [...this.#reports.values()].filter(
      (report) =>
        report !== before.get(report.file) && (report.steps !== undefined || !isSame(report, before.get(report.file))),
    );
  }

  /** Files that were there when the folder was last read, before this process: nobody saw them vanish. */
  async #missSince(files: readonly string[]): Promise<void> {
    for (const { file, state, id } of this.#remembered?.values() ?? []) {
      if (files.includes(file) || id === undefined || state === 'removed' || this.#claims.has(id)) continue;
      if (await this.#isShown(id)) this.#reports.set(file, missingReport({ file, id }));
    }
  }

  /** What this process saw vanish is withheld; renamed files and doubtful deletions are not. */
  async #withhold(
    { files, unreadable }: StoryFiles,
    before: ReadonlyMap<string, FileReport>,
    now: Instant,
  ): Promise<void> {
    const isHidden = (file: string): boolean =>
      unreadable.some(({ folder }) => file === folder || file.startsWith(`${folder}/`));
    const known = [...before.values()].filter(({ file, state }) => !SETTLED.includes(state) && !isHidden(file));
    const gone = known.filter(({ file }) => !files.includes(file));
    for (const { file } of gone) this.#claim(file, undefined);
    const orphans = known.filter(({ id }) => id !== undefined && !this.#claims.has(id));
    const missed = orphans.filter((report) => gone.includes(report));
    const stillGone = await this.#vanishing.confirmed(missed.map(({ file }) => file));
    for (const { file } of gone) this.#reports.delete(file);
    const counted: FileReport[] = [];
    for (const report of orphans) {
      if (gone.includes(report) && !stillGone.includes(report.file)) continue;
      if (await this.#isShown(report.id ?? '')) counted.push(report);
    }
    // A folder in the place of another one that lacks nothing is as good.
    if (counted.length === 0 && files.length > 0) await this.#vanishing.accept();
    if (counted.length === 0) return;
    // A file that cannot be read may be one of those that are missed, under another name.
    const isUnknown = files.some((file) => this.#reports.get(file)?.state === 'refused' && !this.#ids.has(file));
    const isDoubtful = (await this.#vanishing.isDoubtful(counted.length, before.size, now)) || isUnknown;
    for (const report of counted) {
      const isGone = gone.includes(report);
      // A file that says that it is another story was not deleted: somebody has to say what was meant.
      const file = isGone ? report.file : `${report.file} (${keyOf(report.id ?? '')})`;
      const withheld =
        isDoubtful || !isGone
          ? missingReport({ ...report, file })
          : await withdrawFile(this.#store.archive, report, now);
      if (withheld !== undefined) this.#reports.set(file, withheld);
    }
  }

  /** True if the folder has this story, and it is not hidden already. */
  async #isShown(id: string): Promise<boolean> {
    const { archive } = this.#store;
    const article = await archive.byId(id);
    return article?.status === 'usable' && (await archive.originOf(id)) === CONTENT_FOLDER.origin;
  }

  /** Writes down what has changed, so that other processes can tell, and the next one knows what there was. */
  async #remember(): Promise<void> {
    const known = this.#remembered ?? new Map<string, FileReport>();
    const changed = this.reports.filter((report) => !isSame(report, known.get(report.file)));
    await this.#store.files.put(changed.map(recordOf));
    for (const file of known.keys()) if (!this.#reports.has(file)) await this.#store.files.remove(file);
    this.#remembered = new Map(this.#reports);
  }

  async #read(file: string, publication: Publication, now: Instant): Promise<FileReport> {
    try {
      const reading = await this.readFile(file, publication);
      if ('problems' in reading) {
        // The story that it was when it could be read last: it goes on being shown.
        const id = this.#ids.get(file) ?? this.#remembered?.get(file)?.id;
        this.#claim(file, id);
        return { file, state: 'refused', findings: reading.problems, ...(id === undefined ? {} : { id }) };
      }
      const { submission, warnings } = reading;
      this.#claim(file, submission.id);
      if (this.#isTwin(file)) return { file, state: 'refused', findings: [this.#twinFinding(file)] };
      await this.#options.before?.(submission);
      const decision = await apply(this.#store.archive, { submission, ...CONTENT_FOLDER }, now);
      return reportOfDecision(decision, { file, id: submission.id, warnings }, now);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const message =
        code === undefined
          ? `Dateline failed on this file (${(error as Error).message}): please report it.`
          : `The file cannot be read or stored (${code}).`;
      const id = this.#ids.get(file) ?? this.#remembered?.get(file)?.id;
      this.#claim(file, id);
      const findings = [problem('file/unreadable', message, { file })];
      return { file, state: 'refused', findings, ...(id === undefined ? {} : { id }) };
    }
  }

  /** Reads one file; a Markdown file without an id gets the one line that it lacks. */
  async readFile(file: string, publication: Publication): Promise<Reading> {
    const path = join(this.folder, file);
    const mark = await stat(path);
    if (!mark.isFile()) return { problems: [problem('file/unreadable', 'This is no file.', { file })] };
    if (mark.size > LARGEST_STORY) return { problems: [tooLarge(mark.size, file)] };
    const bytes = await readFile(path);
    const stored = await knownMedia(this.#store.media, bytes);
    const hints = hintsFor(file, publication, (name) => this.media.file(name) ?? stored.get(name));
    const reader = READERS[extname(file)] ?? readMarkdown;
    const reading = reader(bytes, hints);
    if (!('problems' in reading) || !reading.problems.some(({ rule }) => rule === NO_ID)) return reading;
    // A file with other problems keeps its bytes until they are mended.
    if (reading.problems.length > 1) return { problems: reading.problems.filter(({ rule }) => rule !== NO_ID) };
    const lost = this.#ids.get(file) ?? this.#remembered?.get(file)?.id;
    if (lost !== undefined) {
      const lostMessage = `The story has lost its id: paste the line \`${idLine(lost)}\` below the first one.`;
      return { problems: [problem('article/lost-id', lostMessage, { file, line: 2, column: 1 })] };
    }
    const id = articleId(publication.authority, keyFrom(randomBytes(32)));
    const refusal = await this.#writeId(path, withIdLine(bytes.toString('utf8'), id), mark);
    if (refusal === undefined) return reader(await readFile(path), hints);
    const message = `The story has no id, and ${refusal}: paste the line \`${idLine(id)}\` below the first one.`;
    return { problems: [problem(NO_ID, message, { file, line: 2, column: 1 })] };
  }

  /** @returns why the line was not written; `undefined` if it was */
  async #writeId(path: string, text: string | undefined, mark: FileMark): Promise<string | undefined> {
    const { writeIds, replace = replaceFile } = this.#options;
    if (!writeIds || text === undefined) return 'only `dateline serve` writes it';
    try {
      await replace(path, text, mark);
      return undefined;
    } catch (error) {
      if (error instanceof ChangedMeanwhile) return 'it was saved at the same moment';
      return `its file cannot be written (${(error as NodeJS.ErrnoException).code})`;
    }
  }

  #claim(file: string, id: string | undefined): void {
    const before = this.#ids.get(file);
    if (before === id) return;
    const others = this.#claims.get(before ?? '');
    others?.delete(file);
    if (before !== undefined && others?.size === 0) this.#claims.delete(before);
    if (id === undefined) {
      this.#ids.delete(file);
      return;
    }
    this.#ids.set(file, id);
    this.#claims.set(id, (this.#claims.get(id) ?? new Set()).add(file));
  }

  /** The file that had this story before; among files that are new together the first by name. */
  #ownerOf(id: string): string | undefined {
    const files = [...(this.#claims.get(id) ?? [])].toSorted();
    const had = (file: string): boolean => this.#reports.get(file)?.id === id || this.#remembered?.get(file)?.id === id;
    return files.find(had) ?? files[0];
  }

  #isTwin(file: string): boolean {
    const id = this.#ids.get(file);
    return id !== undefined && this.#ownerOf(id) !== file;
  }

  #isRefusedTwin(file: string): boolean {
    return this.#reports.get(file)?.findings.some(({ rule }) => rule === TWIN) ?? false;
  }

  #twinFinding(file: string): Finding {
    const owner = this.#ownerOf(this.#ids.get(file) ?? '');
    const message = `The same id stands in ${owner}: a copied file needs its \`id\` line taken out.`;
    return problem(TWIN, message, { file, path: 'id' });
  }
}

const TWIN = 'article/twin';

/** States in which the deletion of the file is settled or waits for somebody's word. */
const SETTLED: readonly string[] = ['missing', 'removed'];

/** What was stored is news only once. */
function isSame(a: FileReport, b: FileReport | undefined): boolean {
  return b !== undefined && JSON.stringify({ ...a, steps: undefined }) === JSON.stringify({ ...b, steps: undefined });
}
