import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import type { Archive } from '../archive/archive.ts';
import type { Article } from '../article/article.ts';
import { articleId, keyFrom } from '../article/identity.ts';
import { readCanonicalJson } from '../intake/canonical-json/index.ts';
import { tooLarge } from '../intake/decode.ts';
import { idLine, NO_ID, readMarkdown, withIdLine } from '../intake/markdown/index.ts';
import { type Hints, LARGEST_STORY, type Reading } from '../intake/reading.ts';
import { apply } from '../newsroom/newsroom.ts';
import type { Publication } from '../publication/publication.ts';
import { type Finding, problem } from '../text/finding.ts';
import type { Instant } from '../text/instant.ts';
import { hintsFor } from './hints.ts';
import { MediaFolder } from './media-folder.ts';
import { ChangedMeanwhile, type FileMark, type ReplaceFile, replaceFile, storyFiles } from './story-files.ts';

/** What became of one file. */
export interface FileReport {
  /** Relative to the content folder. */
  readonly file: string;
  readonly state: 'published' | 'scheduled' | 'withheld' | 'canceled' | 'draft' | 'refused';
  readonly findings: readonly Finding[];
  readonly id?: string;
}

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
}

/** A folder of stories as files, and what became of each of them. */
export class ContentFolder {
  readonly media: MediaFolder;
  /** As an absolute path. */
  readonly folder: string;
  readonly #archive: Archive;
  readonly #options: FolderOptions;
  readonly #reports = new Map<string, FileReport>();
  /** The id that each file says it is, whether it was taken or not. */
  readonly #ids = new Map<string, string>();

  /** @param folder holds `articles/` and `media/` */
  constructor(folder: string, archive: Archive, options: FolderOptions = { writeIds: true }) {
    this.folder = resolve(folder);
    this.#archive = archive;
    this.#options = options;
    this.media = new MediaFolder(join(folder, 'media'));
  }

  /** What became of every file, by name. */
  get reports(): FileReport[] {
    return [...this.#reports.values()].toSorted((a, b) => (a.file < b.file ? -1 : 1));
  }

  /**
   * Reads the files of the folder in the order of their names.
   * @param only these, relative to the folder; all of them if absent
   * @returns the reports of files whose state or findings have changed
   */
  async read(publication: Publication, now: Instant, only?: ReadonlySet<string>): Promise<FileReport[]> {
    const { files, unreadable } = await storyFiles(this.folder);
    for (const gone of [...this.#reports.keys()].filter((known) => !files.includes(known))) {
      this.#reports.delete(gone);
      this.#ids.delete(gone);
    }
    for (const { folder, code } of unreadable) {
      const found = problem('file/unreadable', `The folder cannot be read (${code}).`, { file: folder });
      this.#reports.set(folder, { file: folder, state: 'refused', findings: [found] });
    }
    const changed: FileReport[] = [];
    const take = async (file: string): Promise<void> => {
      const before = JSON.stringify(this.#reports.get(file));
      const report = await this.#read(file, publication, now);
      this.#reports.set(file, report);
      if (JSON.stringify(report) !== before) changed.push(report);
    };
    for (const file of files.filter((name) => only === undefined || only.has(name))) await take(file);
    // Of files with one id the first by name has it: a file that came or went may have changed which one that is.
    for (const file of files.filter((name) => this.#isRefusedTwin(name) !== this.#isTwin(name))) await take(file);
    return changed;
  }

  async #read(file: string, publication: Publication, now: Instant): Promise<FileReport> {
    try {
      const reading = await this.readFile(file, publication);
      if ('problems' in reading) return { file, state: 'refused', findings: reading.problems };
      this.#ids.set(file, reading.submission.id);
      if (this.#isTwin(file)) return { file, state: 'refused', findings: [this.#twinFinding(file)] };
      return await this.#handIn(file, reading, now);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const message =
        code === undefined
          ? `Dateline failed on this file (${(error as Error).message}): please report it.`
          : `The file cannot be read (${code}).`;
      return { file, state: 'refused', findings: [problem('file/unreadable', message, { file })] };
    }
  }

  /** Reads one file; a Markdown file without an id gets the one line that it lacks. */
  async readFile(file: string, publication: Publication): Promise<Reading> {
    const path = join(this.folder, file);
    const mark = await stat(path);
    if (!mark.isFile()) return { problems: [problem('file/unreadable', 'This is no file.', { file })] };
    if (mark.size > LARGEST_STORY) return { problems: [tooLarge(mark.size, file)] };
    const bytes = await readFile(path);
    const hints = hintsFor(file, publication, this.media);
    const reader = READERS[extname(file)] ?? readMarkdown;
    const reading = reader(bytes, hints);
    if (!('problems' in reading) || !reading.problems.some(({ rule }) => rule === NO_ID)) return reading;
    // A file with other problems keeps its bytes until they are mended.
    if (reading.problems.length > 1) return { problems: reading.problems.filter(({ rule }) => rule !== NO_ID) };
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

  /** The first file by name that says it is this story. */
  #ownerOf(id: string): string | undefined {
    return [...this.#ids]
      .filter(([, other]) => other === id)
      .map(([file]) => file)
      .toSorted()[0];
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

  async #handIn(file: string, reading: Extract<Reading, { submission: unknown }>, now: Instant): Promise<FileReport> {
    const { submission, warnings } = reading;
    const decision = await apply(this.#archive, { submission, actor: 'content folder', origin: 'content folder' }, now);
    const { id } = submission;
    if (decision.decision === 'draft') return { file, state: 'draft', findings: warnings, id };
    if (decision.decision === 'refused') {
      const { reason, path } = decision;
      const finding = problem('newsroom/refused', `Refused: ${reason}.`, {
        file,
        ...(path === undefined ? {} : { path }),
      });
      return { file, state: 'refused', findings: [...warnings, finding], id };
    }
    return { file, state: stateOf(decision.article, now), findings: warnings, id };
  }
}

const TWIN = 'article/twin';

function stateOf({ status, publishAt }: Article, now: Instant): FileReport['state'] {
  if (status !== 'usable') return status;
  return publishAt > now ? 'scheduled' : 'published';
}
