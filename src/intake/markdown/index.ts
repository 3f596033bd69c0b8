import { cleanText } from '../../text/clean.ts';
import { defined } from '../../text/defined.ts';
import { type Finding, problem, warning } from '../../text/finding.ts';
import { isNestingError, writeBody } from '../../text/html-tree.ts';
import { resolveBodyMedia } from '../body-media.ts';
import { decodeUtf8 } from '../decode.ts';
import { withoutHolds } from '../holds/body-lines.ts';
import type { ReadOptions, ReadResult } from '../read-result.ts';
import { checkSubmission } from '../submission-check.ts';
import { type MarkdownBody, readMarkdownBody } from './body.ts';
import { type FrontMatter, readFrontMatter } from './front-matter.ts';
import { NO_ID } from './identifier.ts';
import { writtenOut } from './shorthand.ts';

export { idLine, NO_ID, withIdLine } from './identifier.ts';

/**
 * Reads a content file: YAML front matter with the fields of the article, then Markdown.
 * @param bytes UTF-8
 * @returns the story, or every problem of the file with line and column
 */
export function readMarkdown(bytes: Uint8Array, options: ReadOptions): ReadResult {
  const decoded = decodeUtf8(bytes, options.file);
  if ('problems' in decoded) return decoded;
  const parsed = readFrontMatter(cleanText(decoded.text.replace(/^\uFEFF/, '')), options.file);
  if ('problems' in parsed) return parsed;
  const reading = markdownToSubmission(parsed, options);
  if ('problems' in reading) return reading;
  return { submission: reading.submission, warnings: [...decoded.warnings, ...reading.warnings] };
}

/** Converts a parsed content file to a submission: the Markdown is rendered, then everything is checked. */
export function markdownToSubmission(parsed: FrontMatter, options: ReadOptions): ReadResult {
  const front = { ...parsed, data: { ...options.defaults?.(parsed.data), ...parsed.data } };
  const at = { file: options.file, line: front.markdownLine, column: 1 };
  const text = readText(front, options, at);
  if ('problems' in text) return text;
  const findings = [
    ...mediaOf(text, options, front),
    ...lossesOf(text, front, options),
    ...emptyText(text, front, options),
    ...deskLines(text, front, options),
  ];
  const reading = checkSubmission(dataOf(front, text, options), { ...options, hasLocalTimes: true }, (path) =>
    front.positionOf(asWritten(path)),
  );
  const hasId = front.data.id !== undefined;
  const problems = [
    ...(hasId ? [] : [noId(options)]),
    ...findings.filter(({ severity }) => severity === 'error'),
    ...('problems' in reading ? reading.problems.filter(({ path }) => path !== 'id' || hasId) : []),
  ];
  if (problems.length > 0 || 'problems' in reading) return { problems };
  return { submission: reading.submission, warnings: [...findings, ...reading.warnings] };
}

function noId({ file }: ReadOptions): Finding {
  const message = 'The story has no `id` yet; `dateline serve` and `dateline import` write that line.';
  return problem(NO_ID, message, { file, line: 2, column: 1, path: 'id' });
}

function readText(
  front: FrontMatter,
  options: ReadOptions,
  at: Partial<Finding>,
): MarkdownBody | { problems: Finding[] } {
  try {
    return readMarkdownBody(front.markdown, front.data.live !== undefined, options.timeZone);
  } catch (error) {
    if (!isNestingError(error)) throw error;
    const message = 'Quotes, lists, tags or marks such as * and [ are too many or nested too deeply: remove some.';
    return { problems: [problem('markdown/nesting', message, at)] };
  }
}

function mediaOf({ body, updates }: MarkdownBody, options: ReadOptions, front: FrontMatter): Finding[] {
  const placeOf = (reference: string): Partial<Finding> => placeIn(front, reference, options);
  return [body, ...updates.map((update) => update.body)].flatMap((part) => resolveBodyMedia(part, options, placeOf));
}

/** Returns the position of some words of the text; its start where it has them in another form. */
function placeIn({ markdown, markdownLine }: FrontMatter, words: string, { file }: ReadOptions): Partial<Finding> {
  const before = markdown.slice(0, Math.max(0, markdown.indexOf(words))).split('\n');
  return { file, line: markdownLine + before.length - 1, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Returns a finding for each part of the text that is not in the story as it was written. */
function lossesOf({ losses }: MarkdownBody, { markdownLine }: FrontMatter, { file }: ReadOptions): Finding[] {
  return losses.map(({ message, line = 1, column = 1 }) =>
    warning('article/cleaned', message, { file, line: markdownLine + line - 1, column }),
  );
}

/** Returns a finding for a line that holds copy back: the front matter alone decides, and readers would see the line. */
function deskLines({ body }: MarkdownBody, front: FrontMatter, options: ReadOptions): Finding[] {
  const { holds } = withoutHolds(body, false);
  return holds.map((line) => {
    const message = `"${line.slice(0, 100)}" holds copy back, and is part of the text: write \`embargo: { until: … }\`, and take the line out.`;
    return warning('article/desk-line', message, placeIn(front, line, options));
  });
}

/** Returns a finding for a story without a text: it would be published empty. */
function emptyText(
  { body, updates }: MarkdownBody,
  { data, markdownLine }: FrontMatter,
  { file }: ReadOptions,
): Finding[] {
  const hasMedia = Array.isArray(data.media) && data.media.length > 0;
  if (body.children.length > 0 || updates.length > 0 || hasMedia || data.live !== undefined) return [];
  const message = 'The story has no text: write it below the second line of `---`.';
  return [warning('article/empty', message, { file, line: markdownLine, column: 1 })];
}

function dataOf(front: FrontMatter, { body, updates }: MarkdownBody, options: ReadOptions): Record<string, unknown> {
  const data = writtenOut(front.data, options);
  const live = data.live as Record<string, unknown> | undefined;
  const written = updates.map((update, index) => ({
    id: updateId(updates, index),
    ...update,
    body: writeBody(update.body),
  }));
  return defined({
    ...data,
    body: writeBody(body),
    live: live === undefined ? undefined : { ...live, updates: written },
  });
}

/** Renditions are called `files` in front matter. */
function asWritten(path: readonly PropertyKey[]): PropertyKey[] {
  return path.map((step) => (step === 'renditions' ? 'files' : step));
}

/** Names a live update by its time; further updates of the same time get a number. */
function updateId(updates: MarkdownBody['updates'], index: number): string {
  const at = updates[index]?.at ?? '';
  const before = updates.slice(0, index).filter((update) => update.at === at).length;
  return `update-${at.replace(/\D/g, '')}${before === 0 ? '' : `-${before + 1}`}`;
}
