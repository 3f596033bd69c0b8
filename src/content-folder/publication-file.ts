import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { type Publication, publicationSchema } from '../publication/publication.ts';
import { type Finding, problem } from '../text/finding.ts';

/** Name of the settings file in a content folder. */
export const SETTINGS_FILE = 'publication.yaml';

/** The publication's settings, or all errors in them. */
export type Settings = { readonly publication: Publication } | { readonly problems: readonly Finding[] };

/** Reads `publication.yaml` of a content folder. */
export async function readSettings(folder: string): Promise<Settings> {
  const file = join(folder, SETTINGS_FILE);
  try {
    return settingsOf(await readFile(file, 'utf8'), file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    const message = `${SETTINGS_FILE} is missing in ${folder}: name the content folder with DATELINE_CONTENT.`;
    return { problems: [problem('publication/missing', message, { file })] };
  }
}

function settingsOf(text: string, file: string): Settings {
  const lineCounter = new LineCounter();
  const yaml = parseDocument(text, { lineCounter, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset);
    return { file, line, column: col };
  };
  if (yaml.errors.length > 0) {
    return { problems: yaml.errors.map(({ message, pos }) => problem('publication/yaml', message, at(pos[0]))) };
  }
  const data = plainData(yaml);
  if (data === undefined) {
    return {
      problems: [
        problem(
          'publication/yaml',
          'An alias (`*name`) has no anchor or is repeated too often: write its value instead.',
          { file },
        ),
      ],
    };
  }
  const parsed = publicationSchema.safeParse(data.value);
  if (parsed.success) return { publication: parsed.data };
  const offsetOf = (path: PropertyKey[]): number => {
    for (let length = path.length; length > 0; length--) {
      const node = yaml.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return node.range[0];
    }
    return 0;
  };
  const problems = parsed.error.issues.map(({ path, message }) =>
    problem('publication/invalid', `\`${path.join('.')}\` ${message}.`, {
      path: path.join('.'),
      ...at(offsetOf(path)),
    }),
  );
  return { problems };
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
