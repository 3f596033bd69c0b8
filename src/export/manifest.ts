import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

export const MANIFEST = 'manifest.json';

const fileSchema = z.strictObject({
  /** HTTP status of the address; 410 for a withdrawn story. */
  status: z.int(),
  /** Path below the folder. */
  file: z.string(),
  type: z.string(),
  sha256: z.string(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  /** Keys of the articles in it. */
  articles: z.array(z.string()),
});

/** A file of an export with its headers. */
export type ExportedFile = z.output<typeof fileSchema>;

const manifestSchema = z.strictObject({
  /** Cursor of the newest entry of the change log in it. */
  cursor: z.int(),
  /** Time of the export. */
  instant: z.string(),
  /** Digest of the settings and of the release. */
  settings: z.string(),
  files: z.record(z.string(), fileSchema),
});

/** The files of an export, by address. */
export type Manifest = z.output<typeof manifestSchema>;

/** Reads the manifest of an export; `undefined` if it is missing or unreadable, so that every file is written. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  try {
    return manifestSchema.safeParse(JSON.parse(await readFile(join(folder, MANIFEST), 'utf8'))).data;
  } catch {
    return undefined;
  }
}
