import { cleanText } from '../../text/clean.ts';
import { type Finding, problem, warning } from '../../text/finding.ts';
import { type Body, isNestingError, readBody, writeBody } from '../../text/html-tree.ts';
import { resolveBodyMedia } from '../body-media.ts';
import { decodeUtf8 } from '../decode.ts';
import type { ReadOptions, ReadResult } from '../read-result.ts';
import { checkSubmission } from '../submission-check.ts';

type Data = Record<string, unknown>;

/**
 * Reads a story in the form that `dateline schema` publishes, with its body as HTML.
 * @param bytes UTF-8
 * @returns the story, or everything that is wrong with it
 */
export function readCanonicalJson(bytes: Uint8Array, options: ReadOptions): ReadResult {
  const decoded = decodeUtf8(bytes, options.file);
  if ('problems' in decoded) return decoded;
  const parsed = parse(decoded.text.replace(/^\uFEFF/, ''), options.file);
  if ('problems' in parsed) return parsed;
  const cleaned = cleanedBodies(parsed.data, options);
  if ('problems' in cleaned) return cleaned;
  const reading = checkSubmission(cleaned.data, options, () => undefined);
  if ('problems' in reading) return { problems: [...cleaned.findings.filter(isError), ...reading.problems] };
  if (cleaned.findings.some(isError)) return { problems: cleaned.findings.filter(isError) };
  return { submission: reading.submission, warnings: [...cleaned.findings, ...reading.warnings] };
}

const isError = ({ severity }: Finding): boolean => severity === 'error';

function parse(text: string, file: string): { data: Data } | { problems: Finding[] } {
  try {
    const data: unknown = JSON.parse(text, (key, value) => (key === '__proto__' ? undefined : value));
    if (typeof data === 'object' && data !== null && !Array.isArray(data)) return { data: data as Data };
    return { problems: [problem('json/object', 'A story is a JSON object: it begins with `{`.', { file })] };
  } catch (error) {
    if (isNestingError(error))
      return { problems: [problem('json/nesting', 'The JSON is nested too deeply.', { file })] };
    if (!(error instanceof SyntaxError)) throw error;
    return {
      problems: [problem('json/well-formed', `${error.message}.`, { file, ...positionIn(text, error.message) })],
    };
  }
}

function positionIn(text: string, message: string): { line: number; column: number } | undefined {
  const offset = /position (\d+)/.exec(message)?.[1];
  if (offset === undefined) return undefined;
  const lines = text.slice(0, Number(offset)).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

function cleanedBodies(
  data: Data,
  options: ReadOptions,
): { data: Data; findings: Finding[] } | { problems: Finding[] } {
  const findings: Finding[] = [];
  const clean = (html: unknown, path: string): unknown => {
    if (typeof html !== 'string') return html;
    const body: Body = readBody(html);
    findings.push(...resolveBodyMedia(body, options, { file: options.file, path }));
    const written = writeBody(body);
    if (written.length < cleanText(html).length / 2) {
      findings.push(
        warning('article/cleaned', 'Much of the HTML is not allowed in a story and was taken out.', { path }),
      );
    }
    return written;
  };
  try {
    const live = data.live as { updates?: unknown } | undefined;
    const updates = Array.isArray(live?.updates)
      ? live.updates.map((update: Data, i) => ({ ...update, body: clean(update?.body, `live.updates[${i}].body`) }))
      : undefined;
    const body = clean(data.body, 'body');
    return { data: { ...data, body, ...(updates === undefined ? {} : { live: { ...live, updates } }) }, findings };
  } catch (error) {
    if (!isNestingError(error)) throw error;
    return {
      problems: [problem('article/nesting', 'The body is nested too deeply.', { file: options.file, path: 'body' })],
    };
  }
}
