import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Dateline's own release, as in package.json. */
export const RELEASE: string = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'),
).version;
