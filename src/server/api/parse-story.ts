import { randomBytes } from 'node:crypto';
import type { MediaLookUp } from '../../archive/media-store.ts';
import type { Change } from '../../article/change.ts';
import { articleId, keyFrom } from '../../article/identity.ts';
import type { Submission } from '../../article/submission.ts';
import { jsonToSubmission } from '../../intake/canonical-json/index.ts';
import { decodeUtf8 } from '../../intake/decode.ts';
import { parseJsonObject } from '../../intake/json.ts';
import { readMarkdown } from '../../intake/markdown/index.ts';
import { readOptionsFor, slugOf } from '../../intake/read-options.ts';
import type { ReadOptions, ReadResult } from '../../intake/read-result.ts';
import { readWireText } from '../../intake/wire-text/index.ts';
import { wireTextToSubmission } from '../../intake/wire-text/to-submission.ts';
import type { Publication } from '../../publication/publication.ts';
import { defined } from '../../text/defined.ts';
import { type Finding, problem, warning } from '../../text/finding.ts';
import type { Instant } from '../../text/instant.ts';
import { BODY_NAME, bodyOf } from '../exchange.ts';
import type { ApiExchange } from './context.ts';
import { changeInput, STORY_TYPES } from './request-schemas.ts';

/** A parsed story from a request. */
export interface ParsedStory {
  readonly submission: Submission;
  /** The transition that the client names; a silent edit if absent. */
  readonly change?: Omit<Change, 'at'>;
  readonly warnings: readonly Finding[];
}

/** Options for parsing a request. */
export interface ParseOptions {
  readonly publication: Publication;
  readonly media: MediaLookUp;
  /** The id in the address; otherwise the one in the story, or a new one. */
  readonly id?: string;
  /** Publication time of the stored story, for a client that does not repeat it. */
  readonly published?: Instant;
}

type Parsed = ParsedStory | { readonly problems: readonly Finding[] };

/** Largest wire copy accepted: some 15,000 words, whose paragraphs are escaped one by one. */
const MAX_COPY_BYTES = 100_000;

/** Parses the story in a request's body by its Content-Type, or returns all problems. */
export function parseStory(exchange: ApiExchange, options: ParseOptions): Parsed {
  switch (exchange.request.is([...STORY_TYPES])) {
    case 'text/markdown':
      return withId(readMarkdown(bodyOf(exchange), readOptions(options)), options);
    case 'text/plain':
      return withId(parseWireText(exchange, options), options);
    default:
      return parseJson(bodyOf(exchange), options);
  }
}

/** Returns the options of the readers, with fields for a story that does not state them. */
function readOptions({ publication, media, id, published }: ParseOptions): ReadOptions {
  const { slug: _, ...options } = readOptionsFor(BODY_NAME, publication, media);
  return {
    ...options,
    defaults: ({ headline }) => {
      const slug = typeof headline === 'string' ? slugOf(headline) : '';
      return { id: id ?? newId(publication), ...(slug === '' ? {} : { slug }), ...defined({ published }) };
    },
  };
}

function newId({ authority }: Publication): string {
  return articleId(authority, keyFrom(randomBytes(32)));
}

function parseWireText(exchange: ApiExchange, options: ParseOptions): ReadResult {
  const bytes = bodyOf(exchange);
  if (bytes.length > MAX_COPY_BYTES) {
    const message = `Plain copy has at most ${MAX_COPY_BYTES / 1000} KB: send Markdown or JSON.`;
    return { problems: [problem('wire/size', message)] };
  }
  const parsed = readWireText(bytes, BODY_NAME);
  if ('problems' in parsed) return parsed;
  const { story, warnings } = parsed;
  const { sections } = options.publication;
  const { section = sections[0]?.key ?? '', language } = exchange.request.query as {
    section?: string;
    language?: string;
  };
  const fields = defined({
    id: options.id ?? newId(options.publication),
    section: String(section),
    published: options.published ?? exchange.now,
    language: language === undefined ? undefined : String(language),
  });
  const slug = slugOf(story.headline);
  const read = wireTextToSubmission(story, fields, { ...readOptions(options), ...(slug === '' ? {} : { slug }) });
  if ('problems' in read) return read;
  const guesses = story.guessed.map((message) => warning('wire/guess', message));
  return { submission: read.submission, warnings: [...warnings, ...guesses, ...read.warnings] };
}

function parseJson(bytes: Buffer, options: ParseOptions): Parsed {
  const decoded = decodeUtf8(bytes, BODY_NAME);
  if ('problems' in decoded) return decoded;
  const parsed = parseJsonObject(decoded.text, BODY_NAME);
  if ('problems' in parsed) return parsed;
  const { change, ...story } = parsed.data;
  const step = change === undefined ? undefined : changeInput.safeParse(change);
  const stepProblems = (step?.error?.issues ?? []).map(({ path, message }) => {
    const name = ['change', ...path].join('.');
    return problem('article/change', `\`${name}\` ${message}.`, { path: name });
  });
  const read = withId(jsonToSubmission(story, readOptions(options)), options);
  if ('problems' in read || stepProblems.length > 0) {
    return { problems: [...stepProblems, ...('problems' in read ? read.problems : [])] };
  }
  return { ...read, ...defined({ change: step?.data }) };
}

/** Refuses a story whose id is not the one in the address. */
function withId(read: ReadResult, { id }: ParseOptions): Parsed {
  if ('problems' in read || id === undefined || read.submission.id === id) return read;
  const message = `\`id\` is not that of the address, which is ${id}: leave it out.`;
  return { problems: [problem('article/id', message, { path: 'id' })] };
}
