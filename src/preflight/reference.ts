import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Returns the folder of the publishers' own schemas: the one in DATELINE_REFERENCE, or the one fetched by `npm run
 * reference`.
 * @param environment such as `process.env`
 * @returns `undefined` if there is none
 */
export function referenceFolder(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const folder = environment.DATELINE_REFERENCE ?? join(import.meta.dirname, '../../.reference');
  return existsSync(join(folder, 'schemas')) ? folder : undefined;
}
