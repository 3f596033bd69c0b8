import { cleanText } from '../../text/clean.ts';
import { defined } from '../../text/defined.ts';
import { type Finding, problem, warning } from '../../text/finding.ts';
import type { HtmlLoss } from '../../text/html-losses.ts';
import { isNestingError, readBodyWithLosses, writeBody } from '../../text/html-tree.ts';
import { resolveBodyMedia } from '../body-media.ts';
import { decodeUtf8 } from '../decode.ts';
import { JsonTexts } from '../embedded-text.ts';
import { type JsonObject, parseJsonObject } from '../json.ts';
import type { ReadOptions, ReadResult } from '../read-result.ts';
import { checkSubmission } from '../submission-check.ts';

/**
 * Reads a story in the form that `dateline schema` publishes, with its body as HTML.
 * @param bytes UTF-8
 * @returns the story, or all problems
 */
export function readCanonicalJson(bytes: Uint8Array, options: ReadOptions): ReadResult {
  const decoded = decodeUtf8(bytes, options.file);
  if ('problems' in decoded) return decoded;
  const parsed = parseJsonObject(decoded.text, options.file);
  return 'problems' in parsed ? parsed : jsonToSubmission(parsed.data, options, new JsonTexts(decoded.text));
}

/**
 * Converts a parsed story to a submission: bodies are sanitized, then everything is checked.
 * @param texts of the document, for positions; without them findings have paths alone
 */
export function jsonToSubmission(data: JsonObject, options: ReadOptions, texts?: JsonTexts): ReadResult {
  if (!FIELDS.some((field) => field in data)) return { problems: [unknownJson(data, options)] };
  const cleaned = cleanedBodies({ ...options.defaults?.(data), ...data }, options, texts);
  if ('problems' in cleaned) return cleaned;
  const reading = checkSubmission(cleaned.data, options, () => undefined);
  if ('problems' in reading) return { problems: [...cleaned.findings.filter(isError), ...reading.problems] };
  if (cleaned.findings.some(isError)) return { problems: cleaned.findings.filter(isError) };
  return { submission: reading.submission, warnings: [...cleaned.findings, ...reading.warnings] };
}

/** Fields of which every story has one. */
const FIELDS = ['headline', 'body', 'slug', 'section'];

/** Names JSON that is no story, instead of reporting the fields that a story would have. */
function unknownJson(data: JsonObject, { file }: ReadOptions): Finding {
  const names = Object.keys(data)
    .filter((name) => name !== 'id')
    .slice(0, 5)
    .map((name) => `\`${name.slice(0, 40)}\``);
  const fields = names.length === 0 ? 'no fields' : `the fields ${names.join(', ')}`;
  const message = `This JSON has ${fields}: it is neither a story (\`dateline schema\`) nor in a format that is read (ninjs; JSON of AP, dpa and Reuters; exports of Ghost).`;
  return problem('json/unknown', message, { file });
}

interface LossPlace {
  readonly file: string;
  readonly path: string;
  readonly html: string;
  readonly texts: JsonTexts | undefined;
}

/** Returns the finding for a loss: with its position in the document, or in the HTML where that is unknown. */
function lossFinding(loss: HtmlLoss, place: LossPlace): Finding {
  const { line = 1, column = 1, offset = 0 } = loss;
  const { file, path, html, texts } = place;
  const position = texts?.positionsIn(html.trim())?.(offset);
  if (position !== undefined) return warning('article/cleaned', loss.message, { file, path, ...position });
  const inHtml = line === 1 ? `character ${column}` : `line ${line}, character ${column}`;
  return warning('article/cleaned', `${loss.message} (${inHtml} of the HTML)`, { file, path });
}

const isError = ({ severity }: Finding): boolean => severity === 'error';

function cleanedBodies(
  data: JsonObject,
  options: ReadOptions,
  texts: JsonTexts | undefined,
): { data: JsonObject; findings: Finding[] } | { problems: Finding[] } {
  const findings: Finding[] = [];
  const clean = (html: unknown, path: string): unknown => {
    if (typeof html !== 'string') return html;
    const { body, losses } = readBodyWithLosses(html.trim());
    for (const loss of losses) findings.push(lossFinding(loss, { file: options.file, path, html, texts }));
    findings.push(...resolveBodyMedia(body, options, () => ({ file: options.file, path })));
    const written = writeBody(body);
    if (losses.length === 0 && written.length < cleanText(html).length / 2) {
      findings.push(
        warning('article/cleaned', 'Much of the HTML is not allowed in a story and was removed.', { path }),
      );
    }
    return written;
  };
  try {
    const live = data.live as { updates?: unknown } | undefined;
    const updates = Array.isArray(live?.updates)
      ? live.updates.map((update: JsonObject, i) => ({
          ...update,
          body: clean(update?.body, `live.updates[${i}].body`),
        }))
      : undefined;
    const body = clean(data.body, 'body');
    return {
      data: defined({ ...data, body, live: updates === undefined ? data.live : { ...live, updates } }),
      findings,
    };
  } catch (error) {
    if (!isNestingError(error)) throw error;
    return {
      problems: [problem('article/nesting', 'The body is nested too deeply.', { file: options.file, path: 'body' })],
    };
  }
}
