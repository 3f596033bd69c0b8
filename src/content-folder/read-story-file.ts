import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { storedFilesIn } from '../archive/media-store.ts';
import type { Store } from '../archive/store.ts';
import { articleId, keyFrom } from '../article/identity.ts';
import { tooLarge } from '../intake/decode.ts';
import { idLine, NO_ID, withIdLine } from '../intake/markdown/identifier.ts';
import { MAX_STORY_BYTES, type ReadResult } from '../intake/read-result.ts';
import { STORY_FILE_JOB } from '../parsing/jobs.ts';
import type { MediaFolder } from '../parsing/media-folder.ts';
import type { Publication } from '../publication/publication.ts';
import { problem } from '../text/finding.ts';
import { runJob } from '../workers/run-job.ts';
import { FileChangedError, type FileMark, type ReplaceFile, replaceFile } from './story-files.ts';

/** Options for files without an id. */
export interface IdWriting {
  /** Write the id line into files without an id; otherwise such a file is refused with the line to add. */
  readonly writeIds: boolean;
  readonly replace?: ReplaceFile;
}

/** A file of a content folder. */
export interface StoryFile {
  readonly folder: string;
  /** Path relative to the folder. */
  readonly file: string;
  /** The story of the file when it was last readable. */
  readonly lastId: string | undefined;
}

/** Dependencies for reading a file. */
export interface StoryFileDeps {
  readonly publication: Publication;
  readonly media: MediaFolder;
  readonly store: Pick<Store, 'media'>;
  readonly writing: IdWriting;
}

/**
 * Reads one file; a Markdown file that never had an id gets its id line.
 * @throws the system's error if the file cannot be read
 */
export async function readStoryFile({ folder, file, lastId }: StoryFile, deps: StoryFileDeps): Promise<ReadResult> {
  const { publication, media, store, writing } = deps;
  const path = join(folder, file);
  const mark = await stat(path);
  if (!mark.isFile())
    return { problems: [problem('file/unreadable', 'This is not a file: move it out of the folder.', { file })] };
  if (mark.size > MAX_STORY_BYTES) return { problems: [tooLarge(mark.size, file)] };
  const bytes = await readFile(path);
  const stored = await storedFilesIn(bytes, store.media);
  const read = (text: Uint8Array): Promise<ReadResult> =>
    runJob(STORY_FILE_JOB, { bytes: text, file, publication, media: { stored, folder: media.folder } });
  const reading = await read(bytes);
  if (!('problems' in reading) || !reading.problems.some(({ rule }) => rule === NO_ID)) return reading;
  // A file with other errors is unchanged until they are mended.
  if (reading.problems.length > 1) return { problems: reading.problems.filter(({ rule }) => rule !== NO_ID) };
  const place = { file, line: 2, column: 1 };
  if (lastId !== undefined) {
    const lost = `The story has lost its id: paste the line \`${idLine(lastId)}\` below the first one.`;
    return { problems: [problem('article/lost-id', lost, place)] };
  }
  const id = articleId(publication.authority, keyFrom(randomBytes(32)));
  const refusal = await writeId({ path, mark, text: withIdLine(bytes.toString('utf8'), id) }, writing);
  if (refusal === undefined) return read(await readFile(path));
  const message = `The story has no id, and ${refusal}: paste the line \`${idLine(id)}\` below the first one.`;
  return { problems: [problem(NO_ID, message, place)] };
}

interface WithId {
  readonly path: string;
  readonly mark: FileMark;
  readonly text: string | undefined;
}

/** @returns the reason why the line was not written; `undefined` if it was */
async function writeId(
  { path, mark, text }: WithId,
  { writeIds, replace = replaceFile }: IdWriting,
): Promise<string | undefined> {
  if (!writeIds || text === undefined) return 'only `dateline serve` writes it';
  try {
    await replace(path, text, mark);
    return undefined;
  } catch (error) {
    if (error instanceof FileChangedError) return 'it was saved at the same time';
    return `its file cannot be written (${(error as NodeJS.ErrnoException).code})`;
  }
}
