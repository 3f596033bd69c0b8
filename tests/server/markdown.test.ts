import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { markdown } from '../../src/formats/markdown/index.ts';
import { put, SETTINGS, storyFile } from '../support/folder.ts';
import { BASE, startServer, type TestServer, until } from '../support/server.ts';

const FILES = {
  'a.md': storyFile(
    'a',
    { slug: 'free', headline: `'A "free" story: *one*'`, bylines: '[{ name: Ada Ink }]' },
    'Some **bold** text.',
  ),
  'b.md': storyFile('b', { slug: 'paid', access: 'paid' }, 'The free part.\n\n<!-- more -->\n\nThe paid part.'),
  'c.md': storyFile('c', { slug: 'prohibited', rights: '{ dataMining: prohibited }' }, 'Not for machines.'),
  'd.md': storyFile('d', { slug: 'later', published: '2027-01-01T00:00:00Z' }, 'Not yet.'),
};

const DAY = '/archive/2026-03-02.md';

async function read(server: TestServer, path: string, headers: Record<string, string> = {}) {
  const response = await server.get(path, headers);
  const text = await response.text();
  const [, front = '', body = ''] = /^---\n([\s\S]*?)---\n([\s\S]*)$/.exec(text) ?? [];
  return { status: response.status, headers: response.headers, text, facts: parse(front) ?? {}, body };
}

const alternates = (html: string): string[] =>
  [...parseHTML(html).document.querySelectorAll('link[rel="alternate"][type="text/markdown"]')].map((link) =>
    String(link.getAttribute('href')).slice(BASE.length),
  );

describe('Markdown for programs', () => {
  test('a story has front matter with its identity, dates, authors, rights and canonical address', async () => {
    const server = await startServer(FILES);
    const { status, headers, facts, body, text } = await read(server, '/articles/free.md');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/markdown; charset=utf-8']);
    expect(headers.get('x-robots-tag')).toBe('noindex');
    expect(facts).toMatchObject({
      title: 'A "free" story: *one*',
      id: `tag:gazette.example.com,2026:article:${'a'.repeat(26)}`,
      version: 1,
      published: '2026-03-02T09:00:00+00:00',
      updated: '2026-03-02T09:00:00+00:00',
      authors: ['Ada Ink'],
      access: 'free',
      canonical: `${BASE}/articles/free`,
    });
    expect(facts.rights).toContain('©');
    expect(body).toBe('\n# A "free" story: \\*one\\*\n\nSome **bold** text.\n');
    expect(markdown.check(text)).toEqual([]);
  });

  test('the bare address leads clients there that prefer Markdown', async () => {
    const server = await startServer(FILES);
    const { status, headers } = await read(server, '/articles/free', { Accept: 'text/markdown, text/html;q=0.9' });
    expect([status, headers.get('location')]).toEqual([303, `${BASE}/articles/free.md`]);
    for (const Accept of ['text/html', '*/*', 'text/html, text/markdown;q=0.5'])
      expect((await read(server, '/articles/free', { Accept })).status, Accept).toBe(200);
  });

  test('nothing paid, hidden or prohibited is in it', async () => {
    const server = await startServer(FILES);
    const paid = await read(server, '/articles/paid.md');
    expect([paid.status, paid.facts.access, paid.facts.partial]).toEqual([200, 'paid', true]);
    expect(paid.body).toContain('The free part.');
    expect(paid.text).not.toContain('The paid part');
    for (const slug of ['prohibited', 'later'])
      expect((await read(server, `/articles/${slug}.md`)).status, slug).toBe(404);
    expect((await read(server, '/articles/prohibited', { Accept: 'text/markdown' })).status).toBe(200);
    // Search engines read the robots meta.
    expect((await read(server, '/articles/prohibited')).text).toContain('<meta name="robots" content="noindex">');
    expect((await read(server, '/articles/paid')).text).not.toContain('content="noindex"');
    expect(alternates((await read(server, '/articles/prohibited')).text)).not.toContain('/articles/prohibited.md');
    for (const path of ['/feeds/all.md', '/feeds/section/world.md', DAY]) {
      const { status, text } = await read(server, path);
      expect([status, markdown.check(text)], path).toEqual([200, []]);
      expect(text.match(/\/articles\/[a-z]+\.md/g)?.sort(), path).toEqual(['/articles/free.md', '/articles/paid.md']);
    }
    await put(
      server.folder,
      'a.md',
      storyFile('a', { slug: 'free', changes: '[{ kind: kill, at: 2026-05-01T00:00:00Z, note: Wrong. }]' }),
    );
    await until(async () => (await read(server, '/articles/free.md')).status === 410);
    expect((await read(server, '/feeds/all.md')).text).not.toContain('free.md');
    expect((await read(server, DAY)).text).not.toContain('free.md');
  });

  test('footnotes, pull quotes and the severity of a correction are in it', async () => {
    const server = await startServer({
      'a.md': storyFile(
        'a',
        {
          slug: 'a',
          changes: "[{ kind: correct, at: '2026-03-02T10:00:00Z', notice: The sum was wrong., severity: major }]",
        },
        'A claim[^why].\n\n> [!pullquote]\n> Few knew.\n\n[^why]: Says the report.',
      ),
    });
    const { facts, body } = await read(server, '/articles/a.md');
    expect(facts.corrections).toEqual([{ at: '2026-03-02T10:00:00Z', severity: 'major', text: 'The sum was wrong.' }]);
    expect(body).toContain('A claim[^why].\n\n> Few knew.\n\n[^why]: Says the report.\n');
  });

  test('older pages of a feed are in it, each naming the one before', async () => {
    const files = Array.from({ length: 7 }, (_, index) => {
      const published = `2026-03-0${index + 1}T09:00:00Z`;
      return [`${index}.md`, storyFile('abcdefg'[index] as string, { slug: `story-${index}`, published })] as const;
    });
    const server = await startServer({
      ...Object.fromEntries(files),
      'publication.yaml': `${SETTINGS}feeds: { items: 2 }\n`,
    });
    const slugs: string[] = [];
    for (let path: string | undefined = '/feeds/all.md'; path !== undefined; ) {
      const { status, text, facts } = await read(server, path);
      expect([path, status, markdown.check(text)]).toEqual([path, 200, []]);
      slugs.push(...[...text.matchAll(/articles\/(story-\d)\.md/g)].map(([, slug = '']) => slug));
      path = facts.previous?.slice(BASE.length);
    }
    expect([...new Set(slugs)]).toEqual(files.map((_, index) => `story-${files.length - 1 - index}`));
  });

  test('pages name their Markdown as an alternate', async () => {
    const server = await startServer(FILES);
    for (const [path, markdownPath] of [
      ['/articles/free', '/articles/free.md'],
      ['/feeds/section/world', '/feeds/section/world.md'],
      ['/archive/2026-03-02', DAY],
    ] as const) {
      expect(alternates((await read(server, path)).text), path).toContain(markdownPath);
    }
  });

  test('is off with one word', async () => {
    const server = await startServer({ ...FILES, 'publication.yaml': `${SETTINGS}markdown: false\n` });
    for (const path of ['/articles/free.md', '/feeds/all.md', DAY])
      expect((await read(server, path)).status, path).toBe(404);
    expect((await read(server, '/articles/free', { Accept: 'text/markdown' })).status).toBe(200);
    for (const path of ['/articles/free', '/feeds/all', '/archive/2026-03-02'])
      expect(alternates((await read(server, path)).text), path).toEqual([]);
  });
});
