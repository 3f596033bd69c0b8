import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dateline } from '../support/command-line.ts';
import { contentFolder, temporaryFolder } from '../support/folder.ts';

async function imported(name: string, text: string, ...options: string[]) {
  const folder = await contentFolder();
  const file = join(await temporaryFolder(), name);
  await writeFile(file, text);
  const result = await dateline(folder, 'import', ...options, file);
  const [made] = await readdir(join(folder, 'articles'));
  return { ...result, made, text: made === undefined ? '' : await readFile(join(folder, 'articles', made), 'utf8') };
}

test('a story of Hugo with TOML: its own date, authors, tags and section', async () => {
  const { code, err, made, text } = await imported(
    'ferry.md',
    '+++\ntitle = "Ferry: it runs"\ndate = 2024-05-01T08:00:00Z\ntags = ["sea"]\ncategories = ["Culture", "Boats"]\nauthor = "Mia Holm"\nparams = { x = 1 }\n+++\n\nText with {{< youtube abc >}}.\n',
  );
  expect([code, made]).toEqual([0, 'ferry.md']);
  for (const line of [
    'headline: "Ferry: it runs"',
    'published: 2024-05-01T08:00:00Z',
    'section: culture',
    '- Mia Holm',
    '- sea',
    '- Boats',
  ])
    expect(text).toContain(line);
  expect(err).toContain('state:      published 2024-05-01T08:00:00Z');
  expect(err).toContain('`params` has no place in a story, and was left out');
  expect(err).toContain('is a shortcode of another system');
});

test('a post of Jekyll has the date of its name; drafts, and posts without a date, stay drafts', async () => {
  const post = await imported('2024-06-01-a-post.md', '---\nlayout: post\ntitle: A post\n---\n\nText.\n');
  expect([post.made, post.text]).toEqual(['a-post.md', expect.stringContaining('published: 2024-06-01T00:00:00Z')]);
  for (const front of [
    'draft: true\ndate: 2024-06-01',
    'published: false\ndate: 2024-06-01',
    'date: someday',
    'weight: 1',
    'draft: yes\ndate: 2024-06-01',
    'Draft: "true"\ndate: 2024-06-01',
    'isDraft: true\ndate: 2024-06-01',
    'status: draft\ndate: 2024-06-01',
    'private: true\ndate: 2024-06-01',
    'published: "no"\ndate: 2024-06-01',
  ]) {
    const { err, text } = await imported('x.md', `---\ntitle: A\n${front}\n---\n\nText.\n`);
    expect([front, err, text]).toEqual([
      front,
      expect.stringContaining('state:      draft'),
      expect.stringContaining('draft: true'),
    ]);
  }
});

test('front matter in JSON, a later date of publication, and an end are read', async () => {
  const fields = '{ "title": "A", "date": "2024-06-01", "publishDate": "2100-01-01", "expiryDate": "2101-01-01" }';
  for (const front of [`---json\n${fields}\n---\n`, `${fields}\n`]) {
    const { text, err } = await imported('json.md', `${front}\nText.\n`);
    expect([front, text]).toEqual([front, expect.stringContaining('published: 2100-01-01T00:00:00Z')]);
    expect(text).toContain('expires: 2101-01-01T00:00:00Z');
    expect(text).toMatch(/---\n\nText\.\n$/);
    expect(err).not.toContain('has no place');
  }
});

test('a content file gets an id, and one without a title is refused', async () => {
  const own = await imported(
    'own.md',
    '---\nheadline: Own\nsection: world\npublished: 2026-03-02 09:00\n---\n\nText.\n',
  );
  expect(own.text).toContain('id: tag:gazette.example.com,2026:article:');
  const none = await imported('none.md', '---\nlayout: post\n---\n\nText.\n');
  expect([none.code, none.made, none.out]).toEqual([
    1,
    undefined,
    expect.stringContaining('neither `headline` nor `title`'),
  ]);
});

test('JSON of other systems is named by its fields', async () => {
  const { code, out } = await imported('x.json', '{ "articleId": 1, "contentElements": [] }');
  expect([code, out]).toEqual([
    1,
    expect.stringContaining('This JSON has the fields `articleId`, `contentElements`: it is neither'),
  ]);
});
