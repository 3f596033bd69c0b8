import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where the publishers' own schemas are: the folder that DATELINE_REFERENCE names, or what `npm run reference` fetched.
 * @param environment such as `process.env`
 * @returns `undefined` if there are none
 */
export function referenceFolder(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const folder = environment.DATELINE_REFERENCE ?? join(import.meta.dirname, '../../.reference');
  return existsSync(join(folder, 'schemas')) ? folder : undefined;
}
