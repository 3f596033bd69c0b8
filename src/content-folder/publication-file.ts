import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { unknownField, wrongSize, wrongType, wrongValue, yamlMistake } from '../intake/mistakes.ts';
import { frontSchema, frontSchemaFor } from '../publication/front-settings.ts';
import { type Publication, publicationSchema } from '../publication/publication.ts';
import { redirectsFileSchema } from '../publication/redirects.ts';
import { type Finding, problem } from '../text/finding.ts';
import { isTimeZone, parseInstant } from '../text/instant.ts';

/** Name of the settings file in a content folder. */
export const SETTINGS_FILE = 'publication.yaml';

/** The publication's settings, or all errors in them. */
export type Settings = { readonly publication: Publication } | { readonly problems: readonly Finding[] };

/** Name of the file with the order of the front page, beside the settings. */
export const FRONT_FILE = 'front.yaml';

/** Name of the file with further redirects, beside the settings. */
export const REDIRECTS_FILE = 'redirects.yaml';

/** Reads `publication.yaml` of a content folder, and `front.yaml` and `redirects.yaml` if there are any. */
export async function readSettings(folder: string): Promise<Settings> {
  const file = join(folder, SETTINGS_FILE);
  try {
    return await settingsIn(folder, file);
  } catch (error) {
    const { code, path = file } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const message = `The file cannot be read (${code}): give the user of the server permission to read it.`;
    return { problems: [problem('publication/unreadable', message, { file: path })] };
  }
}

async function settingsIn(folder: string, file: string): Promise<Settings> {
  const text = await textOf(file);
  if (text === undefined) {
    const message = `${SETTINGS_FILE} is missing in ${folder}: name the content folder with DATELINE_CONTENT.`;
    return { problems: [problem('publication/missing', message, { file })] };
  }
  const settings = parseYaml(
    { text, file },
    withZone(publicationSchema, ({ timeZone }) => timeZone),
  );
  const frontFile = join(folder, FRONT_FILE);
  const frontText = await textOf(frontFile);
  const schema =
    'data' in settings ? withZone(frontSchemaFor(settings.data), () => settings.data.timeZone) : frontSchema;
  const front = frontText === undefined ? undefined : parseYaml({ text: frontText, file: frontFile }, schema);
  const redirectsFile = join(folder, REDIRECTS_FILE);
  const redirectsText = await textOf(redirectsFile);
  const further =
    redirectsText === undefined
      ? undefined
      : parseYaml({ text: redirectsText, file: redirectsFile }, redirectsFileSchema);
  const problems = [settings, front, further].flatMap((read) =>
    read !== undefined && 'problems' in read ? read.problems : [],
  );
  if ('problems' in settings || problems.length > 0) return { problems };
  const order = front !== undefined && 'data' in front ? { front: front.data } : {};
  const imported = further !== undefined && 'data' in further ? further.data.redirects : [];
  // Of the same address the last one counts: that of the settings.
  const redirects = [...imported, ...settings.data.redirects];
  return { publication: { ...settings.data, ...order, redirects } };
}

/** Settings that are times. */
const TIMES: ReadonlySet<string> = new Set(['founded', 'until', 'expires', 'endsAt', 'ends', 'trialEnds']);

/** Returns a schema of a file whose times may be without an offset: they are in the time zone of the publication. */
function withZone<Data>(schema: z.ZodType<Data>, zoneOf: (data: Record<string, unknown>) => unknown): z.ZodType<Data> {
  return z.preprocess((data) => {
    const timeZone = typeof data === 'object' && data !== null ? zoneOf(data as Record<string, unknown>) : undefined;
    return typeof timeZone === 'string' && isTimeZone(timeZone) ? withOffsets(data, timeZone) : data;
  }, schema) as z.ZodType<Data>;
}

function withOffsets(data: unknown, timeZone: string): unknown {
  if (Array.isArray(data)) return data.map((value) => withOffsets(value, timeZone));
  if (typeof data !== 'object' || data === null) return data;
  const entries = Object.entries(data).map(([name, value]) => {
    const isTime = TIMES.has(name) && typeof value === 'string';
    return [name, isTime ? (parseInstant(value, timeZone) ?? value) : withOffsets(value, timeZone)];
  });
  return Object.fromEntries(entries);
}

const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR']);

/** Returns the text of a file; `undefined` if there is none. */
async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (!ABSENT.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    return undefined;
  }
}

type Parsed<Data> = { readonly data: Data } | { readonly problems: readonly Finding[] };

/** Parses a settings file; an empty one is an object without fields. */
export function parseYaml<Data>(
  { text, file }: { readonly text: string; readonly file: string },
  schema: z.ZodType<Data>,
): Parsed<Data> {
  const lineCounter = new LineCounter();
  const yaml = parseDocument(text, { lineCounter, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset);
    return { file, line, column: col };
  };
  if (yaml.errors.length > 0) {
    const lines = text.split('\n');
    const problems = yaml.errors.map(({ code, pos }) => {
      const place = at(pos[0]);
      return problem('publication/yaml', yamlMistake(code, lines[place.line - 1] ?? ''), place);
    });
    return { problems: [...new Map(problems.map((one) => [one.line, one])).values()] };
  }
  const data = plainData(yaml);
  if (data === undefined) {
    const message = 'An alias (`*name`) has no anchor or is repeated too often: write its value instead.';
    return { problems: [problem('publication/yaml', message, { file })] };
  }
  const parsed = schema.safeParse(data.value ?? {});
  if (parsed.success) return { data: parsed.data };
  const offsetOf = (path: PropertyKey[]): number => {
    for (let length = path.length; length > 0; length--) {
      const node = yaml.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return node.range[0];
    }
    return 0;
  };
  const command = `dateline schema ${file.endsWith(FRONT_FILE) ? '--front' : '--publication'}`;
  const problems = parsed.error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => {
        const path = [...issue.path, key];
        const message = unknownField(key, knownFields(schema, issue.path), command);
        return problem('publication/invalid', message, { path: path.join('.'), ...at(offsetOf(path)) });
      });
    }
    const { path, message } = issue;
    const about = path.length === 0 ? 'The file' : `\`${path.join('.')}\``;
    const isMissing = issue.code === 'invalid_type' && /received undefined/.test(message);
    const known = isMissing
      ? `${about} is missing.`
      : issue.code === 'invalid_value'
        ? wrongValue(path.join('.'), valueAt(yaml, path), issue.values.map(String))
        : (wrongType(issue, valueAt(yaml, path)) ?? wrongSize(issue));
    return [
      problem('publication/invalid', known ?? `${about} ${message}.`, { path: path.join('.'), ...at(offsetOf(path)) }),
    ];
  });
  return { problems };
}

/** Returns the value at a path as it was written; `undefined` where there is none. */
function valueAt(yaml: Document.Parsed, path: readonly PropertyKey[]): unknown {
  const value: unknown = yaml.getIn(path);
  return isNode(value) ? undefined : value;
}

/** Returns the names of the fields of a file, at its top. */
function knownFields(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const { properties } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as { properties?: object };
  return path.length === 0 ? Object.keys(properties ?? {}) : [];
}

/** `undefined` where the library refuses an alias: an undefined one, or one of too many. */
function plainData(yaml: Document.Parsed): { readonly value: unknown } | undefined {
  try {
    return { value: yaml.toJS({ maxAliasCount: 100 }) };
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}
