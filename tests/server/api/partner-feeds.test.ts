import { describe, expect, test } from 'vitest';
import { type ApiClient, apiClient, STORY } from '../../support/api.ts';
import { SETTINGS } from '../../support/folder.ts';
import { startServer, type TestServer } from '../../support/server.ts';

const COUNT = 60;

const keyOfNumber = (number: number): string => number.toString(36).padStart(26, '0');

const PUBLICATION = { 'publication.yaml': `${SETTINGS}feeds: { items: 10 }\n` };

async function publish(write: ApiClient, numbers: readonly number[]): Promise<void> {
  for (const number of numbers) {
    const { section = 'world' } = number % 3 === 0 ? { section: 'culture' } : {};
    // One every ten minutes.
    const published = new Date(Date.parse('2026-05-01T00:00:00Z') + number * 600_000).toISOString();
    const story = { ...STORY, slug: `story-${number}`, headline: `Story ${number}`, section, published };
    const { status, text } = await write('PUT', `/articles/${keyOfNumber(number)}`, story);
    expect(status, text).toBe(201);
  }
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

const numbersIn = (text: string): number[] =>
  [...new Set([...text.matchAll(/article:(0{20}[0-9a-z]{6})"/g)].map(([, key = '']) => Number.parseInt(key, 36)))].sort(
    (a, b) => a - b,
  );

const linkIn = (header: string | null, rel: string): string | undefined =>
  (header ?? '')
    .split(', ')
    .map((link) => /^<([^>]+)>; rel="([^"]+)"/.exec(link))
    .find((match) => match?.[2] === rel)?.[1];

const pathOf = (address = ''): string => address.replace('https://gazette.example.com', '');

describe('feeds for partners', () => {
  test.each(['.newsml.xml', '.ninjs.json', '.superdesk-nitf.newsml.xml'])(
    'lead back to the first story by Link rel="prev" in %s, and forward again',
    async (extension) => {
      const server = await startServer(PUBLICATION);
      await publish(await apiClient(server, 'write'), upTo(COUNT));
      const [found, last] = await walk(server, `/feeds/all${extension}`, 'prev');
      expect(found).toEqual(upTo(COUNT));
      const [again, end] = await walk(server, last, 'next');
      expect(again).toEqual(upTo(COUNT));
      expect(end).toBe(`/feeds/all${extension}`);
    },
  );

  test('each page of a NewsML-G2 list is a list of its own, with the address of the page before it', async () => {
    const server = await startServer(PUBLICATION);
    await publish(await apiClient(server, 'write'), upTo(COUNT));
    const response = await server.get('/feeds/all.newsml.xml');
    const [text, previous] = [await response.text(), linkIn(response.headers.get('link'), 'prev') ?? 'none'];
    expect(text).toContain(`<link rel="irel:seeAlso" href="${previous}"`);
    const page = await (await server.get(pathOf(previous))).text();
    const guid = (document: string): string => /<packageItem[^>]* guid="([^"]+)"/.exec(document)?.[1] ?? '';
    expect(guid(page)).toMatch(/:page-\d+$/);
    expect(guid(page)).not.toBe(guid(text));
  });

  test.each([['read'], ['read', 'embargo']] as const)(
    'with a key (%s %s) return everything since',
    async (...scopes) => {
      const server = await startServer(PUBLICATION);
      const [write, read] = [await apiClient(server, 'write'), await apiClient(server, ...scopes)];
      await publish(write, upTo(5));
      const first = await read('GET', '/feeds/all.newsml.xml');
      expect(numbersIn(first.text)).toEqual([1, 2, 3, 4, 5]);
      server.setClock('2026-06-01T00:01:00Z');
      await publish(write, upTo(COUNT).slice(5));
      const kill = await write('POST', `/articles/${keyOfNumber(2)}/kill`, { note: 'Wrong.' });
      expect(kill.status, kill.text).toBe(200);
      const found = new Set<number>();
      let [next, requests] = [`${linkIn(first.headers.get('link'), 'next')}&limit=3`, 0] as [
        string | undefined,
        number,
      ];
      for (let size = 1; size > 0; requests++) {
        const page = await read('GET', next?.replace('/api/v1', '') ?? '');
        const numbers = numbersIn(page.text);
        size = numbers.length;
        expect(size).toBeLessThanOrEqual(3);
        for (const number of numbers) found.add(number);
        if (numbers.includes(2)) expect(page.text).toContain('stat:canceled');
        next = linkIn(page.headers.get('link'), 'next');
      }
      expect([...found].sort((a, b) => a - b)).toEqual([2, ...upTo(COUNT).slice(5)]);
      expect(requests).toBe(20);
    },
  );

  test('begin at a time, and in a selection', async () => {
    const server = await startServer(PUBLICATION);
    const [write, read] = [await apiClient(server, 'write'), await apiClient(server, 'read')];
    await publish(write, upTo(6));
    server.setClock('2026-06-01T01:00:00Z');
    await publish(write, [7, 8, 9, 10]);
    const since = 'since=2026-06-01T00:30:00Z';
    // A plus sign that is not encoded.
    const plus = await read('GET', '/feeds/all.newsml.xml?since=2026-06-01T01:30:00+01:00');
    expect(numbersIn(plus.text)).toEqual([7, 8, 9, 10]);
    expect(numbersIn((await read('GET', `/feeds/all.newsml.xml?${since}`)).text)).toEqual([7, 8, 9, 10]);
    expect(numbersIn((await read('GET', `/feeds/section/culture.newsml.xml?${since}`)).text)).toEqual([9]);
    const chosen = await read('GET', `/feeds/q.ninjs.json?section=world&${since}&limit=2`);
    expect(chosen.json.associations.map(({ uri }: { uri: string }) => uri.slice(-1))).toEqual(['8', '7']);
    const next = linkIn(chosen.headers.get('link'), 'next')?.replace('/api/v1', '') ?? '';
    expect((await read('GET', next)).json.associations.map(({ uri }: { uri: string }) => uri.slice(-1))).toEqual(['a']);
  });

  test('have a story once more after it has left the list, and its recall', async () => {
    const server = await startServer(PUBLICATION);
    const [write, read] = [await apiClient(server, 'write'), await apiClient(server, 'read')];
    await publish(write, [1, 2]);
    const path = '/feeds/section/world.newsml.xml';
    const position = async (from: string) => {
      const page = await read('GET', from);
      return { text: page.text, next: linkIn(page.headers.get('link'), 'next')?.replace('/api/v1', '') ?? '' };
    };
    const first = await position(path);
    server.setClock('2026-06-01T00:01:00Z');
    await write('POST', `/articles/${keyOfNumber(1)}/amend`, { article: { section: 'culture' } });
    const moved = await position(first.next);
    expect(numbersIn(moved.text)).toEqual([1]);
    server.setClock('2026-06-01T00:02:00Z');
    await write('POST', `/articles/${keyOfNumber(1)}/kill`, { note: 'Wrong.' });
    const recalled = await position(moved.next);
    expect([numbersIn(recalled.text), recalled.text.includes('stat:canceled')]).toEqual([[1], true]);
    const nothing = await position(recalled.next);
    expect([numbersIn(nothing.text), nothing.next]).toEqual([[], recalled.next]);
    // Each response is a list of its own.
    const guids = [first, moved, recalled].map(({ text }) => /<packageItem[^>]* guid="([^"]+)"/.exec(text)?.[1]);
    expect(new Set(guids).size).toBe(3);
  });

  test('leave what is stored after the instant of a request to the next one', async () => {
    const server = await startServer(PUBLICATION);
    const [write, read] = [await apiClient(server, 'write'), await apiClient(server, 'read')];
    await publish(write, [1]);
    server.setClock('2026-06-01T00:01:00Z');
    await publish(write, [2]);
    // A request that began before the second story was stored.
    server.setClock('2026-06-01T00:00:30Z');
    const early = await read('GET', '/feeds/all.newsml.xml?since=2026-01-01T00:00:00Z');
    expect(numbersIn(early.text)).toEqual([1]);
    server.setClock('2026-06-01T00:01:00Z');
    const next = linkIn(early.headers.get('link'), 'next')?.replace('/api/v1', '') ?? '';
    expect(numbersIn((await read('GET', next)).text)).toEqual([2]);
  });

  test('refuse parameters that have no effect', async () => {
    const server = await startServer(PUBLICATION);
    const [write, read] = [await apiClient(server, 'write'), await apiClient(server, 'read')];
    await publish(write, [1]);
    const { next } = (await read('GET', '/changes')).json;
    for (const [query, name] of [
      ['sice=2026-01-01T00:00:00Z', '"sice"'],
      ['section=world', '"section"'],
      ['since=yesterday', '`since`'],
      [`since=${next}`, undefined],
      ['limit=3', '`limit`'],
      ...['0', '501', 'many'].map((limit) => [`since=2026-01-01T00:00:00Z&limit=${limit}`, '`limit`']),
    ]) {
      const { status, text } = await read('GET', `/feeds/all.newsml.xml?${query}`);
      expect([query, status]).toEqual([query, name === undefined ? 200 : 400]);
      if (name !== undefined) expect(JSON.parse(text).detail).toContain(name);
    }
    for (const address of [
      '/feeds/all.newsml.xml?since=2026-01-01',
      '/feeds/all.rss?section=world',
      '/feeds/all?topic=x',
    ]) {
      expect([address, (await server.get(address)).status]).toEqual([address, address.includes('topic') ? 200 : 400]);
    }
  });
});

/** Follows a link from document to document; returns the stories on the way and the last path. */
async function walk(server: TestServer, start: string, rel: string): Promise<[number[], string]> {
  const found = new Set<number>();
  let path = start;
  for (;;) {
    const response = await server.get(path);
    expect(response.status, path).toBe(200);
    for (const number of numbersIn(await response.text())) found.add(number);
    const link = linkIn(response.headers.get('link'), rel);
    if (link === undefined) return [[...found].sort((a, b) => a - b), path];
    path = pathOf(link);
  }
}
