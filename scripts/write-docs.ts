/** Writes the generated sections of `docs/`: `npm run docs`. */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedSections, withSections } from './docs/sections.ts';

const FOLDER = join(import.meta.dirname, '../docs');

const sections = await generatedSections();
for (const file of globSync('**/*.md', { cwd: FOLDER })) {
  const path = join(FOLDER, file);
  writeFileSync(path, withSections(readFileSync(path, 'utf8'), sections));
}
