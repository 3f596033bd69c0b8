import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { language, line, slug } from '../article/fields.ts';
import type { Finding } from '../text/finding.ts';
import { parseYaml } from './publication-file.ts';

/** Name of the settings of a folder of agency documents. */
export const INTAKE_FILE = 'intake.yaml';

/** The settings of a folder of agency documents, which apply to the folders below it as well. */
export const intakeSchema = z.strictObject({
  provider: line(300).optional().describe('Provider of documents that name none; the name of the folder if absent'),
  section: slug.optional().describe('Section of stories that name none'),
  language: language.optional().describe('Language of stories that state none'),
  publish: z
    .boolean()
    .optional()
    .describe('Publish plain copy, and items without a date, at once; otherwise they are held'),
  idFrom: z.literal('filename').optional().describe('Give an item without an id the name of its file'),
});
export type IntakeSettings = z.output<typeof intakeSchema>;

/** Settings of a folder, or the errors in its file. */
export type ReadIntake = { readonly settings: IntakeSettings } | { readonly problems: readonly Finding[] };

/**
 * Reads the settings for a file: those of its folder before those of the folders around it.
 * @param content path of the content folder
 * @param file path relative to it
 */
export async function intakeSettings(content: string, file: string): Promise<ReadIntake> {
  let settings: IntakeSettings = {};
  for (let folder = dirname(file); folder !== '.' && folder !== '/'; folder = dirname(folder)) {
    const name = `${folder}/${INTAKE_FILE}`;
    const text = await readFile(join(content, name), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    const parsed = text === undefined ? undefined : parseYaml({ text, file: name }, intakeSchema);
    if (parsed !== undefined && 'problems' in parsed) return parsed;
    settings = { ...parsed?.data, ...settings };
  }
  return { settings };
}
