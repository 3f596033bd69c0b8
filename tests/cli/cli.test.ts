import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FORMATS } from '../../src/formats/index.ts';
import { BIN, dateline, datelineProcess, type Ran } from '../support/command-line.ts';
import { contentFolder, SETTINGS, storyFile, temporaryFolder } from '../support/folder.ts';
import { WIRE_STORY } from '../support/wire-story.ts';

describe('dateline', () => {
  test('--help names every command', async () => {
    const { code, out } = await datelineProcess('none', '--help');
    expect(code).toBe(0);
    for (const command of ['serve', 'new', 'import', 'render', 'check', 'formats', 'schema', 'status'])
      expect(out).toContain(command);
  });

  test.each([
    [['nonsense'], /unknown command 'nonsense'/],
    [['render', 'a'], /--format/],
    [['serve', '--port', 'x'], /PORT is not a number/],
    [['serve', '--base-url', 'nowhere'], /DATELINE_BASE_URL is not an absolute/],
    [['--base-url', 'https://a.example/news', 'serve'], /DATELINE_BASE_URL contains more than scheme, host and port/],
    [['serve', '--port', ''], /PORT is not a number/],
    [['serve', '--port', '70000'], /PORT is not a port/],
    [['status', '--content', '/nowhere'], /The folder .* does not exist/],
    [['check', '/nowhere.md'], /nowhere.md does not exist: mend its path/],
    [['check', BIN], /dateline.js is not a story of the content folder/],
    [['new', '  '], /The headline is empty/],
  ])('%j is reported in a line, with exit code 2', async (args, message) => {
    const { code, err, out } = await dateline(await contentFolder(), ...args);
    expect(code).toBe(2);
    expect(err + out).toMatch(message);
    expect(err).not.toMatch(/\n\s+at /);
  });

  test('reports in one line that Node is too old', async () => {
    const source = await readFile(BIN, 'utf8');
    const folder = await temporaryFolder();
    await writeFile(
      join(folder, 'old.cjs'),
      source.replace('#!/usr/bin/env node', '').replace('var NEEDED = 26', 'var NEEDED = 99'),
    );
    const { code, err } = await new Promise<Ran>((resolve) => {
      execFile(process.execPath, [join(folder, 'old.cjs')], (error, out, said) =>
        resolve({ code: Number(error?.code ?? 0), out, err: said }),
      );
    });
    expect([code, err.trim().split('\n').length]).toEqual([1, 1]);
    expect(err).toMatch(/needs Node 99 and this is v/);
  });
});

test('check reports pictures of publication.yaml that are not in the media folder', async () => {
  const folder = await contentFolder({
    'publication.yaml': `${SETTINGS}logo: { href: /media/none.png, width: 600, height: 600 }\n`,
  });
  const { out } = await dateline(folder, 'check');
  expect(out).toContain(
    'publication.yaml warning publication/missing-media: The file "none.png" is not in the media folder',
  );
});

describe('import', () => {
  test('turns wire copy into a content file and reports readings and guesses', async () => {
    const folder = await contentFolder();
    const copy = join(await temporaryFolder(), 'copy.txt');
    await writeFile(copy, WIRE_STORY);
    const { code, out, err } = await dateline(folder, 'import', copy);
    expect(code).toBe(0);
    expect(out).toContain('harbour-strike-ends-after-nine-days.md');
    expect(err).toContain('state:      draft');
    expect(err).toMatch(/understood: The paragraph between headline and text is the standfirst/);
    expect(err).toMatch(/guessed: +"PORT ALDER" was read as the dateline/);
    expect(err).toMatch(/guessed: +The section is "world"/);
    expect(await dateline(folder, 'check')).toMatchObject({ code: 0 });
    const again = await dateline(folder, 'import', copy);
    expect(again.out).toContain('harbour-strike-ends-after-nine-days-2.md');
  });

  test('copy is published with --publish alone, and never against its own words', async () => {
    const folder = await contentFolder();
    const [free, until, held] = await Promise.all(
      ['', 'EMBARGOED UNTIL 2100-01-01 06:00\n\n', 'HOLD FOR RELEASE\n\n'].map(async (start, index) => {
        const file = join(await temporaryFolder(), `copy-${index}.txt`);
        await writeFile(file, start + WIRE_STORY.replace('Harbour', `Harbour ${index}`));
        return file;
      }),
    );
    for (const file of [free, until, held]) {
      const { code, err } = await dateline(folder, 'import', file as string);
      expect([code, err]).toEqual([0, expect.stringContaining('state:      draft')]);
    }
    expect((await dateline(folder, 'import', '--publish', free as string)).err).toContain('state:      published');
    const { err } = await dateline(folder, 'import', '--publish', until as string);
    expect(err).toMatch(/state: {6}published .*, under embargo until 2100-01-01T06:00:00Z/);
    expect(await dateline(folder, 'import', '--publish', held as string)).toMatchObject({
      code: 1,
      out: expect.stringContaining('error wire/held: "HOLD FOR RELEASE" holds the copy back'),
    });
    const { out } = await dateline(folder, 'status');
    expect(out.match(/^draft /gm)).toHaveLength(3);
    // The story under embargo waits for its time.
    expect(out.match(/^published /gm)).toHaveLength(2);
  });

  test('takes canonical JSON, and gives it an id', async () => {
    const folder = await contentFolder();
    const file = join(await temporaryFolder(), 'story.json');
    const story = {
      slug: 'from-json',
      language: 'en',
      headline: 'A',
      section: 'world',
      published: '2026-03-02T09:00:00Z',
      body: '<p>a</p>',
    };
    await writeFile(file, JSON.stringify(story));
    expect(await dateline(folder, 'import', file)).toMatchObject({ code: 0 });
    expect(await readdir(join(folder, 'articles'))).toEqual(['from-json.json']);
    expect(await dateline(folder, 'status')).toMatchObject({ code: 0, out: 'published  articles/from-json.json\n' });
  });

  test('refuses what it cannot read, with its line, and stores nothing', async () => {
    const folder = await contentFolder();
    const copy = join(await temporaryFolder(), 'copy.txt');
    await writeFile(copy, '\n\nOnly a headline\n');
    const { code, out } = await dateline(folder, 'import', copy, '/nowhere.txt');
    expect(code).toBe(1);
    expect(out).toContain('copy.txt:3:1 error wire/text');
    expect(out).toContain('/nowhere.txt error file/unreadable: The file does not exist: mend its path.');
    expect(await readdir(join(folder, 'articles'))).toEqual([]);
  });

  test('canonical JSON never takes the place of a story that is there', async () => {
    const folder = await contentFolder({ 'a.md': storyFile('a') });
    const file = join(await temporaryFolder(), 'story.json');
    const story = {
      slug: 'b',
      language: 'en',
      headline: 'A',
      section: 'world',
      published: '2026-03-02T09:00:00Z',
      body: '<p>a</p>',
    };
    await writeFile(file, JSON.stringify({ ...story, id: `tag:gazette.example.com,2026:article:${'a'.repeat(26)}` }));
    expect(await dateline(folder, 'import', file)).toMatchObject({
      code: 1,
      out: expect.stringContaining('already: articles/a.md'),
    });
    await writeFile(file, JSON.stringify({ ...story, slug: 'a' }));
    expect(await dateline(folder, 'import', file)).toMatchObject({
      code: 1,
      out: expect.stringContaining('belongs to another story'),
    });
    expect(await dateline(folder, 'import', '--publish', file)).toMatchObject({
      code: 1,
      out: expect.stringContaining('leave the options out'),
    });
    expect(await readdir(join(folder, 'articles'))).toEqual(['a.md']);
  });

  test('what the content folder would refuse is not written', async () => {
    const folder = await contentFolder();
    const copy = join(await temporaryFolder(), 'copy.txt');
    await writeFile(copy, WIRE_STORY);
    expect(await dateline(folder, 'import', '--language', 'klingon', copy)).toMatchObject({
      code: 1,
      out: expect.stringContaining('is not a language tag'),
    });
    expect(await readdir(join(folder, 'articles'))).toEqual([]);
  });

  test('an unknown section is refused', async () => {
    const copy = join(await temporaryFolder(), 'copy.txt');
    await writeFile(copy, WIRE_STORY);
    const { code, err } = await dateline(await contentFolder(), 'import', '--section', 'sports', copy);
    expect([code, err.trim()]).toEqual([2, 'Section "sports" does not exist: use one of world, culture.']);
  });
});

describe('new', () => {
  test('writes a draft that can be read', async () => {
    const folder = await contentFolder();
    const { code, out } = await dateline(folder, 'new', 'Größer & schöner: “Ümläute”', '--section', 'culture');
    expect(code).toBe(0);
    expect(out).toContain('groesser-and-schoener-uemlaeute.md');
    expect(await dateline(folder, 'status')).toMatchObject({
      out: 'draft  articles/groesser-and-schoener-uemlaeute.md\n',
    });
  });
});

describe('check, status, render, formats, schema', () => {
  test('status prints warnings after errors, and succeeds without errors', async () => {
    const folder = await contentFolder({ 'a.md': storyFile('a', {}, 'Text.\n\n<svg></svg>') });
    const { code, out } = await dateline(folder, 'status');
    expect(code).toBe(0);
    expect(out).toMatch(/^published {2}articles\/a\.md\narticles\/a\.md:10:1 warning article\/cleaned: <svg> /);
  });

  test('check names file, line and rule, and fails', async () => {
    const folder = await contentFolder({ 'a.md': storyFile('a'), 'b.md': storyFile('b', { section: 'sports' }) });
    const { code, out, err } = await dateline(folder, 'check');
    expect(code).toBe(1);
    expect(out).toMatch(/^articles\/b\.md:5:10 error article\/section: /m);
    expect(out).toMatch(/^articles\/a\.md warning json-ld\/image: /m);
    expect(err).toMatch(/^2 files, 1 errors, 1 warnings/m);
    expect(await dateline(folder, 'check', join(folder, 'articles/a.md'))).toMatchObject({ code: 0 });
  });

  test('check reports contradictions between translations, and names in front.yaml that are no stories', async () => {
    const translation = (letter: string, of: string, language: string) =>
      storyFile(letter, {
        ...{ language, slug: `story-${letter}` },
        related: `[{ relation: translationOf, article: "tag:gazette.example.com,2026:article:${of.repeat(26)}" }]`,
      });
    const folder = await contentFolder({
      'a.md': storyFile('a', { slug: 'story-a' }),
      'b.md': translation('b', 'a', 'de'),
      'c.md': translation('c', 'a', 'de-AT'),
      'd.md': translation('d', 'a', 'en-GB'),
      'e.md': translation('e', 'f', 'fr'),
      'f.md': translation('f', 'e', 'es'),
      'g.md': translation('g', 'g', 'it'),
      'front.yaml': 'lead: story-a\nblocks: [{ stories: [story-b, nothing] }]\n',
    });
    const { out } = await dateline(folder, 'check');
    const found = [...out.matchAll(/^(\S+) warning ((?:translation|front)\/\S+): /gm)].map(
      ([, file, rule]) => `${file} ${rule}`,
    );
    expect(found.sort()).toEqual([
      'articles/c.md translation/doubled',
      'articles/d.md translation/same-language',
      'articles/e.md translation/mutual',
      'articles/g.md translation/itself',
      'front.yaml front/story',
    ]);
  });

  test('check reports pictures that cannot be read, of the media and of the text', async () => {
    const folder = await contentFolder({
      'media/empty.jpg': '',
      'media/page.png': '<html>',
      'media/film.mp4': 'a film has no size',
      'a.md': storyFile(
        'a',
        { media: '[{ kind: image, alt: A, files: [empty.jpg] }, { kind: video, title: A, files: [film.mp4] }]' },
        '![B](page.png)',
      ),
    });
    const { code, out } = await dateline(folder, 'check');
    expect(code).toBe(0);
    expect(
      [...out.matchAll(/(\S+):\d+:\d+ warning article\/unreadable-picture: The file "(\S+)"/g)].map(
        ([, ...found]) => found,
      ),
    ).toEqual([
      ['articles/a.md', 'page.png'],
      ['articles/a.md', 'empty.jpg'],
    ]);
  });

  test('status lists files and fails if one is refused', async () => {
    const folder = await contentFolder({ 'a.md': storyFile('a'), 'b.md': 'x' });
    const { code, out } = await dateline(folder, 'status');
    expect(code).toBe(1);
    expect(out).toMatch(/published {2}articles\/a\.md\nrefused {4}articles\/b\.md\narticles\/b\.md:1:1 error/);
  });

  test.each(['html', ...FORMATS.map(({ id }) => id)])('render --format %s', async (format) => {
    const folder = await contentFolder({ 'a.md': storyFile('a') });
    const { code, out } = await dateline(folder, 'render', 'a', '--format', format);
    expect([code, out.includes('Story a')]).toEqual([0, true]);
  });

  test('only a server writes into the folder', async () => {
    const without = storyFile('a').replace(/^id: .*\n/m, '');
    const folder = await contentFolder({ 'a.md': without });
    expect(await dateline(folder, 'check')).toMatchObject({
      code: 1,
      out: expect.stringContaining('paste the line `id: tag:'),
    });
    expect(await readFile(join(folder, 'articles/a.md'), 'utf8')).toBe(without);
  });

  test('render takes a file, and refuses what is not public', async () => {
    const folder = await contentFolder({
      'a.md': storyFile('a'),
      'b.md': storyFile('b', { published: '2199-01-01T00:00:00Z' }),
    });
    expect((await dateline(folder, 'render', join(folder, 'articles/a.md'), '--format', 'rss')).code).toBe(0);
    expect(await dateline(folder, 'render', 'b', '--format', 'rss')).toMatchObject({
      code: 2,
      err: 'There is no public story "b": name one by its slug or its file.\n',
    });
    expect(await dateline(folder, 'render', 'a', '--format', 'fax')).toMatchObject({ code: 2 });
  });

  test('formats prints each with its losses', async () => {
    const { out } = await dateline('none', 'formats');
    for (const { name, losses } of FORMATS) {
      expect(out).toContain(`${name} cannot express:`);
      for (const { field } of losses) expect(out).toContain(field);
    }
  });

  test('schema prints JSON Schema', async () => {
    expect(JSON.parse((await dateline('none', 'schema')).out)).toMatchObject({
      type: 'object',
      properties: { headline: {} },
    });
    expect(JSON.parse((await dateline('none', 'schema', '--publication')).out)).toMatchObject({
      properties: { sections: {} },
    });
  });
});

test('check reports the findings of search engines for a draft', async () => {
  const folder = await contentFolder({
    'a.md': storyFile('a', { draft: 'true', bylines: '[{ name: Jane Doe and John Roe }]' }),
  });
  const { code, out } = await dateline(folder, 'check', '--for', 'google', '--strict');
  expect(out).toContain('google/one-author-a-name');
  expect(code).toBe(1);
  expect((await dateline(folder, 'check', '--for', 'unknown')).code).toBe(2);
  expect((await dateline(folder, 'status')).out).toContain('draft');
});
