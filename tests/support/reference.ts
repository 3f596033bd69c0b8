import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { referenceFolder } from '../../src/preflight/reference.ts';

const folder = referenceFolder(process.env);

/**
 * Tests that need files of the reference folder (schemas, vocabularies, samples, the seed). Without them they are
 * skipped, with the reason in their name; where DATELINE_REFERENCE_REQUIRED is 1 their absence is an error.
 * @param needs below the reference folder
 */
export function describeWithReference(
  name: string,
  needs: readonly string[],
  tests: (reference: string) => void,
): void {
  const missing = folder === undefined ? needs : needs.filter((path) => !existsSync(join(folder, path)));
  if (folder !== undefined && missing.length === 0) {
    describe(name, () => tests(folder));
    return;
  }
  const reason = `DATELINE_REFERENCE names no folder with ${missing.join(', ')}`;
  if (process.env.DATELINE_REFERENCE_REQUIRED === '1') throw new Error(`${name}: ${reason}`);
  test.skip(`${name} (skipped: ${reason})`, () => {});
}
