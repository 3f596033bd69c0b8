import { describe, expect, test } from 'vitest';
import { apiClient, keyOf, STORY } from '../support/api.ts';
import { startServer } from '../support/server.ts';

/** Lists for partners over time: growing versions, recalls of every item that they have. */
const PICTURE = (name: string) => ({
  kind: 'image',
  alt: 'A picture',
  renditions: [{ href: `https://pictures.example/${name}.jpg`, type: 'image/jpeg' }],
});

async function newsroom() {
  const server = await startServer({}, { now: '2026-03-02T10:00:00Z' });
  return { server, write: await apiClient(server, 'write'), partner: await apiClient(server, 'embargo') };
}

const versionOf = (text: string): number => Number(/<packageItem[^>]* version="(\d+)"/.exec(text)?.[1]);
const guidsOf = (text: string): string[] =>
  [...text.matchAll(/<newsItem[^>]* guid="([^"]*)"/g)].map(([, guid = '']) => guid);
const A = `/articles/${keyOf('a')}`;
const story = { ...STORY, published: '2026-03-02T09:00:00Z' };

describe('lists of partners', () => {
  test('have a version that never goes back, for the public and for partners, whose lists are two', async () => {
    const { server, write, partner } = await newsroom();
    await write('PUT', A, story);
    const lists = async () => {
      const open = await (await server.get('/feeds/all.newsml.xml')).text();
      const entitled = (await partner('GET', '/feeds/all.newsml.xml')).text;
      return { open, entitled };
    };
    const first = await lists();
    expect(/package:all"/.test(first.open) && /package:all:entitled"/.test(first.entitled)).toBe(true);
    // In the very same second.
    await write('POST', `${A}/update`, { article: { headline: 'Second' } });
    const second = await lists();
    await write('POST', `${A}/withhold`, { note: 'x' });
    const third = await lists();
    server.setClock('2026-04-20T10:00:00Z');
    const fourth = await lists();
    for (const side of ['open', 'entitled'] as const) {
      const versions = [first, second, third, fourth].map((list) => versionOf(list[side]));
      expect(versions, side).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
    }
  });

  test('an embargo that an editor ended is over', async () => {
    const { write, partner } = await newsroom();
    await write('PUT', A, { ...story, embargo: { condition: 'after the vote' } });
    expect((await partner('GET', `${A}.newsml.xml`)).text).toContain('<embargoed/>');
    await write('POST', `${A}/release`);
    const { text } = await partner('GET', `${A}.newsml.xml`);
    expect(text).toContain('<embargoed>2026-03-02T10:00:00+00:00</embargoed>');
    expect(text).not.toContain('after the vote');
  });
});

describe('a kill', () => {
  test('recalls the package and every picture that the story ever had, without any word of them', async () => {
    const { server, write } = await newsroom();
    await write('PUT', A, { ...story, media: [PICTURE('libel'), PICTURE('fine')] });
    const before = guidsOf(await (await server.get('/feeds/all.newsml.xml')).text());
    expect(before).toHaveLength(3);
    await write('POST', `${A}/correct`, { notice: 'A picture was taken out.', article: { media: [PICTURE('fine')] } });
    await write('POST', `${A}/kill`, { note: 'libel' });
    const feed = await (await server.get('/feeds/all.newsml.xml')).text();
    expect(new Set(guidsOf(feed))).toEqual(new Set(before));
    expect(feed).not.toContain('pictures.example');
    expect(feed.match(/stat:canceled/g)).toHaveLength(3);
    const alone = await (await server.get('/articles/a-story.superdesk-nitf.newsml.xml')).text();
    expect(alone).toMatch(/<packageItem[\s\S]*stat:canceled[\s\S]*Package withdrawn/);
    expect(alone).not.toContain('A story');
    const ninjs = (await (await server.get('/articles/a-story.ninjs.json')).json()) as { associations: unknown[] };
    expect(ninjs.associations).toHaveLength(2);
  });
});
