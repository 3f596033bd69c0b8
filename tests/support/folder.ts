import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

const SAMPLE = join(import.meta.dirname, '../../content');

/** Settings for a small publication in a folder. */
export const SETTINGS = `name: The Test Gazette
description: News that is not new.
authority: { domain: gazette.example.com, year: 2026 }
timeZone: UTC
language: en-GB
sections: [{ key: world, name: World }, { key: culture, name: Culture }]
`;

/** An empty folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dateline-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A content folder with these files in `articles/` (or anywhere else, if the name has a slash). */
export async function contentFolder(files: Readonly<Record<string, string | Buffer>> = {}): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'articles'));
  await mkdir(join(folder, 'media'));
  await writeFile(join(folder, 'publication.yaml'), SETTINGS);
  for (const [name, text] of Object.entries(files)) await put(folder, name, text);
  return folder;
}

/** Writes a file of a content folder. */
export async function put(folder: string, name: string, text: string | Buffer): Promise<void> {
  const path = join(folder, name.includes('/') || name.endsWith('.yaml') ? name : `articles/${name}`);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** A copy of the sample publication. */
export async function sampleFolder(): Promise<string> {
  const folder = await temporaryFolder();
  await cp(SAMPLE, folder, { recursive: true });
  return folder;
}

/** A content file with what a test cares about. */
export function storyFile(key: string, fields: Readonly<Record<string, string>> = {}, body = 'Some text.'): string {
  const all = {
    id: `tag:gazette.example.com,2026:article:${key.repeat(26)}`,
    headline: `Story ${key}`,
    published: '2026-03-02T09:00:00Z',
    section: 'world',
    ...fields,
  };
  return `---\n${Object.entries(all)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')}\n---\n\n${body}\n`;
}
