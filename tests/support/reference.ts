import { describe } from 'vitest';
import { referenceFolder } from '../../src/preflight/reference.ts';

const folder = referenceFolder(process.env);
const REASON = 'DATELINE_REFERENCE names no folder with schemas/; `npm run reference` fetches them';

if (folder === undefined && process.env.DATELINE_REFERENCE_REQUIRED === '1') throw new Error(REASON);

/** Tests that need the publishers' own schemas; without them they are skipped, with the reason in their name. */
export function describeWithReference(name: string, tests: (reference: string) => void): void {
  if (folder !== undefined) describe(name, () => tests(folder));
  else describe.skip(`${name} (skipped: ${REASON})`, () => tests(''));
}
