import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { program } from '../../src/cli/index.ts';
import { ContentFolder } from '../../src/content-folder/content-folder.ts';
import { readSettings } from '../../src/content-folder/publication-file.ts';
import { FEED_FORMATS, FORMATS } from '../../src/formats/index.ts';
import { openStore } from '../support/engines.ts';
import { put, sampleFolder } from '../support/folder.ts';
import { at } from '../support/stories.ts';

const README = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
const block = (language: string, holding: string): string => {
  const blocks = [...README.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, text]) => text ?? '');
  return blocks.find((text) => text.includes(holding)) ?? '';
};

test('the story that the README shows can be read, with the changes that it shows', async () => {
  const folder = await sampleFolder();
  const changes = block('yaml', 'changes:');
  const story = block('markdown', 'headline:').replace('article:…', `article:${'y'.repeat(26)}`);
  expect(changes).toContain('correct');
  await put(folder, 'readme.md', story.replace('section:', `${changes}section:`));
  const settings = await readSettings(folder);
  if ('problems' in settings) throw new Error('no settings');
  const content = new ContentFolder(folder, await openStore());
  await content.read(settings.publication, at('2026-12-01T00:00:00Z'));
  expect(content.reports.find(({ file }) => file === 'articles/readme.md')).toMatchObject({
    state: 'withheld',
    findings: [],
  });
});

test('the README names every command, and the address of every format', () => {
  for (const command of program().commands) expect(README).toContain(`npx dateline ${command.name()}`);
  for (const { extension } of FORMATS.filter(({ article }) => article))
    expect(README).toContain(`/articles/SLUG${extension}`);
  for (const { extension } of FEED_FORMATS) expect(README).toContain(`/feeds/NAME${extension}`);
});

test('the sample publication has nothing to mend', async () => {
  const folder = await sampleFolder();
  const settings = await readSettings(folder);
  if ('problems' in settings) throw new Error(JSON.stringify(settings.problems));
  const content = new ContentFolder(folder, await openStore());
  await content.read(settings.publication, at('2026-12-01T00:00:00Z'));
  expect(content.reports.filter(({ state }) => state === 'published').length).toBeGreaterThanOrEqual(10);
  expect(content.reports.flatMap(({ findings }) => findings)).toEqual([]);
});
