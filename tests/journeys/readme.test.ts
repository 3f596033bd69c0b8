import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { program } from '../../src/cli/index.ts';
import { ContentFolder } from '../../src/content-folder/content-folder.ts';
import { readSettings } from '../../src/content-folder/publication-file.ts';
import { publicationSchema } from '../../src/publication/publication.ts';
import { openStore } from '../support/engines.ts';
import { put, sampleFolder } from '../support/folder.ts';
import { startServer } from '../support/server.ts';
import { at } from '../support/stories.ts';

const ROOT = join(import.meta.dirname, '../..');
const PAGES = ['README.md', ...globSync('docs/*.md', { cwd: ROOT })];
const textOf = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

/** Returns the code blocks of a language. */
function blocksIn(page: string, language: string): string[] {
  return [...textOf(page).matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, text]) => text ?? '');
}

async function read(folder: string) {
  const settings = await readSettings(folder);
  if ('problems' in settings) throw new Error(JSON.stringify(settings.problems));
  const content = new ContentFolder(folder, await openStore());
  await content.read(settings.publication, at('2026-12-01T00:00:00Z'));
  return content.reports;
}

const STORY = blocksIn('README.md', 'markdown')[0] ?? '';
const ID = `article:${'y'.repeat(26)}`;

test('the README has at most 120 lines', () => {
  expect(textOf('README.md').split('\n').length).toBeLessThanOrEqual(121);
});

describe('stories of the documentation', () => {
  test.each([
    ['README.md', 'published'],
    ['docs/writing-stories.md', 'withheld'],
  ])('are valid with the changes of %s', async (page, state) => {
    const changes = blocksIn(page, 'yaml').find((text) => text.startsWith('changes:')) ?? '';
    expect(changes).toContain('kind:');
    const folder = await sampleFolder();
    await put(folder, 'readme.md', STORY.replace('article:…', ID).replace('section:', `${changes}section:`));
    const report = (await read(folder)).find(({ file }) => file === 'articles/readme.md');
    expect(report).toMatchObject({ state, findings: [] });
  });

  test('are valid with the fields for search engines', async () => {
    const [fields = ''] = blocksIn('docs/search-and-crawlers.md', 'yaml');
    const folder = await sampleFolder();
    const other = /^id: .*article:(\w+)/m.exec(STORY.replace('article:…', ID))?.[1] ?? '';
    const text = STORY.replace('article:…', ID).replace('section:', `${fields.replace('q2w4…', other)}section:`);
    await put(folder, 'readme.md', text);
    const report = (await read(folder)).find(({ file }) => file === 'articles/readme.md');
    expect(report?.state).toBe('published');
  });
});

test('the settings of docs/publication.md are valid', () => {
  const [settings = ''] = blocksIn('docs/publication.md', 'yaml');
  expect(publicationSchema.safeParse(parse(settings)).error).toBeUndefined();
});

const known = await program();

describe('commands of the documentation', () => {
  const commands = PAGES.flatMap((page) =>
    [...textOf(page).matchAll(/npx dateline (.+?)(?:`|\)| {2,}#|$)/gm)].map(
      ([, line = '']) => [page, line.trim()] as const,
    ),
  );

  test.each(commands)('%s: dateline %s', (_, line) => {
    const words = [...line.matchAll(/"[^"]*"|\S+/g)].map(([word]) => word);
    let command = known;
    for (const word of words) {
      const next = command.commands.find((one) => one.name() === word);
      if (next === undefined) break;
      command = next;
    }
    expect(command, line).not.toBe(known);
    const options = [...command.options, ...known.options].flatMap(({ long, short }) => [long, short]);
    for (const word of words.filter((one) => one.startsWith('--'))) expect(options, line).toContain(word);
  });

  test('include every command', () => {
    for (const command of known.commands)
      expect(textOf('docs/operations.md')).toContain(`\`dateline ${command.name()}`);
  });
});

test('the requests of docs/http-api.md have the documented results', async () => {
  const [create = '', session = ''] = blocksIn('docs/http-api.md', 'sh');
  expect(create).toContain('--scope write');
  const server = await startServer({}, { now: '2026-11-23T00:00:00Z' });
  const { keys } = server.running.store;
  const [write, partner] = await Promise.all([
    keys.create({ name: 'our CMS', scopes: ['write'] }, at('2026-11-01T00:00:00Z')),
    keys.create({ name: 'an agency', scopes: ['embargo'] }, at('2026-11-01T00:00:00Z')),
  ]);
  const requests = session
    .replaceAll('\\\n', ' ')
    .replaceAll(/(-d '[^']*')/g, (data) => data.replaceAll('\n', ' '))
    .split('\n')
    .filter((line) => line.startsWith('curl '));
  expect(requests.length).toBeGreaterThan(12);
  for (const [index, line] of requests.entries()) {
    const [command = '', expected] = line.split(/ {2,}# /);
    const method = /-X (\w+)/.exec(command)?.[1] ?? 'GET';
    const address = /(\$API|http:\/\/localhost:3000)(\S*)/.exec(command);
    const path = `${address?.[1] === '$API' ? '/api/v1' : ''}${address?.[2]}`;
    const body = /-d '([^']*)'/.exec(command)?.[1];
    const token = command.includes('$PARTNER') ? partner.token : command.includes('$KEY') ? write.token : undefined;
    server.setClock(new Date(Date.parse('2026-11-23T00:00:00Z') + index * 1000).toISOString());
    const response = await fetch(`http://127.0.0.1:${server.running.port}${path}`, {
      method,
      headers: {
        ...(token && { Authorization: `Bearer ${token}` }),
        ...(command.includes('Content-Type') && { 'Content-Type': 'application/json' }),
      },
      ...(body && { body }),
    });
    const text = await response.text();
    const status = /^\d{3}/.exec(expected ?? '')?.[0];
    if (status !== undefined) expect(response.status, command).toBe(Number(status));
    else expect(response.status, `${command} ${text}`).toBeLessThan(300);
    for (const word of expected?.match(/sig:correction|stat:withheld|embargoed|canceled/g) ?? []) {
      expect(text, command).toContain(word);
    }
  }
});

test('the sample publication has no findings', async () => {
  const reports = await read(await sampleFolder());
  expect(reports.filter(({ state }) => state === 'published').length).toBeGreaterThanOrEqual(10);
  expect(reports.flatMap(({ findings }) => findings)).toEqual([]);
});
