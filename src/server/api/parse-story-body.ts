import type { Change } from '../../article/change.ts';
import type { Submission } from '../../article/submission.ts';
import { jsonToSubmission } from '../../intake/canonical-json/index.ts';
import { decodeUtf8 } from '../../intake/decode.ts';
import { JsonTexts } from '../../intake/embedded-text.ts';
import { parseJsonObject } from '../../intake/json.ts';
import { readMarkdown } from '../../intake/markdown/index.ts';
import { readOptionsFor, slugOf } from '../../intake/read-options.ts';
import type { ReadOptions, ReadResult } from '../../intake/read-result.ts';
import { readWireText } from '../../intake/wire-text/index.ts';
import { publicationState } from '../../intake/wire-text/publication-state.ts';
import { wireTextToSubmission } from '../../intake/wire-text/to-submission.ts';
import { type MediaSource, mediaOf } from '../../parsing/media-source.ts';
import type { Publication } from '../../publication/publication.ts';
import { defined } from '../../text/defined.ts';
import { type Finding, problem, warning } from '../../text/finding.ts';
import type { Instant } from '../../text/instant.ts';
import type { JobInput } from '../../workers/job.ts';
import { changeInput, type STORY_TYPES } from './request-schemas.ts';

/** A parsed story from a request. */
export interface ParsedStory {
  readonly submission: Submission;
  /** The transition that the client names; a silent edit if absent. */
  readonly change?: Omit<Change, 'at'>;
  readonly warnings: readonly Finding[];
}

/** The body of a request with a story. */
export interface StoryInput extends JobInput {
  readonly bytes: Uint8Array;
  readonly type: (typeof STORY_TYPES)[number];
  readonly publication: Publication;
  readonly media: MediaSource;
  /** The id in the address. */
  readonly id?: string;
  /** The id of a story that has none. */
  readonly newId: string;
  /** Publication time of the stored story, for a client that does not repeat it. */
  readonly published?: Instant;
  readonly now: Instant;
  /** True if plain copy is published at once. */
  readonly publish?: boolean;
  /** Section and language of plain copy, from the query. */
  readonly section?: string;
  readonly language?: string;
}

type Parsed = ParsedStory | { readonly problems: readonly Finding[] };

/** Largest wire copy accepted: some 15,000 words, whose paragraphs are escaped one by one. */
const MAX_COPY_BYTES = 100_000;

/** Parses a story by its Content-Type, or returns all problems. */
export function parseStoryBody(input: StoryInput): Parsed {
  switch (input.type) {
    case 'text/markdown':
      return withId(readMarkdown(input.bytes, readOptions(input)), input);
    case 'text/plain':
      return withId(parseWireText(input), input);
    default:
      return parseJson(input);
  }
}

/** Returns the options of the readers, with fields for a story that does not state them. */
function readOptions({ publication, media, id, newId, published, file }: StoryInput): ReadOptions {
  const { slug: _, ...options } = readOptionsFor(file, publication, mediaOf(media));
  return {
    ...options,
    defaults: ({ headline }) => {
      const slug = typeof headline === 'string' ? slugOf(headline) : '';
      return { id: id ?? newId, ...(slug === '' ? {} : { slug }), ...defined({ published }) };
    },
  };
}

function parseWireText(input: StoryInput): ReadResult {
  const { bytes, file, publication, now, section = publication.sections[0]?.key ?? '', language } = input;
  if (bytes.length > MAX_COPY_BYTES) {
    const message = `Plain copy has at most ${MAX_COPY_BYTES / 1000} KB: send Markdown or JSON.`;
    return { problems: [problem('wire/size', message)] };
  }
  const parsed = readWireText(bytes, { file, now, timeZone: publication.timeZone });
  if ('problems' in parsed) return parsed;
  const { story, warnings } = parsed;
  const state = publicationState(story, { publish: input.publish === true, now, file });
  if ('problems' in state) return state;
  const { id = input.newId, published = state.published } = input;
  // The archive has no drafts: the story is held until an editor releases it.
  const embargo = state.isDraft && input.published === undefined ? {} : state.embargo;
  const fields = defined({ id, section, published, language, embargo });
  const slug = slugOf(story.headline);
  const read = wireTextToSubmission(story, fields, { ...readOptions(input), ...(slug === '' ? {} : { slug }) });
  if ('problems' in read) return read;
  const guesses = story.guessed.map((message) => warning('wire/guess', message));
  const held = embargo !== undefined && embargo.until === undefined ? [warning('wire/held', HELD)] : [];
  const found = [...warnings, ...held, ...(state.finding === undefined ? [] : [state.finding]), ...guesses];
  return { submission: read.submission, warnings: [...found, ...read.warnings] };
}

const HELD =
  'Plain copy is held until an editor releases it (`POST …/release`); with `?publish=true` it is published at once.';

function parseJson(input: StoryInput): Parsed {
  const decoded = decodeUtf8(input.bytes, input.file);
  if ('problems' in decoded) return decoded;
  const parsed = parseJsonObject(decoded.text, input.file);
  if ('problems' in parsed) return parsed;
  const { change, ...story } = parsed.data;
  const step = change === undefined ? undefined : changeInput.safeParse(change);
  const stepProblems = (step?.error?.issues ?? []).map(({ path, message }) => {
    const name = ['change', ...path].join('.');
    return problem('article/change', `\`${name}\` ${message}.`, { path: name });
  });
  const read = withId(jsonToSubmission(story, readOptions(input), new JsonTexts(decoded.text)), input);
  if ('problems' in read || stepProblems.length > 0) {
    return { problems: [...stepProblems, ...('problems' in read ? read.problems : [])] };
  }
  return { ...read, ...defined({ change: step?.data }) };
}

/** Refuses a story whose id is not the one in the address. */
function withId(read: ReadResult, { id }: StoryInput): Parsed {
  if ('problems' in read || id === undefined || read.submission.id === id) return read;
  const message = `\`id\` is not that of the address, which is ${id}: leave it out.`;
  return { problems: [problem('article/id', message, { path: 'id' })] };
}
