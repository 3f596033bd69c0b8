import { type Finding, problem } from '../text/finding.ts';
import { isNestingError } from '../text/html-tree.ts';
import { jsonSyntaxError } from '../text/json-syntax.ts';

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
    return { problems: [problem('json/object', 'A JSON object is expected: it begins with `{`.', { file })] };
  } catch (error) {
    if (isNestingError(error)) {
      return { problems: [problem('json/nesting', 'The JSON is nested too deeply: take out levels.', { file })] };
    }
    if (!(error instanceof SyntaxError)) throw error;
    const { message, ...at } = jsonSyntaxError(json);
    return { problems: [problem('json/well-formed', message, { file, ...at })] };
  }
}
