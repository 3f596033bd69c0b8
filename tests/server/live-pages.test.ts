import { parseFeed } from 'feedsmith';
import { describe, expect, test } from 'vitest';
import { put, SETTINGS, storyFile } from '../support/folder.ts';
import { BASE, startServer, type TestServer, until } from '../support/server.ts';

const LIVE = { slug: 'live', live: "{ starts: '2026-03-01T00:00:00Z' }", published: '2026-03-01T00:00:00Z' };
const FIRST = '## [2026-03-01T00:00:00Z] Start\n\nIt begins.\n';
const SECOND = '## [2026-05-31T23:00:00Z] Breaking result\n\nIt is out.\n';

const textOf = async (server: TestServer, path: string): Promise<string> => (await server.get(path)).text();

/** Addresses of the stories of a feed, in order. */
async function linksIn(server: TestServer, path: string): Promise<string[]> {
  const { feed } = parseFeed(await textOf(server, path)) as { feed: { items?: { link?: string }[] } };
  return feed.items?.map(({ link = '' }) => link.slice(BASE.length)) ?? [];
}

describe('a live page with a new update', () => {
  const OTHERS = Object.fromEntries(
    [...'bcdefgh'].map((letter, index) => {
      const published = `2026-05-0${index + 1}T09:00:00Z`;
      return [`${letter}.md`, storyFile(letter, { slug: `story-${letter}`, published })];
    }),
  );

  test('comes back to the head of its feeds, for a week, and is an update everywhere', async () => {
    const server = await startServer({
      ...OTHERS,
      'a.md': storyFile('a', LIVE, FIRST),
      'publication.yaml': `${SETTINGS}feeds: { items: 2 }\n`,
    });
    for (const path of ['/feeds/all.rss', '/feeds/section/world.rss'])
      expect(await linksIn(server, path), path).not.toContain('/articles/live');
    await put(server.folder, 'a.md', storyFile('a', LIVE, `${SECOND}\n${FIRST}`));
    await until(async () => (await textOf(server, '/articles/live')).includes('Breaking result'));
    for (const path of ['/feeds/all.rss', '/feeds/section/world.rss'])
      expect((await linksIn(server, path))[0], path).toBe('/articles/live');
    const { archive } = server.running.store;
    expect((await archive.log.publicChangesAfter(0, 100)).at(-1)?.change).toBe('update');
    expect(await textOf(server, '/articles/live.newsml.xml')).toContain('sig:update');
    server.setClock('2026-06-08T00:00:00Z');
    expect(await linksIn(server, '/feeds/all.rss')).not.toContain('/articles/live');
  });

  test('without a new update a changed text is a silent edit', async () => {
    const server = await startServer({ 'a.md': storyFile('a', LIVE, FIRST) });
    await put(server.folder, 'a.md', storyFile('a', LIVE, FIRST.replace('begins', 'began')));
    await until(async () => (await textOf(server, '/articles/live')).includes('began'));
    const { archive } = server.running.store;
    expect((await archive.log.publicChangesAfter(0, 100)).at(-1)?.change).toBe('amend');
  });
});
