import { type Finding, problem } from '../text/finding.ts';
import { isNestingError } from '../text/html-tree.ts';

/** A JSON object of a file. */
export type JsonObject = Record<string, unknown>;

/** Parses JSON. Keys named `__proto__` are dropped, so that no input changes a prototype. */
export function parseJson(text: string): unknown {
  return JSON.parse(text, (key, value) => (key === '__proto__' ? undefined : value));
}

/** Parses a JSON object, with or without a byte order mark. */
export function parseJsonObject(
  text: string,
  file: string,
): { readonly data: JsonObject } | { readonly problems: Finding[] } {
  const json = text.replace(/^\uFEFF/, '');
  try {
    const data = parseJson(json);
    if (typeof data === 'object' && data !== null && !Array.isArray(data)) return { data: data as JsonObject };
    return { problems: [problem('json/object', 'A story is a JSON object: it begins with `{`.', { file })] };
  } catch (error) {
    if (isNestingError(error)) {
      return { problems: [problem('json/nesting', 'The JSON is nested too deeply: take out levels.', { file })] };
    }
    if (!(error instanceof SyntaxError)) throw error;
    const at = { file, ...positionIn(json, error.message) };
    return { problems: [problem('json/well-formed', `${error.message}.`, at)] };
  }
}

function positionIn(text: string, message: string): { line: number; column: number } | undefined {
  const offset = /position (\d+)/.exec(message)?.[1];
  if (offset === undefined) return undefined;
  const lines = text.slice(0, Number(offset)).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
