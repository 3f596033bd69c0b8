import { describe, expect, test } from 'vitest';
import { apiClient, keyOf, STORY } from '../support/api.ts';
import { SETTINGS, storyFile } from '../support/folder.ts';
import { startServer, type TestServer } from '../support/server.ts';

async function slugs(server: TestServer, feed: string): Promise<string[]> {
  const response = await server.get(`/feeds/${feed}.json`);
  expect(response.status, feed).toBe(200);
  const { items } = (await response.json()) as { items: { url: string }[] };
  return items.map(({ url }) => url.split('/').at(-1) ?? '');
}

describe('metered stories', () => {
  const files = {
    'a.md': storyFile('a', { slug: 'free' }),
    'b.md': storyFile('b', { slug: 'metered', access: 'metered' }),
    'c.md': storyFile('c', { slug: 'paid', access: 'paid' }, 'Free part.\n\n<!-- more -->\n\nPaid part.'),
  };

  test('are in the feeds of free stories', async () => {
    const server = await startServer(files);
    expect((await slugs(server, 'access/free')).sort()).toEqual(['free', 'metered']);
    expect(await slugs(server, 'access/metered')).toEqual(['metered']);
    expect(await slugs(server, 'access/paid')).toEqual(['paid']);
    const page = await (await server.get('/feeds/access/free')).text();
    expect(page).toMatch(/<option value="free" selected>/);
  });

  test('are in those of metered stories alone with metered: paid', async () => {
    const server = await startServer({ ...files, 'publication.yaml': `${SETTINGS}feeds: { metered: paid }\n` });
    expect(await slugs(server, 'access/free')).toEqual(['free']);
    expect(await slugs(server, 'access/metered')).toEqual(['metered']);
  });
});

test('stories made with AI have a feed of their own, and can be left out of others', async () => {
  const named = 'feeds: { named: [{ key: people, title: By people, filter: { origin: human } }] }\n';
  const server = await startServer({
    'publication.yaml': `${SETTINGS}${named}`,
    'a.md': storyFile('a', { slug: 'ai', digitalSourceType: 'trainedAlgorithmicMedia', humanReview: 'true' }),
    'b.md': storyFile('b', { slug: 'human' }),
  });
  expect(await slugs(server, 'origin/ai')).toEqual(['ai']);
  expect(await slugs(server, 'people')).toEqual(['human']);
  const { title } = (await (await server.get('/feeds/origin/ai.json')).json()) as { title: string };
  expect(title).toBe('The Test Gazette: Stories made with AI');
});

describe('a live page', () => {
  const update = (id: string, at: string) => ({ id, at, headline: id, body: `<p>${id}</p>` });
  const live = (...updates: readonly object[]) => ({ live: { starts: '2026-05-01T00:00:00Z', updates } });

  test('moves to the position of its newest update in feeds, and on the front page', async () => {
    const server = await startServer({
      'publication.yaml': `${SETTINGS}feeds: { items: 3 }\n`,
      ...Object.fromEntries(
        [...'bcdef'].map((letter, index) => [
          `${letter}.md`,
          storyFile(letter, { slug: letter, published: `2026-05-${20 + index}T00:00:00Z` }),
        ]),
      ),
    });
    const write = await apiClient(server, 'write');
    const story = {
      ...STORY,
      slug: 'live',
      published: '2026-05-01T00:00:00Z',
      ...live(update('one', '2026-05-01T00:00:00Z')),
    };
    expect((await write('PUT', `/articles/${keyOf('a')}`, story)).status).toBe(201);
    expect((await slugs(server, 'all')).at(-1)).toBe('live');
    const updates = live(update('one', '2026-05-01T00:00:00Z'), update('two', '2026-05-23T12:00:00Z'));
    const step = await write('POST', `/articles/${keyOf('a')}/update`, { article: updates });
    expect(step.status, step.text).toBe(200);
    server.setClock('2026-05-26T00:00:00Z');
    expect(await slugs(server, 'all')).toEqual(['f', 'live', 'e', 'd']);
    const front = await (await server.get('/')).text();
    const order = [...front.matchAll(/<h2><a href="\/articles\/(\w+)"/g)].map(([, slug]) => slug);
    expect(order.indexOf('live')).toBe(1);
  });
});
