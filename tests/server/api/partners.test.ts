import { describe, expect, test } from 'vitest';
import { apiClient, keyOf, partnerClient, STORY } from '../../support/api.ts';
import { ENGINES } from '../../support/engines.ts';
import { SETTINGS, storyFile } from '../../support/folder.ts';
import { startServer, type TestServer, until } from '../../support/server.ts';

/** A story of the day of the tests. */
const RECENT = { ...STORY, published: '2026-05-31T09:00:00Z' };
const QUEUE = { name: 'Acme', channels: [{ type: 'queue' }] };

/** Waits until so many messages are planned for a partner. */
async function planned(server: TestServer, partner: string, count: number): Promise<void> {
  await until(async () => (await server.running.store.ledgerFigures.newest(100, partner)).length >= count);
}

describe('partners over the API', () => {
  test('have a history, and conditions of writes', async () => {
    const server = await startServer({});
    const admin = await apiClient(server, 'admin');
    const editor = await apiClient(server, 'write');
    expect((await editor('GET', '/partners')).status).toBe(403);
    const created = await admin('PUT', '/partners/acme', QUEUE);
    expect([created.status, created.headers.get('etag')]).toEqual([201, '"1"']);
    expect((await admin('PUT', '/partners/acme', QUEUE)).json.version).toBe(1);
    const changed = await admin('PUT', '/partners/acme', { ...QUEUE, name: 'Acme News' }, { 'If-Match': '"1"' });
    expect([changed.status, changed.json.version]).toEqual([200, 2]);
    expect((await admin('PUT', '/partners/acme', QUEUE, { 'If-Match': '"1"' })).status).toBe(412);
    const { json } = await admin('GET', '/partners/acme');
    expect(json.history.map((one: { name: string }) => one.name)).toEqual(['Acme', 'Acme News']);
    expect(json.history[0].actor).toContain('admin');
    const ended = await admin('DELETE', '/partners/acme');
    expect([ended.status, ended.json.ends]).toEqual([200, '2026-06-01T00:00:30Z']);
  });

  test('are refused with every reason', async () => {
    const server = await startServer({});
    const admin = await apiClient(server, 'admin');
    const bad = { channels: [{ type: 'https', url: 'ftp://x' }], product: { stories: [{}] }, format: 'word' };
    const { status, json } = await admin('PUT', '/partners/acme', bad);
    expect(status).toBe(422);
    const paths = json.errors.map((one: { path: string }) => one.path);
    expect(paths).toEqual(expect.arrayContaining(['name', 'channels.0.url', 'product.stories.0', 'format']));
    expect((await admin('PUT', '/partners/web', QUEUE)).json.detail).toContain('name of a destination');
    const terms = Array.from({ length: 9 }, (_, index) => ({ tag: `t${index}` }));
    expect((await admin('PUT', '/partners/acme', { ...QUEUE, product: { stories: terms } })).status).toBe(422);
  });

  test('of publication.yaml are changed there alone, and end when they leave it', async () => {
    const partners = 'partners: [{ key: acme, name: Acme, channels: [{ type: queue }] }]\n';
    const server = await startServer({ 'publication.yaml': SETTINGS + partners });
    const admin = await apiClient(server, 'admin');
    expect((await admin('GET', '/partners/acme')).json).toMatchObject({ origin: 'files', version: 1 });
    expect((await admin('PUT', '/partners/acme', QUEUE)).status).toBe(409);
    const { put } = await import('../../support/folder.ts');
    await put(server.folder, 'publication.yaml', SETTINGS);
    await until(async () => (await admin('GET', '/partners/acme')).json.ends !== undefined);
    expect((await admin('GET', '/partners/acme')).json.version).toBe(2);
    // The API may begin a new agreement.
    expect((await admin('PUT', '/partners/acme', QUEUE)).json).toMatchObject({ origin: 'api', version: 3 });
  });
});

describe('the key of a partner', () => {
  test('reads the product alone, in every operation', async () => {
    const server = await startServer({
      'a.md': storyFile('a', { slug: 'world-story', headline: 'WORLD', keywords: '[harbour]' }),
      'b.md': storyFile('b', { slug: 'culture-story', headline: 'CULTURE', section: 'culture' }),
      'c.md': storyFile('c', { slug: 'opinion', headline: 'OPINION', keywords: '[opinion]' }),
      'd.md': storyFile('d', { slug: 'german', headline: 'GERMAN', language: 'de' }),
      'e.md': storyFile('e', { slug: 'paid', headline: 'PAID', access: 'paid' }, 'Free.\n\n<!-- more -->\n\nSECRET'),
      'f.md': storyFile('f', { slug: 'later', headline: 'LATER', embargo: '{ until: 2026-07-01T00:00:00Z }' }),
    });
    const admin = await apiClient(server, 'admin');
    const product = { stories: [{ section: ['world'] }, { not: { tag: ['opinion'] } }], languages: ['en'] };
    await admin('PUT', '/partners/acme', { ...QUEUE, product });
    await admin('PUT', '/partners/all', { ...QUEUE, product: { ...product, embargoes: true, paidText: true } });
    const [acme, all] = [await partnerClient(server, 'acme'), await partnerClient(server, 'all')];
    const seen = async (client: typeof acme, path: string) => {
      const { text } = await client('GET', path);
      return ['WORLD', 'CULTURE', 'OPINION', 'GERMAN', 'PAID', 'SECRET', 'LATER'].filter((word) => text.includes(word));
    };
    for (const path of ['/feeds/all.newsml.xml', '/feeds/all.ninjs.json', '/feeds/all.rss']) {
      expect(await seen(acme, path), path).toEqual(['WORLD', 'PAID']);
      expect(await seen(all, path), path).toEqual(['WORLD', 'PAID', 'SECRET', 'LATER']);
    }
    for (const [letter, ofAcme, ofAll] of [
      ['a', 200, 200],
      ['b', 404, 404],
      ['c', 404, 404],
      ['d', 404, 404],
      ['e', 200, 200],
      ['f', 404, 200],
    ] as const) {
      expect((await acme('GET', `/articles/${keyOf(letter)}`)).status, letter).toBe(ofAcme);
      expect((await all('GET', `/articles/${keyOf(letter)}.newsml.xml`)).status, letter).toBe(ofAll);
    }
    const ids = (await acme('GET', '/changes')).json.changes.map((one: { key: string }) => one.key[0]);
    expect(new Set(ids)).toEqual(new Set(['a', 'e']));
    expect((await acme('PUT', `/articles/${keyOf('z')}`, STORY)).status).toBe(403);
  });

  test('opens nothing but recalls after the agreement', async () => {
    const server = await startServer({ 'a.md': storyFile('a') });
    const admin = await apiClient(server, 'admin');
    await admin('PUT', '/partners/acme', QUEUE);
    const acme = await partnerClient(server, 'acme');
    expect((await acme('GET', `/articles/${keyOf('a')}`)).status).toBe(200);
    await admin('DELETE', '/partners/acme');
    for (const path of [`/articles/${keyOf('a')}`, '/feeds/all.rss', '/changes'])
      expect((await acme('GET', path)).status, path).toBe(403);
    expect((await acme('GET', '/queue')).status).toBe(200);
    expect((await acme('GET', '/account')).json.agreement).toMatchObject({ isActive: false });
  });
});

describe.each(ENGINES)('the queue of a partner, on %s', (engine) => {
  async function queueOf(channel: object = {}, letters = 'abc') {
    const server = await startServer({}, { engine });
    const admin = await apiClient(server, 'admin');
    const editor = await apiClient(server, 'write');
    await admin('PUT', '/partners/acme', { ...QUEUE, channels: [{ type: 'queue', ...channel }] });
    for (const letter of letters) {
      await editor('PUT', `/articles/${keyOf(letter)}`, {
        ...RECENT,
        slug: `story-${letter}`,
        headline: `Story ${letter}`,
      });
    }
    await planned(server, 'acme', letters.length);
    return { server, editor, acme: await partnerClient(server, 'acme') };
  }

  test('hides a message for a while, and ends it with its receipt', async () => {
    const { server, acme } = await queueOf();
    const first = await acme('GET', '/queue?limit=2');
    expect(first.json.messages).toHaveLength(2);
    expect(first.json.messages[0]).toMatchObject({ change: 'publish', version: 1, status: 'usable', attempts: 1 });
    expect(first.json.messages[0].body).toContain('Story a');
    const [one] = first.json.messages;
    expect((await acme('DELETE', `/queue/${one.receipt}`)).status).toBe(204);
    expect((await acme('DELETE', `/queue/${one.receipt}`)).status).toBe(404);
    const second = await acme('GET', '/queue');
    expect(second.json.messages.map((message: { body: string }) => /Story \w/.exec(message.body)?.[0])).toEqual([
      'Story c',
    ]);
    const none = await acme('GET', '/queue');
    expect([none.json.messages, none.headers.get('retry-after')]).toEqual([[], '5']);
    // A minute later what was not confirmed is there again, with the same id and another receipt.
    server.setClock('2026-06-01T00:01:31Z');
    const again = await acme('GET', '/queue');
    expect(again.json.messages.map((message: { id: string }) => message.id)).toContain(first.json.messages[1].id);
    expect(again.json.messages).toHaveLength(2);
    expect((await acme('DELETE', `/queue/${first.json.messages[1].receipt}`)).status).toBe(404);
    for (const { receipt } of again.json.messages) expect((await acme('DELETE', `/queue/${receipt}`)).status).toBe(204);
    const { json } = await acme('GET', '/account');
    expect(json.usage).toEqual({ delivered: 3 });
    expect(json.channels).toMatchObject([{ channel: 'queue', waiting: 0, state: 'active' }]);
  });

  test('two consumers that crash get every message, and confirm each once', async () => {
    const letters = 'abcdefghijkl';
    const { server, acme } = await queueOf({}, letters);
    const seen = new Set<string>();
    let confirmed = 0;
    for (let round = 0; confirmed < letters.length; round++) {
      expect(round).toBeLessThan(40);
      server.setClock(new Date(Date.parse('2026-06-01T00:00:30Z') + round * 61_000).toISOString());
      const taken = await Promise.all([acme('GET', '/queue?limit=4'), acme('GET', '/queue?limit=4')]);
      const messages = taken.flatMap(({ json }) => json.messages as { id: string; receipt: string; story: string }[]);
      expect(new Set(messages.map(({ story }) => story)).size).toBe(messages.length);
      for (const [index, message] of messages.entries()) {
        seen.add(message.story);
        // Every third message is lost in a crash.
        if ((index + round) % 3 === 0) continue;
        expect((await acme('DELETE', `/queue/${message.receipt}`)).status).toBe(204);
        confirmed++;
      }
    }
    expect([seen.size, confirmed]).toEqual([letters.length, letters.length]);
    expect((await acme('GET', '/account')).json.usage).toEqual({ delivered: letters.length });
  });

  test('hands a message out once where the partner wants that', async () => {
    const { server, acme } = await queueOf({ atMostOnce: true });
    const { json } = await acme('GET', '/queue');
    expect(json.messages.map((one: { receipt?: string }) => one.receipt)).toEqual([undefined, undefined, undefined]);
    server.setClock('2026-06-01T01:00:00Z');
    expect((await acme('GET', '/queue')).json.messages).toEqual([]);
  });

  test('has kills first, to receivers alone; everything can be had again', async () => {
    const { server, editor, acme } = await queueOf({}, 'ab');
    for (const { receipt } of (await acme('GET', '/queue')).json.messages) await acme('DELETE', `/queue/${receipt}`);
    await editor('PUT', `/articles/${keyOf('c')}`, { ...RECENT, slug: 'story-c' });
    expect((await editor('POST', `/articles/${keyOf('b')}/kill`, { note: 'wrong' })).status).toBe(200);
    await planned(server, 'acme', 4);
    const { json } = await acme('GET', '/queue');
    expect(json.messages.map((one: { change: string }) => one.change)).toEqual(['kill', 'publish']);
    expect(json.messages[0]).toMatchObject({ status: 'canceled' });
    for (const { receipt } of json.messages) await acme('DELETE', `/queue/${receipt}`);
    expect((await acme('POST', '/queue/replay?since=2026-05-31T00:00:00Z')).json).toEqual({ stories: 3 });
    const again = (await acme('GET', '/queue')).json.messages.map((one: { status: string }) => one.status);
    expect(again.toSorted()).toEqual(['canceled', 'usable', 'usable']);
    expect((await acme('POST', '/queue/replay?since=2020-01-01T00:00:00Z')).status).toBe(400);
  });

  test('a request can wait for a message, one at a time', async () => {
    const { editor, acme } = await queueOf({}, '');
    const waiting = [acme('GET', '/queue?wait=30'), acme('GET', '/queue?wait=30')];
    // One of them waits, and the other is refused at once.
    expect((await Promise.race(waiting)).status).toBe(429);
    await editor('PUT', `/articles/${keyOf('a')}`, RECENT);
    const taken = (await Promise.all(waiting)).filter(({ status }) => status === 200);
    expect(taken.map(({ json }) => json.messages.length)).toEqual([1]);
  });
});

test('a key without a partner has neither account nor queue', async () => {
  const server = await startServer({});
  const reader = await apiClient(server, 'read');
  for (const path of ['/account', '/queue']) expect((await reader('GET', path)).status, path).toBe(403);
});
