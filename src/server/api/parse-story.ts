import { randomBytes } from 'node:crypto';
import type { Request } from 'express';
import type { Change } from '../../article/change.ts';
import { articleId, keyFrom } from '../../article/identity.ts';
import type { Submission } from '../../article/submission.ts';
import { readCanonicalJson } from '../../intake/canonical-json/index.ts';
import { NO_ID, readMarkdown, withIdLine } from '../../intake/markdown/index.ts';
import { readOptionsFor, slugOf } from '../../intake/read-options.ts';
import type { ReadOptions, ReadResult } from '../../intake/read-result.ts';
import { contentFileOf } from '../../intake/wire-text/content-file.ts';
import { readWireText } from '../../intake/wire-text/index.ts';
import type { Publication } from '../../publication/publication.ts';
import { type Finding, problem } from '../../text/finding.ts';
import type { Instant } from '../../text/instant.ts';
import { changeInput, STORY_TYPES } from './request-schemas.ts';

/** A story out of a request. */
export interface ParsedStory {
  readonly submission: Submission;
  /** The step that the client names; a silent edit if absent. */
  readonly change?: Omit<Change, 'at'>;
  readonly warnings: readonly Finding[];
}

/** What a request is read with. */
export interface ParseOptions {
  readonly publication: Publication;
  readonly media: ReadOptions['media'];
  readonly now: Instant;
  /** The id that the address names; otherwise the one in the story, or a new one. */
  readonly id?: string;
  /** When the stored story is published, for a client that does not say it again. */
  readonly published?: Instant;
}

/** The largest copy that is taken: some 15,000 words, whose paragraphs are escaped one by one. */
const LARGEST_COPY = 100_000;

/** Names in messages what a file's name would be elsewhere. */
const BODY = 'request';

/** Reads the story in a request's body by its Content-Type, or says everything that is wrong with it. */
export function parseStory(
  request: Request,
  context: ParseOptions,
): ParsedStory | { readonly problems: readonly Finding[] } {
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  switch (request.is([...STORY_TYPES])) {
    case 'text/markdown':
      return withId(markdown(bytes, context), context);
    case 'text/plain':
      return withId(wireText(bytes, request, context), context);
    default:
      return canonicalJson(bytes, context);
  }
}

function options(slug: string | undefined, { publication, media }: ParseOptions): ReadOptions {
  return { ...readOptionsFor(BODY, publication, media), ...(slug ? { slug } : {}) };
}

function mint({ publication }: ParseOptions): string {
  return articleId(publication.authority, keyFrom(randomBytes(32)));
}

function markdown(bytes: Buffer, context: ParseOptions): ReadResult {
  const line = /^headline:(.*)$/m.exec(bytes.subarray(0, 65_536).toString('utf8'))?.[1] ?? '';
  const headline = line.trim().replace(/^["']|["']$/g, '');
  const readOptions = options(slugOf(headline), context);
  const reading = readMarkdown(bytes, readOptions);
  if (!('problems' in reading) || !reading.problems.some(({ rule }) => rule === NO_ID)) return reading;
  const text = withIdLine(bytes.toString('utf8'), context.id ?? mint(context));
  const again = text === undefined ? reading : readMarkdown(Buffer.from(text), readOptions);
  // The line that was put in stands above everything that the client wrote.
  return 'problems' in again ? { problems: again.problems.map(oneLineUp) } : again;
}

function oneLineUp(finding: Finding): Finding {
  return finding.line === undefined ? finding : { ...finding, line: Math.max(1, finding.line - 1) };
}

function wireText(bytes: Buffer, request: Request, context: ParseOptions): ReadResult {
  if (bytes.length > LARGEST_COPY) {
    return {
      problems: [problem('wire/size', `Plain copy has at most ${LARGEST_COPY / 1000} KB: send Markdown or JSON.`)],
    };
  }
  const reading = readWireText(bytes, BODY);
  if ('problems' in reading) return reading;
  const { sections } = context.publication;
  const { section = sections[0]?.key ?? '', language } = request.query as { section?: string; language?: string };
  const text = contentFileOf(reading.story, {
    id: context.id ?? mint(context),
    section: String(section),
    published: context.published ?? context.now,
    ...(language === undefined ? {} : { language: String(language) }),
  });
  const story = readMarkdown(Buffer.from(text), options(slugOf(reading.story.headline), context));
  if ('problems' in story) return { problems: story.problems.map(({ line: _, column: __, ...found }) => found) };
  const guesses = reading.story.guessed.map(
    (message) => ({ rule: 'wire/guess', severity: 'warning', message }) as const,
  );
  return { ...story, warnings: [...reading.warnings, ...guesses, ...story.warnings] };
}

function canonicalJson(bytes: Buffer, context: ParseOptions): ParsedStory | { problems: readonly Finding[] } {
  const data = objectIn(bytes);
  // What is no object is refused by the reader, which knows the place.
  if (data === undefined) return withId(readCanonicalJson(bytes, options(undefined, context)), context);
  const { change, ...story } = data;
  const slug = typeof story.headline === 'string' ? slugOf(story.headline) : '';
  const complete = {
    id: context.id ?? mint(context),
    ...(slug === '' ? {} : { slug }),
    ...(context.published === undefined ? {} : { published: context.published }),
    ...story,
  };
  const step = change === undefined ? undefined : changeInput.safeParse(change);
  const stepProblems = (step?.error?.issues ?? []).map(({ path, message }) =>
    problem('article/change', `\`${['change', ...path].join('.')}\` ${message}.`, {
      path: ['change', ...path].join('.'),
    }),
  );
  const reading = withId(readCanonicalJson(Buffer.from(JSON.stringify(complete)), options(slug, context)), context);
  if ('problems' in reading || stepProblems.length > 0) {
    return { problems: [...stepProblems, ...('problems' in reading ? reading.problems : [])] };
  }
  return { ...reading, ...(step?.data === undefined ? {} : { change: step.data }) };
}

function objectIn(bytes: Buffer): Record<string, unknown> | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const data: unknown = JSON.parse(text, (key, value) => (key === '__proto__' ? undefined : value));
    return typeof data === 'object' && data !== null && !Array.isArray(data) ? { ...data } : undefined;
  } catch {
    return undefined;
  }
}

/** The story at an address is the one that the address names. */
function withId(reading: ReadResult, { id }: ParseOptions): ParsedStory | { problems: readonly Finding[] } {
  if ('problems' in reading || id === undefined || reading.submission.id === id) return reading;
  return { problems: [problem('article/id', `\`id\` is not that of the address, which is ${id}.`, { path: 'id' })] };
}
