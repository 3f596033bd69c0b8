import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { apiClient, keyOf } from '../support/api.ts';
import { put, SETTINGS, storyFile } from '../support/folder.ts';
import { startServer, type TestServer, until } from '../support/server.ts';

/** Stories `a` to `j`, `j` the newest; every third is of the section culture. */
const STORIES: Readonly<Record<string, string>> = Object.fromEntries(
  [...'abcdefghij'].map((letter, index) => [
    `${letter}.md`,
    storyFile(letter, {
      slug: `story-${letter}`,
      headline: `Story ${letter}`,
      section: index % 3 === 0 ? 'culture' : 'world',
      published: `2026-05-0${Math.min(9, index + 1)}T0${index}:00:00Z`,
    }),
  ]),
);

async function front(server: TestServer): Promise<{ top: string[]; blocks: Record<string, string[]> }> {
  const response = await server.get('/');
  expect(response.status).toBe(200);
  const { document } = parseHTML(await response.text());
  const lettersIn = (element: { querySelectorAll: Document['querySelectorAll'] } | null | undefined): string[] =>
    [...(element?.querySelectorAll('.card :is(h2, h3) a') ?? [])].map((link) => link.textContent?.slice(-1) ?? '');
  const blocks = [...document.querySelectorAll('.block')].map((block) => [
    block.querySelector('h2')?.textContent ?? '',
    lettersIn(block as never),
  ]);
  return { top: lettersIn(document.querySelector('main > .front') as never), blocks: Object.fromEntries(blocks) };
}

describe('the front page', () => {
  test('without an order of editors has the most urgent story first, then the newest ones', async () => {
    const server = await startServer({
      ...STORIES,
      'c.md': storyFile('c', { slug: 'story-c', headline: 'Story c', urgency: '2', published: '2026-05-05T00:00:00Z' }),
    });
    expect(await front(server)).toEqual({ top: [...'cjihgfedba'], blocks: {} });
  });

  test('has the lead, pins and blocks of front.yaml, and each story once', async () => {
    const server = await startServer({
      ...STORIES,
      'front.yaml': `lead: story-b
pins: [{ story: ${keyOf('a')}, until: 2026-06-01T12:00:00Z }]
items: 4
blocks:
  - { section: culture, items: 2 }
  - { title: Chosen, stories: [story-c, story-b, no-such-story] }
  - { show: newest, items: 3 }
`,
    });
    expect(await front(server)).toEqual({
      top: ['b', 'a', 'j', 'i'],
      blocks: { Culture: ['g', 'd'], Chosen: ['c'], Latest: ['h', 'f', 'e'] },
    });
    server.setClock('2026-06-01T12:00:00Z');
    expect((await front(server)).top).toEqual(['b', 'j', 'i', 'h']);
  });

  test('has live pages and opinion in blocks of their own', async () => {
    const server = await startServer({
      ...STORIES,
      'c.md': storyFile('c', { slug: 'story-c', headline: 'Story c', genre: 'Opinion' }),
      'd.md': storyFile('d', { slug: 'story-d', headline: 'Story d', live: '{ starts: 2026-05-01T00:00:00Z }' }),
      'publication.yaml': `${SETTINGS}front: { items: 1, blocks: [{ show: live }, { show: opinion }] }\n`,
    });
    expect((await front(server)).blocks).toEqual({ Live: ['d'], Opinion: ['c'] });
  });

  test('a pin may end on a date without an offset, in the time zone of the publication', async () => {
    const settings = SETTINGS.replace('timeZone: UTC', 'timeZone: Asia/Tokyo');
    const pins = 'pins: [{ story: story-b, until: 2026-06-01 09:00 }]\n';
    const server = await startServer({ ...STORIES, 'publication.yaml': settings, 'front.yaml': pins });
    server.setClock('2026-05-31T23:59:59Z');
    expect((await front(server)).top.slice(0, 2)).toEqual(['b', 'j']);
    server.setClock('2026-06-01T00:00:00Z');
    expect((await front(server)).top.slice(0, 2)).toEqual(['j', 'i']);
  });

  test('follows front.yaml as soon as it is saved, and reports its errors with line and column', async () => {
    const server = await startServer(STORIES);
    await put(server.folder, 'front.yaml', 'lead: story-b\n');
    await until(async () => (await front(server)).top[0] === 'b');
    await put(server.folder, 'front.yaml', 'lead: story-c\nblocks:\n  - { title: Empty }\n');
    await until(() => server.log.some((line) => line.includes('front.yaml') && line.includes('"line":3')));
    expect((await front(server)).top[0]).toBe('b');
  });

  test('has the order of the API until that is deleted', async () => {
    const server = await startServer({ ...STORIES, 'front.yaml': 'lead: story-b\n' });
    const [write, read] = [await apiClient(server, 'write'), await apiClient(server, 'read')];
    const before = (await server.get('/')).headers;
    const stored = await write('PUT', '/front', {
      lead: 'story-d',
      pins: [{ story: 'gone', until: '2026-07-01T00:00:00Z' }],
    });
    expect([stored.status, stored.json.origin, stored.json.notVisible]).toEqual([200, 'api', ['gone']]);
    expect((await front(server)).top[0]).toBe('d');
    const after = (await server.get('/')).headers;
    expect(after.get('etag')).not.toBe(before.get('etag'));
    expect(Date.parse(after.get('last-modified') ?? '')).toBeGreaterThan(Date.parse(before.get('last-modified') ?? ''));
    const refused = await write('PUT', '/front', { lead: 'Not a slug', block: [] });
    expect([refused.status, refused.json.errors.map(({ path }: { path: string }) => path)]).toEqual([
      422,
      ['lead', ''],
    ]);
    expect((await read('PUT', '/front', {})).status).toBe(403);
    expect((await write('GET', '/front')).json.front.lead).toBe('story-d');
    expect((await write('DELETE', '/front')).json).toMatchObject({ origin: 'files', front: { lead: 'story-b' } });
    expect((await front(server)).top[0]).toBe('b');
  });

  test('refuses a block of a section that does not exist, in the file and in the API', async () => {
    const server = await startServer(STORIES);
    const write = await apiClient(server, 'write');
    const refused = await write('PUT', '/front', { blocks: [{ section: 'wrold' }] });
    expect([refused.status, refused.json.errors[0].path]).toEqual([422, 'blocks.0.section']);
    await put(server.folder, 'front.yaml', 'blocks:\n  - { section: wrold }\n');
    await until(() => server.log.some((line) => line.includes('front.yaml refused') && line.includes('"line":2')));
    await put(server.folder, 'front.yaml', '');
    await put(server.folder, 'publication.yaml', `${SETTINGS}front: { blocks: [{ section: wrold }] }\n`);
    await until(() => server.log.some((line) => line.includes('publication.yaml refused') && line.includes('wrold')));
  });

  test('has a time of last change that never goes back, and serves on while the archive is not available', async () => {
    const server = await startServer(STORIES);
    const write = await apiClient(server, 'write');
    const times: number[] = [];
    for (const [hour, lead] of ['story-a', 'story-b', 'story-a', undefined].entries()) {
      server.setClock(`2026-06-01T0${hour + 1}:00:00Z`);
      if (lead === undefined) await write('DELETE', '/front');
      else await write('PUT', '/front', { lead });
      times.push(Date.parse((await server.get('/')).headers.get('last-modified') ?? ''));
    }
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(new Set(times).size).toBe(4);
    server.running.store.metadata = () => Promise.reject(new Error('gone'));
    expect((await server.get('/')).status).toBe(200);
  });

  test('never shows a story that is not visible, even if an editor names it', async () => {
    const server = await startServer({
      ...STORIES,
      'z.md': storyFile('z', { slug: 'story-z', headline: 'Story z', published: '2026-06-02T00:00:00Z' }),
      'front.yaml': `lead: story-z\npins: [{ story: ${keyOf('z')}, until: 2027-01-01T00:00:00Z }]\n`,
    });
    expect((await front(server)).top).toEqual([...'jihgfedcba']);
    const write = await apiClient(server, 'write');
    expect((await write('GET', '/front')).json.notVisible.sort()).toEqual(['story-z', keyOf('z')].sort());
    server.setClock('2026-06-02T00:00:30Z');
    expect((await front(server)).top[0]).toBe('z');
  });
});

describe('the end of a story', () => {
  const endOf = async (server: TestServer, slug: string): Promise<Record<string, string[]>> => {
    const { document } = parseHTML(await (await server.get(`/articles/${slug}`)).text());
    return Object.fromEntries(
      [...document.querySelectorAll('.further')].map((list) => [
        list.querySelector('h2')?.textContent ?? '',
        [...list.querySelectorAll('a')].map((link) => link.textContent?.slice(-1) ?? ''),
      ]),
    );
  };
  const about = (letter: string, subjects: string, fields: Readonly<Record<string, string>> = {}) =>
    storyFile(letter, { slug: `story-${letter}`, headline: `Story ${letter}`, subjects, ...fields });

  test('lists stories that share its subjects, then further ones of its section, each once', async () => {
    const server = await startServer({
      'a.md': about('a', '[medtop:20000065, medtop:20000106]', { published: '2026-05-01T00:00:00Z' }),
      'b.md': about('b', '[medtop:20000065]', { published: '2026-05-02T00:00:00Z' }),
      'c.md': about('c', '[medtop:20000065, medtop:20000106]', {
        section: 'culture',
        published: '2026-04-01T00:00:00Z',
      }),
      'd.md': about('d', '[]', { published: '2026-05-03T00:00:00Z' }),
      'e.md': about('e', '[medtop:20000065]', { language: 'de' }),
      'f.md': about('f', '[]', { section: 'culture' }),
    });
    expect(await endOf(server, 'story-a')).toEqual({ 'More on this': ['c', 'b'], 'More from World': ['d'] });
    const kill = { changes: '[{ kind: kill, at: 2026-05-20T00:00:00Z, note: Wrong. }]' };
    await put(
      server.folder,
      'c.md',
      about('c', '[medtop:20000065, medtop:20000106]', { ...kill, published: '2026-04-01T00:00:00Z' }),
    );
    await until(async () => !(await endOf(server, 'story-a'))['More on this']?.includes('c'));
    expect(await endOf(server, 'story-a')).toEqual({ 'More on this': ['b'], 'More from World': ['d'] });
    await put(server.folder, 'g.md', about('g', '[medtop:20000106]', { published: '2026-05-30T00:00:00Z' }));
    await until(async () => (await endOf(server, 'story-a'))['More on this']?.includes('g') === true);
  });
});
