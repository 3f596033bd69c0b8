import { randomBytes } from 'node:crypto';
import { readdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, extname, join, relative, sep } from 'node:path';
import type { Archive } from '../archive/archive.ts';
import type { Article } from '../article/article.ts';
import { articleId, keyFrom } from '../article/identity.ts';
import type { Submission } from '../article/submission.ts';
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

/** A folder of stories as files, and what became of each of them. */
export class ContentFolder {
  readonly media: MediaFolder;
  readonly #folder: string;
  readonly #archive: Archive;
  readonly #replace: ReplaceFile;
  readonly #reports = new Map<string, FileReport>();

  /**
   * @param folder holds `articles/` and `media/`
   * @param replace puts other text into a file at once, or rejects with the system's error
   */
  constructor(folder: string, archive: Archive, replace: ReplaceFile = replaceFile) {
    this.#folder = folder;
    this.#archive = archive;
    this.#replace = replace;
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
    const files = await this.#files();
    for (const known of this.#reports.keys()) if (!files.includes(known)) this.#reports.delete(known);
    const changed: FileReport[] = [];
    for (const file of files) {
      if (only !== undefined && !only.has(file)) continue;
      const before = JSON.stringify(this.#reports.get(file));
      const report = await this.#read(file, publication, now);
      this.#reports.set(file, report);
      if (JSON.stringify(report) !== before) changed.push(report);
    }
    return changed;
  }

  async #files(): Promise<string[]> {
    const entries = await readdir(join(this.#folder, 'articles'), { recursive: true, withFileTypes: true }).catch(
      () => [],
    );
    return entries
      .filter((entry) => entry.isFile() && isStory(entry.name))
      .map((entry) => relative(this.#folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .toSorted();
  }

  async #read(file: string, publication: Publication, now: Instant): Promise<FileReport> {
    try {
      const reading = await this.readFile(file, publication);
      if ('problems' in reading) return { file, state: 'refused', findings: reading.problems };
      const twin = this.#twinOf(file, reading.submission);
      if (twin !== undefined) return { file, state: 'refused', findings: [twin] };
      return await this.#handIn(file, reading, now);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      return {
        file,
        state: 'refused',
        findings: [problem('file/unreadable', `The file cannot be read (${code}).`, { file })],
      };
    }
  }

  /** Reads one file; a Markdown file without an id gets the one line that it lacks. */
  async readFile(file: string, publication: Publication): Promise<Reading> {
    const path = join(this.#folder, file);
    const hints = hintsFor(file, publication, this.media);
    const reader = READERS[extname(file)] ?? readMarkdown;
    const { size } = await stat(path);
    if (size > LARGEST_STORY) return { problems: [tooLarge(size, file)] };
    const bytes = await readFile(path);
    const reading = reader(bytes, hints);
    if (!('problems' in reading) || !reading.problems.some(({ rule }) => rule === NO_ID)) return reading;
    // A file with other problems keeps its bytes until they are mended.
    if (reading.problems.length > 1) return { problems: reading.problems.filter(({ rule }) => rule !== NO_ID) };
    const id = articleId(publication.authority, keyFrom(randomBytes(32)));
    try {
      await this.#replace(path, withIdLine(bytes.toString('utf8'), id) ?? bytes.toString('utf8'));
      return reader(await readFile(path), hints);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const message = `The story has no id and its file cannot be written (${code}): paste the line \`${idLine(id)}\`.`;
      return { problems: [problem(NO_ID, message, { file, line: 2, column: 1 })] };
    }
  }

  /** Two files with one id: the first by name keeps it. */
  #twinOf(file: string, { id }: Submission): Finding | undefined {
    const twin = this.reports.find((report) => report.id === id && report.file !== file && report.state !== 'refused');
    if (twin === undefined) return undefined;
    return problem('article/id', `The same id stands in ${twin.file}: a copied file needs its \`id\` line taken out.`, {
      file,
      path: 'id',
    });
  }

  async #handIn(
    file: string,
    reading: Extract<Reading, { submission: Submission }>,
    now: Instant,
  ): Promise<FileReport> {
    const { submission, warnings } = reading;
    const decision = await apply(this.#archive, { submission, actor: 'content folder', origin: 'content folder' }, now);
    const { id } = submission;
    if (decision.decision === 'draft') return { file, state: 'draft', findings: warnings, id };
    if (decision.decision === 'refused') {
      const finding = problem('newsroom/refused', `Refused: ${decision.reason}.`, {
        file,
        ...(decision.path === undefined ? {} : { path: decision.path }),
      });
      return { file, state: 'refused', findings: [...warnings, finding], id };
    }
    return { file, state: stateOf(decision.article, now), findings: warnings, id };
  }
}

function stateOf({ status, publishAt }: Article, now: Instant): FileReport['state'] {
  if (status !== 'usable') return status;
  return publishAt > now ? 'scheduled' : 'published';
}

/** Editors' swap files, hidden files and half-written copies are no stories. */
function isStory(name: string): boolean {
  return extname(name) in READERS && !/^[.#~_]|~$/.test(name);
}

type ReplaceFile = (path: string, text: string) => Promise<void>;

/** A reader of the folder sees the old file or the new one, and never half of one. */
async function replaceFile(path: string, text: string): Promise<void> {
  const beside = join(dirname(path), `.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeFile(beside, text, { mode: (await stat(path)).mode });
    await rename(beside, path);
  } catch (error) {
    await unlink(beside).catch(() => {});
    throw error;
  }
}
