import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

export const MANIFEST = 'manifest.json';

const fileSchema = z.strictObject({
  /** What the address answers with; 410 for a page that stands in the place of a story. */
  status: z.int(),
  /** Below the folder. */
  file: z.string(),
  type: z.string(),
  sha256: z.string(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  /** Keys of the articles in it. */
  articles: z.array(z.string()),
});

/** An address and the file that holds its answer. */
export type ExportedFile = z.output<typeof fileSchema>;

const manifestSchema = z.strictObject({
  /** The newest entry of the change log that is in it. */
  cursor: z.int(),
  /** The moment of which it is. */
  instant: z.string(),
  /** Tells one state of the settings and of Dateline from another. */
  settings: z.string(),
  files: z.record(z.string(), fileSchema),
});

/** What an export holds, by addresses. */
export type Manifest = z.output<typeof manifestSchema>;

/** The manifest of an export; `undefined` if there is none that can be read, so that everything is written anew. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  try {
    return manifestSchema.safeParse(JSON.parse(await readFile(join(folder, MANIFEST), 'utf8'))).data;
  } catch {
    return undefined;
  }
}
