import { readFile, stat } from 'node:fs/promises';
import { basename, extname, relative } from 'node:path';
import { tooLarge } from '../../intake/decode.ts';
import { documentKind } from '../../intake/document-kind.ts';
import { parseJson } from '../../intake/json.ts';
import { withIdLine } from '../../intake/markdown/index.ts';
import { writeContentFile } from '../../intake/markdown/write.ts';
import { slugOf } from '../../intake/read-options.ts';
import { MAX_STORY_BYTES } from '../../intake/read-result.ts';
import { readForeignStory } from '../../intake/site-generator/foreign-story.ts';
import { contentFileOf } from '../../intake/wire-text/content-file.ts';
import { type PublicationState, publicationState } from '../../intake/wire-text/publication-state.ts';
import { STORY_FILE_JOB, WIRE_TEXT_JOB } from '../../parsing/jobs.ts';
import { defined } from '../../text/defined.ts';
import { type Finding, problem } from '../../text/finding.ts';
import type { Instant } from '../../text/instant.ts';
import { runJob } from '../../workers/run-job.ts';
import type { DryRun } from '../dry-run.ts';
import { knownSection, newId, writeNew } from '../new-story.ts';

/** Options of an import besides the file. */
export interface ImportOptions {
  readonly section?: string;
  readonly language?: string;
  /** True if plain copy is published at once; otherwise it is a draft. */
  readonly publish: boolean;
}

/** The target of an imported story, or the reasons for refusing it. */
export type Imported =
  | {
      readonly path: string;
      readonly understood: readonly string[];
      readonly guessed: readonly string[];
      /** The state in words: draft or published; absent for a file that states its own. */
      readonly state?: string;
    }
  | { readonly problems: readonly Finding[] };

/**
 * Converts a file to a content file: plain wire copy, or a story as canonical JSON.
 * @param now time of publication for a file without one
 */
export async function importFile(
  file: string,
  into: { readonly content: string; readonly dryRun: DryRun; readonly now: Instant },
  options: ImportOptions,
): Promise<Imported> {
  try {
    const { size } = await stat(file);
    if (size > MAX_STORY_BYTES) return { problems: [tooLarge(size, file)] };
    const bytes = await readFile(file);
    const kind = documentKind(bytes);
    // Hugo writes front matter as JSON too.
    const isFrontMatter = kind === 'front-matter' || (kind === 'json' && /\.(?:md|markdown)$/i.test(file));
    if (isFrontMatter) return await importFrontMatter({ file, bytes }, into, options);
    if (extname(file) === '.json') return await importJson({ file, bytes }, into, options);
    return await importWireText({ file, bytes }, into, options);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return { problems: [problem('file/unreadable', unreadableMessage(code), { file })] };
  }
}

/** Returns what keeps a file from being read, and the remedy. */
function unreadableMessage(code: string): string {
  if (code === 'ENOENT') return 'The file does not exist: mend its path.';
  if (code === 'EISDIR') return 'This is a folder: name the files in it.';
  if (code === 'EACCES') return 'The file cannot be read: permit this user to read it.';
  return `The file cannot be read (${code}): look at the disk.`;
}

type Into = Parameters<typeof importFile>[1];

/** A file with its content. */
interface ReadFile {
  readonly file: string;
  readonly bytes: Buffer;
}

async function importWireText({ file, bytes }: ReadFile, into: Into, options: ImportOptions): Promise<Imported> {
  const reading = await runJob(WIRE_TEXT_JOB, {
    bytes,
    file,
    now: into.now,
    timeZone: into.dryRun.publication.timeZone,
  });
  if ('problems' in reading) return reading;
  const { story, warnings } = reading;
  const { publication } = into.dryRun;
  const section = knownSection(publication, options.section);
  const state = publicationState(story, { publish: options.publish, now: into.now, file });
  if ('problems' in state) return state;
  const text = contentFileOf(
    story,
    defined({
      id: newId(publication),
      section,
      language: options.language,
      embargo: state.embargo,
      published: state.isDraft ? undefined : state.published,
    }),
  );
  const checked = await runJob(STORY_FILE_JOB, {
    bytes: Buffer.from(text),
    file: 'story.md',
    publication,
    media: { stored: new Map(), folder: into.dryRun.folder.media.folder },
  });
  const problems = 'problems' in checked ? checked.problems : [];
  if (problems.length > 0) return { problems: problems.map((found) => ({ ...found, file })) };
  const path = await writeNew(
    into.content,
    { slug: slugOf(story.headline) || slugOf(basename(file, extname(file))) || 'story' },
    text,
  );
  const guessed = [
    ...warnings.map(({ message }) => message),
    ...story.guessed,
    ...(options.section === undefined ? [`The section is "${section}", the first one.`] : []),
    ...(options.language === undefined ? [`The language is ${publication.language}, that of the publication.`] : []),
    ...(state.finding === undefined ? [] : [state.finding.message]),
  ];
  return { path: relative(process.cwd(), path), understood: story.understood, guessed, state: stateOf(state) };
}

/** Imports a story of a site generator, or a content file; its own state decides whether it is published. */
async function importFrontMatter({ file, bytes }: ReadFile, into: Into, options: ImportOptions): Promise<Imported> {
  const { publication } = into.dryRun;
  const text = bytes.toString('utf8');
  const read = readForeignStory(text, {
    file,
    timeZone: publication.timeZone,
    sections: publication.sections.map(({ key }) => key),
    section: knownSection(publication, options.section),
  });
  if (read !== undefined && 'problems' in read) return read;
  const id = newId(publication);
  const fields = read && { id, ...read.fields, ...defined({ language: options.language ?? read.fields.language }) };
  const written =
    read === undefined
      ? (withIdLine(text, id) ?? text)
      : `${writeContentFile(fields ?? {}, []).trimEnd()}\n\n${read.markdown.trimStart()}`;
  const checked = await runJob(STORY_FILE_JOB, {
    ...{ bytes: Buffer.from(written), file: 'story.md', publication },
    media: { stored: new Map(), folder: into.dryRun.folder.media.folder },
  });
  if ('problems' in checked) return { problems: checked.problems.map((found) => ({ ...found, file })) };
  const { slug, draft, published } = checked.submission;
  const name = slug === 'story' ? slugOf(basename(file, extname(file))) || 'story' : slug;
  const path = await writeNew(into.content, { slug: name }, written);
  return {
    path: relative(process.cwd(), path),
    understood: read?.understood ?? ['The file is a content file.'],
    guessed: [...(read?.guessed ?? []), ...checked.warnings.map(({ message }) => message)],
    state: draft ? 'draft: set `published` in the file to publish it' : `published ${published}`,
  };
}

/** Imports canonical JSON, a content file whose id may be missing. It never replaces another story. */
async function importJson({ file, bytes }: ReadFile, into: Into, options: ImportOptions): Promise<Imported> {
  const { content, dryRun } = into;
  if (options.section !== undefined || options.language !== undefined || options.publish) {
    const message =
      'Canonical JSON states its own section, language and time of publication: leave the options out, or edit the file.';
    return { problems: [problem('import/options', message, { file })] };
  }
  const media = { stored: new Map(), folder: dryRun.folder.media.folder };
  const withId = idAdded(bytes, () => newId(dryRun.publication));
  const reading = await runJob(STORY_FILE_JOB, { bytes: withId, file, publication: dryRun.publication, media });
  if ('problems' in reading) return reading;
  const { id, slug } = reading.submission;
  const taken = dryRun.folder.reports.find((report) => report.id === id);
  if (taken !== undefined) {
    return { problems: [problem('import/id', `The story is in the content folder already: ${taken.file}.`, { file })] };
  }
  if ((await dryRun.store.archive.articles.bySlug(slug)) !== undefined) {
    return {
      problems: [problem('import/slug', `The slug "${slug}" belongs to another story.`, { file, path: 'slug' })],
    };
  }
  const path = await writeNew(content, { slug, ending: '.json' }, withId.toString('utf8'));
  return { path: relative(process.cwd(), path), understood: ['The file is a story as canonical JSON.'], guessed: [] };
}

/** Returns the state of a story in words. */
function stateOf({ isDraft, embargo, published }: PublicationState): string {
  const held = embargo?.until === undefined ? '' : `, under embargo until ${embargo.until}`;
  return isDraft ? `draft${held}: set \`published\` in the file to publish it` : `published ${published}${held}`;
}

function idAdded(bytes: Buffer, createId: () => string): Buffer {
  try {
    const data = parseJson(bytes.toString('utf8').replace(/^\uFEFF/, '')) as object | null;
    if (typeof data !== 'object' || data === null || Array.isArray(data) || 'id' in data) return bytes;
    return Buffer.from(`${JSON.stringify({ id: createId(), ...data }, null, 2)}\n`);
  } catch {
    // The reader reports errors with their positions.
    return bytes;
  }
}
